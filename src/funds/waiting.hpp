// Payments that were decided and stand in no batch, by fund.
#pragma once

#include <string>
#include <vector>

#include "base/money.hpp"
#include "store/transaction.hpp"

namespace leye::funds {

struct WaitingPayments {
  std::int64_t fund_id = 0;
  std::string fund_code;
  std::string fund_label;
  std::string channel;
  std::int64_t count = 0;
  Money total;
};

// Of the funds that the scope sees, without those where nothing waits.
Result<std::vector<WaitingPayments>> waiting_payments(store::Transaction& transaction);

}  // namespace leye::funds
