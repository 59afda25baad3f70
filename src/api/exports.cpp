// A register as a file, in clear: recorded with its number of rows, and bounded; whole registers go
// out by `leye export`, which the system administrator runs.
#include <functional>
#include <streambuf>

#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/exports.hpp"
#include "api/fields.hpp"
#include "api/ledgers.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "audit/reading.hpp"
#include "base/json_read.hpp"
#include "registers/export.hpp"
#include "registers/export_requests.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::size_t bytes_max = std::size_t{32} << 20;

// Keeps what is written up to the limit and lets go of the rest.
class Bounded : public std::streambuf {
 public:
  bool full() const { return full_; }
  std::string take() { return std::move(text_); }

 protected:
  int_type overflow(int_type c) override {
    const char one = traits_type::to_char_type(c);
    return xsputn(&one, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* bytes, std::streamsize count) override {
    full_ = full_ || text_.size() + static_cast<std::size_t>(count) > bytes_max;
    if (full_) return 0;
    text_.append(bytes, static_cast<std::size_t>(count));
    return count;
  }

 private:
  std::string text_;
  bool full_ = false;
};

Error too_much() {
  return {ErrorCode::conflict, "导出的内容太多", {}, "整个登记簿请由系统管理员用 leye export 导出"};
}

registers::Asker asker_of(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.post.range.low,
          call.post.range.high};
}

struct Exported {
  std::int64_t before = 0;     // rows that the caller took within 24 hours
  std::int64_t alone_max = 0;  // data/alerts/reading.csv
};

// Many small sheets are as much as a large one.
Result<Exported> exported_today(Call& call) {
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, {}));
  const auto since = call.machine_now() - std::chrono::hours(24);
  return Exported{TRY(audit::rows_exported(transaction, call.caller->account, since)),
                  call.backend.rulebook.reading.release};
}

// More rows than one person may take alone: only with what a second person released. It is looked
// at before anything is written and held meanwhile; where writing fails it stays released. Whether
// it was released.
Result<bool> write_if_released(Call& call, const std::string& kind,
                               const std::function<Result<std::int64_t>()>& write) {
  auto* reading = TRY(call.transaction());
  const auto rows = TRY(registers::count_exported(*reading, call.backend.vocabulary, kind));
  const auto request = TRY(call.asked_number("request"));
  const auto today = TRY(exported_today(call));
  const bool many_today = today.before > 0 && today.before + rows > today.alone_max;
  if (rows <= call.backend.rulebook.numbers.export_rows_alone && !many_today) {
    TRY(write());
    return false;
  }
  if (!request && many_today) {
    return Error{ErrorCode::conflict,
                 fmt::format("24 小时内已导出 {} 行，再导出要由另一人放行", today.before),
                 {},
                 "先申请导出并写明用途，放行后再取"};
  }
  if (!request) {
    return Error{ErrorCode::conflict,
                 fmt::format("共 {} 行，超过 {} 行的导出要由另一人放行", rows,
                             call.backend.rulebook.numbers.export_rows_alone),
                 {},
                 "先申请导出并写明用途，放行后再取"};
  }
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  registers::ExportRequests requests(transaction);
  const auto rows_max =
      TRY(requests.released(*request, kind, asker_of(call), call.now(),
                            call.backend.rulebook.numbers.export_growth))
          .rows_max;
  if (rows > rows_max) {
    return Error{ErrorCode::conflict,
                 fmt::format("现在有 {} 行，放行的至多 {} 行", rows, rows_max),
                 {},
                 "登记簿变大了：请重新申请"};
  }
  const auto written = TRY(write());
  TRY(requests.fetch(*request, written, call.now()));
  TRY(transaction.commit());
  return true;
}

Result<std::int64_t> write_workbook(Call& call, const registers::ExportOrder& order,
                                    http::Response& response) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  auto* transaction = TRY(call.transaction());
  auto workbook =
      TRY(registers::export_workbook(*transaction, call.backend.vocabulary, cipher, order));
  if (workbook.bytes.size() > bytes_max) return too_much();
  response.body = std::move(workbook.bytes);
  return workbook.rows;
}

Result<std::int64_t> write_csv(Call& call, const registers::ExportOrder& order,
                               http::Response& response) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  Bounded buffer;
  std::ostream out(&buffer);
  auto* transaction = TRY(call.transaction());
  const auto rows =
      TRY(registers::export_register(*transaction, call.backend.vocabulary, cipher, order, out));
  if (buffer.full()) return too_much();
  response.body = buffer.take();
  return rows;
}

