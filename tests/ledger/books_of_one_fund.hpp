// One fund, one year, some indicators: what the ledger tests work on.
#pragma once

#include <string>
#include <vector>

#include "funds/funds.hpp"
#include "store/test_database.hpp"

namespace leye::funds {

struct BooksOfOneFund {
  std::int64_t fund_account_id = 0;
  std::vector<std::int64_t> indicators;
};

inline Acting acting_in_2026() { return {1, SetClock(Day::from_civil(2026, 3, 2).value()).now()}; }

inline BooksOfOneFund open_books(store::Connection& connection, int indicators, Money amount,
                                 const std::string& code = "subsidy") {
  auto transaction = store::Transaction::begin(connection, store::TestDatabase::scope()).value();
  Fund fund;
  fund.code = code;
  fund.label = "就业补助资金";
  fund.level = "county";
  fund.place_hi = 999'999'999'999;
  fund.channel = "treasury";
  fund.payer_name = "示例县人力资源和社会保障局";
  fund.payer_account = "000000";
  BooksOfOneFund books;
  books.fund_account_id =
      open_fund_account(transaction, open_fund(transaction, fund).value(), 2026).value();
  for (int i = 0; i < indicators; ++i)
    books.indicators.push_back(
        add_indicator(transaction,
                      {0, books.fund_account_id, "示例〔2026〕" + std::to_string(i) + "号",
                       "county", "2080799", false, amount, acting_in_2026().day()},
                      acting_in_2026())
            .value());
  CHECK(transaction.commit().ok());
  return books;
}

}  // namespace leye::funds
