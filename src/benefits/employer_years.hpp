// What the rules say of each year of an employer: its size by the figures of the year, and the
// layoff rate by each formula, with the figures they rest on.
//
//   const auto years = TRY(employer_years(transaction, rules, {vocabulary, day, now, zh}, 17));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "benefits/year_rules.hpp"
#include "policy/explain/explain.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

struct YearFigure {
  std::string fact;   // "organisation_year.staff"
  std::string label;  // 从业人员
  std::string value;  // as people read it; 未知 where it is not registered
  std::string source;
};

struct YearRate {
  policy::Name name;
  std::optional<policy::Fraction> rate;  // none: a figure is missing, or the divisor is nothing
  std::vector<YearFigure> figures;
};

struct EmployerYear {
  std::int64_t year = 0;
  std::optional<std::string> size;    // the code that certainly holds
  std::vector<std::string> possible;  // codes that what is missing leaves open; else empty
  std::vector<YearFigure> figures;    // of the size
  std::vector<YearFigure> missing;    // those of them that would settle it
  std::vector<YearRate> rates;
};

struct YearsQuestion {
  const Vocabulary& vocabulary;
  Day on;
  Instant now;
  policy::Language language = policy::Language::zh;
};

// The latest first. The transaction must see all places (Scope::bypass); the caller has checked
// that the asker may see the organisation.
Result<std::vector<EmployerYear>> employer_years(store::Transaction& transaction,
                                                 const YearRules& rules,
                                                 const YearsQuestion& question,
                                                 std::int64_t organisation);

}  // namespace leye::benefits
