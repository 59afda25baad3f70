// Funds, and payment batches from making to their return files.
#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/funds.hpp"
#include "api/noting.hpp"
#include "api/resources.hpp"
#include "funds/batches.hpp"
#include "funds/funds.hpp"
#include "funds/paying.hpp"
#include "funds/returns.hpp"
#include "funds/waiting.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet payers{Role::second_checker, Role::director, Role::insurance_agency,
                         Role::finance_bureau};
constexpr RoleSet senders{Role::insurance_agency, Role::finance_bureau};
constexpr RoleSet readers = payers | RoleSet{Role::auditor};
constexpr std::int64_t rows_shown = 500;

funds::Acting acting(const Call& call) { return {call.caller->account, call.now()}; }

const char* level_label(const std::string& level) {
  if (level == "county") return "县级";
  if (level == "city") return "市级";
  return "省级";
}

const char* channel_label(const std::string& channel) {
  return channel == "treasury" ? "国库集中支付" : "社保经办机构发放";
}

const char* state_label(const std::string& state) {
  static const std::map<std::string, const char*> labels = {
      {"made", "待审批"},      {"withdrawn", "已撤销"},  {"approved", "待发送"},
      {"pending", "发送中"},   {"delivering", "发送中"}, {"sent", "已发送，待回盘"},
      {"unknown", "结果不明"}, {"settled", "已结清"},    {"posted", "已到账"},
      {"rejected", "退票"}};
  const auto found = labels.find(state);
  return found == labels.end() ? "待处理" : found->second;
}

Fund fund_of(const funds::FundYear& year) {
  Fund fund;
  fund.id = std::to_string(year.fund.id);
  fund.label = year.fund.label;
  fund.level_label = level_label(year.fund.level);
  for (const auto& indicator : year.indicators) {
    const auto used = indicator.amount.fen() - indicator.available.fen();
    fund.indicators.push_back({indicator.document, indicator.amount, Money::fen(used)});
  }
  for (const auto& plan : year.plans) {
    fund.plans.push_back(
        {leye::to_text(plan.month).substr(0, 7), plan.purpose, plan.amount, plan.used});
  }
  fund.balance = year.available;
  fund.pending = year.pending;
  fund.paid = year.paid;
  return fund;
}

Result<Funds> list_funds(Call& call) {
  const auto year = TRY(call.asked_number("year")).value_or(call.today().civil().year);
  if (year < 1900 || year > 2199) return Error{ErrorCode::invalid_input, "年份不正确", {"year"}};
  auto* transaction = TRY(call.transaction());
  const auto listed = TRY(funds::list_funds(*transaction, static_cast<int>(year)));
  std::vector<std::int64_t> places;
  for (const auto& one : listed) places.push_back(one.fund.place);
  const auto names = TRY(registers::place_names(*transaction, places));
  Funds all;
  for (const auto& one : listed) {
    all.funds.push_back(fund_of(one));
    const auto name = names.find(one.fund.place);
    if (name != names.end()) all.funds.back().place_label = name->second;
  }
  return all;
}

void fill(const funds::Batch& from, BatchLine& line) {
  line.id = Id{from.id};
  line.number = from.number;
  line.fund_label = from.fund_label;
  line.channel_label = channel_label(from.channel);
  line.state = from.state;
  line.state_label = state_label(from.state);
  line.count = from.row_count;
  line.total = from.control_total;
  line.created_on = business_day(from.made_at);
}

// The keys that this reader could press now; the database keeps the three apart all the same.
std::vector<BatchAction> actions_of(const Call& call, const funds::Batch& batch) {
  std::vector<BatchAction> actions;
  const auto me = call.caller->account;
  const bool sends = senders.has(call.post.role);
  const bool acts = payers.has(call.post.role);
  if (acts && batch.state == "made" && batch.made_by != me) actions.push_back({"approve", "审批"});
  if (sends && batch.state == "approved" && batch.made_by != me && batch.approved_by != me) {
    actions.push_back({"send", "发送"});
  }
  const bool sent = batch.state == "sent" || batch.state == "unknown" || batch.state == "settled";
  if (sends && sent) actions.push_back({"file", "下载支付文件"});
  if (sends && sent && batch.open > 0) actions.push_back({"return", "导入回盘"});
  if (acts && batch.rejected > 0) actions.push_back({"reissue", "退票重发"});
  return actions;
}

Result<Batch> read_batch(Call& call, std::int64_t id) {
  auto* transaction = TRY(call.transaction());
  const auto from = TRY(funds::find_batch(*transaction, id));
  Batch batch;
  fill(from, batch);
  batch.control_total = leye::to_text(from.control_total);
  batch.digest = from.file_digest.value_or("");
  batch.posted = from.posted;
  batch.rejected = from.rejected;
  batch.pending = from.open;
  for (const auto& row : TRY(funds::batch_rows(*transaction, id, 0, rows_shown))) {
    batch.rows.push_back({Id{row.payment_id}, row.payee_name, row.account_masked, row.amount,
                          row.state, state_label(row.state), row.reason.value_or("")});
  }
  batch.actions = actions_of(call, from);
  return batch;
}

