#include "api/acting.hpp"

#include <algorithm>

#include "api/desk.hpp"
#include "audit/readers.hpp"

namespace leye::api {
namespace {

// Nobody is held to what was done for him longer ago than this.
constexpr std::chrono::hours looked_back{24 * 3 * 365};

std::vector<std::int64_t> sides_of(const Call& call) {
  std::vector<std::int64_t> sides{call.caller->account};
  if (call.caller->acting_for) sides.push_back(call.caller->acting_for->account);
  return sides;
}

Error one_person() {
  return Error{ErrorCode::forbidden,
               "委托人和代办人算同一个人，不能办理同一件事的两个环节",
               {},
               "请没有经办过这件事的人办理"};
}

}  // namespace

Result<std::vector<std::int64_t>> one_with_caller(const Call& call, store::Transaction& transaction,
                                                  std::vector<std::string> objects,
                                                  std::vector<std::string> acts) {
  auto accounts = TRY(
      audit::acted_for(transaction, {call.scope().area_schema, sides_of(call), std::move(objects),
                                     std::move(acts), call.machine_now() - looked_back}));
  if (call.caller->acting_for) accounts.push_back(call.caller->acting_for->account);
  return accounts;
}

Status must_be_apart(const Call& call, store::Transaction& transaction, const std::string& object,
                     const std::vector<std::string>& acts) {
  std::optional<std::int64_t> giver;
  if (call.caller->acting_for) giver = call.caller->acting_for->account;
  const bool done = TRY(audit::was_done_for(
      transaction, {call.scope().area_schema, sides_of(call), {object}, acts}, giver));
  if (!done) return Done{};
  return one_person();
}

Status must_be_another(const Call& call, store::Transaction& transaction, const std::string& object,
                       std::int64_t first) {
  const auto others = TRY(one_with_caller(call, transaction, {object}));
  if (std::find(others.begin(), others.end(), first) == others.end()) return Done{};
  return one_person();
}

Result<flows::Actor> actor_on(Call& call, const std::vector<std::string>& objects,
                              const std::vector<std::string>& acts) {
  auto actor = actor_of(call);
  if (call.is_subject()) return actor;
  auto* connection = TRY(call.connection());
  auto transaction = TRY(store::Transaction::begin(*connection, {}));
  actor.also = TRY(one_with_caller(call, transaction, objects, acts));
  TRY(transaction.commit());
  return actor;
}

}  // namespace leye::api
