#include "api/outgoing_sheets.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "exchange/sheet_template.hpp"
#include "exchange/sheets.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr RoleSet workers = access::clerks | RoleSet{Role::insurance_agency};
constexpr std::chrono::minutes time_max{5};
constexpr std::uint64_t answer_bytes_max = std::uint64_t{16} << 20;
constexpr std::size_t name_bytes_max = 300;

exchange::Desk desk_of(const Call& call) {
  return {call.post.area_schema,       call.backend.area_place, call.backend.vocabulary,
          call.backend.arrangements, call.backend.cipher,     call.backend.machine_clock};
}

exchange::SheetWorker worker_of(const Call& call) {
  return {call.caller->account, call.post.place, call.post.range.low, call.post.range.high,
          call.today(), call.machine_now()};
}

const char* operation_label(const std::string& operation) {
  if (operation == "add") return "新增";
  return operation == "change" ? "变更" : "撤销";
}

const char* state_label(const std::string& state) {
  if (state == "made") return "待取走";
  if (state == "taken") return "等结果";
  return state == "overdue" ? "逾期未回" : "已有结果";
}

std::string kind_label(const Call& call, const std::string& kind) {
  const Entity* entity = call.backend.vocabulary.find_entity(kind);
  return entity == nullptr ? kind : call.label(*entity);
}

std::string system_label(const Call& call, const std::string& id) {
  for (const auto& one : call.backend.arrangements.all())
    if (one.system.id == id) return call.label(one.system.name);
  return id;
}

using AccountNames = std::map<std::int64_t, std::string>;

OutgoingSheet line_of(const Call& call, const exchange::SheetLine& from, AccountNames& names) {
  OutgoingSheet line;
  line.id = Id{from.id};
  line.kind = from.entity;
  line.kind_label = kind_label(call, from.entity);
  line.system_label = system_label(call, from.system);
  line.operation_label = operation_label(from.operation);
  line.file_name = from.file_name;
  line.place_label = from.place_label;
  line.rows = from.rows;
  line.accepted = from.accepted;
  line.refused = from.refused;
  line.waiting = from.waiting;
  line.state = from.state;
  line.state_label = state_label(from.state);
  line.made_by = names[from.made_by];
  line.made_at = to_text(from.made_at);
  if (from.taken_by) line.taken_by = names[*from.taken_by];
  if (from.taken_at) line.taken_at = to_text(*from.taken_at);
  line.due_on = from.due_on;
  return line;
}

SheetAnswer answer_of(const Call& call, const std::string& kind, const std::string& name,
                      const exchange::AnswerRead& read) {
  SheetAnswer answer;
  answer.kind_label = kind_label(call, kind);
  answer.file_name = name;
  answer.rows = read.rows;
  answer.accepted = read.accepted;
  answer.refused = read.refused;
  answer.renumbered = read.renumbered;
  answer.unchanged = read.unchanged;
  answer.open = read.open;
  answer.not_understood = read.not_understood;
  for (const auto& each : read.problems) answer.problems.push_back({each.row, each.what, each.fix});
  return answer;
}

Result<OutgoingSheets> list(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto worker = worker_of(call);
  const auto sheets = TRY(exchange::list_sheets(*transaction, worker));
  const auto answers = TRY(exchange::list_answers(*transaction, worker));
  std::vector<std::int64_t> accounts;
  for (const auto& one : sheets) {
    accounts.push_back(one.made_by);
    if (one.taken_by) accounts.push_back(*one.taken_by);
  }
  for (const auto& one : answers) accounts.push_back(one.read_by);
  auto names = TRY(access::account_names(*transaction, accounts));
  const auto& templates = call.backend.rulebook.sheets;
  OutgoingSheets found;
  for (const auto& one :
       TRY(exchange::waiting_for_sheets(*transaction, templates, worker))) {
    const auto& name = templates.find(one.entity)->name;
    found.waiting.push_back({one.entity, kind_label(call, one.entity),
                             system_label(call, one.system), call.label(name), one.items,
                             to_text(one.oldest)});
  }
  for (const auto& one : sheets) found.items.push_back(line_of(call, one, names));
  for (const auto& one : answers) {
    auto line = answer_of(call, one.entity, one.file_name, one.read);
    line.read_by = names[one.read_by];
    line.read_at = to_text(one.read_at);
    found.answers.push_back(std::move(line));
  }
  return found;
}