Result<http::Response> export_sheet(Call& call) {
  const auto* entity = call.backend.vocabulary.find_entity(call.path.at("kind"));
  if (entity == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  registers::ExportOrder order{entity->id};
  const Fields fields(call);
  for (const Fact& fact : entity->facts) {
    if (fields.refused(fact)) order.in_place[fact.id] = fields.held_word();
    else if (fields.always_masked(fact)) order.in_place[fact.id] = "******";
  }
  if (call.request.asked("encoding") == "gb18030") order.encoding = intake::Encoding::gb18030;
  const bool workbook = call.request.asked("form") == "xlsx";
  http::Response response;
  std::int64_t written = 0;
  const auto write = [&]() -> Result<std::int64_t> {
    written =
        TRY(workbook ? write_workbook(call, order, response) : write_csv(call, order, response));
    return written;
  };
  const bool released = TRY(write_if_released(call, entity->id, write));
  // rows_exported (audit/reading.sql) knows by these words what a second person looked at.
  call.saw("export", entity->id, fmt::format("{} 行{}", written, released ? "，已放行" : ""));
  describe_sheet(response, entity->id, !workbook);
  return response;
}

const char* state_label(const std::string& state) {
  return state == "open"       ? "待放行"
         : state == "released" ? "已放行"
         : state == "refused"  ? "不予放行"
                               : "已取走";
}

// The ledger whose rows are asked for; none: a register.
const ledgers::Ledger* ledger_of(const Call& call, std::string_view kind) {
  constexpr std::string_view prefix = "ledger:";
  return kind.starts_with(prefix) ? call.backend.ledgers.find(kind.substr(prefix.size())) : nullptr;
}

// What the second person needs to know beside the number of rows.
Result<std::string> asked_of_ledger(const Call& call, const std::string& text) {
  const auto asked = TRY(json::read<AskLedgerSheet>(text));
  const auto on = asked.as_of ? leye::to_text(*asked.as_of) : std::string();
  auto said = call.says("截至 " + on, "as of " + on);
  if (!asked.conditions.empty())
    said += call.says(fmt::format("，筛选条件 {} 项", asked.conditions.size()),
                      fmt::format(", {} conditions", asked.conditions.size()));
  if (asked.within) said += call.says("，只含一个下级地区", ", one place within");
  return said + (asked.clear ? call.says("，明文", ", in clear") : call.says("，遮盖", ", masked"));
}

Result<ExportRequests> requests(Call& call) {
  constexpr int listed = 30;
  auto* transaction = TRY(call.transaction());
  ExportRequests answer;
  answer.rows_alone_max = call.backend.rulebook.numbers.export_rows_alone;
  for (const auto& from : TRY(registers::ExportRequests(*transaction).latest(listed))) {
    const Entity* entity = call.backend.vocabulary.find_entity(from.kind);
    ExportRequestLine line;
    line.id = Id{from.id};
    line.kind = from.kind;
    line.kind_label = entity == nullptr ? from.kind : call.label(*entity);
    if (const auto* ledger = ledger_of(call, from.kind)) {
      line.ledger = ledger->id;
      line.kind_label = call.label(*ledger);
      line.asked_of = TRY(asked_of_ledger(call, from.asked_of));
    }
    line.rows = from.rows;
    line.reason = from.reason;
    line.asked_by = from.asked_by_name;
    line.asked_at = to_text(from.asked_at);
    line.state = from.state;
    line.state_label = state_label(from.state);
    line.decided_by = from.decided_by_name;
    line.mine = from.asked_by == call.caller->account;
    answer.items.push_back(std::move(line));
  }
  return answer;
}

Result<ExportRequests> ask(Call& call, const AskExport& asked) {
  const auto* entity = call.backend.vocabulary.find_entity(asked.kind);
  if (entity == nullptr) return Error{ErrorCode::invalid_input, "不能导出这一类", {"kind"}};
  auto* transaction = TRY(call.transaction());
  const auto rows =
      TRY(registers::count_exported(*transaction, call.backend.vocabulary, entity->id));
  const auto id = TRY(registers::ExportRequests(*transaction)
                          .ask(entity->id, rows, asked.reason, asker_of(call), call.now()));
  call.did(fmt::format("export_request:{}", id), fmt::format("{} {} 行", entity->zh, rows));
  return requests(call);
}

Result<ExportRequests> decide(Call& call, const DecideExport& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(must_be_apart(call, *transaction, fmt::format("export_request:{}", id), {"ask_export"}));
  TRY(registers::ExportRequests(*transaction)
          .decide(id, asked.release, asker_of(call), call.now()));
  call.did(fmt::format("export_request:{}", id), asked.release ? "放行" : "不予放行");
  return requests(call);
}

}  // namespace

std::vector<Route> export_routes() {
  Route sheet = get<Nothing>("/api/v1/exports/{kind}", "导出",
                             RoleSet{Role::window_clerk, Role::insurance_agency}, nullptr);
  sheet.handler = export_sheet;
  sheet.gives = nullptr;
  sheet.gives_type = "text/csv; charset=utf-8";
  sheet.query = {"encoding", "form", "request"};
  sheet.act = "export";
  const RoleSet askers{Role::window_clerk, Role::insurance_agency};
  const RoleSet releasers{Role::window_clerk, Role::insurance_agency, Role::director};
  Route list = get<ExportRequests>("/api/v1/export-requests", "导出申请", releasers, requests);
  Route first = post<AskExport, ExportRequests>("/api/v1/export-requests", "申请导出", askers, ask);
  first.act = "ask_export";
  Route second = post<DecideExport, ExportRequests>("/api/v1/export-requests/{id}/decision",
                                                    "放行导出", RoleSet{Role::director}, decide);
  second.act = "decide_export";
  return {sheet, list, first, second};
}

}  // namespace leye::api
