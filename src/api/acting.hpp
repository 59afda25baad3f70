// Two people where two are asked for, under delegations too.
//
// What must be done by two people (受理、决定、支付; asking and releasing) compares accounts. A
// delegation lets one account work for another, so that each side counts under both: whoever acts
// for somebody is refused what that one would be refused, and nobody takes the second side of
// something whose first side was done for him. What was done for whom stands in the audit.
#pragma once

#include <string>
#include <vector>

#include "api/call.hpp"
#include "flows/bureau.hpp"

namespace leye::api {

// The accounts that count as one with the caller: for whom he acts, and whoever acted for either
// of them, or was acted for by them, on one of these objects or by one of these acts.
Result<std::vector<std::int64_t>> one_with_caller(const Call& call, store::Transaction& transaction,
                                                  std::vector<std::string> objects,
                                                  std::vector<std::string> acts = {});

// forbidden: one of the acts was done on the object by the one for whom the caller acts, or by
// somebody for either of them. What the caller did himself the work's own rule finds.
Status must_be_apart(const Call& call, store::Transaction& transaction, const std::string& object,
                     const std::vector<std::string>& acts);

// forbidden: `first`, who did the first side on the object, counts as one with the caller.
Status must_be_another(const Call& call, store::Transaction& transaction, const std::string& object,
                       std::int64_t first);

// The caller on a case or a recovery ("case:17"), with those who count as one with him there.
// Before the handler's own transaction begins.
// A meeting decides many cases under an object of its own.
Result<flows::Actor> actor_on(Call& call, const std::vector<std::string>& objects,
                              const std::vector<std::string>& acts = {"hold_meeting"});

}  // namespace leye::api
