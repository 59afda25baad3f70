#include "flows/office.hpp"

#include <unistd.h>

#include "benefits/screening.hpp"
#include "flows/pay_out.hpp"
#include "funds/example_fund.hpp"
#include "funds/verify.hpp"
#include "registers/bulk.hpp"

namespace leye::flows {
namespace {

constexpr int hires_of_first = 55;
constexpr int hires = 58;

Day day(const char* iso) { return Day::parse(iso).value(); }

Actor staff(std::int64_t account, const char* role, std::int64_t place_lo, std::int64_t place_hi) {
  Actor actor;
  actor.account = account;
  actor.name = role;
  actor.roles = {role};
  actor.place_lo = place_lo;
  actor.place_hi = place_hi;
  return actor;
}

Actor employer(std::int64_t account, std::int64_t organisation) {
  Actor actor = staff(account, "employer", city, city + 99'999'999);
  actor.organisation = organisation;
  return actor;
}

Actor citizen(std::int64_t account, std::int64_t person) {
  Actor actor = staff(account, "citizen", city, city + 99'999'999);
  actor.person = person;
  return actor;
}

std::int64_t employer_of(int hire) { return hire <= hires_of_first ? 1 : hire < hires ? 2 : 3; }
std::int64_t place_of_employer(std::int64_t id) { return id == 3 ? other_county : county; }

std::map<std::string, Actor> everyone() {
  const std::int64_t end = county + 999'999;
  const std::int64_t city_end = city + 99'999'999;
  return {{"employer", employer(101, 1)},
          {"employer_two", employer(102, 2)},
          {"employer_three", employer(103, 3)},
          {"window_clerk", staff(1, "window_clerk", county, end)},
          {"clerk_elsewhere", staff(11, "window_clerk", other_county, other_county + 999'999)},
          {"first_checker", staff(2, "first_checker", county, end)},
          {"second_checker", staff(3, "second_checker", county, end)},
          {"director", staff(4, "director", county, end)},
          {"finance", staff(5, "finance_bureau", county, end)},
          {"citizen", citizen(111, 56)},
          {"citizen_two", citizen(112, 57)},
          {"citizen_three", citizen(113, 58)},
          {"street_clerk", staff(12, "window_clerk", street, street + 999)},
          {"street_elsewhere", staff(13, "window_clerk", street + 1000, street + 1999)},
          {"second_visitor", staff(14, "first_checker", county, end)},
          {"tax_bureau", staff(21, "tax_bureau", county, end)},
          {"tax_elsewhere", staff(22, "tax_bureau", other_county, other_county + 999'999)},
          {"guarantee_body", staff(23, "guarantee_body", county, end)},
          {"bank", staff(24, "bank", county, end)},
          {"agency_clerk", staff(6, "insurance_agency", city, city_end)},
          {"agency_head", staff(7, "insurance_agency", city, city_end)},
          {"agency_finance", staff(8, "insurance_agency", city, city_end)},
          {"every_role", [&] {
             Actor all = staff(9, "window_clerk", city, city_end);
             all.roles = {"window_clerk", "first_checker",    "second_checker",
                          "director",     "insurance_agency", "finance_bureau"};
             return all;
           }()}};
}

}  // namespace

Office::Office(policy::Plan plan)
    : pool_(database_.dsn(), 4),
      connection_(database_.connect()),
      second_(database_.connect()),
      plan_(std::move(plan)),
      calendar_(WorkingDays::load().value()),
      cipher_(Cipher::from_master(Secret(Bytes(32, 7)))),
      clock_(day("2023-11-06")),
      bureau_{store::TestDatabase::area,
              city,
              plan_,
              policy::test_vocabulary(),
              calendar_,
              cipher_,
              clock_},
      actors_(everyone()),
      folder_(std::filesystem::temp_directory_path() / ("leye-flows-" + database_.name())) {
  std::filesystem::create_directories(folder_);
  for (const Status& done : {fill_registers(), fill_funds(), screen()}) {
    if (!done.ok()) fmt::print(stderr, "office: {}\n", to_text(done.error()));
    CHECK(done.ok());
  }
}

Office::~Office() { std::filesystem::remove_all(folder_); }

const Actor& Office::actor(const std::string& name) const {
  const auto found = actors_.find(name);
  if (found == actors_.end()) fmt::print(stderr, "nobody is called '{}'\n", name);
  CHECK(found != actors_.end());
  return found->second;
}

std::string Office::hire_name(int number) {
  static constexpr const char* surnames[] = {"张", "王", "李", "赵", "陈", "刘"};
  static constexpr const char* numbers[] = {"一", "二", "三", "四", "五",
                                            "六", "七", "八", "九", "十"};
  return std::string(surnames[(number - 1) / 10]) + numbers[(number - 1) % 10];
}

Status Office::fill_registers() {
  const registers::IdentityCipher sealer(cipher_);
  auto load = TRY(registers::RegisterLoad::begin(connection_, bureau_.area_schema, sealer,
                                                 {"就业登记", SetClock(day("2023-10-01")).now()}));
  for (int number = 1; number <= hires; ++number) {
    registers::PersonRow person;
    person.id = number;
    person.name = hire_name(number);
    person.number = fmt::format("00000019990101{:04}", number);
    person.valid_from = day("2000-01-01");
    person.residence_place = number >= 56 ? street : county;
    if (number >= 55) person.veteran = true;
    if (number == 54 || number == 55) person.account_number = "6217000000000055";
    if (number == 56 || number == 58)
      person.account_number = fmt::format("62170000000000{}", number);
    if (!person.account_number.empty()) person.bank = "示例农村商业银行";
    TRY(load.add(std::move(person)));
    registers::EmploymentRow hire;
    hire.id = number;
    hire.person_id = number;
    hire.employer_id = employer_of(number);
    hire.start_date = day("2023-09-01");
    hire.contract_end = day("2024-08-31");
    hire.contract_kind = "fixed_term";
    hire.place = place_of_employer(hire.employer_id);
    TRY(load.add(std::move(hire)));
  }
  const char* names[] = {"甲公司", "乙公司", "丙公司"};
  for (std::int64_t id = 1; id <= 3; ++id) {
    registers::OrganisationRow unit;
    unit.id = id;
    unit.uscc = fmt::format("9100000000000000{:02}", id);
    unit.name = names[id - 1];
    unit.valid_from = day("2010-01-01");
    unit.kind = "enterprise";
    unit.registered_place = place_of_employer(id);
    unit.zombie = false;
    unit.account_name = unit.name;
    unit.account_number = fmt::format("62170000000{:02}", id);
    unit.bank = "示例农村商业银行";
    TRY(load.add(std::move(unit)));
  }
  return load.finish();
}

Status Office::fill_funds() {
  auto transaction =
      TRY(store::Transaction::begin(connection_, bureau_.own_scope(store::Access::write)));
  for (const bool treasury : {true, false}) {
    funds::Fund fund;
    fund.code = treasury ? "employment_subsidy" : "unemployment_insurance";
    fund.label = treasury ? "就业补助资金" : "失业保险基金";
    fund.level = treasury ? "county" : "city";
    fund.place = fund.place_lo = treasury ? county : city;
    fund.place_hi = treasury ? county + 999'999 : city + 99'999'999;
    fund.channel = treasury ? "treasury" : "insurance_agency";
    fund.payer_name = "示例人力资源和社会保障局";
    fund.payer_account = "62000000000000001";
    const auto id = TRY(funds::open_fund(transaction, fund));
    const auto account = TRY(funds::open_fund_account(transaction, id, 2023));
    const funds::Acting acting{5, clock_.now()};
    const auto indicator = TRY(
        funds::add_indicator(transaction,
                             {0, account, "示例财社〔2023〕12号", treasury ? "province" : "fund",
                              "2080799", true, Money::yuan(1'000'000), acting.day()},
                             acting));
    TRY(funds::add_plan(transaction,
                        {0, indicator, day("2023-11-01"), "就业补助", Money::yuan(500'000)}));
  }
  return transaction.commit();
}

Status Office::screen() {
  const auto report =
      TRY(benefits::screen(pool_, plan_, bureau_.vocabulary,
                           {bureau_.area_schema, clock_.today(), clock_.now(), 0, 20}, {}));
  return report.subjects > 0 ? Status(Done{}) : Error{ErrorCode::conflict, "nothing screened"};
}

Result<std::int64_t> Office::result_of(const std::string& measure, const std::string& name) {
  auto transaction =
      TRY(store::Transaction::begin(connection_, bureau_.own_scope(store::Access::read)));
  benefits::ResultFilter filter;
  filter.measure = measure;
  filter.size = 1000;
  for (const auto& line : TRY(benefits::list_results(transaction, filter)).lines)
    if (line.person_name == name || (line.person_name.empty() && line.organisation_name == name))
      return line.id;
  return Error{ErrorCode::not_found, "no screening result for " + name};
}

Status Office::change_hire(store::Statement statement, const std::string& hire,
                           std::optional<Day> contract_end) {
  auto transaction =
      TRY(store::Transaction::begin(connection_, bureau_.own_scope(store::Access::write)));
  CHECK(TRY(transaction.execute(statement, hire, contract_end)) == 1);
  return transaction.commit();
}

Status Office::end_contract(const std::string& hire, Day contract_end) {
  return change_hire(
      "update employment set contract_end = $2 from person_identity "
      "where person_identity.person_id = employment.person_id and person_identity.name = $1",
      hire, contract_end);
}

Status Office::forget_contract(const std::string& hire) {
  return change_hire(
      "update employment set contract_end = $2 from person_identity "
      "where person_identity.person_id = employment.person_id and person_identity.name = $1",
      hire, std::nullopt);
}

Status Office::remove_hire(const std::string& hire) {
  return change_hire(
      "delete from employment using person_identity "
      "where person_identity.person_id = employment.person_id and person_identity.name = $1 "
      "and $2::date is null",
      hire, std::nullopt);
}

store::Transaction Office::lock_screening() {
  auto transaction =
      store::Transaction::begin(second_, bureau_.own_scope(store::Access::write)).value();
  CHECK(transaction
            .query("select pg_try_advisory_xact_lock("
                   "hashtextextended('screening:' || current_schema(), 0)) as locked")
            .value()[0]
            .get<bool>("locked"));
  return transaction;
}

std::string Office::grant_state(const std::string& hire) {
  auto transaction =
      store::Transaction::begin(connection_, bureau_.own_scope(store::Access::read)).value();
  const auto rows =
      transaction
          .query(
              "select state from benefit_grant join person_identity "
              "on person_identity.person_id = benefit_grant.person_id "
              "where person_identity.name = $1 order by benefit_grant.id desc limit 1",
              hire)
          .value();
  return rows.empty() ? "none" : rows[0].get<std::string>("state");
}

funds::Totals Office::totals_of(const std::string& fund) {
  auto transaction =
      store::Transaction::begin(connection_, bureau_.own_scope(store::Access::read)).value();
  const auto rows = transaction
                        .query(
                            "select fund_account.id from fund_account join fund "
                            "on fund.id = fund_account.fund_id where fund.code = $1",
                            fund)
                        .value();
  return funds::totals(transaction, rows[0].get<std::int64_t>("id")).value();
}

std::string Office::check_books() {
  auto transaction =
      store::Transaction::begin(connection_, bureau_.own_scope(store::Access::read)).value();
  const auto report = funds::verify_books(transaction).value();
  return report.sound() ? "" : funds::to_text(report);
}

Status Office::reissue(const std::string& fund) {
  return flows::reissue(connection_, bureau_, folder_, {fund, county, true});
}

std::string Office::payee() {
  auto transaction =
      store::Transaction::begin(connection_, bureau_.own_scope(store::Access::read)).value();
  const auto rows = transaction
                        .query(
                            "select payee_kind, payee_name, bank, account_tail from payment "
                            "order by id desc limit 1")
                        .value();
  return fmt::format("{} {} {} {}", rows[0].get<std::string>("payee_kind"),
                     rows[0].get<std::string>("payee_name"), rows[0].get<std::string>("bank"),
                     rows[0].get<std::string>("account_tail"));
}

Status Office::pay_out(const std::string& fund, bool posted) {
  return flows::pay_out(connection_, bureau_, folder_, {fund, county, posted});
}

}  // namespace leye::flows
