// For tests only: a county's subsidy fund and a city's insurance fund with money, and orders to
// pay.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "funds/batches.hpp"
#include "funds/channel.hpp"
#include "funds/funds.hpp"
#include "funds/payments.hpp"

namespace leye::funds::example {

constexpr std::int64_t maker = 11, checker = 12, payer = 13;
constexpr std::int64_t county = 1'000'000;  // a made-up county below the made-up division 000000
constexpr std::int64_t county_end = 1'999'999;

inline Instant morning() { return SetClock(Day::from_civil(2026, 3, 2).value()).now(); }
inline Acting acting(std::int64_t account) { return {account, morning()}; }
inline Cipher cipher() { return Cipher::from_master(Secret(Bytes(32, 7))); }

struct Money2026 {
  std::int64_t fund_id = 0;
  std::int64_t fund_account_id = 0;
  std::int64_t indicator_id = 0;
  std::int64_t plan_id = 0;
};

inline Money2026 open_fund_with(store::Transaction& transaction, const std::string& code,
                                const std::string& channel, Money indicator, Money plan) {
  Fund fund;
  fund.code = code;
  fund.label = channel == "treasury" ? "就业补助资金" : "失业保险基金";
  fund.level = channel == "treasury" ? "county" : "city";
  fund.place = county;
  fund.place_lo = channel == "treasury" ? county : 0;
  fund.place_hi = channel == "treasury" ? county_end : 999'999'999;
  fund.channel = channel;
  fund.payer_name = "示例县人力资源和社会保障局";
  fund.payer_account = "62000000000000001";
  Money2026 made;
  made.fund_id = open_fund(transaction, fund).value();
  made.fund_account_id = open_fund_account(transaction, made.fund_id, 2026).value();
  made.indicator_id = add_indicator(transaction,
                                    {0, made.fund_account_id, "示例财社〔2026〕12号", "province",
                                     "2080799", true, indicator, acting(maker).day()},
                                    acting(maker))
                          .value();
  made.plan_id = add_plan(transaction, {0, made.indicator_id, Day::from_civil(2026, 3, 1).value(),
                                        "就业补助", plan})
                     .value();
  return made;
}

inline PaymentOrder order(const std::string& fund, int number, Money amount) {
  PaymentOrder made;
  made.key = fmt::format("{}:{}", fund, number);
  made.source_key = fmt::format("grant:{}", number);
  made.fund = fund;
  made.place = county + 1;
  made.payee = {"organisation", number, fmt::format("示例企业{}, \"有限\"公司", number),
                "示例农村商业银行", fmt::format("62170000{:08}", number)};
  made.amount = amount;
  made.purpose = "一次性吸纳就业补贴";
  return made;
}

// Orders 1 to `count`, of 1000.00 yuan and a few fen that tell them apart.
inline std::vector<PaymentOrder> orders(const std::string& fund, int count) {
  std::vector<PaymentOrder> made;
  for (int i = 1; i <= count; ++i) made.push_back(order(fund, i, Money::fen(100'000 + i)));
  return made;
}

// What the other side answers: every row as `result_of` says.
template <class ResultOf>
std::string answer(const Batch& batch, const std::vector<BatchRow>& rows, ResultOf result_of) {
  ReturnFile file{batch.number, *batch.file_digest, {}, {}};
  for (const auto& row : rows) {
    ReturnRow line{row.number, row.payment_key, row.amount, result_of(row.number), "", ""};
    if (line.result == ReturnResult::posted) line.voucher = fmt::format("V{:06}", row.number);
    if (line.result == ReturnResult::rejected) line.reason = "账号与户名不符";
    file.rows.push_back(line);
  }
  return write_return(format_of(batch.channel), file);
}

}  // namespace leye::funds::example
