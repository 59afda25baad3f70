// A handler with one transaction of its own that sees more than the caller: the work checks what he
// may touch. The answer and the record of the act go into the same transaction (Call::keep), so
// that the same request gets the same answer.
#pragma once

#include <chrono>
#include <functional>

#include "api/call.hpp"

namespace leye::api {

// Commits when `work` succeeds; each statement ends within `time_limit`.
Result<http::Response> own_write(
    Call& call, std::chrono::minutes time_limit,
    const std::function<Result<http::Response>(store::Transaction&)>& work);

}  // namespace leye::api
