// The organisation tree. The system administrator keeps it; the security administrator gives posts
// at its bodies (docs/decisions/0059-organisation-tree.md).
#include "api/bodies.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/sheets.hpp"
#include "flows/bodies.hpp"
#include "registers/identity.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet keepers{Role::system_admin};
constexpr RoleSet readers = access::staff | access::administrators;
// Whoever gives posts, makes accounts, or leads.
constexpr RoleSet sees_members{Role::system_admin, Role::security_admin, Role::director};
constexpr std::uint64_t sheet_bytes_max = std::uint64_t{4} << 20;

Day today_of(const Call& call) { return business_day(call.machine_now()); }

access::BodyChanger by(const Call& call) { return {call.caller->account, call.machine_now()}; }

const Code* kind_code(const Call& call, const std::string& kind) {
  for (const char* table : {"bureau_kind", "body"})
    if (const Code* code = call.backend.vocabulary.find_code_table(table)->find(kind)) return code;
  return nullptr;
}

void describe_state(const Call& call, BodyNode& node, Day today) {
  if (node.first_day > today) {
    node.state = "planned";
    node.state_label = call.says("待启用", "not yet in use");
  } else if (!node.last_day) {
    node.state = "open";
    node.state_label = call.says("在用", "in use");
  } else if (*node.last_day >= today) {
    node.state = "closing";
    node.state_label = call.says("即将停用", "to be closed");
  } else {
    node.state = "closed";
    node.state_label = call.says("已停用", "closed");
  }
}

BodyNode node_of(const Call& call, const access::BodyRow& row) {
  BodyNode node;
  node.id = Id{row.id};
  node.code = row.code;
  node.kind = row.kind;
  const Code* kind = kind_code(call, row.kind);
  node.kind_label = kind == nullptr ? row.kind : call.label(*kind);
  node.outside = row.is_outside;
  node.name = row.words.name;
  node.short_name = row.words.short_name;
  if (row.words.parent) node.parent = Id{*row.words.parent};
  node.place = Id{row.words.place};
  node.place_label = row.place_label;
  node.uscc = row.words.uscc;
  node.address = row.words.address;
  node.phone = row.words.phone;
  node.hours = row.words.hours;
  node.first_day = row.first_day;
  node.last_day = row.last_day;
  node.children = row.children;
  describe_state(call, node, today_of(call));
  return node;
}

Result<Page<BodyNode>> list(Call& call) {
  const auto paging = TRY(call.paging());
  access::BodyFilter filter;
  filter.area_schema = call.backend.area_schema;
  filter.on = TRY(call.asked_day("on")).value_or(today_of(call));
  filter.parent = TRY(call.asked_number("parent"));
  filter.wanted = call.request.asked("q");
  filter.with_closed = call.request.asked("closed") == "yes";
  filter.size = paging.size;
  filter.offset = paging.offset();
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(access::list_bodies(*transaction, filter));
  std::vector<BodyNode> nodes;
  for (const auto& row : found.items) nodes.push_back(node_of(call, row));
  return page_of(std::move(nodes), found.total, paging);
}

Result<BodyKinds> kinds(Call& call) { return BodyKinds{body_kinds(call), today_of(call)}; }

BodyChange change_of(const access::BodyVersion& version) {
  BodyChange change;
  change.from_day = version.from;
  change.name = version.words.name;
  change.short_name = version.words.short_name;
  change.parent_name = version.parent_name;
  change.place_label = version.place_label;
  change.uscc = version.words.uscc;
  change.address = version.words.address;
  change.phone = version.words.phone;
  change.hours = version.words.hours;
  change.written_by = version.written_by;
  change.written_at = to_text(version.written_at);
  change.corrected = version.corrected;
  return change;
}

Result<BodyFile> file_of(Call& call, std::int64_t id) {
  auto* transaction = TRY(call.transaction());
  const auto& area = call.backend.area_schema;
  const auto today = today_of(call);
  const auto body = TRY(access::find_body(*transaction, area, id, today));
  if (!body) return Error{ErrorCode::not_found, "没有这个机构"};
  BodyFile file;
  file.body = node_of(call, *body);
  for (const auto& step : TRY(access::path_of_body(*transaction, area, id, today)))
    file.path.push_back({Id{step.id}, step.name});
  const auto history = TRY(access::history_of_body(*transaction, id));
  for (const auto& version : history.versions) file.changes.push_back(change_of(version));
  file.close_reason = history.close_reason;
  file.closed_by = history.closed_by;
  file.may_change = keepers.has(call.post.role) && file.body.state != "closed";
  file.members_shown = sees_members.has(call.post.role);
  if (file.members_shown)
    for (const auto& post : TRY(access::posts_at_body(*transaction, id, today)))
      file.members.push_back({Id{post.account}, post.login, post.name, access::label(post.role),
                              post.place_label, to_text(post.since)});
  return file;
}

