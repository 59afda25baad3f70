#include "city/register_writer.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "city/numbers.hpp"
#include "city/register_writer.sql.hpp"
#include "city/table.hpp"

namespace leye::city {
namespace {

constexpr const char* source = "合成样例数据";
constexpr Day registers_begin = Day::from_number(-25567);  // 1900-01-01, of unknown birth dates

// What packs add to an entity, each fact by its id in its canonical spelling (fact_json.hpp).
class Extra {
 public:
  Extra& add(const char* fact, const std::optional<std::int64_t>& count) {
    return count ? add(fact, std::to_string(*count)) : *this;
  }
  Extra& add(const char* fact, const std::optional<Money>& money) {
    return money ? add(fact, to_text(*money)) : *this;
  }
  Extra& add(const char* fact, const std::string& text) {
    json_ += fmt::format(R"({}"{}":"{}")", json_.empty() ? "{" : ",", fact, text);
    return *this;
  }
  std::string json() const { return json_.empty() ? json_ : json_ + "}"; }

 private:
  std::string json_;
};

std::string facts_of(const OrganisationMonth& each) {
  return Extra()
      .add("month", to_text(each.month).substr(0, 7))
      .add("headcount", std::optional(each.headcount))
      .add("hired", std::optional(each.hired))
      .add("left", std::optional(each.left))
      .add("layoffs", each.layoffs)
      .json();
}

}  // namespace

Result<MeasureIds> read_measure_ids(const std::filesystem::path& measures_csv) {
  const auto table = TRY(Table::read(measures_csv));
  MeasureIds ids;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto benefit = benefit_named(table.at(row, "benefit"));
    if (!benefit) {
      return Error{ErrorCode::invalid_input,
                   "not a benefit: " + table.at(row, "benefit"),
                   {measures_csv.string()},
                   {}};
    }
    ids[static_cast<std::size_t>(*benefit)] = table.at(row, "measure");
  }
  return ids;
}

Result<RegisterWriter> RegisterWriter::begin(store::Connection& connection,
                                             const std::string& area_schema,
                                             const registers::IdentityCipher& cipher,
                                             WriterOptions options) {
  SetClock clock(options.today - 1);
  const Instant known_from = clock.now();
  auto load = TRY(registers::RegisterLoad::begin(connection, area_schema, cipher,
                                                 {source, known_from}));
  return RegisterWriter(std::move(load), std::move(options), known_from);
}

std::int64_t RegisterWriter::place_of(Id organisation) const {
  return organisation_places_[static_cast<std::size_t>(organisation - 1)];
}

Status RegisterWriter::organisations(const std::vector<Organisation>& all) {
  for (const Organisation& each : all) {
    registers::OrganisationRow row;
    row.id = each.id;
    row.uscc = each.uscc;
    row.name = each.name;
    row.valid_from = each.registered_on;
    row.kind = each.kind;
    row.size_class = each.size_class;
    row.industry = each.industry;
    if (!each.size_industry.empty())
      row.extra = Extra().add("size_industry", each.size_industry).json();
    row.registered_place = each.registered_place;
    row.insured_as_unit = each.insured_as_unit;
    row.registered_on = each.registered_on;
    row.closed_on = each.closed_on;
    row.joint_sanction = false;
    row.zombie = false;
    row.account_name = each.name;
    row.account_number = each.account_number;
    row.bank = account_bank;
    row.phone = each.phone;
    organisation_places_.push_back(each.registered_place);
    TRY(load_.add(std::move(row)));
  }
  return Done{};
}

Status RegisterWriter::household(const Household& household) {
  CHECK(!household.members.empty());
  for (const PersonFile& member : household.members) TRY(person(member, household.id));
  registers::HouseholdRow row;
  row.id = household.id;
  row.householder_id = household.members.front().id;
  row.kind = household.kind;
  row.place = household.place;
  return load_.add(std::move(row));
}

Status RegisterWriter::person(const PersonFile& person, std::int64_t household) {
  registers::PersonRow row;
  row.id = person.id;
  row.name = person.name;
  row.number = person.id_number;
  row.phone = person.phone;
  row.valid_from = person.birth_date.value_or(registers_begin);
  row.sex = person.male ? "1" : "2";
  row.nation = person.nation;
  row.hukou_kind = person.hukou_kind;
  row.education = person.education;
  row.health = person.health;
  row.disability_grade = person.disability_grade;
  row.birth_date = person.birth_date;
  row.death_date = person.death_date;
  row.hukou_place = person.hukou_place;
  row.residence_place = person.residence_place;
  row.veteran = person.veteran;
  // One in ten has had the account of the card entered; the rest are asked when they are paid.
  if (person.id % 10 == 0) {
    row.account_number = account_number(person_accounts_begin + person.id);
    row.bank = account_bank;
  }
  TRY(load_.add(std::move(row)));
  registers::HouseholdMemberRow member;
  member.id = next_member_++;
  member.household_id = household;
  member.person_id = person.id;
  member.relation = person.relation;
  member.place = person.residence_place;
  TRY(load_.add(std::move(member)));
  TRY(work(person));
  TRY(insurance(person));
  grants_.insert(grants_.end(), person.grants.begin(), person.grants.end());
  return Done{};
}

