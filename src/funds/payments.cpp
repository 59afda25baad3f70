#include "funds/payments.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "funds/payments.sql.hpp"

namespace leye::funds {
namespace {

using store::Transaction;

constexpr std::size_t chunk_rows = 20'000;
constexpr std::size_t name_bytes_max = 300, account_characters_max = 40;

struct FundRange {
  std::int64_t id = 0;
  std::string code, level;
  std::int64_t place_lo = 0, place_hi = 0;
};

Result<std::vector<FundRange>> all_funds(Transaction& transaction) {
  std::vector<FundRange> funds;
  for (const auto row : TRY(transaction.query(sql::all_funds)))
    funds.push_back({row.get<std::int64_t>("id"), row.get<std::string>("code"),
                     row.get<std::string>("level"), row.get<std::int64_t>("place_lo"),
                     row.get<std::int64_t>("place_hi")});
  return funds;
}

Error wrong(const PaymentOrder& order, std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {order.key}, std::move(fix)};
}

bool plain_text(const std::string& text) {
  return !text.empty() && text.size() <= name_bytes_max &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool account_text(const std::string& text) {
  return !text.empty() && text.size() <= account_characters_max &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '-';
         });
}

Status check(const PaymentOrder& order) {
  if (!plain_text(order.key) || !plain_text(order.source_key))
    return wrong(order, "付款缺少唯一的业务号", "由发起付款的环节给出业务号");
  if (order.amount <= Money{}) return wrong(order, "付款金额必须大于零", "核对决定的金额");
  if (!plain_text(order.payee.name)) return wrong(order, "缺少户名或户名含非法字符", "补充户名");
  if (!plain_text(order.payee.bank)) return wrong(order, "缺少开户银行", "补充开户银行");
  if (!account_text(order.payee.account))
    return wrong(order, "银行账号应为 1 至 40 位数字或字母", "核对并补充银行账号");
  if (!plain_text(order.purpose)) return wrong(order, "缺少付款用途", "补充用途");
  return Done{};
}

Result<std::int64_t> fund_of(const std::vector<FundRange>& funds, const PaymentOrder& order) {
  for (const auto& fund : funds)
    if (fund.code == order.fund && order.place >= fund.place_lo && order.place <= fund.place_hi &&
        (!order.level || *order.level == fund.level))
      return fund.id;
  return Error{ErrorCode::not_found,
               fmt::format("没有为地方 {:012} 付款的资金 {}", order.place, order.fund),
               {order.key},
               "由财政部门先登记这项资金及其统筹范围"};
}

std::string tail_of(const std::string& account) {
  return account.substr(account.size() > 4 ? account.size() - 4 : 0);
}

// One column of a chunk for unnest.
template <class Get>
auto column(std::span<const PaymentOrder> orders, Get get) {
  std::vector<decltype(get(orders[0]))> values;
  values.reserve(orders.size());
  for (const auto& order : orders) values.push_back(get(order));
  return values;
}

Result<std::vector<std::int64_t>> next_ids(Transaction& transaction, std::size_t count) {
  std::vector<std::int64_t> ids;
  for (const auto row : TRY(transaction.query(sql::next_payment_ids, count)))
    ids.push_back(row.get<std::int64_t>("id"));
  return ids;
}

Result<std::int64_t> plan_chunk(Transaction& transaction, const Cipher& cipher,
                                std::span<const PaymentOrder> orders,
                                const std::vector<FundRange>& funds, const Acting& acting) {
  using Order = PaymentOrder;
  const auto ids = TRY(next_ids(transaction, orders.size()));
  std::vector<std::int64_t> fund_ids;
  std::vector<Bytes> ciphers;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    TRY(check(orders[i]));
    fund_ids.push_back(TRY(fund_of(funds, orders[i])));
    ciphers.push_back(cipher.encrypt("payment.account", ids[i], orders[i].payee.account));
  }
  const auto keys = column(orders, [](const Order& order) { return order.key; });
  const auto sources = column(orders, [](const Order& order) { return order.source_key; });
  const auto names = column(orders, [](const Order& order) { return order.payee.name; });
  const auto banks = column(orders, [](const Order& order) { return order.payee.bank; });
  const auto tails =
      column(orders, [](const Order& order) { return tail_of(order.payee.account); });
  const auto amounts = column(orders, [](const Order& order) { return order.amount; });
  const auto added = TRY(transaction.execute(
      sql::add_payments, ids, keys, sources, fund_ids,
      column(orders, [](const Order& order) { return order.place; }),
      column(orders, [](const Order& order) { return order.payee.kind; }),
      column(orders, [](const Order& order) { return order.payee.id; }), names, banks, ciphers,
      tails, amounts, column(orders, [](const Order& order) { return order.purpose; }),
      column(orders, [](const Order& order) { return order.taken_in_by; }), acting.account,
      acting.day()));
  if (added == static_cast<std::int64_t>(orders.size())) return added;
  const auto differing = TRY(transaction.query(sql::first_differing_order, keys, sources, fund_ids,
                                               names, banks, tails, amounts));
  if (differing.empty()) return added;
  return Error{ErrorCode::conflict,
               "这个业务号已经用于另一笔付款，或那笔付款已取消",
               {differing[0].get<std::string>("key")},
               "核对是否重复发起；更正须用新的业务号"};
}

