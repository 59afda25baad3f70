#include "city/demo_seed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/accounts.hpp"
#include "access/body_tree.hpp"
#include "access/places.hpp"
#include "city/demo_records.sql.hpp"
#include "city/demo_reports.sql.hpp"
#include "city/demo_seed.sql.hpp"
#include "city/numbers.hpp"
#include "city/table.hpp"
#include "funds/funds.hpp"
#include "registers/divisions.hpp"
#include "registers/identity_cipher.hpp"

namespace leye::city {
namespace {

Result<access::Role> role_of(const std::string& name) {
  const auto role = access::find_role(name);
  if (role) return *role;
  return Error{ErrorCode::invalid_input, "not a role: " + name, {"accounts.csv"}, {}};
}

std::string place_label(const Setting& setting, std::int64_t place) {
  for (const County& county : setting.counties) {
    if (county.code == place) return county.name;
  }
  if (place % 1'000'000 == 0) return place == 0 ? "" : setting.name;
  const auto divisions = registers::read_divisions();
  if (!divisions.ok()) return setting.name;
  for (const auto& each : divisions.value()) {
    if (each.code == place) return each.name;
  }
  return setting.name;
}

struct Someone {
  access::Subject subject;
  std::string name;
  std::int64_t place = 0;
};

// The planted employer or hired person of the group, of its first copy.
Result<Someone> planted_subject(store::Transaction& transaction, const Manifest& manifest,
                                const std::string& group, const std::string& area_schema) {
  for (const PlantedSubject& each : manifest.subjects) {
    if (each.group != group) continue;
    const bool organisation = each.benefit == Benefit::refund;
    const auto rows = organisation
                          ? TRY(transaction.query(sql::find_organisation, each.subject))
                          : TRY(transaction.query(sql::person_of_employment, each.subject));
    if (rows.empty()) break;
    return Someone{
        {area_schema, organisation ? "organisation" : "person", rows[0].get<std::int64_t>("id")},
        rows[0].get<std::string>("name"),
        rows[0].get<std::int64_t>("place")};
  }
  return Error{ErrorCode::not_found, "nobody was planted as " + group, {"accounts.csv"}, {}};
}

Status give_account(store::Transaction& transaction, const Someone& someone, const Cipher& master,
                    Instant now) {
  const registers::IdentityCipher cipher(master);
  const std::string account = account_number(person_accounts_begin + someone.subject.id);
  const registers::Salt salt = cipher.new_salt();
  TRY(transaction.execute(sql::give_account, someone.subject.id, cipher.seal(salt, account),
                          cipher.account_blind(account), salt, account_bank, someone.place,
                          "社会保障卡发放", now));
  return Done{};
}

Result<std::optional<access::BodyRow>> body_of(store::Transaction& transaction,
                                               const std::string& code, const DemoSeed& seed) {
  if (code.empty()) return std::optional<access::BodyRow>{};
  auto body = TRY(access::body_with_code(transaction, seed.area_schema, code,
                                         business_day(seed.now)));
  if (!body)
    return Error{ErrorCode::not_found, "not in the tree: " + code, {"accounts.csv"}, {}};
  return body;
}

std::string with_county(std::string text, const County* county) {
  if (county == nullptr) return text;
  const std::pair<std::string, std::string> words[] = {
      {"{county}", std::to_string(county->code / 1'000'000)}, {"{name}", county->name}};
  for (const auto& [mark, word] : words)
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark))
      text.replace(at, mark.size(), word);
  return text;
}

Status seed_body(store::Transaction& transaction, const Table& table, std::size_t row,
                 const County* county, const DemoSeed& seed) {
  const auto at = [&](const char* heading) { return with_county(table.at(row, heading), county); };
  access::NewBody made;
  made.area_schema = seed.area_schema;
  made.code = at("code");
  made.kind = at("kind");
  made.is_outside = table.at(row, "outside") == "yes";
  made.first_day = TRY(Day::parse(table.at(row, "first_day")));
  made.words.name = at("name");
  made.words.short_name = at("short_name");
  made.words.place = county != nullptr ? county->code : table.number(row, "place");
  made.words.address = at("address");
  made.words.phone = at("phone");
  made.words.hours = at("hours");
  if (const auto parent = TRY(body_of(transaction, at("parent"), seed)))
    made.words.parent = parent->id;
  TRY(access::make_body(transaction, made, {0, seed.now}));
  return Done{};
}

