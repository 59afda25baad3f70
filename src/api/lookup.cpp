// The grid is the ledger `person_lookup`: its columns are data. Whoever reads many is told of to
// the audit administrator, by a record of its own.
#include "api/lookup.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/ledger_cells.hpp"
#include "api/sheets.hpp"
#include "audit/readers.hpp"
#include "intake/xlsx_form.hpp"
#include "ledgers/ledger_reader.hpp"
#include "registers/identity.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using ledgers::Ledger;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr std::size_t asked_max = 2'000;
constexpr std::size_t asked_bytes_max = 120;
constexpr std::int64_t alert_from = 1'000;  // people within 24 hours

bool looks_like_number(std::string_view text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 12;
}

// As the caller wrote it, but for what must not be repeated on a screen.
std::string shown_question(const std::string& asked) {
  if (looks_like_number(asked)) return access::mask("id_number", asked);
  return asked.size() == 11 && asked.front() == '1' ? access::mask("phone", asked) : asked;
}

struct Answered {
  std::vector<LookupLine> lines;
  std::vector<const ledgers::Column*> columns;
  std::vector<std::size_t> places;  // of the columns in the ledger
  std::vector<std::int64_t> people;
};

Status check(const AskLookup& asked) {
  if (asked.purpose.size() < 4 || asked.purpose.size() > 200) {
    return Error{ErrorCode::invalid_input, "请写明查询用途", {"purpose"}, "至少两个汉字"};
  }
  if (asked.asked.empty() || asked.asked.size() > asked_max) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("一次可查 1 至 {} 人", asked_max),
                 {"asked"},
                 "分几次查询"};
  }
  for (const std::string& one : asked.asked) {
    if (!one.empty() && one.size() <= asked_bytes_max) continue;
    return Error{ErrorCode::invalid_input, "查询内容里有空行，或有一行太长", {"asked"}, "每行一人"};
  }
  return Done{};
}

Status choose_columns(const Ledger& ledger, const AskLookup& asked, Answered& answer) {
  for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
    const auto& column = ledger.columns[at];
    const bool wanted =
        asked.columns.empty() ||
        std::find(asked.columns.begin(), asked.columns.end(), column.id) != asked.columns.end();
    if (!wanted) continue;
    answer.columns.push_back(&column);
    answer.places.push_back(at);
  }
  if (!answer.columns.empty()) return Done{};
  return Error{ErrorCode::invalid_input, "没有选择要查的列", {"columns"}, "至少选一列"};
}

// Who is meant by each line; people outside the caller's places are not found.
Status find_people(registers::People& people, const AskLookup& asked, Answered& answer) {
  const auto is_bad_number = [](const std::string& line) {
    return looks_like_number(line) && !registers::canonical_id_number(line).ok();
  };
  std::vector<std::string> wanted;  // an empty line is nobody
  for (const std::string& one : asked.asked) wanted.push_back(is_bad_number(one) ? "" : one);
  const auto found = TRY(people.find_each(wanted, 2));
  std::set<std::int64_t> known;
  for (std::size_t at = 0; at < asked.asked.size(); ++at) {
    const auto& ids = found[at];
    LookupLine line;
    line.asked = shown_question(asked.asked[at]);
    line.result = ids.empty() ? "not_found" : ids.size() > 1 ? "several" : "found";
    if (wanted[at].empty()) line.result = "bad_number";
    if (ids.size() == 1) {
      line.person_id = Id{ids.front()};
      if (!known.insert(ids.front()).second) line.result = "repeated";
    }
    answer.lines.push_back(std::move(line));
  }
  answer.people.assign(known.begin(), known.end());
  return Done{};
}

