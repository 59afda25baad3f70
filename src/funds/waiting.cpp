#include "funds/waiting.hpp"

#include "funds/waiting.sql.hpp"

namespace leye::funds {

Result<std::vector<WaitingPayments>> waiting_payments(store::Transaction& transaction) {
  std::vector<WaitingPayments> waiting;
  for (const store::Row row : TRY(transaction.query(sql::waiting_by_fund))) {
    waiting.push_back({row.get<std::int64_t>("fund_id"), row.get<std::string>("code"),
                       row.get<std::string>("label"), row.get<std::string>("channel"),
                       row.get<std::int64_t>("payments"), row.get<Money>("total_fen")});
  }
  return waiting;
}

}  // namespace leye::funds
