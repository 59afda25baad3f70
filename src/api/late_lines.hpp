// Late entries as a file tells them.
#pragma once

#include "api/call.hpp"
#include "api/persons.hpp"

namespace leye::api {

// Of a "person" or an "organisation", known at that moment, in the caller's transaction.
Result<std::vector<LateLine>> late_lines(Call& call, const std::string& owner, std::int64_t id,
                                         Instant known_at);

}  // namespace leye::api