// Parents stand before what is below them; `county`: one for each county.
Status seed_bodies(store::Transaction& transaction, const Setting& setting,
                   const DemoSeed& seed) {
  const auto table = TRY(Table::read(setting.folder / "bodies.csv"));
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (table.at(row, "place") != "county") {
      TRY(seed_body(transaction, table, row, nullptr, seed));
      continue;
    }
    for (const County& county : setting.counties)
      TRY(seed_body(transaction, table, row, &county, seed));
  }
  return Done{};
}

Result<DemoAccount> seed_account(store::Transaction& transaction, const Table& table,
                                 std::size_t row, const Someone* someone, const Cipher& cipher,
                                 const DemoSeed& seed) {
  const access::Role role = TRY(role_of(table.at(row, "role")));
  access::NewAccount account;
  account.login = table.at(row, "login");
  account.name = someone != nullptr ? someone->name : table.at(row, "name");
  account.password = seed.password;
  account.standing = access::standing_of(role);
  if (someone != nullptr) {
    account.subject = someone->subject;
  } else {
    // A made-up number of someone born on a day of his own.
    std::string number = fmt::format("00000019{:02}0101001", 60 + row);
    number.push_back(id_check_digit(number));
    account.holder = cipher.blind_index("account.holder", number);
  }
  DemoAccount made;
  made.id = TRY(access::make_account(transaction, account, seed.now));
  const bool administrator = access::administrators.has(role);
  access::NewRole held;
  held.account = made.id;
  held.role = role;
  held.area_schema = administrator ? "" : seed.area_schema;
  held.place = someone != nullptr ? someone->place : table.number(row, "place");
  const auto body = TRY(body_of(transaction, table.at(row, "body"), seed));
  TRY(access::give_role_at(transaction, held,
                           body ? std::optional(body->id) : std::nullopt, seed.now));
  made.login = account.login;
  made.name = account.name;
  made.role = access::name(role);
  made.role_label =
      role == access::Role::outside_body ? body->words.name : std::string(access::label(role));
  return made;
}

struct FundRow {
  const Table& table;
  std::size_t row;
  std::string at(const char* heading) const { return table.at(row, heading); }
};

Status seed_fund(store::Transaction& transaction, const FundRow& row, std::int64_t place,
                 const std::string& place_name, const funds::Acting& acting) {
  const access::PlaceRange range = access::range_of(place);
  funds::Fund fund;
  fund.code = row.at("code");
  fund.label = row.at("label");
  fund.level = row.at("place");
  fund.place = place;
  fund.place_lo = range.low;
  fund.place_hi = range.high;
  fund.channel = row.at("channel");
  fund.payer_name = (fund.level == "county" ? place_name : "") + row.at("payer");
  fund.payer_account = account_number(place / 1'000'000 % 1'000'000);
  const std::int64_t fund_id = TRY(funds::open_fund(transaction, fund));
  funds::Indicator indicator;
  indicator.received_on = TRY(Day::parse(row.at("received_on")));
  indicator.fund_account_id =
      TRY(funds::open_fund_account(transaction, fund_id, indicator.received_on.civil().year));
  indicator.document = row.at("document");
  indicator.source_level = row.at("source_level");
  indicator.functional_item = row.at("functional_item");
  indicator.amount = TRY(Money::parse(row.at("amount")));
  const std::int64_t indicator_id = TRY(funds::add_indicator(transaction, indicator, acting));
  funds::PlanOfUse plan;
  plan.indicator_id = indicator_id;
  plan.month = TRY(Day::parse(row.at("month")));
  plan.purpose = row.at("purpose");
  plan.amount = TRY(Money::parse(row.at("planned")));
  TRY(funds::add_plan(transaction, plan));
  return Done{};
}

