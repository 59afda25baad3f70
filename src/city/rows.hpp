// What the generator makes: the registers' rows before they have a database.
//
// Ids are the city's own and start at 1 in each table. Codes are those of vocabulary/codes; an
// empty code or optional is a fact nobody recorded. Months are their first day. A place is a
// 12-digit division code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"

namespace leye::city {

using Id = std::int64_t;
using Code = std::string;  // short enough to stay in place

struct Organisation {
  Id id = 0;
  std::string uscc;
  std::string name;
  Code kind;
  Code size_class;
  Code industry;
  Code size_industry;  // by which its size is told; empty: none is
  std::int64_t registered_place = 0;
  std::optional<bool> insured_as_unit;
  Day registered_on;
  std::optional<Day> closed_on;
  std::string phone;
  std::string account_number;
};

struct OrganisationYear {
  Id organisation = 0;
  int year = 0;
  std::optional<std::int64_t> headcount_year_end;
  std::optional<Ratio> headcount_mean;
  std::optional<std::int64_t> layoffs;
  std::optional<std::int64_t> benefit_claimants;
  std::optional<Money> premium_unit_paid;
  std::optional<Money> premium_employee_paid;
  std::optional<Money> premium_due_period;
  std::optional<std::int64_t> insured_months;
  std::optional<std::int64_t> headcount_year_start;  // that of the end of the year before
  std::optional<std::int64_t> new_benefit_claimants;
  std::optional<std::int64_t> staff;  // who works there at the year's end, insured or not
  std::optional<Money> revenue, assets;
};

// What the insurance account says of a month: the headcount at its end is that of the month before
// with who was hired and without who left. Who worked until a month is out of the account in the
// next.
struct OrganisationMonth {
  Id organisation = 0;
  Day month;
  std::int64_t headcount = 0, hired = 0, left = 0;
  std::optional<std::int64_t> layoffs;  // of those who left
};

struct Employment {
  Id id = 0;
  Id employer = 0;
  std::optional<Day> signed_on;
  Day start;
  std::optional<Day> end;
  Code contract_kind;
  std::optional<Day> contract_end;
  Code form;
  Code occupation;
  std::int64_t workplace = 0;
  Money wage;  // a month
  bool is_owner = false;
};

struct Registration {  // as unemployed
  Day start;
  std::optional<Day> end;
  Code reason;
  std::int64_t place = 0;
};

struct Education {
  Code level;
  std::string school;
  Day graduated_on;
};

struct InsuranceSpell {
  Id employer = 0;
  Code kind;
  Day first_month;
  std::optional<Day> last_month;
  std::optional<Day> first_paid_on;
};

// A benefit granted before. `measure` is a name of Benefit (truth.hpp), not yet a pack's id.
struct EarlierGrant {
  std::string measure;
  Id person = 0;        // 0: granted to an organisation
  Id organisation = 0;  // the employer, or the organisation itself
  Id employment = 0;    // the hire it was granted for, 0 if the city has no such row
  Money amount;
  Day granted_on;
  Code state;
};

struct PersonFile {
  Id id = 0;
  std::string id_number;
  std::string name;
  bool male = true;
  std::optional<Day> birth_date;
  Code nation;
  Code hukou_kind;
  std::int64_t hukou_place = 0;
  std::int64_t residence_place = 0;
  std::string phone;
  Code education;
  Code health;
  Code disability_grade;
  std::optional<bool> veteran;
  std::optional<Day> death_date;
  Code relation;  // to the householder

  std::vector<Employment> employments;
  std::vector<Registration> registrations;
  std::vector<Education> educations;
  std::vector<InsuranceSpell> insurance;
  std::vector<EarlierGrant> grants;
};

// The first member is the householder.
struct Household {
  Id id = 0;
  Code kind;
  std::int64_t place = 0;
  std::vector<PersonFile> members;
};

// Takes a city as it is made: all organisations, then the households one by one, then the
// organisations' years and months, which depend on everyone's work.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual Status organisations(const std::vector<Organisation>& all) = 0;
  virtual Status household(const Household& household) = 0;
  virtual Status organisation_years(const std::vector<OrganisationYear>& all) = 0;
  virtual Status organisation_months(const std::vector<OrganisationMonth>& all) = 0;
  virtual Status organisation_grants(const std::vector<EarlierGrant>& all) = 0;
};

}  // namespace leye::city