// The question's answer, with every cell that was wanted as a page shows it: masked.
Result<Answered> look_up(Call& call, const AskLookup& asked) {
  TRY(check(asked));
  const Ledger* ledger = call.backend.ledgers.find("person_lookup");
  if (ledger == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  Answered answer;
  TRY(choose_columns(*ledger, asked, answer));
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(transaction, call.backend.vocabulary, cipher);
  TRY(find_people(people, asked, answer));
  ledgers::LedgerReader reader(transaction, call.backend.vocabulary, cipher);
  ledgers::Question question;
  question.on = call.today();
  question.known_at = call.now();
  question.ids = answer.people;
  const auto page = TRY(reader.page(*ledger, question, {}, asked_max));
  std::map<std::int64_t, std::vector<std::string>> cells;
  for (const auto& row : page.rows) {
    for (std::size_t at = 0; at < answer.columns.size(); ++at) {
      cells[row.id].push_back(
          ledger_cell(call, *answer.columns[at], row, answer.places[at], false));
    }
  }
  for (LookupLine& line : answer.lines) {
    if (line.person_id && line.result == "found") line.cells = cells[line.person_id->number];
  }
  return answer;
}

// The reading of each person, and how many the caller read within a day.
Result<std::int64_t> record(Call& call, const Answered& answer, const std::string& purpose) {
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, {}));
  const auto since = call.machine_now() - std::chrono::hours(24);
  const auto before =
      TRY(audit::people_read(transaction, call.caller->account, "lookup_person", since));
  for (const std::int64_t person : answer.people) {
    call.saw("lookup_person", fmt::format("person:{}", person), purpose);
  }
  const auto lately = before + static_cast<std::int64_t>(answer.people.size());
  call.did(
      fmt::format("account:{}", call.caller->account),
      fmt::format("{} 行，查到 {} 人：{}", answer.lines.size(), answer.people.size(), purpose));
  if (lately >= alert_from) {
    call.saw("bulk_reading", fmt::format("account:{}", call.caller->account),
             fmt::format("24 小时内批量查询 {} 人：{}", lately, purpose));
  }
  return lately;
}

Result<Lookup> grid(Call& call, const AskLookup& asked) {
  auto answer = TRY(look_up(call, asked));
  Lookup made;
  made.read_lately = TRY(record(call, answer, asked.purpose));
  made.alerted = made.read_lately >= alert_from;
  made.found = static_cast<std::int64_t>(answer.people.size());
  for (const auto* column : answer.columns) {
    made.columns.push_back(ledger_column(call.backend.vocabulary, *column));
  }
  made.items = std::move(answer.lines);
  return made;
}

std::string result_label(const Call& call, const std::string& result) {
  if (result == "found") return call.says("查到", "found");
  if (result == "not_found") return call.says("未查到", "not found");
  if (result == "bad_number") return call.says("号码有误", "bad number");
  if (result == "several") return call.says("不止一人", "several people");
  return call.says("重复", "repeated");
}

Result<http::Response> sheet(Call& call) {
  json::Limits limits;
  limits.bytes_max = call.route.body_bytes_max;
  const auto asked = TRY(json::read<AskLookup>(call.request.body, limits));
  const auto answer = TRY(look_up(call, asked));
  TRY(record(call, answer, asked.purpose));
  intake::FormSheet form;
  form.name = "批量查询";
  form.title = call.says("批量查询结果", "Batch look-up");
  form.left = call.says("用途：", "Purpose: ") + asked.purpose;
  form.columns = {{call.says("序号", "No."), "", true},
                  {call.says("查询内容", "asked"), "", false},
                  {call.says("结果", "result"), "", false}};
  for (const auto* column : answer.columns) {
    form.columns.push_back(
        {call.says(column->zh, column->en), call.says(column->group_zh, column->group_en), false});
  }
  for (const LookupLine& line : answer.lines) {
    std::vector<std::string> cells{std::to_string(form.rows.size() + 1), line.asked,
                                   result_label(call, line.result)};
    cells.insert(cells.end(), line.cells.begin(), line.cells.end());
    form.rows.push_back(std::move(cells));
  }
  form.mark = fmt::format("{} {} {} {}", call.caller->signature(), call.caller->login,
                          to_text(call.now()).substr(0, 16), asked.purpose);
  http::Response response;
  describe_sheet(response, "person_lookup", false);
  response.body = TRY(intake::form_workbook(form));
  return response;
}

}  // namespace

std::vector<Route> lookup_routes() {
  Route ask = post<AskLookup, Lookup>("/api/v1/person-lookups", "批量查询", readers, grid);
  ask.act = "batch_lookup";
  Route book =
      post<AskLookup, Lookup>("/api/v1/person-lookups/sheet", "批量查询的表格", readers, grid);
  book.handler = sheet;
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.act = "batch_lookup";
  return {ask, book};
}

}  // namespace leye::api
