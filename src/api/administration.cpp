// Accounts (system administrator), roles (security administrator), audit (audit administrator):
// each of the three sees only his own console, and every act of theirs is recorded.
#include "api/administration.hpp"

#include <fmt/format.h>

#include "access/body_tree.hpp"
#include "api/bind.hpp"
#include "api/resources.hpp"
#include "audit/readers.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

AccountLine line_of(const access::AccountRow& row) {
  AccountLine line;
  line.id = Id{row.id};
  line.account = row.login;
  line.name = row.name;
  line.standing = access::name(row.standing);
  line.standing_label = access::label(row.standing);
  line.disabled = row.disabled;
  line.second_factor = row.second_factor;
  for (const auto& held : row.roles) {
    line.roles.push_back({Id{held.id}, access::name(held.role), access::label(held.role),
                          Id{held.place}, "", held.body_name, {}});
  }
  return line;
}

Result<Page<AccountLine>> accounts(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(access::list_accounts(*transaction, std::string(call.request.asked("q")),
                                               paging.size, paging.offset()));
  std::vector<AccountLine> lines;
  std::vector<std::int64_t> codes;
  for (const auto& row : found.items) {
    lines.push_back(line_of(row));
    for (const auto& held : row.roles) codes.push_back(held.place);
  }
  auto names = TRY(registers::place_names(*transaction, codes));
  std::vector<std::int64_t> held_roles;
  for (const auto& line : lines)
    for (const auto& held : line.roles) held_roles.push_back(held.id.number);
  const auto last_days = TRY(access::last_days_of_posts(*transaction, held_roles));
  for (auto& line : lines) {
    for (auto& held : line.roles) {
      held.place_label = names[held.place.number];
      if (const auto last = last_days.find(held.id.number); last != last_days.end())
        held.until = last->second;
    }
  }
  return page_of(std::move(lines), found.total, paging);
}

// An employee's or citizen's account. The holder's ID number is kept as a blind index only.
Result<AccountLine> make_account(Call& call, const MakeAccount& asked) {
  const auto standing = access::find_standing(asked.standing);
  if (!standing || *standing == access::Standing::open_public) {
    return Error{ErrorCode::invalid_input,
                 "没有这一类账号",
                 {"standing"},
                 "公众账号由本人注册，不在这里新建"};
  }
  access::NewAccount account{asked.account, asked.name, asked.password, *standing};
  account.holder = call.backend.cipher.blind_index("account.holder", asked.holder_number);
  account.made_by = call.caller->account;
  account.password_temporary = true;
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(access::make_account(*transaction, account, call.machine_now()));
  call.did(fmt::format("account:{}", id), asked.account);
  access::AccountRow row;
  row.id = id;
  row.login = asked.account;
  row.name = asked.name;
  row.standing = *standing;
  return line_of(row);
}

Result<Nothing> disable_account(Call& call) {
  const auto id = TRY(call.path_id());
  if (id == call.caller->account) {
    return Error{ErrorCode::conflict, "不能停用自己的账号", {}, "请由另一位系统管理员办理"};
  }
  auto* transaction = TRY(call.transaction());
  TRY(access::disable_account(*transaction, id, call.machine_now()));
  call.did(fmt::format("account:{}", id));
  return Nothing{};
}

Result<Roles> roles(Call&) {
  Roles all;
  const auto routes = all_routes();
  for (const auto role : access::all_roles()) {
    RoleLine line{
        access::name(role), access::label(role), access::name(access::standing_of(role)), {}};
    for (const auto& route : routes) {
      if (route.roles.has(role)) {
        line.routes.push_back(fmt::format("{} {}", http::name(route.method), route.path));
      }
    }
    all.items.push_back(std::move(line));
  }
  return all;
}

Result<RoleHeld> give_role(Call& call, const GiveRole& asked) {
  const auto role = access::find_role(asked.role);
  if (!role) return Error{ErrorCode::invalid_input, "没有这个角色", {"role"}};
  const bool has_area = access::standing_of(*role) == access::Standing::business ||
                        access::standing_of(*role) == access::Standing::open_public;
  access::NewRole given{asked.account.number,
                        *role,
                        has_area ? call.backend.area_schema : "",
                        asked.place.number,
                        call.caller->account,
                        {},
                        {}};
  std::optional<std::int64_t> at;
  if (asked.body) at = asked.body->number;
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(access::give_role_at(*transaction, given, at, call.machine_now()));
  RoleHeld held{Id{id}, asked.role, access::label(*role), asked.place, "", "", {}};
  if (at) {
    const auto body = TRY(access::find_body(*transaction, given.area_schema, *at,
                                            business_day(call.machine_now())));
    held.body_label = body->words.name;
    held.until = body->last_day;
  }
  call.did(fmt::format("account:{}", asked.account.number),
           fmt::format("{} {}{}", asked.role, asked.place.number,
                       held.body_label.empty() ? "" : " " + held.body_label));
  return held;
}

Result<Nothing> end_role(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(access::end_role(*transaction, id, call.caller->account, call.machine_now()));
  call.did(fmt::format("role_assignment:{}", id));
  return Nothing{};
}

Result<Page<AuditLine>> audit_list(Call& call) {
  const auto paging = TRY(call.paging());
  audit::Search search;
  search.object = call.request.asked("object");
  search.login = call.request.asked("actor");
  search.from = TRY(call.asked_day("from"));
  search.until = TRY(call.asked_day("until"));
  search.size = paging.size;
  search.offset = paging.offset();
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(audit::list_records(*transaction, search));
  std::vector<AuditLine> lines;
  for (const auto& item : found.items) {
    AuditLine line;
    line.id = Id{item.position.number};
    line.at = to_text(item.position.at);
    line.account = item.login;
    line.name = item.name;
    line.for_name = item.for_name;
    const auto role = access::find_role(item.record.role);
    line.role_label = role ? access::label(*role) : "";
    line.act = item.record.act;
    line.act_label = audit::act_label(item.record.act);
    line.object = item.record.object;
    line.outcome = item.record.outcome;
    line.detail = item.record.detail;
    line.address = item.record.address;
    line.sealed = item.sealed;
    lines.push_back(std::move(line));
  }
  call.saw("read_audit", search.object, search.login);
  return page_of(std::move(lines), found.total, paging);
}

}  // namespace

std::vector<Route> administration_routes() {
  const RoleSet system{Role::system_admin};
  const RoleSet security{Role::security_admin};
  Route list = get<Page<AccountLine>>("/api/v1/accounts", "账号", system | security, accounts);
  list.query = {"q", "page", "size"};
  Route make = post<MakeAccount, AccountLine>("/api/v1/accounts", "新建账号", system, make_account);
  make.act = "make_account";
  Route disable =
      post<Nothing>("/api/v1/accounts/{id}/disable", "停用账号", system, disable_account);
  disable.act = "disable_account";
  Route table = get<Roles>("/api/v1/roles", "角色与权限", security, roles);
  Route give = post<GiveRole, RoleHeld>("/api/v1/roles", "授权", security, give_role);
  give.act = "give_role";
  Route end = post<Nothing>("/api/v1/roles/{id}/end", "收回授权", security, end_role);
  end.act = "end_role";
  Route read =
      get<Page<AuditLine>>("/api/v1/audit", "审计记录", RoleSet{Role::audit_admin}, audit_list);
  read.query = {"object", "actor", "from", "until", "page", "size"};
  read.act = "read_audit";
  std::vector<Route> all{list, make, disable, table, give, end, read};
  for (auto& route : all) route.bound = Bound::nothing;
  return all;
}

}  // namespace leye::api
