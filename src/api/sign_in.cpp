#include "api/sign_in.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/entering.hpp"
#include "api/bind.hpp"
#include "api/bindings.hpp"
#include "api/dispatch.hpp"
#include "api/noting.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

struct Menu {
  const char* id;
  RoleSet roles;
};

// In the order in which they are shown.
const std::vector<Menu>& menus() {
  static const std::vector<Menu> all = {
      {"inbox", access::offices | RoleSet{Role::outside_body, Role::employer}},
      {"persons", access::clerks | RoleSet{Role::insurance_agency, Role::auditor}},
      {"organisations", access::clerks | RoleSet{Role::insurance_agency, Role::auditor}},
      {"ledgers", access::clerks | RoleSet{Role::insurance_agency, Role::auditor}},
      {"lookup", access::clerks | RoleSet{Role::insurance_agency, Role::auditor}},
      {"measures", access::staff},
      {"policy-trials", RoleSet{Role::second_checker, Role::director, Role::finance_bureau}},
      {"cases", access::staff | access::outside | access::subjects},
      {"notices", access::staff | access::subjects},
      {"recoveries", access::offices | RoleSet{Role::auditor, Role::employer}},
      {"messages", access::subjects},
      {"applications", RoleSet{Role::window_clerk, Role::insurance_agency}},
      {"windows", RoleSet{Role::window_clerk}},
      {"registrations", access::clerks | RoleSet{Role::auditor}},
      {"recognitions", access::clerks | RoleSet{Role::auditor}},
      {"online", RoleSet{Role::citizen}},
      {"suspects", access::clerks | RoleSet{Role::auditor}},
      {"quality", access::clerks | RoleSet{Role::auditor}},
      {"meetings", RoleSet{Role::director, Role::second_checker, Role::auditor}},
      {"payment-batches",
       RoleSet{Role::insurance_agency, Role::finance_bureau, Role::director, Role::auditor}},
      {"funds",
       RoleSet{Role::insurance_agency, Role::finance_bureau, Role::director, Role::auditor}},
      {"figures", access::staff},
      {"imports", RoleSet{Role::window_clerk, Role::insurance_agency}},
      {"reports", access::clerks | access::outside | RoleSet{Role::auditor, Role::employer}},
      {"my-reports", RoleSet{Role::citizen}},
      {"graduates", access::clerks | RoleSet{Role::auditor}},
      {"trainees", access::clerks | RoleSet{Role::auditor, Role::employer}},
      {"sweep", access::clerks | RoleSet{Role::auditor}},
      {"visits", access::clerks | RoleSet{Role::auditor}},
      {"surveys", access::clerks | RoleSet{Role::auditor}},
      {"visit-bag", RoleSet{Role::window_clerk, Role::first_checker}},
      {"outbox", access::clerks | RoleSet{Role::insurance_agency, Role::auditor}},
      {"entitlements", access::subjects},
      {"delegations", access::staff | RoleSet{Role::security_admin}},
      {"bodies", access::staff | access::administrators},
      {"accounts", RoleSet{Role::system_admin, Role::security_admin}},
      {"roles", RoleSet{Role::security_admin}},
      {"audit", RoleSet{Role::audit_admin}},
  };
  return all;
}

std::string body_label(const Call& call, const std::string& body) {
  const CodeTable* table = call.backend.vocabulary.find_code_table("body");
  const Code* code = table == nullptr ? nullptr : table->find(body);
  return code == nullptr ? body : call.label(*code);
}

// A body that reports nothing has no page to report on.
bool opens(const Call& call, const access::Caller& caller, const Menu& menu) {
  if (!caller.holds(menu.roles)) return false;
  if (std::string_view(menu.id) != "reports") return true;
  const auto reports = [&call](const access::Post& post) {
    return post.role != Role::outside_body ||
           !call.backend.rulebook.reports.of(post.body).empty();
  };
  return std::any_of(caller.posts.begin(), caller.posts.end(), reports);
}

}  // namespace

Result<Me> describe(Call& call, const access::Caller& caller) {
  std::vector<std::int64_t> codes;
  for (const auto& post : caller.posts) codes.push_back(post.place);
  auto* transaction = TRY(call.transaction());
  auto names = TRY(registers::place_names(*transaction, codes));
  Me me;
  me.account = caller.login;
  me.name = caller.name;
  me.area = {Id{call.backend.area_place}, call.backend.area_name};
  me.today = call.today();
  me.csrf_token = caller.csrf_token;
  me.clock_moves = call.backend.set_clock != nullptr;
  me.password_temporary = caller.password_temporary;
  me.second_factor = caller.second_factor;
  me.second_factor_due = call.second_factor_due();
  for (const auto& post : caller.posts) {
    const std::string role = access::name(post.role);
    if (std::find(me.roles.begin(), me.roles.end(), role) == me.roles.end()) {
      me.roles.push_back(role);
      me.role_labels.emplace_back(access::label(post.role));
    }
    if (!post.body.empty()) me.bodies.push_back(body_label(call, post.body));
    const bool known = std::any_of(me.places.begin(), me.places.end(), [&post](const auto& place) {
      return place.code.number == post.place;
    });
    if (!known) me.places.push_back({Id{post.place}, names[post.place]});
  }
  for (const auto& menu : menus()) {
    if (opens(call, caller, menu)) me.menus.emplace_back(menu.id);
  }
  if (const auto& acting = caller.acting_for)
    me.acting_for = ActingForWhom{Id{acting->delegation}, acting->name};
  if (caller.subject && caller.subject->kind == "person") me.person_id = Id{caller.subject->id};
  if (caller.subject && caller.subject->kind == "organisation") {
    me.organisation_id = Id{caller.subject->id};
  }
  return me;
}

