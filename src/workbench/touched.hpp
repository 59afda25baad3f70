// Rows of running cases that stand under a rule which a draft changes. What was decided keeps its
// version; these go on under the one in force when they are decided.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "store/transaction.hpp"

namespace leye::workbench {

struct TouchedCount {
  std::string measure;
  std::int64_t rows = 0, cases = 0;
};

struct TouchedRow {
  std::int64_t row = 0, case_id = 0;
  std::string measure, label, number, applicant, step;
  Money amount;
  std::optional<std::int64_t> version;  // under which the case was opened
};

struct Touched {
  std::vector<TouchedCount> counts;
  std::vector<TouchedRow> rows;  // the first ones

  std::int64_t total() const;
};

// As far as the transaction sees.
Result<Touched> touched(store::Transaction& transaction, const std::set<std::string>& measures,
                        int rows_max);

}  // namespace leye::workbench