// What schools and a host reported, and what the people concerned said to it.
Status seed_reports(store::Transaction& transaction, const Setting& setting, Day today, Instant now,
                    const char* source) {
  const auto bodies = TRY(Table::read(setting.folder / "bodies.csv"));
  for (std::size_t row = 0; row < bodies.size(); ++row)
    if (bodies.at(row, "kind") == "school")
      TRY(transaction.execute(sql::seed_schools, bodies.at(row, "name")));
  TRY(transaction.execute(sql::seed_reported_days, now));
  TRY(transaction.execute(sql::seed_confirmed, today, now));
  TRY(transaction.execute(sql::seed_contested, now));
  TRY(transaction.execute(sql::seed_trainee_posts, today, now, source));
  TRY(transaction.execute(sql::seed_trainees, today, now, source));
  TRY(transaction.execute(sql::seed_trainee_months, today, now, source));
  TRY(transaction.execute(sql::seed_trainee_words, now));
  return Done{};
}

}  // namespace

Status seed_records(store::Transaction& transaction, const Setting& setting, Day today,
                    Instant now) {
  constexpr auto source = "合成样例数据";
  for (const auto statement : {sql::seed_recognitions, sql::seed_services, sql::seed_wishes,
                               sql::seed_classes, sql::seed_enrolments, sql::seed_posts,
                               sql::seed_placements, sql::seed_transfers, sql::seed_returns,
                               sql::seed_group_members, sql::seed_relief_projects,
                               sql::seed_start_ups, sql::seed_benefits, sql::seed_requests,
                               sql::seed_windows}) {
    TRY(transaction.execute(statement, today, now, source));
  }
  const Destinations& days = setting.destinations;
  TRY(transaction.execute(sql::seed_destinations, today, now, source, days.graduated_from,
                          days.work_within, days.reported_after, days.handed_over_after));
  return seed_reports(transaction, setting, today, now, source);
}

Result<std::vector<DemoAccount>> list_demo_accounts(const Setting& setting) {
  const auto table = TRY(Table::read(setting.folder / "accounts.csv"));
  const auto bodies = TRY(Table::read(setting.folder / "bodies.csv"));
  std::map<std::string, std::string> names;
  for (std::size_t row = 0; row < bodies.size(); ++row)
    names[bodies.at(row, "code")] = bodies.at(row, "name");
  std::vector<DemoAccount> accounts;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const access::Role role = TRY(role_of(table.at(row, "role")));
    const bool outside = role == access::Role::outside_body;
    accounts.push_back({0, table.at(row, "login"), table.at(row, "name"), access::name(role),
                        outside ? names[table.at(row, "body")] : access::label(role),
                        place_label(setting, table.number(row, "place"))});
  }
  return accounts;
}

Result<std::vector<DemoAccount>> seed_accounts(store::Transaction& transaction,
                                               const Setting& setting, const Manifest& manifest,
                                               const Cipher& cipher, const DemoSeed& seed) {
  TRY(seed_bodies(transaction, setting, seed));
  const auto table = TRY(Table::read(setting.folder / "accounts.csv"));
  std::vector<DemoAccount> accounts;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string& group = table.at(row, "subject");
    std::optional<Someone> someone;
    if (!group.empty()) {
      someone = TRY(planted_subject(transaction, manifest, group, seed.area_schema));
      if (someone->subject.kind == "person")
        TRY(give_account(transaction, *someone, cipher, seed.now));
    }
    accounts.push_back(
        TRY(seed_account(transaction, table, row, someone ? &*someone : nullptr, cipher, seed)));
    accounts.back().place_label = place_label(setting, table.number(row, "place"));
  }
  return accounts;
}

Status seed_funds(store::Transaction& transaction, const Setting& setting, std::int64_t account,
                  Instant now) {
  const auto table = TRY(Table::read(setting.folder / "funds.csv"));
  const funds::Acting acting{account, now};
  for (std::size_t row = 0; row < table.size(); ++row) {
    const FundRow each{table, row};
    if (each.at("place") == "city") {
      TRY(seed_fund(transaction, each, setting.code * 1'000'000, setting.name, acting));
      continue;
    }
    for (const County& county : setting.counties) {
      TRY(seed_fund(transaction, each, county.code, county.name, acting));
    }
  }
  return Done{};
}

}  // namespace leye::city
