// One row of each register, as it is written. Codes are those of the vocabulary's tables.
//
// An absent fact is an empty optional, an empty string or place 0. Ids are the caller's for a bulk
// load (from 1, each once); for single writes the database gives them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"

namespace leye::registers {

using Place = std::int64_t;  // 12-digit division code; 0: not known

// Who says so, and when we learnt it.
struct Provenance {
  std::string source;  // "城乡居民信息导入 2023-05-04", "失业保险经办机构"
  Instant known_from;
};

struct PersonRow {
  std::int64_t id = 0;
  std::string name, number, phone;  // the number in its canonical form (identity.hpp), or empty
  Day valid_from;
  std::string sex, nation, hukou_kind, education, health, disability_grade;
  std::optional<Day> birth_date, death_date;
  Place hukou_place = 0;
  Place residence_place = 0;  // required; also decides who may see the person
  std::optional<bool> veteran;
  std::string account_number = {}, bank = {};  // of the social security card
  std::string extra = {};                      // JSON of a pack's own facts, or empty
};

struct OrganisationRow {
  std::int64_t id = 0;
  std::string uscc, name;
  Day valid_from;
  std::string kind, size_class, industry;
  Place registered_place = 0;  // required; also decides who may see the organisation
  std::optional<bool> insured_as_unit, joint_sanction, zombie;
  std::optional<Day> registered_on, closed_on;
  std::string account_name, account_number, bank, phone;
  std::string extra = {};
};

struct OrganisationYearRow {
  std::int64_t id = 0;
  std::int64_t organisation_id = 0;
  int year = 0;
  std::optional<std::int64_t> headcount_year_end, layoffs, benefit_claimants, insured_months;
  std::optional<Ratio> headcount_mean;
  std::optional<Money> premium_unit_paid, premium_employee_paid, premium_due_period;
  Place place = 0;  // of the organisation
  std::string extra = {};
};

struct EmploymentRow {
  std::int64_t id = 0;
  std::int64_t person_id = 0, employer_id = 0;
  Day start_date;
  std::optional<Day> signed_on, end_date, contract_end;
  std::string contract_kind, form, occupation;
  Place workplace = 0;
  std::optional<Money> wage;
  std::optional<bool> is_owner;
  Place place = 0;  // of the employer
  std::string extra = {};
};

struct UnemploymentRow {
  std::int64_t id = 0;
  std::int64_t person_id = 0;
  Day start_date;
  std::optional<Day> end_date;
  std::string reason;
  Place place = 0;
  std::string extra = {};
};

struct EducationRow {
  std::int64_t id = 0;
  std::int64_t person_id = 0;
  std::string level, school;
  Day graduated_on;
  Place place = 0;  // of the person
  std::string extra = {};
};

struct InsuranceRow {
  std::int64_t id = 0;
  std::int64_t person_id = 0;
  std::int64_t employer_id = 0;  // 0: pays as a flexible worker
  std::string kind;
  Day first_month;                // the month's first day
  std::optional<Day> last_month;  // the month's first day; absent: still paying
  std::optional<Day> first_paid_on;
  Place place = 0;  // of the employer, else of the person
  std::string extra = {};
};

struct HouseholdRow {
  std::int64_t id = 0;
  std::int64_t householder_id = 0;
  std::string kind;
  Place place = 0;
};

struct HouseholdMemberRow {
  std::int64_t id = 0;
  std::int64_t household_id = 0, person_id = 0;
  std::string relation;
  std::optional<Day> start_date, end_date;
  Place place = 0;
};

}  // namespace leye::registers