Result<OutgoingSheet> one_line(const Call& call, store::Transaction& transaction,
                               std::int64_t id) {
  const auto found = TRY(exchange::list_sheets(transaction, worker_of(call), id));
  if (found.empty()) return Error{ErrorCode::not_found, "没有这个文件"};
  std::vector<std::int64_t> accounts{found[0].made_by};
  if (found[0].taken_by) accounts.push_back(*found[0].taken_by);
  auto names = TRY(access::account_names(transaction, accounts));
  return line_of(call, found[0], names);
}

Error no_template() {
  return {ErrorCode::invalid_input, "这一类不用导入模板报送", {"kind"}};
}

// One kind with its template; `templates` owns what it refers to.
Result<exchange::SheetKind> kind_of(const Call& call, const exchange::SheetTemplates& templates,
                                    const std::string& kind) {
  const auto* arrangement = call.backend.arrangements.find(kind);
  const auto* sheet = templates.find(kind);
  if (arrangement == nullptr || sheet == nullptr) return no_template();
  return exchange::SheetKind{*arrangement, *sheet};
}

Result<http::Response> make(Call& call) {
  const auto asked = TRY(json::read<MakeSheet>(call.request.body, json::Limits{}));
  const auto& templates = call.backend.rulebook.sheets;
  const auto kind = TRY(kind_of(call, templates, asked.kind));
  return own_write(call, time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto id =
        TRY(exchange::make_sheet(transaction, desk_of(call), kind, worker_of(call)));
    const auto line = TRY(one_line(call, transaction, id));
    call.did(fmt::format("outgoing_sheet:{}", id),
             fmt::format("{} {} 行", line.file_name, line.rows));
    return respond(line);
  });
}

Result<http::Response> take(Call& call) {
  const auto id = TRY(call.path_id());
  return own_write(call, time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
    TRY(exchange::take_sheet(transaction, id, worker_of(call)));
    const auto line = TRY(one_line(call, transaction, id));
    call.did(fmt::format("outgoing_sheet:{}", id), line.file_name);
    return respond(line);
  });
}

Result<http::Response> file(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  auto read = TRY(exchange::read_sheet(*transaction, desk_of(call), id, worker_of(call)));
  http::Response response;
  describe_sheet(response, fmt::format("outgoing-{}", id), false);
  response.body = std::move(read.bytes);
  call.saw("read_outgoing_sheet", fmt::format("outgoing_sheet:{}", id), read.name);
  return response;
}

Result<http::Response> answered(Call& call) {
  const auto& templates = call.backend.rulebook.sheets;
  const auto kind = TRY(kind_of(call, templates, std::string(call.request.asked("kind"))));
  exchange::AnswerFile given;
  given.name = call.request.asked("name");
  given.bytes = call.request.body;
  given.sheet = TRY(call.asked_number("sheet")).value_or(0);
  if (given.name.empty() || given.name.size() > name_bytes_max || given.bytes.empty())
    return Error{ErrorCode::invalid_input, "请选择文件", {"name"}};
  return own_write(call, time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
    if (given.sheet != 0) TRY(one_line(call, transaction, given.sheet));
    const auto read = TRY(exchange::read_answer(transaction, desk_of(call), kind, given,
                                                worker_of(call)));
    auto answer = answer_of(call, kind.arrangement.entity->id, given.name, read);
    answer.read_by = call.caller->name;
    answer.read_at = to_text(call.machine_now());
    call.did(fmt::format("outgoing_answer:{}", read.id),
             fmt::format("接收 {}，退回 {}，不明 {}", read.accepted, read.refused,
                         read.not_understood));
    return respond(answer);
  });
}

Route decides(Route route, Handler handler, std::string act) {
  route.handler = std::move(handler);
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = std::move(act);
  return route;
}

}  // namespace

std::vector<Route> outgoing_sheet_routes() {
  const std::string base = "/api/v1/outbox/sheets";
  Route made = decides(post<MakeSheet, OutgoingSheet>(base, "装入导入模板", workers, nullptr), make,
                       "make_outgoing_sheet");
  Route taken = decides(post<OutgoingSheet>(base + "/{id}/take", "取走文件", workers, nullptr),
                        take, "take_outgoing_sheet");
  Route bytes = get<Nothing>(base + "/{id}/file", "导入模板文件", workers, nullptr);
  bytes.handler = file;
  bytes.gives = nullptr;
  bytes.gives_type = sheet_type;
  bytes.act = "read_outgoing_sheet";
  Route back = decides(post<SheetAnswer>(base + "/answers", "读回结果", workers, nullptr), answered,
                       "read_sheet_answer");
  back.query = {"kind", "sheet", "name"};
  back.takes_type = "application/octet-stream";
  back.body_bytes_max = answer_bytes_max;
  return {get<OutgoingSheets>(base, "报送文件", readers, list), made, taken, bytes, back};
}

}  // namespace leye::api
