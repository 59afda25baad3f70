// How a pack stands to those above it (上级): what both declare must be said to replace, to add or
// to continue.
#pragma once

#include <span>
#include <vector>

#include "policy/plan/plan.hpp"
#include "policy/syntax/diagnostic.hpp"

namespace leye::policy {

// Reports a measure that a pack above has too, with no 关系 between the two; and a 关系 with a
// measure that no pack above has. `above` with their ids.
std::vector<Diagnostic> compare_with_above(const Plan& plan, std::span<const Plan* const> above);

}  // namespace leye::policy
