// Money paid (已拨付), by fund and month: what the ledger posted, less what was recovered. The
// month is that of the entry's business day.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "store/transaction.hpp"

namespace leye::figures {

struct PaidRow {
  std::string fund;   // its code: "employment_subsidy"
  std::string label;  // 就业补助资金
  std::array<Money, 12> months = {};
  Money total;
};

// Funds that serve places between `low` and `high` (12-digit codes), in the order of their codes.
Result<std::vector<PaidRow>> paid(store::Transaction& transaction, int year, std::int64_t low,
                                  std::int64_t high);

}  // namespace leye::figures
