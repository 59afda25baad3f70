// One organisation, one file (一企一档).
#pragma once

#include "api/persons.hpp"

namespace leye::api {

struct OrganisationCard {
  Id id;
  std::string name;
  std::string uscc;
  std::string kind_label;
  std::string size_label;
  std::string place_label;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(OrganisationCard, (),
                      (id, name, uscc, kind_label, size_label, place_label, tags))

struct OrganisationYear {
  std::int32_t year = 0;
  std::optional<std::int64_t> headcount_year_end;
  std::optional<std::string> headcount_mean;
  std::optional<std::int64_t> layoffs;
  std::optional<std::int64_t> insured_months;
  std::optional<Money> premium_unit_paid;
  std::optional<Money> premium_employee_paid;
};
BOOST_DESCRIBE_STRUCT(OrganisationYear, (),
                      (year, headcount_year_end, headcount_mean, layoffs, insured_months,
                       premium_unit_paid, premium_employee_paid))

struct OrganisationFile {
  OrganisationCard card;
  std::vector<FactLine> facts;
  std::vector<OrganisationYear> years;
  std::vector<EmploymentLine> staff;
  std::int64_t staff_total = 0;
  std::vector<GrantLine> grants;
  std::vector<RecordListLine> records;
  std::vector<Entitlement> entitlements;
  std::vector<TimelineLine> timeline;
  std::vector<LateLine> late_entries;
};
BOOST_DESCRIBE_STRUCT(OrganisationFile, (),
                      (card, facts, years, staff, staff_total, grants, records, entitlements,
                       timeline, late_entries))

}  // namespace leye::api
