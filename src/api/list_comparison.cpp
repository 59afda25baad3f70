#include "api/list_comparison.hpp"

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/ledger_cells.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "intake/xlsx_form.hpp"
#include "ledgers/list_comparison.hpp"
#include "registers/export_requests.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using ledgers::Match;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr std::uint64_t file_bytes_max = std::uint64_t{4} << 20;
constexpr std::size_t lines_max = 2'000;

const char* name_of(Match match) {
  switch (match) {
    case Match::only_ledger: return "only_ledger";
    case Match::only_list: return "only_list";
    case Match::different: return "different";
    case Match::repeated: return "repeated";
    case Match::same: break;
  }
  return "same";
}

std::int64_t& count_of(ListCompared& answer, Match match) {
  switch (match) {
    case Match::only_ledger: return answer.only_ledger;
    case Match::only_list: return answer.only_list;
    case Match::different: return answer.different;
    case Match::repeated: return answer.repeated;
    case Match::same: break;
  }
  return answer.same;
}

// Which cell of the ledger's row is somebody's name, or number.
std::string cell_with(const ledgers::Ledger& ledger, const ledgers::LedgerRow& row,
                      bool (*is_it)(const Fact&)) {
  for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
    const Fact* fact = ledger.columns[at].term.fact;
    if (fact != nullptr && fact->core && is_it(*fact)) return row.values[at];
  }
  return "";
}
bool is_name(const Fact& fact) { return fact.id == "name"; }
bool is_number(const Fact& fact) { return fact.format == TextFormat::id_number; }

ComparedLine line_of(const Call& call, const ledgers::Ledger& ledger,
                     const ledgers::ComparedPerson& one) {
  ComparedLine line;
  line.match = name_of(one.match);
  std::string number;
  if (one.person != nullptr) {
    line.number = one.person->number;
    line.name = one.person->name;
    number = one.person->id_number;
  }
  if (one.row != nullptr) {
    if (one.row->person) line.person_id = Id{*one.row->person};
    if (line.name.empty()) line.name = cell_with(ledger, *one.row, is_name);
    if (number.empty()) number = cell_with(ledger, *one.row, is_number);
  }
  line.id_number = access::mask("id_number", number);
  for (const auto& field : one.fields)
    line.fields.push_back({call.label(ledger.columns[field.column]),
                           ledger_cell(call, ledger.columns[field.column], *one.row, field.column,
                                       false),
                           field.listed});
  return line;
}

