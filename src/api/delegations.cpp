#include "api/delegations.hpp"

#include <fmt/format.h>

#include "access/delegations.hpp"
#include "api/bind.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "api/sign_in.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::staff | RoleSet{Role::security_admin};

bool oversees(const Call& call) { return call.post.role == Role::security_admin; }

Day machine_day(const Call& call) { return business_day(call.machine_now()); }

RoleHeld held_of(const access::HeldRole& held) {
  return {Id{held.id}, access::name(held.role), access::label(held.role), Id{held.place}, ""};
}

DelegationLine line_of(const Call& call, const access::Delegation& one) {
  const auto today = machine_day(call);
  const auto me = call.caller->account;
  DelegationLine line;
  line.id = Id{one.id};
  line.from_name = one.from_name;
  line.to_name = one.to_name;
  for (const auto& held : one.roles) line.roles.push_back(held_of(held));
  line.first_day = one.first_day;
  line.last_day = one.last_day;
  line.reason = one.reason;
  line.state = one.ended               ? "ended"
               : today > one.last_day  ? "over"
               : today < one.first_day ? "waiting"
                                       : "in_force";
  line.state_label = line.state == "ended"     ? call.says("已收回", "ended")
                     : line.state == "over"    ? call.says("已到期", "over")
                     : line.state == "waiting" ? call.says("未开始", "not begun")
                                               : call.says("生效中", "in force");
  line.given = one.from == me;
  line.taken = one.to == me;
  const bool open = line.state == "waiting" || line.state == "in_force";
  line.may_end = open && (line.given || oversees(call)) && !call.caller->acting_for;
  line.may_act = line.state == "in_force" && line.taken &&
                 !(call.caller->acting_for && call.caller->acting_for->delegation == one.id);
  return line;
}

Result<Delegations> list(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto me = call.caller->account;
  Delegations all;
  all.today = machine_day(call);
  const auto found = TRY(
      access::list_delegations(*transaction, oversees(call) ? std::nullopt : std::optional(me)));
  for (const auto& one : found) all.items.push_back(line_of(call, one));
  const auto own = TRY(access::delegable(*transaction, me));
  for (const auto& held : own.roles) all.roles.push_back(held_of(held));
  for (const auto& one : own.colleagues) {
    ColleagueLine line{Id{one.id}, one.name, {}};
    for (const auto role : one.assignments) line.roles.push_back(Id{role});
    all.colleagues.push_back(std::move(line));
  }
  std::vector<std::int64_t> codes;
  for (const auto& held : all.roles) codes.push_back(held.place.number);
  for (const auto& line : all.items)
    for (const auto& held : line.roles) codes.push_back(held.place.number);
  auto names = TRY(registers::place_names(*transaction, codes));
  for (auto& held : all.roles) held.place_label = names[held.place.number];
  for (auto& line : all.items)
    for (auto& held : line.roles) held.place_label = names[held.place.number];
  return all;
}

Status refuse_while_acting(const Call& call) {
  if (!call.caller->acting_for) return Done{};
  return Error{ErrorCode::conflict, "代办期间不能委托或收回", {}, "先结束代办，以本人身份办理"};
}

Result<Delegations> make(Call& call, const MakeDelegation& asked) {
  TRY(refuse_while_acting(call));
  access::NewDelegation made{call.caller->account,
                             asked.to.number,
                             {},
                             asked.first_day,
                             asked.last_day,
                             asked.reason,
                             call.backend.rulebook.numbers.delegation_days};
  for (const auto role : asked.roles) made.assignments.push_back(role.number);
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(access::make_delegation(*transaction, made, call.machine_now()));
  call.did(fmt::format("account:{}", asked.to.number),
           fmt::format("委托 {}：{} 至 {}", id, leye::to_text(asked.first_day),
                       leye::to_text(asked.last_day)));
  return list(call);
}

Result<Delegations> end(Call& call) {
  TRY(refuse_while_acting(call));
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(access::end_delegation(*transaction, id, call.caller->account, oversees(call),
                             call.machine_now()));
  call.did(fmt::format("delegation:{}", id));
  return list(call);
}

// Who one is after the session has changed hands.
Result<Me> described_anew(Call& call, store::Transaction& transaction) {
  auto caller = TRY(access::find_session(transaction, call.token, call.machine_now()));
  CHECK(caller.has_value());
  return describe(call, *caller);
}

Result<Me> begin(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(access::act_under(*transaction, call.token, *call.caller, id, call.machine_now()));
  call.did(fmt::format("delegation:{}", id));
  return described_anew(call, *transaction);
}

Result<Me> stop(Call& call) {
  auto* transaction = TRY(call.transaction());
  TRY(access::act_for_oneself(*transaction, call.token));
  call.did(fmt::format("account:{}", call.caller->account));
  if (call.caller->acting_for)
    call.did(fmt::format("delegation:{}", call.caller->acting_for->delegation));
  return described_anew(call, *transaction);
}

}  // namespace

std::vector<Route> delegation_routes() {
  const std::string base = "/api/v1/delegations";
  Route read = get<Delegations>(base, "委托代办", readers, list);
  Route add = post<MakeDelegation, Delegations>(base, "委托代办", access::staff, make);
  add.act = "make_delegation";
  Route over = post<Delegations>(base + "/{id}/end", "收回委托", readers, end);
  over.act = "end_delegation";
  Route act = post<Me>(base + "/{id}/act", "开始代办", access::staff, begin);
  act.act = "act_under_delegation";
  Route own = post<Me>(base + "/stop", "结束代办", access::staff, stop);
  own.act = "stop_acting";
  std::vector<Route> all{read, add, over, act, own};
  for (auto& route : all) route.bound = Bound::nothing;
  return all;
}

}  // namespace leye::api
