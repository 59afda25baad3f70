#include "city/planted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/check.hpp"
#include "city/numbers.hpp"
#include "city/table.hpp"
#include "city/turnover.hpp"

namespace leye::city {
namespace {

// Who stands in for a birth date that the file lacks: a number must be made of some day.
constexpr Day unwritten_birth_date = Day::from_number(11057);  // 2000-04-10

Day month_of(Day day) { return day - (day.civil().day - 1); }

Result<std::optional<Day>> optional_day(const std::string& text) {
  if (text.empty() || text == "?") return std::optional<Day>();
  return std::optional<Day>(TRY(Day::parse(text)));
}

struct Period {
  Day from;
  std::optional<Day> until;
};

// "2023-01-10/2023-04-01;2023-06-05"
Result<std::vector<Period>> periods(const std::string& text) {
  std::vector<Period> found;
  if (text.empty()) return found;
  for (const std::string& part : split(text, ';')) {
    const auto ends = split(part, '/');
    Period period{TRY(Day::parse(ends[0])), std::nullopt};
    if (ends.size() > 1) period.until = TRY(Day::parse(ends[1]));
    found.push_back(period);
  }
  return found;
}

Result<std::optional<Money>> optional_money(const std::string& text) {
  if (text.empty()) return std::optional<Money>();
  return std::optional<Money>(TRY(Money::parse(text)));
}

std::optional<std::int64_t> optional_number(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return std::atoll(text.c_str());
}

// "71/2" or "60"
Result<std::optional<Ratio>> optional_ratio(const std::string& text) {
  if (text.empty()) return std::optional<Ratio>();
  const auto parts = split(text, '/');
  const std::int64_t below = parts.size() > 1 ? std::atoll(parts[1].c_str()) : 1;
  return std::optional<Ratio>(TRY(Ratio::make(std::atoll(parts[0].c_str()), below)));
}

Result<OrganisationYear> read_year(const std::map<std::string, std::string>& group, Id id,
                                   int year) {
  OrganisationYear row;
  row.organisation = id;
  row.year = year;
  row.headcount_year_end = optional_number(group.at("year_end"));
  row.headcount_mean = TRY(optional_ratio(group.at("mean")));
  row.layoffs = optional_number(group.at("layoffs"));
  row.benefit_claimants = row.layoffs;
  row.premium_unit_paid = TRY(optional_money(group.at("paid_unit")));
  row.premium_employee_paid = TRY(optional_money(group.at("paid_employee")));
  row.premium_due_period = TRY(optional_money(group.at("due")));
  row.insured_months = optional_number(group.at("months"));
  row.new_benefit_claimants = row.benefit_claimants;
  row.staff = row.headcount_year_end;
  std::vector<OrganisationMonth> months;
  add_planted_months(row, months);
  if (!months.empty()) row.headcount_year_start = months.front().headcount;
  return row;
}

const char* name_ending(const Code& kind) {
  if (kind == "law_firm") return "律师事务所";
  if (kind == "accounting_firm") return "会计师事务所";
  if (kind == "social_organisation") return "商会";
  if (kind == "foundation") return "基金会";
  if (kind == "social_service") return "养老服务中心";
  if (kind == "individual_business") return "商店";
  return kind == "public_institution" ? "中学" : "工贸有限公司";
}

// Two neighbouring digits of the running number or the birth day changed places: the check digit
// finds it, so no made-up right number is ever hit.
std::string transposed(std::string number) {
  for (std::size_t at = 15; at > 10; --at) {
    if (number[at] == number[at + 1]) continue;
    std::swap(number[at], number[at + 1]);
    return number;
  }
  return number;
}

}  // namespace

Result<Planter> Planter::load(const Setting& setting, const Figures& figures, std::uint64_t seed,
                              Day today) {
  Planter planter(setting, figures, seed, today);
  for (const auto& [name, groups] : {std::pair{"planted_hires.csv", &planter.hires_},
                                     std::pair{"planted_employers.csv", &planter.employers_}}) {
    const auto table = TRY(Table::read(setting.folder / name));
    for (std::size_t row = 0; row < table.size(); ++row) groups->push_back(table.row(row));
  }
  return planter;
}

std::int64_t Planter::people() const {
  return static_cast<std::int64_t>(hires_.size()) + 1;  // and the duplicate file
}

Home Planter::home_of(int copy, Draw& draw) const {
  const auto county = static_cast<std::size_t>(copy) % setting_->counties.size();
  return {county, setting_->counties[county].pick(draw)};
}

Money Planter::amount_of(Benefit benefit) const {
  switch (benefit) {
    case Benefit::hiring: return figures_.hiring;
    case Benefit::expansion: return figures_.expansion;
    case Benefit::long_unemployed: return figures_.long_unemployed;
    case Benefit::refund: break;
  }
  return Money::yuan(6000);
}

Status Planter::expect(const Group& group, Benefit benefit, Id subject) {
  const Verdict verdict =
      TRY(read_verdict(group.at(std::string(name(benefit)))).at(group.at("group")));
  manifest_.subjects.push_back({group.at("group"), group.at("label"), benefit, subject, verdict});
  return Done{};
}

Status Planter::plant_employers(int copy, Employers& employers) {
  for (std::size_t i = 0; i < employers_.size(); ++i) {
    const Group& group = employers_[i];
    Draw draw(seed_, Stream::planted, static_cast<std::uint64_t>(copy) * 1000 + i);
    const Home home = home_of(copy, draw);
    Organisation made;
    made.kind = group.at("kind");
    made.size_class = group.at("size");
    made.insured_as_unit = group.at("as_unit") == "yes";
    made.industry = setting_->trades[i % setting_->trades.size()].industry;
    made.size_industry = setting_->size_industry_of(made.kind, made.industry);
    const County& county = setting_->counties[home.county];
    made.registered_place = county.villages[county.urban.pick(draw)].code;
    made.registered_on = TRY(Day::from_civil(2015, 6, 1));
    made.name = fmt::format("{}{}{}{}", county.name, setting_->company.pick(draw),
                            setting_->company.pick(draw), name_ending(made.kind));
    Organisation& planted = employers.plant(std::move(made));
    const bool enterprise = planted.kind == "enterprise" || planted.kind == "accounting_firm";
    const bool body = planted.kind == "individual_business";
    planted.uscc = credit_code(enterprise ? "91" : body ? "92" : "51", planted.id);
    planted.phone = phone_number(90'000'000 + planted.id);
    planted.account_number = account_number(planted.id);
    planted_employers_[{copy, group.at("group")}] = planted.id;
    if (!group.at("months").empty()) {
      const int year = today_.civil().year - 1;
      employers.plant_year(TRY(read_year(group, planted.id, year).at(group.at("group"))));
    }
    if (const auto granted = TRY(optional_day(group.at("granted_on")))) {
      organisation_grants_.push_back({std::string(name(Benefit::refund)), 0, planted.id, 0,
                                      amount_of(Benefit::refund), *granted, "paid"});
    }
    TRY(expect(group, Benefit::refund, planted.id));
  }
  return Done{};
}

Id Planter::host(int copy, const std::string& group) const {
  const auto found = planted_employers_.find({copy, group});
  CHECK(found != planted_employers_.end());
  return found->second;
}

Status Planter::add_work(PersonFile& person, const Group& group, int copy, Registry& registry) {
  Employment job;
  job.id = registry.next_employment++;
  job.employer = host(copy, "host_" + group.at("employer"));
  job.signed_on = TRY(optional_day(group.at("signed")));
  job.start = TRY(Day::parse(group.at("start")));
  job.end = TRY(optional_day(group.at("left")));
  job.contract_kind = group.at("contract");
  job.contract_end = TRY(optional_day(group.at("contract_end")));
  job.form = "unit";
  job.occupation = "4-01-02-03";
  job.workplace = person.residence_place;
  job.wage = Money::yuan(3600);
  job.is_owner = group.at("owner") == "yes";
  person.employments.push_back(job);

  for (const char* kind : {"pension", "unemployment", "work_injury"}) {
    const std::string& paid_text = group.at(kind);
    if (paid_text.empty()) continue;
    const auto paid = TRY(optional_day(paid_text));
    InsuranceSpell spell{job.employer, kind, month_of(paid.value_or(job.start)), {}, paid};
    if (job.end) spell.last_month = month_of(*job.end);
    person.insurance.push_back(std::move(spell));
  }
  for (const Period& period : TRY(periods(group.at("registered")))) {
    auto until = period.until;
    // The hire ends the registration, once it has happened.
    if (!until && job.start <= today_) until = job.start;
    person.registrations.push_back(
        {period.from, until, "10", person.residence_place / 1000 * 1000});
  }
  return Done{};
}

Status Planter::add_other_jobs(PersonFile& person, const Group& group, int copy,
                               Registry& registry) {
  for (const Period& period : TRY(periods(group.at("other_jobs")))) {
    Employment other = person.employments.front();
    other.id = registry.next_employment++;
    other.employer = host(copy, "host_other");
    other.signed_on = period.from;
    other.start = period.from;
    other.end = period.until;
    other.contract_kind = "fixed_term";
    other.contract_end = add_months(period.from, 12) - 1;
    other.is_owner = false;
    person.employments.push_back(other);
    for (const char* kind : {"pension", "unemployment", "work_injury"}) {
      InsuranceSpell spell{other.employer, kind, month_of(period.from), {}, period.from + 14};
      if (period.until) spell.last_month = month_of(*period.until);
      person.insurance.push_back(std::move(spell));
    }
  }
  return Done{};
}

// "hiring:other:paid:2023-07-20": of which benefit, for which employer, its state, the day.
Status Planter::add_earlier_grant(PersonFile& person, const Group& group, int copy) {
  const std::string& text = group.at("earlier_grant");
  if (text.empty()) return Done{};
  const auto parts = split(text, ':');
  CHECK(parts.size() == 4 && benefit_named(parts[0]));
  const bool same = parts[1] == "same";
  EarlierGrant grant;
  grant.measure = parts[0];
  grant.person = person.id;
  grant.organisation = same ? person.employments.front().employer : host(copy, "host_other");
  grant.employment = same ? person.employments.front().id : 0;
  grant.amount = amount_of(*benefit_named(parts[0]));
  grant.state = parts[2];
  grant.granted_on = TRY(Day::parse(parts[3]));
  person.grants.push_back(std::move(grant));
  return Done{};
}

Result<PersonFile> Planter::make_hire(const Group& group, int copy, Draw& draw,
                                      Registry& registry) {
  const auto born = TRY(optional_day(group.at("born")));
  const Home home = home_of(copy, draw);
  const Newcomer who{born.value_or(unwritten_birth_date), draw.chance(500), setting_->surname(draw),
                     "0"};
  PersonFile person = TRY(make_person(*setting_, draw, registry, who, home, today_));
  person.birth_date = born;
  person.death_date.reset();
  person.educations.clear();
  person.education = group.at("level").empty() ? "71" : group.at("level");
  if (const auto left = TRY(optional_day(group.at("graduated")))) {
    person.educations.push_back({group.at("level"), "陇东学院", *left});
  }
  TRY(add_work(person, group, copy, registry));
  TRY(add_other_jobs(person, group, copy, registry));
  TRY(add_earlier_grant(person, group, copy));
  for (const Benefit benefit : {Benefit::hiring, Benefit::expansion, Benefit::long_unemployed}) {
    TRY(expect(group, benefit, person.employments.front().id));
  }
  return person;
}

Result<std::vector<Household>> Planter::plant_hires(int copy, Registry& registry) {
  std::vector<Household> households;
  const auto add = [&](PersonFile person) {
    households.push_back({registry.next_household++, "registered", person.residence_place, {}});
    households.back().members.push_back(std::move(person));
  };
  for (std::size_t i = 0; i < hires_.size(); ++i) {
    const Group& group = hires_[i];
    Draw draw(seed_, Stream::planted, 1'000'000 + static_cast<std::uint64_t>(copy) * 1000 + i);
    PersonFile person = TRY(make_hire(group, copy, draw, registry).at(group.at("group")));
    if (group.at("group") == "duplicate_file") {
      PersonFile wrong = person;
      wrong.id = registry.next_person++;
      wrong.id_number = transposed(person.id_number);
      wrong.employments.clear();
      wrong.insurance.clear();
      manifest_.duplicate_files.emplace_back(person.id, wrong.id);
      add(std::move(wrong));
    }
    add(std::move(person));
  }
  return households;
}

Status Manifest::write(const std::filesystem::path& file) const {
  std::ofstream out(file);
  out << "group,label,benefit,subject,expected\n";
  for (const PlantedSubject& each : subjects) {
    out << fmt::format("{},{},{},{},{}\n", each.group, each.label, name(each.benefit), each.subject,
                       to_text(each.expected));
  }
  for (const auto& [right, wrong] : duplicate_files) {
    out << fmt::format("duplicate_file,一人两档,duplicate,{},{}\n", right, wrong);
  }
  out.flush();
  if (out) return Done{};
  return Error{ErrorCode::unavailable, fmt::format("cannot write {}", file.string()), {}, {}};
}

Result<Manifest> Manifest::read(const std::filesystem::path& file) {
  const auto table = TRY(Table::read(file));
  Manifest manifest;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const Id subject = table.number(row, "subject");
    if (table.at(row, "benefit") == "duplicate") {
      manifest.duplicate_files.emplace_back(subject, table.number(row, "expected"));
      continue;
    }
    const auto benefit = benefit_named(table.at(row, "benefit"));
    if (!benefit) {
      return Error{ErrorCode::invalid_input,
                   "not a benefit: " + table.at(row, "benefit"),
                   {file.string()},
                   {}};
    }
    const Verdict expected = TRY(read_verdict(table.at(row, "expected")).at(file.string()));
    manifest.subjects.push_back(
        {table.at(row, "group"), table.at(row, "label"), *benefit, subject, expected});
  }
  return manifest;
}

}  // namespace leye::city