Result<ListCompared> compared(Call& call) {
  const auto* ledger = call.backend.ledgers.find(call.path.at("ledger"));
  if (ledger == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  const std::string purpose(call.request.asked("purpose"));
  if (purpose.size() < 4 || purpose.size() > 200)
    return Error{ErrorCode::invalid_input, "请写明比对用途", {"purpose"}, "至少两个汉字"};
  const auto list =
      TRY(ledgers::read_people(call.request.body, *ledger, call.backend.vocabulary));
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  ledgers::LedgerReader reader(transaction, call.backend.vocabulary, cipher);
  ledgers::Question question;
  question.on = call.today();
  question.known_at = call.now();
  constexpr auto rows_max = static_cast<std::int64_t>(ledgers::listed_people_max);
  const auto page = TRY(reader.page(*ledger, question, {}, rows_max));
  if (page.next)
    return Error{ErrorCode::conflict, fmt::format("这本台账超过 {} 行，不能一次比对", rows_max), {},
                 "由下级地区分别比对"};
  ListCompared answer;
  answer.ledger_label = call.label(*ledger);
  for (const auto at : list.columns) answer.columns.push_back(call.label(ledger->columns[at]));
  answer.listed = static_cast<std::int64_t>(list.people.size());
  answer.ledger_rows = static_cast<std::int64_t>(page.rows.size());
  for (const auto& one : ledgers::compare(call.backend.vocabulary, *ledger, list, page.rows)) {
    ++count_of(answer, one.match);
    if (one.row != nullptr && one.row->person)
      call.saw("compare_list", fmt::format("person:{}", *one.row->person), purpose);
    if (one.match != Match::same) answer.items.push_back(line_of(call, *ledger, one));
  }
  call.did("ledger:" + ledger->id,
           fmt::format("名单 {} 人：一致 {}，不同 {}，仅名单 {}，仅台账 {}：{}", answer.listed,
                       answer.same, answer.different, answer.only_list, answer.only_ledger,
                       purpose));
  return answer;
}

Result<http::Response> shown(Call& call) { return respond(TRY(compared(call))); }

std::string match_label(const Call& call, const std::string& match) {
  if (match == "only_ledger") return call.says("仅台账有", "only in the ledger");
  if (match == "only_list") return call.says("仅名单有", "only in the list");
  if (match == "repeated") return call.says("名单里重复", "repeated in the list");
  return call.says("两边不同", "different");
}

Result<http::Response> sheet(Call& call) {
  const auto answer = TRY(compared(call));
  if (static_cast<std::int64_t>(answer.items.size()) >
      call.backend.rulebook.numbers.export_rows_alone)
    return Error{ErrorCode::conflict,
                 fmt::format("结果超过 {} 行，不能一次导出",
                             call.backend.rulebook.numbers.export_rows_alone),
                 {},
                 "由下级地区分别比对"};
  intake::FormSheet form;
  form.name = "名单比对";
  form.title = call.says("名单比对：", "Comparison: ") + answer.ledger_label;
  form.left = call.says("用途：", "Purpose: ") + std::string(call.request.asked("purpose"));
  for (const auto& heading :
       {call.says("结果", "result"), call.says("名单行号", "row"), call.says("姓名", "name"),
        call.says("身份证号码", "ID number"), call.says("列", "column"),
        call.says("台账", "ledger"), call.says("名单", "list")})
    form.columns.push_back({heading, "", false});
  for (const auto& line : answer.items) {
    const std::vector<std::string> who{match_label(call, line.match),
                                       line.number == 0 ? "" : std::to_string(line.number),
                                       line.name, line.id_number};
    auto fields = line.fields;
    if (fields.empty()) fields.emplace_back();
    for (const auto& field : fields) {
      form.rows.push_back(who);
      for (const auto& cell : {field.label, field.ours, field.listed})
        form.rows.back().push_back(cell);
    }
  }
  form.sum = call.says(
      fmt::format("一致 {}，不同 {}，仅名单 {}，仅台账 {}，名单里重复 {}", answer.same,
                  answer.different, answer.only_list, answer.only_ledger, answer.repeated),
      fmt::format("same {}, different {}, only in the list {}, only in the ledger {}, repeated {}",
                  answer.same, answer.different, answer.only_list, answer.only_ledger,
                  answer.repeated));
  form.mark = fmt::format("{} {} {}", call.caller->signature(), call.caller->login,
                          to_text(call.now()).substr(0, 16));
  http::Response response;
  describe_sheet(response, "list-comparison", false);
  response.body = TRY(intake::form_workbook(form));
  return response;
}

Result<http::Response> lines(Call& call) {
  return respond(SheetLines{TRY(ledgers::read_lines(call.request.body, lines_max))});
}

Route takes_file(Route route, Handler handler) {
  route.handler = std::move(handler);
  route.takes_type = "application/octet-stream";
  route.body_bytes_max = file_bytes_max;
  return route;
}

}  // namespace

std::vector<Route> list_comparison_routes() {
  const std::string base = "/api/v1/ledgers/{ledger}/comparison";
  Route page = takes_file(post<ListCompared>(base, "名单与台账比对", readers, nullptr), shown);
  page.query = {"purpose"};
  page.act = "compare_list";
  Route book =
      takes_file(post<Nothing>(base + "/sheet", "名单比对的表格", readers, nullptr), sheet);
  book.query = {"purpose"};
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.act = "compare_list";
  Route people = takes_file(
      post<SheetLines>("/api/v1/person-lookups/lines", "表格里的人员", readers, nullptr), lines);
  return {page, book, people};
}

}  // namespace leye::api