Status RegisterWriter::work(const PersonFile& person) {
  for (const Employment& job : person.employments) {
    registers::EmploymentRow row;
    row.id = job.id;
    row.person_id = person.id;
    row.employer_id = job.employer;
    row.signed_on = job.signed_on;
    row.start_date = job.start;
    row.end_date = job.end;
    row.contract_kind = job.contract_kind;
    row.contract_end = job.contract_end;
    row.form = job.form;
    row.occupation = job.occupation;
    row.workplace = job.workplace;
    row.wage = job.wage;
    row.is_owner = job.is_owner;
    row.place = place_of(job.employer);
    TRY(load_.add(std::move(row)));
  }
  for (const Registration& registration : person.registrations) {
    registers::UnemploymentRow row;
    row.id = next_registration_++;
    row.person_id = person.id;
    row.start_date = registration.start;
    row.end_date = registration.end;
    row.reason = registration.reason;
    row.place = registration.place;
    TRY(load_.add(std::move(row)));
  }
  for (const Education& education : person.educations) {
    registers::EducationRow row;
    row.id = next_education_++;
    row.person_id = person.id;
    row.level = education.level;
    row.school = education.school;
    row.graduated_on = education.graduated_on;
    row.place = person.residence_place;
    TRY(load_.add(std::move(row)));
  }
  return Done{};
}

Status RegisterWriter::insurance(const PersonFile& person) {
  for (const InsuranceSpell& spell : person.insurance) {
    registers::InsuranceRow row;
    row.id = next_insurance_++;
    row.person_id = person.id;
    row.employer_id = spell.employer;
    row.kind = spell.kind;
    row.first_month = spell.first_month;
    row.last_month = spell.last_month;
    row.first_paid_on = spell.first_paid_on;
    row.place = place_of(spell.employer);
    TRY(load_.add(std::move(row)));
  }
  return Done{};
}

Status RegisterWriter::organisation_grants(const std::vector<EarlierGrant>& all) {
  grants_.insert(grants_.end(), all.begin(), all.end());
  return Done{};
}

Status RegisterWriter::organisation_years(const std::vector<OrganisationYear>& all) {
  for (const OrganisationYear& year : all) {
    registers::OrganisationYearRow row;
    row.id = next_year_++;
    row.organisation_id = year.organisation;
    row.year = year.year;
    row.headcount_year_end = year.headcount_year_end;
    row.headcount_mean = year.headcount_mean;
    row.layoffs = year.layoffs;
    row.benefit_claimants = year.benefit_claimants;
    row.premium_unit_paid = year.premium_unit_paid;
    row.premium_employee_paid = year.premium_employee_paid;
    row.premium_due_period = year.premium_due_period;
    row.insured_months = year.insured_months;
    row.place = place_of(year.organisation);
    row.extra = Extra()
                    .add("headcount_year_start", year.headcount_year_start)
                    .add("new_benefit_claimants", year.new_benefit_claimants)
                    .add("staff", year.staff)
                    .add("revenue", year.revenue)
                    .add("assets", year.assets)
                    .json();
    TRY(load_.add(std::move(row)));
  }
  return Done{};
}

Status RegisterWriter::organisation_months(const std::vector<OrganisationMonth>& all) {
  TRY(load_.flush());
  std::size_t next = 0;
  TRY(load_.transaction().copy_in(
      sql::copy_organisation_month, [&](store::CopyRow& out) -> Result<bool> {
        if (next == all.size()) return false;
        const OrganisationMonth& each = all[next++];
        out.add("organisation_month").add(each.organisation);
        out.add(to_text(each.month).substr(0, 7)).add(store::DateRange{});
        out.add(store::Json{facts_of(each)}).add(std::vector<std::int64_t>());
        out.add(place_of(each.organisation)).add(source).add(known_from_);
        return true;
      }));
  return Done{};
}

Status RegisterWriter::finish() {
  TRY(load_.flush());
  std::size_t next = 0;
  TRY(load_.transaction().copy_in(
      sql::copy_reported_grant, [&](store::CopyRow& out) -> Result<bool> {
        if (next == grants_.size()) return false;
        const EarlierGrant& grant = grants_[next++];
        const auto benefit = benefit_named(grant.measure);
        CHECK(benefit.has_value());
        const bool ended = grant.state == "withdrawn" || grant.state == "recovered";
        using Text = std::optional<std::string>;
        using Number = std::optional<std::int64_t>;
        out.add(options_.measures[static_cast<std::size_t>(*benefit)]).add("他处已发放");
        out.add(grant.employment != 0 ? Text("employment") : std::nullopt);
        out.add(grant.employment != 0 ? Number(grant.employment) : std::nullopt);
        out.add(grant.person != 0 ? Number(grant.person) : std::nullopt).add(grant.organisation);
        out.add("organisation").add(grant.amount).add(grant.granted_on).add(grant.state);
        out.add(place_of(grant.organisation)).add(known_from_);
        out.add(ended ? std::optional(grant.granted_on) : std::nullopt);
        out.add(ended ? Text("合成样例：单位撤回") : std::nullopt);
        return true;
      }));
  return load_.finish();
}

}  // namespace leye::city
