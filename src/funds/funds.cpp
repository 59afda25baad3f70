#include "funds/funds.hpp"

#include "funds/funds.sql.hpp"
#include "funds/ledger.hpp"

namespace leye::funds {
namespace {

using store::Row;
using store::Transaction;

Fund fund_from(Row row) {
  return {row.get<std::int64_t>("id"),        row.get<std::string>("code"),
          row.get<std::string>("label"),      row.get<std::string>("level"),
          row.get<std::int64_t>("place"),     row.get<std::int64_t>("place_lo"),
          row.get<std::int64_t>("place_hi"),  row.get<std::string>("channel"),
          row.get<std::string>("payer_name"), row.get<std::string>("payer_account")};
}

bool same(const Fund& left, const Fund& right) {
  return left.label == right.label && left.level == right.level &&
         left.place_lo == right.place_lo && left.place_hi == right.place_hi &&
         left.channel == right.channel && left.payer_name == right.payer_name &&
         left.payer_account == right.payer_account;
}

Error differs(const char* what) {
  return {ErrorCode::conflict,
          std::string(what) + "已经存在，内容不同",
          {},
          "核对已有的记录；更正须用新的文号或新的计划"};
}

}  // namespace

Result<std::int64_t> open_fund(Transaction& transaction, const Fund& wanted) {
  const auto added = TRY(transaction.query(
      sql::add_fund, wanted.code, wanted.label, wanted.level, wanted.place, wanted.place_lo,
      wanted.place_hi, wanted.channel, wanted.payer_name, wanted.payer_account));
  if (!added.empty()) return added[0].get<std::int64_t>("id");
  const auto known = TRY(transaction.query(sql::find_fund_by_code, wanted.code, wanted.place));
  CHECK(!known.empty());
  if (!same(fund_from(known[0]), wanted)) return differs("这项资金");
  return known[0].get<std::int64_t>("id");
}

Result<std::int64_t> open_fund_account(Transaction& transaction, std::int64_t fund_id, int year) {
  const auto added = TRY(transaction.query(sql::add_fund_account, fund_id, year));
  if (!added.empty()) return added[0].get<std::int64_t>("id");
  const auto known = TRY(transaction.query(sql::find_fund_account, fund_id, year));
  CHECK(!known.empty());
  return known[0].get<std::int64_t>("id");
}

Result<std::int64_t> add_indicator(Transaction& transaction, const Indicator& wanted,
                                   const Acting& acting) {
  if (wanted.amount <= Money{})
    return Error{ErrorCode::invalid_input, "指标金额必须大于零", {wanted.document}};
  const auto source = TRY(transaction.query(sql::source_account, wanted.fund_account_id));
  if (source.empty()) return Error{ErrorCode::not_found, "没有这个资金账户"};
  const auto known =
      TRY(transaction.query(sql::find_indicator, wanted.fund_account_id, wanted.document,
                            wanted.source_level, wanted.functional_item));
  if (!known.empty()) {
    if (known[0].get<Money>("amount_fen") != wanted.amount ||
        known[0].get<bool>("direct_fund") != wanted.direct_fund)
      return differs("这份指标文");
    return known[0].get<std::int64_t>("id");
  }
  const auto added = TRY(transaction.query(
      sql::add_indicator, wanted.fund_account_id, wanted.document, wanted.source_level,
      wanted.functional_item, wanted.direct_fund, wanted.amount, wanted.received_on,
      source[0].get<std::int64_t>("id"), acting.day(), acting.at));
  return added[0].get<std::int64_t>("id");
}

Result<std::int64_t> add_plan(Transaction& transaction, const PlanOfUse& wanted) {
  const auto added = TRY(transaction.query(sql::add_plan, wanted.indicator_id, wanted.month,
                                           wanted.purpose, wanted.amount));
  if (!added.empty()) return added[0].get<std::int64_t>("id");
  const auto known =
      TRY(transaction.query(sql::find_plan, wanted.indicator_id, wanted.month, wanted.purpose));
  CHECK(!known.empty());
  if (known[0].get<Money>("amount_fen") != wanted.amount) return differs("这个月的用款计划");
  return known[0].get<std::int64_t>("id");
}

Result<Fund> fund_for(Transaction& transaction, const std::string& code, std::int64_t place,
                      const std::optional<std::string>& level) {
  const auto rows = TRY(transaction.query(sql::fund_for_place, code, place, level));
  if (rows.empty())
    return Error{ErrorCode::not_found,
                 "没有为这个地方付款的资金：" + code,
                 {},
                 "由财政部门先登记这项资金及其统筹范围"};
  return fund_from(rows[0]);
}

Result<Fund> fund(Transaction& transaction, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::fund_by_id, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这项资金"};
  return fund_from(rows[0]);
}

Result<std::vector<FundYear>> list_funds(Transaction& transaction, int year) {
  std::vector<FundYear> years;
  for (const auto row : TRY(transaction.query(sql::list_fund_accounts, year))) {
    FundYear each;
    each.fund_account_id = row.get<std::int64_t>("fund_account_id");
    each.fund = fund_from(row);
    each.year = row.get<int>("year");
    years.push_back(std::move(each));
  }
  for (auto& each : years) {
    for (const auto row : TRY(transaction.query(sql::list_indicators, each.fund_account_id)))
      each.indicators.push_back(
          {row.get<std::int64_t>("id"), row.get<std::int64_t>("fund_account_id"),
           row.get<std::string>("document"), row.get<std::string>("source_level"),
           row.get<std::string>("functional_item"), row.get<bool>("direct_fund"),
           row.get<Money>("amount_fen"), row.get<Day>("received_on"),
           row.get<Money>("balance_fen")});
    for (const auto row : TRY(transaction.query(sql::list_plans, each.fund_account_id)))
      each.plans.push_back({row.get<std::int64_t>("id"), row.get<std::int64_t>("indicator_id"),
                            row.get<Day>("month"), row.get<std::string>("purpose"),
                            row.get<Money>("amount_fen"), row.get<Money>("used_fen")});
    const auto sums = TRY(totals(transaction, each.fund_account_id));
    each.available = sums.available;
    each.pending = sums.pending;
    each.paid = sums.paid;
    each.treasury = sums.treasury;
  }
  return years;
}

}  // namespace leye::funds