Result<BodyFile> read(Call& call) { return file_of(call, TRY(call.path_id())); }

Result<BodyFile> make(Call& call, const NewBodyNode& asked) {
  access::NewBody made{call.backend.area_schema, asked.code, asked.kind, false,
                       asked.first_day,          TRY(body_words(asked.words))};
  bool known = false;
  for (const auto& kind : body_kinds(call)) {
    if (kind.kind != asked.kind) continue;
    known = true;
    made.is_outside = kind.outside;
  }
  if (!known) return Error{ErrorCode::invalid_input, "没有这一类机构", {"kind"}, "从列出的类别里选"};
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(access::make_body(*transaction, made, by(call)));
  call.did(fmt::format("body:{}", id), fmt::format("{} {}", made.code, made.words.name));
  return file_of(call, id);
}

Result<BodyFile> change(Call& call, const ChangeBodyNode& asked) {
  const auto id = TRY(call.path_id());
  const auto words = TRY(body_words(asked.words));
  auto* transaction = TRY(call.transaction());
  TRY(access::change_body(*transaction, call.backend.area_schema, id, asked.from_day, words,
                          by(call)));
  call.did(fmt::format("body:{}", id),
           fmt::format("{} {}", leye::to_text(asked.from_day), words.name));
  return file_of(call, id);
}

Result<BodyFile> close(Call& call, const CloseBodyNode& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(access::close_body(*transaction, call.backend.area_schema, id, asked.last_day, asked.reason,
                         by(call)));
  call.did(fmt::format("body:{}", id),
           fmt::format("{} {}", leye::to_text(asked.last_day), asked.reason));
  return file_of(call, id);
}

}  // namespace

std::vector<BodyKind> body_kinds(const Call& call) {
  std::vector<BodyKind> kinds;
  for (const Code& code : call.backend.vocabulary.find_code_table("bureau_kind")->codes())
    kinds.push_back({code.code, call.label(code), false});
  for (const Code* code : flows::outside_bodies(call.backend.vocabulary))
    kinds.push_back({code->code, call.label(*code), true});
  return kinds;
}

Result<access::BodyWords> body_words(const BodyWording& asked) {
  access::BodyWords words;
  words.name = asked.name;
  words.short_name = asked.short_name.value_or("");
  if (asked.parent) words.parent = asked.parent->number;
  words.place = asked.place.number;
  if (const auto code = asked.uscc.value_or(""); !code.empty())
    words.uscc = TRY(registers::canonical_uscc(code));
  words.address = asked.address.value_or("");
  words.phone = asked.phone.value_or("");
  words.hours = asked.hours.value_or("");
  return words;
}

std::vector<Route> body_routes() {
  Route all = get<Page<BodyNode>>("/api/v1/bodies", "机构树", readers, list);
  all.query = {"parent", "q", "on", "closed", "page", "size"};
  Route sorts = get<BodyKinds>("/api/v1/bodies/kinds", "机构类别", readers, kinds);
  Route one = get<BodyFile>("/api/v1/bodies/{id}", "机构", readers, read);
  Route made = post<NewBodyNode, BodyFile>("/api/v1/bodies", "登记机构", keepers, make);
  made.act = "make_body";
  Route changed =
      post<ChangeBodyNode, BodyFile>("/api/v1/bodies/{id}/change", "变更机构", keepers, change);
  changed.act = "change_body";
  Route closed =
      post<CloseBodyNode, BodyFile>("/api/v1/bodies/{id}/close", "停用机构", keepers, close);
  closed.act = "close_body";
  Route out;
  out.path = "/api/v1/bodies/sheet";
  out.summary = "导出机构";
  out.roles = readers;
  out.handler = body_sheet;
  out.gives_type = sheet_type;
  out.act = "export_bodies";
  Route in = post<BodySheetReport>("/api/v1/bodies/sheet", "导入机构", keepers, nullptr);
  in.handler = take_body_sheet;
  in.query = {"check"};
  in.takes_type = "application/octet-stream";
  in.body_bytes_max = sheet_bytes_max;
  in.own_transactions = true;
  in.act = "import_bodies";
  // What has a name comes before {id}.
  std::vector<Route> routes{all, sorts, out, one, made, in, changed, closed};
  for (auto& route : routes) route.bound = Bound::nothing;
  return routes;
}

}  // namespace leye::api