Result<Page<BatchLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(funds::list_batches(*transaction, paging.offset(), paging.size));
  std::vector<BatchLine> lines;
  for (const auto& batch : found.batches) {
    lines.emplace_back();
    fill(batch, lines.back());
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<Waiting> waiting(Call& call) {
  auto* transaction = TRY(call.transaction());
  Waiting all;
  for (const auto& one : TRY(funds::waiting_payments(*transaction))) {
    all.items.push_back({std::to_string(one.fund_id), one.fund_label, one.channel,
                         channel_label(one.channel), one.count, one.total});
  }
  return all;
}

Result<Batch> read(Call& call) {
  const auto id = TRY(call.path_id());
  return read_batch(call, id);
}

Result<Batch> make(Call& call, const MakeBatch& asked) {
  std::int64_t fund_id = 0;
  if (asked.fund.empty() || asked.fund.size() > 18 ||
      asked.fund.find_first_not_of("0123456789") != std::string::npos) {
    return Error{ErrorCode::invalid_input, "没有这个资金", {"fund"}};
  }
  fund_id = std::stoll(asked.fund);
  auto* transaction = TRY(call.transaction());
  const auto fund = TRY(funds::fund(*transaction, fund_id));
  if (!asked.channel.empty() && asked.channel != fund.channel) {
    return Error{ErrorCode::invalid_input,
                 "这个资金不走这条渠道",
                 {"channel"},
                 fmt::format("应为“{}”", channel_label(fund.channel))};
  }
  const auto made = TRY(funds::make_batch(
      *transaction, {.fund_id = fund_id, .year = call.today().civil().year}, acting(call)));
  call.did(fmt::format("batch:{}", made.id), leye::to_text(made.control_total));
  return read_batch(call, made.id);
}

Result<Batch> approve(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  call.did(fmt::format("batch:{}", id));
  auto by = acting(call);
  by.also = TRY(one_with_caller(call, *transaction, {fmt::format("batch:{}", id)}));
  TRY(funds::approve_batch(*transaction, id, by));
  return read_batch(call, id);
}

// Sending has four steps with a transaction each, and is resumed if it is interrupted.
Result<Batch> send(Call& call) {
  const auto id = TRY(call.path_id());
  call.did(fmt::format("batch:{}", id));
  auto* connection = TRY(call.connection());
  std::vector<std::int64_t> also;
  {
    auto transaction = TRY(store::Transaction::begin(*connection, call.scope()));
    also = TRY(one_with_caller(call, transaction, {fmt::format("batch:{}", id)},
                               {"case_action", "hold_meeting"}));
    const auto batch = TRY(funds::find_batch(transaction, id));
    // A server that was killed while it sent has been finished at the next start: the same request
    // is told what came of it.
    const bool mine = batch.paid_by == call.caller->account;
    if (call.taken_over && mine && batch.state != "pending" && batch.state != "delivering") {
      TRY(transaction.commit());
      return read_batch(call, id);
    }
  }
  funds::FolderChannel channel;
  funds::Paying paying{*connection,
                       bureau_of(call).own_scope(store::Access::write),
                       call.backend.cipher,
                       call.backend.business_clock,
                       channel,
                       call.backend.payments_folder,
                       [&call](store::Transaction& begun) { return note(call, begun); }};
  TRY(funds::send_batch(paying, id, call.caller->account, std::move(also)));
  return read_batch(call, id);
}

Result<http::Response> file(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto batch = TRY(funds::find_batch(*transaction, id));
  http::Response response;
  response.type = "text/csv; charset=utf-8";
  response.body = TRY(funds::batch_file(*transaction, call.backend.cipher, id));
  response.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"{}.csv\"", batch.number));
  call.saw("read_batch_file", fmt::format("batch:{}", id));
  return response;
}

Result<http::Response> take_return(Call& call) {
  const auto id = TRY(call.path_id());
  call.did(fmt::format("batch:{}", id));
  auto* transaction = TRY(call.transaction());
  const auto report = TRY(funds::accept_return(*transaction, id, call.request.body, acting(call)));
  call.did(fmt::format("batch:{}", id), fmt::format("到账 {}，退票 {}，未定 {}", report.posted,
                                                    report.rejected, report.pending));
  return respond(TRY(read_batch(call, id)));
}

Result<Batch> reissue(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto made = TRY(funds::reissue_rejected(*transaction, id, acting(call)));
  call.did(fmt::format("batch:{}", made.id), fmt::format("batch:{}", id));
  return read_batch(call, made.id);
}

Route decides(Route route, std::string act) {
  route.effect = Effect::decides;
  route.act = std::move(act);
  return route;
}

}  // namespace

std::vector<Route> payment_routes() {
  const std::string batch = "/api/v1/payment-batches";
  Route funds = get<Funds>("/api/v1/funds", "资金", readers, list_funds);
  funds.query = {"year"};
  Route all = get<Page<BatchLine>>(batch, "支付批次", readers, list);
  all.query = {"page", "size"};
  Route open = get<Waiting>(batch + "/waiting", "待支付", readers, waiting);
  Route one = get<Batch>(batch + "/{id}", "支付批次详情", readers, read);
  Route text = get<Nothing>(batch + "/{id}/file", "支付文件", senders, nullptr);
  text.handler = file;
  text.gives = nullptr;
  text.gives_type = "text/csv; charset=utf-8";
  text.act = "read_batch_file";
  Route back =
      decides(post<Batch>(batch + "/{id}/return", "导入回盘", senders, nullptr), "take_return");
  back.handler = take_return;
  back.takes_type = "application/octet-stream";
  back.body_bytes_max = std::uint64_t{64} << 20;
  Route out = decides(post<Batch>(batch + "/{id}/send", "发送", senders, send), "send_batch");
  out.own_transactions = true;
  return {
      funds,
      all,
      open,
      one,
      text,
      back,
      out,
      decides(post<MakeBatch, Batch>(batch, "生成支付批次", payers, make), "make_batch"),
      decides(post<Batch>(batch + "/{id}/approve", "审批", payers, approve), "approve_batch"),
      decides(post<Batch>(batch + "/{id}/reissue", "退票重发", payers, reissue), "reissue_batch")};
}

}  // namespace leye::api
