#include "funds/batches.hpp"

#include <fmt/format.h>

#include "funds/batches.sql.hpp"
#include "funds/crash_point.hpp"

namespace leye::funds {
namespace {

using store::Row;
using store::Transaction;

Batch batch_from(Row row) {
  Batch batch;
  batch.id = row.get<std::int64_t>("id");
  batch.number = row.get<std::string>("number");
  batch.fund_account_id = row.get<std::int64_t>("fund_account_id");
  batch.indicator_id = row.get<std::int64_t>("indicator_id");
  batch.plan_id = row.get<std::int64_t>("plan_id");
  batch.fund_label = row.get<std::string>("label");
  batch.channel = row.get<std::string>("channel");
  batch.place = row.get<std::int64_t>("place");
  batch.state = row.get<std::string>("state");
  batch.row_count = row.get<int>("row_count");
  batch.control_total = row.get<Money>("control_total_fen");
  batch.file_name = row.get<std::optional<std::string>>("file_name");
  batch.file_digest = row.get<std::optional<std::string>>("file_digest");
  batch.made_by = row.get<std::int64_t>("made_by");
  batch.made_at = row.get<Instant>("made_at");
  batch.approved_by = row.get<std::optional<std::int64_t>>("approved_by");
  batch.paid_by = row.get<std::optional<std::int64_t>>("paid_by");
  batch.reissue_of = row.get<std::optional<std::int64_t>>("reissue_of");
  batch.posted = row.get<int>("posted");
  batch.rejected = row.get<int>("rejected");
  batch.open = row.get<int>("open");
  return batch;
}

Error no_batch() { return {ErrorCode::not_found, "没有这个付款批次"}; }

// What a batch of one fund and year is drawn on. The fund account stays locked: one batch of it is
// made at a time.
struct Drawn {
  std::int64_t fund_account_id = 0, place = 0, plan_id = 0, indicator_id = 0;
  std::string channel;
  Money room;
  std::optional<std::int64_t> reissue_of = {};
};

Result<Drawn> draw_on(Transaction& transaction, std::int64_t fund_id, int year,
                      std::optional<std::int64_t> plan_id) {
  const auto accounts = TRY(transaction.query(sql::lock_fund_account, fund_id, year));
  if (accounts.empty())
    return Error{ErrorCode::not_found,
                 fmt::format("这项资金没有 {} 年度的账户", year),
                 {},
                 "由财政部门先登记本年度的指标"};
  Drawn drawn;
  drawn.fund_account_id = accounts[0].get<std::int64_t>("id");
  drawn.place = accounts[0].get<std::int64_t>("place");
  drawn.channel = accounts[0].get<std::string>("channel");
  const auto plans =
      TRY(transaction.query(sql::plan_with_most_room, drawn.fund_account_id, plan_id));
  if (plans.empty())
    return Error{ErrorCode::conflict, "没有可用的用款计划", {}, "先按指标登记用款计划"};
  drawn.plan_id = plans[0].get<std::int64_t>("id");
  drawn.indicator_id = plans[0].get<std::int64_t>("indicator_id");
  drawn.room = plans[0].get<Money>("room");
  return drawn;
}

struct Size {
  std::int64_t rows = 0;
  Money total;
};

Result<std::int64_t> next_batch_id(Transaction& transaction) {
  return TRY(transaction.query(sql::next_batch_id))[0].get<std::int64_t>("id");
}

// After its rows: their number and sum are then known.
Status add_batch(Transaction& transaction, std::int64_t id, const Drawn& drawn, Size size,
                 const Acting& acting) {
  TRY(transaction.execute(sql::add_batch, id, std::to_string(acting.day().civil().year),
                          drawn.fund_account_id, drawn.indicator_id, drawn.plan_id,
                          drawn.reissue_of, drawn.channel, drawn.place, size.rows, size.total,
                          acting.account, acting.at));
  crash_point("batch.made");
  return Done{};
}

Error not_covered(Money room) {
  return {ErrorCode::conflict,
          fmt::format("用款计划和指标的余额不足，尚可使用 {} 元", to_display(room)),
          {},
          "追加用款计划或指标后再组批"};
}

Status check_state(const std::string& state, std::string_view wanted, const char* act) {
  if (state == wanted) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("批次当前不能{}", act),
               {"状态 " + state},
               "刷新页面，查看批次现在的状态"};
}

}  // namespace

