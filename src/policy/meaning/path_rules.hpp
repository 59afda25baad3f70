// What a path must satisfy before a case may run on it.
#pragma once

#include "base/result.hpp"
#include "policy/plan/path.hpp"

namespace leye::policy {

// The first rule that the path breaks, naming the step.
Status check_path(const Path& path);

// The effects that this release runs.
bool runs(Effect effect);

}  // namespace leye::policy
