#include "api/audit_sheets.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/sheets.hpp"
#include "audit/opened.hpp"
#include "audit/readers.hpp"
#include "intake/xlsx_writer.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::int64_t files_max = 500'000, records_max = 100'000;

struct Days {
  Day from, until;
};

Result<Days> asked_days(const Call& call) {
  const auto from = TRY(call.asked_day("from"));
  const auto until = TRY(call.asked_day("until"));
  if (!from || !until)
    return Error{ErrorCode::invalid_input, "请写起止日期", {"from"}, "两天都写，含当天"};
  if (*until < *from)
    return Error{ErrorCode::invalid_input, "截止日期早于起始日期", {"until"}, "换一下"};
  return Days{*from, *until};
}

Error too_many(std::int64_t limit) {
  return Error{ErrorCode::invalid_input,
               fmt::format("超过 {} 行，一张表放不下", limit),
               {"until"},
               "把起止日期缩短，分几次取"};
}

std::string in_words(const std::vector<std::string>& acts) {
  std::string words;
  for (const auto& act : acts) {
    if (!words.empty()) words += "、";
    words += audit::act_label(act);
  }
  return words;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}

// Whose files an account saw. A list of hundreds of thousands is made in seconds: whoever has to
// tell the people has hours.
Result<http::Response> opened(Call& call) {
  const std::string login(call.request.asked("actor"));
  if (login.empty())
    return Error{ErrorCode::invalid_input, "请写账号", {"actor"}, "一个账号一张表"};
  const auto days = TRY(asked_days(call));
  auto* transaction = TRY(call.transaction());
  const audit::OpenedBy asked{login, days.from, days.until, files_max + 1};
  const auto files = TRY(audit::files_opened(*transaction, asked));
  if (static_cast<std::int64_t>(files.size()) > files_max) return too_many(files_max);
  const auto sheets = TRY(audit::sheets_taken(*transaction, asked));
  intake::XlsxWriter writer;
  writer.start_sheet(call.says("看过的档案", "Files seen"),
                     {{.heading = call.says("档案", "File")},
                      {.heading = call.says("次数", "Times"), .number = true},
                      {.heading = call.says("首次", "First")},
                      {.heading = call.says("末次", "Last")},
                      {.heading = call.says("操作", "Acts")},
                      {.heading = call.says("来源地址", "From")}});
  for (const auto& one : files)
    writer.write({one.object, std::to_string(one.times), to_text(one.first), to_text(one.last),
                  in_words(one.acts), joined(one.addresses)});
  writer.start_sheet(call.says("取走的表格", "Sheets taken away"),
                     {{.heading = call.says("时间", "When")},
                      {.heading = call.says("操作", "Act")},
                      {.heading = call.says("对象", "Object")},
                      {.heading = call.says("行数和说明", "Rows")},
                      {.heading = call.says("来源地址", "From")}});
  for (const auto& one : sheets)
    writer.write({to_text(one.at), audit::act_label(one.act), one.object, one.detail, one.address});
  http::Response response;
  describe_sheet(response, "files-seen", false);
  response.body = TRY(writer.finish());
  call.saw("read_audit", "",
           fmt::format("{} 看过的档案 {} 份，{} 至 {}", login, files.size(),
                       leye::to_text(days.from), leye::to_text(days.until)));
  return response;
}

Result<http::Response> records(Call& call) {
  const auto days = TRY(asked_days(call));
  audit::Search search;
  search.object = call.request.asked("object");
  search.login = call.request.asked("actor");
  search.from = days.from;
  search.until = days.until;
  search.size = records_max + 1;
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(audit::list_records(*transaction, search));
  if (found.total > records_max) return too_many(records_max);
  intake::XlsxWriter writer;
  writer.start_sheet(call.says("审计记录", "Audit records"),
                     {{.heading = call.says("写入者", "Writer")},
                      {.heading = call.says("编号", "Number")},
                      {.heading = call.says("时间", "When")},
                      {.heading = call.says("账号", "Account")},
                      {.heading = call.says("姓名", "Name")},
                      {.heading = call.says("代谁", "For")},
                      {.heading = call.says("角色", "Role")},
                      {.heading = call.says("操作", "Act")},
                      {.heading = call.says("对象", "Object")},
                      {.heading = call.says("结果", "Outcome")},
                      {.heading = call.says("说明", "Detail")},
                      {.heading = call.says("来源地址", "From")},
                      {.heading = call.says("已封存", "Sealed")}});
  for (const auto& item : found.items) {
    const auto role = access::find_role(item.record.role);
    writer.write({std::to_string(item.position.writer), std::to_string(item.position.number),
                  to_text(item.position.at), item.login, item.name, item.for_name,
                  role ? access::label(*role) : "", audit::act_label(item.record.act),
                  item.record.object, item.record.outcome, item.record.detail, item.record.address,
                  item.sealed ? call.says("是", "yes") : call.says("否", "no")});
  }
  http::Response response;
  describe_sheet(response, "audit", false);
  response.body = TRY(writer.finish());
  call.saw("read_audit", search.object,
           fmt::format("{} 行，{} 至 {}", found.total, leye::to_text(days.from),
                       leye::to_text(days.until)));
  return response;
}

Route book(std::string path, std::string summary, Handler handler) {
  Route route = get<Nothing>(std::move(path), std::move(summary), RoleSet{Role::audit_admin},
                             nullptr);
  route.handler = std::move(handler);
  route.gives = nullptr;
  route.gives_type = sheet_type;
  route.act = "read_audit";
  route.bound = Bound::nothing;
  return route;
}

}  // namespace

std::vector<Route> audit_sheet_routes() {
  Route files = book("/api/v1/audit/opened", "一个账号看过的档案", opened);
  files.query = {"actor", "from", "until"};
  Route all = book("/api/v1/audit/sheet", "审计记录的表格", records);
  all.query = {"actor", "object", "from", "until"};
  return {files, all};
}

}  // namespace leye::api