Result<Batch> make_batch(Transaction& transaction, const BatchRequest& request,
                         const Acting& acting) {
  const auto drawn = TRY(draw_on(transaction, request.fund_id, request.year, request.plan_id));
  const auto id = TRY(next_batch_id(transaction));
  const auto added = TRY(
      transaction.query(sql::add_waiting_rows, id, request.fund_id, request.rows_max, drawn.room));
  crash_point("batch.rows");
  if (added[0].get<std::int64_t>("waiting") == 0)
    return Error{ErrorCode::conflict, "没有等待支付的款项"};
  const Size size{added[0].get<std::int64_t>("rows"), added[0].get<Money>("total")};
  if (size.rows == 0) return not_covered(drawn.room);
  TRY(add_batch(transaction, id, drawn, size, acting));
  return find_batch(transaction, id);
}

Result<Batch> reissue_rejected(Transaction& transaction, std::int64_t batch_id,
                               const Acting& acting) {
  const auto known = TRY(transaction.query(sql::fund_and_year_of_batch, batch_id));
  if (known.empty()) return no_batch();
  // This year's account: last year's rejections are paid from this year's money.
  auto drawn = TRY(
      draw_on(transaction, known[0].get<std::int64_t>("fund_id"), acting.day().civil().year, {}));
  drawn.reissue_of = batch_id;
  const auto rows = TRY(transaction.query(sql::rejected_rows, batch_id));
  const Size size{rows[0].get<std::int64_t>("rows"), rows[0].get<Money>("total")};
  if (size.rows == 0)
    return Error{ErrorCode::conflict,
                 "这个批次没有可以重发的退回款项",
                 {},
                 "退回的款项已经重发、更正账户或取消"};
  if (size.total > drawn.room) return not_covered(drawn.room);
  const auto id = TRY(next_batch_id(transaction));
  const auto added = TRY(transaction.execute(sql::add_reissued_rows, id, batch_id));
  CHECK(added == size.rows);
  crash_point("batch.rows");
  TRY(add_batch(transaction, id, drawn, size, acting));
  return find_batch(transaction, id);
}

Result<Batch> approve_batch(Transaction& transaction, std::int64_t batch_id, const Acting& acting) {
  const auto rows = TRY(transaction.query(sql::lock_batch, batch_id));
  if (rows.empty()) return no_batch();
  TRY(check_state(rows[0].get<std::string>("state"), "made", "复核"));
  if (acting.is_one_with(rows[0].get<std::int64_t>("made_by")))
    return Error{ErrorCode::forbidden,
                 "组批人不能复核自己的批次",
                 {"制单、复核、支付三人分开"},
                 "请另一位有复核权限的人复核"};
  TRY(transaction.execute(sql::approve_batch, batch_id, acting.account, acting.at));
  return find_batch(transaction, batch_id);
}

Result<Batch> withdraw_batch(Transaction& transaction, std::int64_t batch_id) {
  const auto rows = TRY(transaction.query(sql::lock_batch, batch_id));
  if (rows.empty()) return no_batch();
  const auto state = rows[0].get<std::string>("state");
  if (state != "made") TRY(check_state(state, "approved", "撤回"));
  TRY(transaction.execute(sql::withdraw_batch, batch_id));
  TRY(transaction.execute(sql::withdraw_rows, batch_id));
  return find_batch(transaction, batch_id);
}

Result<Batch> find_batch(Transaction& transaction, std::int64_t batch_id) {
  const auto rows = TRY(transaction.query(sql::find_batch, batch_id, std::nullopt));
  if (rows.empty()) return no_batch();
  return batch_from(rows[0]);
}

Result<Batch> find_batch(Transaction& transaction, const std::string& number) {
  const auto rows = TRY(transaction.query(sql::find_batch, std::nullopt, number));
  if (rows.empty()) return no_batch();
  return batch_from(rows[0]);
}

Result<BatchPage> list_batches(Transaction& transaction, std::int64_t offset, std::int64_t limit) {
  BatchPage page;
  for (const auto row : TRY(transaction.query(sql::list_batches, offset, limit)))
    page.batches.push_back(batch_from(row));
  page.total = TRY(transaction.query(sql::count_batches))[0].get<std::int64_t>("total");
  return page;
}

Result<std::vector<BatchRow>> batch_rows(Transaction& transaction, std::int64_t batch_id,
                                         std::int64_t offset, std::int64_t limit) {
  std::vector<BatchRow> rows;
  for (const auto row : TRY(transaction.query(sql::list_rows, batch_id, offset, limit)))
    rows.push_back({row.get<int>("row_number"), row.get<std::int64_t>("payment_id"),
                    row.get<std::string>("key"), row.get<int>("attempt"),
                    row.get<std::string>("payee_name"), row.get<std::string>("bank"),
                    "**** " + row.get<std::string>("account_tail"), row.get<Money>("amount_fen"),
                    row.get<std::string>("state"), row.get<std::optional<std::string>>("reason"),
                    row.get<std::optional<std::string>>("voucher")});
  return rows;
}

}  // namespace leye::funds