Payment payment_from(store::Row row) {
  return {row.get<std::int64_t>("id"),
          row.get<std::string>("key"),
          row.get<std::string>("source_key"),
          row.get<std::string>("label"),
          row.get<std::int64_t>("place"),
          row.get<std::string>("payee_kind"),
          row.get<std::int64_t>("payee_id"),
          row.get<std::string>("payee_name"),
          row.get<std::string>("bank"),
          "**** " + row.get<std::string>("account_tail"),
          row.get<Money>("amount_fen"),
          row.get<std::string>("purpose"),
          row.get<Day>("planned_on"),
          row.get<std::string>("state"),
          row.get<int>("attempt"),
          row.get<std::optional<std::int64_t>>("batch_id"),
          row.get<std::optional<std::string>>("reason")};
}

// The payment, locked, with no attempt alive.
Result<store::Rows> lock_idle(Transaction& transaction, const std::string& key) {
  auto rows = TRY(transaction.query(sql::lock_payment, key));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这笔付款", {key}};
  const auto live = TRY(transaction.query(sql::live_attempt, rows[0].get<std::int64_t>("id")));
  if (!live.empty())
    return Error{ErrorCode::conflict,
                 "这笔付款已经列入付款批次或已经支付",
                 {key},
                 "在批次中处理；已支付的走追缴"};
  return rows;
}

}  // namespace

Result<std::int64_t> plan_payments(Transaction& transaction, const Cipher& cipher,
                                   std::span<const PaymentOrder> orders, const Acting& acting) {
  const auto funds = TRY(all_funds(transaction));
  std::int64_t added = 0;
  for (std::size_t at = 0; at < orders.size(); at += chunk_rows)
    added += TRY(plan_chunk(transaction, cipher,
                            orders.subspan(at, std::min(chunk_rows, orders.size() - at)), funds,
                            acting));
  return added;
}

Result<std::int64_t> plan_payment(Transaction& transaction, const Cipher& cipher,
                                  const PaymentOrder& order, const Acting& acting) {
  TRY(plan_payments(transaction, cipher, std::span(&order, 1), acting));
  const auto rows = TRY(transaction.query(sql::lock_payment, order.key));
  CHECK(!rows.empty());
  return rows[0].get<std::int64_t>("id");
}

Status cancel_payment(Transaction& transaction, const std::string& key, const Acting& acting) {
  const auto rows = TRY(lock_idle(transaction, key));
  if (!rows[0].null("cancelled_on")) return Done{};
  TRY(transaction.execute(sql::cancel_payment, rows[0].get<std::int64_t>("id"), acting.day()));
  return Done{};
}

Result<std::int64_t> correct_payee(Transaction& transaction, const Cipher& cipher,
                                   const std::string& key, const Payee& payee,
                                   const Acting& acting) {
  const auto rows = TRY(lock_idle(transaction, key));
  const auto old = rows[0];
  if (!old.null("cancelled_on")) return Error{ErrorCode::conflict, "这笔付款已经取消", {key}};
  TRY(transaction.execute(sql::cancel_payment, old.get<std::int64_t>("id"), acting.day()));
  const auto fund = TRY(transaction.query(sql::code_of_fund, old.get<std::int64_t>("fund_id")));
  const auto slash = key.rfind('/');
  const int version = slash == std::string::npos ? 1 : std::atoi(key.c_str() + slash + 1);
  PaymentOrder order;
  order.key = fmt::format("{}/{}", key.substr(0, slash), version + 1);
  order.source_key = old.get<std::string>("source_key");
  order.fund = fund[0].get<std::string>("code");
  order.level = fund[0].get<std::string>("level");
  order.place = old.get<std::int64_t>("place");
  order.payee = payee;
  order.amount = old.get<Money>("amount_fen");
  order.purpose = old.get<std::string>("purpose");
  order.taken_in_by = old.get<std::optional<std::int64_t>>("taken_in_by");
  return plan_payment(transaction, cipher, order, acting);
}

Result<std::optional<Payment>> find_payment(Transaction& transaction, const std::string& key) {
  const auto rows = TRY(transaction.query(sql::find_payment, key));
  if (rows.empty()) return std::optional<Payment>{};
  return std::optional(payment_from(rows[0]));
}

Result<std::vector<Payment>> payments_of(Transaction& transaction, const std::string& source_key) {
  std::vector<Payment> payments;
  for (const auto row : TRY(transaction.query(sql::payments_of_source, source_key)))
    payments.push_back(payment_from(row));
  return payments;
}

}  // namespace leye::funds
