// Storing a registration of employment or unemployment as the pack's kinds have it: what is asked,
// what is set, what ends by it (registering/rules.hpp). Of a window, or of what came in online.
#pragma once

#include "api/call.hpp"
#include "api/windows.hpp"
#include "registering/rules.hpp"

namespace leye::api {

struct RegisteredPerson {
  std::int64_t id = 0, home = 0;
  std::string number;  // in clear
};

// The answer: how many registrations are over by it. The transaction bypasses row-level security
// and holds the person's file; the caller commits. invalid_input names what is missing or wrong;
// conflict: the same is registered already.
Result<std::int32_t> store_registration(Call& call, store::Transaction& transaction,
                                        const registering::Kind& kind,
                                        const RegisteredPerson& person, const RegisterHere& asked);

// What can be said of `asked` before anybody looks at it: all facts that are asked for are there,
// and none that is not.
Status check_registration(const registering::Kind& kind, const RegisterHere& asked);

WindowKind window_kind(const Call& call, const registering::Kind& kind);

}  // namespace leye::api
