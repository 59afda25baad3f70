// The second factor of one's own account, and taking it off another's.
#include "access/second_factor.hpp"

#include <fmt/format.h>

#include "api/administration.hpp"
#include "api/bind.hpp"
#include "api/dispatch.hpp"
#include "api/resources.hpp"
#include "api/sign_in.hpp"

namespace leye::api {
namespace {

Result<SecondFactorSecret> begin(Call& call) {
  auto* transaction = TRY(call.transaction());
  call.did(fmt::format("account:{}", call.caller->account));
  auto made = TRY(access::begin_second_factor(*transaction, call.backend.cipher, *call.caller,
                                              fmt::format("乐业 {}", call.backend.area_name),
                                              call.machine_now()));
  return SecondFactorSecret{std::move(made.secret), std::move(made.uri)};
}

Result<Nothing> confirm(Call& call, const SecondFactorCode& asked) {
  auto* transaction = TRY(call.transaction());
  call.did(fmt::format("account:{}", call.caller->account));
  TRY(access::confirm_second_factor(*transaction, call.backend.cipher, *call.caller, asked.code,
                                    call.machine_now()));
  return Nothing{};
}

// Who lost the app comes to the desk; the reason says how it was made sure who he is.
Result<Nothing> remove(Call& call, const RemoveSecondFactor& asked) {
  const auto id = TRY(call.path_id());
  if (id == call.caller->account) {
    return Error{ErrorCode::conflict, "不能停用自己的动态验证码", {}, "请由另一位安全管理员办理"};
  }
  if (asked.reason.empty() || asked.reason.size() > 600) {
    return Error{ErrorCode::invalid_input, "请写明怎样核实了本人身份，二百字以内", {"reason"}};
  }
  auto* transaction = TRY(call.transaction());
  TRY(access::remove_second_factor(*transaction, id, call.machine_now()));
  call.did(fmt::format("account:{}", id), asked.reason);
  return Nothing{};
}

}  // namespace

std::vector<Route> second_factor_routes() {
  Route start =
      post<SecondFactorSecret>("/api/v1/second-factor", "启用动态验证码", access::anyone, begin);
  // `changes`, not `decides`: the answer holds a secret, so it is kept nowhere.
  start.act = "begin_second_factor";
  start.with_temporary_password = true;
  Route first = post<SecondFactorCode, Nothing>("/api/v1/second-factor/confirm", "确认动态验证码",
                                                access::anyone, confirm);
  first.act = "confirm_second_factor";
  first.with_temporary_password = true;
  Route off = post<RemoveSecondFactor, Nothing>(
      "/api/v1/accounts/{id}/second-factor/remove", "停用他人的动态验证码",
      access::RoleSet{access::Role::security_admin}, remove);
  off.act = "remove_second_factor";
  std::vector<Route> all{start, first, off};
  for (auto& route : all) route.bound = Bound::nothing;
  return all;
}

}  // namespace leye::api
