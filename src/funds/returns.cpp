#include "funds/returns.hpp"

#include <unordered_map>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "funds/crash_point.hpp"
#include "funds/paying.sql.hpp"
#include "funds/returns.sql.hpp"

namespace leye::funds {
namespace {

using store::Transaction;

constexpr std::size_t chunk_rows = 50'000;
constexpr std::size_t errors_max = 20;

struct Known {
  std::string key;
  Money amount;
  std::optional<std::string> outcome;
  bool seen = false;
};

struct Counts {
  int posted = 0, rejected = 0, pending = 0, repeated = 0;
  Money posted_total, rejected_total;
};

Error refused(std::string what, std::vector<std::string> where = {}) {
  return {ErrorCode::conflict, std::move(what), std::move(where),
          "账目未变动；请核对文件是否发错，或请对方重新出具"};
}

Status check_batch(const Batch& batch, const ReturnFile& file) {
  if (file.number != batch.number)
    return refused(fmt::format("文件属于批次 {}，不是 {}", file.number, batch.number));
  if (batch.state != "sent" && batch.state != "unknown")
    return refused("批次现在不接收回单", {"状态 " + batch.state});
  if (!batch.file_digest || file.request_digest != *batch.file_digest)
    return refused("文件回应的不是我方发送的付款文件", {batch.number});
  return Done{};
}

// What is wrong with one row against the batch; empty when nothing is.
std::string fault_of(const ReturnRow& row, std::unordered_map<int, Known>& known) {
  const auto found = known.find(row.number);
  if (found == known.end()) return "批次中没有这一行";
  auto& expected = found->second;
  if (expected.key != row.key) return "业务号与批次不符";
  if (expected.amount != row.amount)
    return fmt::format("金额 {} 与批次的 {} 不符", to_text(row.amount), to_text(expected.amount));
  if (std::exchange(expected.seen, true)) return "同一行出现两次";
  if (expected.outcome && *expected.outcome != name(row.result)) return "这一行已经按另一结果入账";
  if (row.result == ReturnResult::rejected && row.reason.empty()) return "退回没有写原因";
  return {};
}

Result<Counts> check_rows(Transaction& transaction, const Batch& batch, const ReturnFile& file) {
  std::unordered_map<int, Known> known;
  for (const auto row : TRY(transaction.query(sql::rows_of_batch, batch.id)))
    known[row.get<int>("row_number")] = {row.get<std::string>("key"), row.get<Money>("amount_fen"),
                                         row.get<std::optional<std::string>>("outcome")};
  Counts counts;
  std::vector<std::string> faults;
  for (const auto& row : file.rows) {
    const auto fault = fault_of(row, known);
    if (!fault.empty() && faults.size() < errors_max)
      faults.push_back(fmt::format("序号 {}：{}", row.number, fault));
    if (!fault.empty()) continue;
    const bool repeated = known.at(row.number).outcome.has_value();
    if (repeated) {
      ++counts.repeated;
    } else if (row.result == ReturnResult::posted) {
      ++counts.posted;
      counts.posted_total = TRY(add(counts.posted_total, row.amount));
    } else if (row.result == ReturnResult::rejected) {
      ++counts.rejected;
      counts.rejected_total = TRY(add(counts.rejected_total, row.amount));
    } else {
      ++counts.pending;
    }
  }
  if (!faults.empty()) return refused("回单与批次不符，整个文件未入账", std::move(faults));
  return counts;
}

Result<std::int64_t> store_file(Transaction& transaction, const Batch& batch,
                                const ReturnFile& file, const std::string& digest,
                                const Acting& acting) {
  const auto id = TRY(transaction.query(sql::add_return_file, batch.id, digest, acting.account,
                                        acting.at, file.rows.size(), file.total))[0]
                      .get<std::int64_t>("id");
  for (std::size_t at = 0; at < file.rows.size(); at += chunk_rows) {
    std::vector<std::int64_t> numbers;
    std::vector<std::string> results, vouchers, reasons;
    for (std::size_t i = at; i < std::min(at + chunk_rows, file.rows.size()); ++i) {
      numbers.push_back(file.rows[i].number);
      results.emplace_back(name(file.rows[i].result));
      vouchers.push_back(file.rows[i].voucher);
      reasons.push_back(file.rows[i].reason);
    }
    TRY(transaction.execute(sql::add_return_rows, id, numbers, results, vouchers, reasons));
    crash_point("return.rows");
  }
  return id;
}

Status settle(Transaction& transaction, const Batch& batch, std::int64_t file_id,
              const Counts& counts, const Acting& acting) {
  const auto locked = TRY(transaction.query(sql::lock_batch, batch.id));
  const auto in_transit = locked[0].get<std::int64_t>("in_transit");
  const auto indicator = locked[0].get<std::int64_t>("indicator");
  const auto paid = locked[0].get<std::int64_t>("paid");
  TRY(transaction.query(sql::lock_accounts,
                        std::vector<std::int64_t>{in_transit, indicator, paid}));
  const auto settled =
      TRY(transaction.execute(sql::settle_rows, file_id, batch.id, batch.number, paid, indicator,
                              in_transit, acting.day(), acting.at));
  CHECK(settled == counts.posted + counts.rejected);
  crash_point("return.entries");
  const Money gone = TRY(add(counts.posted_total, counts.rejected_total));
  TRY(transaction.execute(sql::add_to_balance, in_transit, Money::fen(-gone.fen())));
  TRY(transaction.execute(sql::add_to_balance, paid, counts.posted_total));
  TRY(transaction.execute(sql::add_to_balance, indicator, counts.rejected_total));
  TRY(transaction.execute(sql::room_of_plan, batch.plan_id));
  TRY(transaction.execute(sql::add_to_plan, batch.plan_id,
                          Money::fen(-counts.rejected_total.fen())));
  TRY(transaction.execute(sql::record_outcomes, file_id, batch.id, acting.day()));
  TRY(transaction.execute(sql::record_pending_reasons, file_id, batch.id));
  TRY(transaction.execute(sql::close_batch, batch.id, acting.at));
  crash_point("return.settled");
  return Done{};
}

}  // namespace

Result<ReturnReport> accept_return(Transaction& transaction, std::int64_t batch_id,
                                   std::string_view content, const Acting& acting) {
  const auto digest = sha256_hex(content);
  // Before the content is looked at: two of the same file at once wait for each other here.
  const auto locked = TRY(transaction.query(sql::lock_batch, batch_id));
  if (locked.empty()) return Error{ErrorCode::not_found, "没有这个付款批次"};
  const auto before = TRY(transaction.query(sql::find_return, digest));
  if (!before.empty())
    return refused("这份回单已经入账，不能重复", {before[0].get<std::string>("number")});
  const auto batch = TRY(find_batch(transaction, batch_id));
  const auto file = TRY(read_return(format_of(batch.channel), content));
  TRY(check_batch(batch, file));
  const auto counts = TRY(check_rows(transaction, batch, file));
  crash_point("return.checked");
  const auto file_id = TRY(store_file(transaction, batch, file, digest, acting));
  TRY(settle(transaction, batch, file_id, counts, acting));
  return ReturnReport{TRY(find_batch(transaction, batch_id)), counts.posted, counts.rejected,
                      counts.pending, counts.repeated};
}

}  // namespace leye::funds
