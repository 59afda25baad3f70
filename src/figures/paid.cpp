#include "figures/paid.hpp"

#include "figures/paid.sql.hpp"

namespace leye::figures {

Result<std::vector<PaidRow>> paid(store::Transaction& transaction, int year, std::int64_t low,
                                  std::int64_t high) {
  const Day first = TRY(Day::from_civil(year, 1, 1));
  const Day next = TRY(Day::from_civil(year + 1, 1, 1));
  std::vector<PaidRow> funds;
  for (const store::Row row : TRY(transaction.query(sql::paid_by_fund, first, next, low, high))) {
    const auto code = row.get<std::string>("code");
    if (funds.empty() || funds.back().fund != code) {
      funds.push_back({code, row.get<std::string>("label"), {}, {}});
    }
    PaidRow& fund = funds.back();
    const auto month = static_cast<std::size_t>(row.get<std::int64_t>("month") - 1);
    fund.months[month] = Money::fen(row.get<std::int64_t>("amount_fen"));
    fund.total = TRY(add(fund.total, fund.months[month]));
  }
  return funds;
}

}  // namespace leye::figures
