// The third reader, sql/, beside the interpreter: cases of a pack and rows drawn at random.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/differential/limits.hpp"
#include "policy/pack.hpp"
#include "policy/sql/scratch.hpp"

namespace leye::policy::differential {

struct InSql {
  std::size_t compared = 0;               // answers
  std::vector<std::string> refused;       // measures without a query, with the reason
  std::optional<std::string> difference;  // the first one, its example as small as could be
};

// All measures of the plan about a subject, on these facts and this day. Choices: of each measure
// of the plan. What is asked is the plan `queried`, which is the plan itself unless a test says
// otherwise.
Result<InSql> compare_in_sql(const Plan& plan, const Plan& queried, const Facts& facts,
                             const Used& used, Day today, const std::vector<Choices>& choices,
                             sql::Scratch& scratch);

// The worked cases of a pack: one scratch area for each day and subject, one query for each
// measure; then each measure on those cases that ask for another reading of it.
Result<InSql> compare_cases_in_sql(const LoadedPack& pack, const Vocabulary& vocabulary,
                                   sql::Scratch& scratch);

}  // namespace leye::policy::differential