namespace {

std::string cookie(const Call& call, const std::string& value, const char* age) {
  return "leye_session=" + value + "; Path=/; HttpOnly; SameSite=Strict" +
         (call.backend.secure_cookies ? "; Secure" : "") + age;
}

Result<http::Response> sign_in(Call& call) {
  auto in = TRY(json::read<SignIn>(call.request.body));
  for (char& c : in.account) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  auto* connection = TRY(call.connection());
  if (call.caller) {
    // Whoever signs in again leaves the session he had.
    auto transaction = TRY(store::Transaction::begin(*connection, {}));
    TRY(access::sign_out(transaction, call.token, call.machine_now()));
    TRY(transaction.commit());
    call.caller.reset();
  }
  const auto entering = [&call](store::Transaction& transaction, const access::Caller& caller) {
    call.caller = caller;
    if (!caller.posts.empty()) call.post = caller.posts.front();
    call.did(fmt::format("account:{}", caller.account));
    if (auto bound = check_binding(call); !bound.ok()) return bound;
    return note(call, transaction);
  };
  const auto entered = TRY(access::sign_in(
      *connection, call.backend.cipher,
      {in.account, in.password, call.request.peer, in.code.value_or("")}, call.machine_now(),
      entering));
  auto response = respond(TRY(describe(call, entered.caller)));
  response.headers.emplace_back("Set-Cookie", cookie(call, entered.token, ""));
  return response;
}

Result<http::Response> leave(Call& call) {
  auto* transaction = TRY(call.transaction());
  TRY(access::sign_out(*transaction, call.token, call.machine_now()));
  call.did(fmt::format("account:{}", call.caller->account));
  auto response = respond(Nothing{});
  response.headers.emplace_back("Set-Cookie", cookie(call, "", "; Max-Age=0"));
  return response;
}

Result<Nothing> change_password(Call& call, const ChangePassword& asked) {
  auto* connection = TRY(call.connection());
  call.did(fmt::format("account:{}", call.caller->account));
  TRY(access::change_password(*connection, *call.caller,
                              {call.token, call.request.peer, asked.current, asked.next},
                              call.machine_now(), [&call](store::Transaction& transaction) {
                                return note(call, transaction);
                              }));
  return Nothing{};
}

Result<Me> me(Call& call) { return describe(call, *call.caller); }

Result<Health> health(Call& call) {
  auto* transaction = TRY(call.transaction());
  static_cast<void>(transaction);
  return Health{"ok", LEYE_VERSION};
}

Result<http::Response> contract(Call&) {
  static const auto text = std::make_shared<const std::string>(openapi());
  http::Response response;
  response.shared_body = text;
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Result<Me> set_clock(Call& call, const MoveClock& to) {
  if (call.backend.set_clock == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  if (to.day < call.today()) {
    return Error{ErrorCode::invalid_input, "演示日期只能向后调", {"day"}, "请选择今天或以后的日期"};
  }
  call.backend.set_clock->set(to.day);
  call.did("", leye::to_text(to.day));
  return describe(call, *call.caller);
}

}  // namespace

std::vector<Route> sign_in_routes() {
  Route enter = post<SignIn, Me>("/api/v1/sign-in", "登录", {}, nullptr);
  enter.handler = sign_in;
  enter.effect = Effect::opens;
  enter.signed_out = true;
  enter.body_bytes_max = 4096;
  enter.act = "sign_in";
  enter.bound = Bound::nothing;
  Route out = post<Nothing>("/api/v1/sign-out", "退出", access::anyone, nullptr);
  out.handler = leave;
  out.act = "sign_out";
  out.with_temporary_password = true;
  Route change = post<ChangePassword, Nothing>("/api/v1/password", "修改密码", access::anyone,
                                               change_password);
  change.act = "change_password";
  change.own_transactions = true;
  change.with_temporary_password = true;
  change.body_bytes_max = 8192;
  Route who = get<Me>("/api/v1/me", "我是谁", access::anyone, me);
  who.with_temporary_password = true;
  Route well = get<Health>("/api/health", "是否正常", {}, health);
  well.signed_out = true;
  well.bound = Bound::nothing;
  Route text = get<Nothing>("/api/openapi.json", "接口说明", {}, nullptr);
  text.handler = contract;
  text.gives = [](json::Schemas& schemas) { return schemas.of<json::Raw>(); };
  text.signed_out = true;
  text.bound = Bound::nothing;
  Route clock = post<MoveClock, Me>("/api/v1/clock", "调整演示日期",
                                    access::offices | access::administrators, set_clock);
  clock.act = "set_clock";
  return {enter, out, change, who, well, text, clock};
}

}  // namespace leye::api
