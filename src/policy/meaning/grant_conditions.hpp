// Conditions about what was granted before: how often (次数), and nothing that excludes it
// (不得重复).
#pragma once

#include <optional>

#include "policy/meaning/conditions.hpp"
#include "policy/meaning/grants_rule.hpp"

namespace leye::policy {

// 次数 每 招用.人员 每年 1 次; also noted in the measure. Nothing after reporting.
std::optional<Draft> limit_condition(const Block& block, Conditions& conditions,
                                     Expressions& expressions, Measure& measure);

// No live grant of another member of an exclusion, to the same person, employer, or both: `owner`,
// and `organisation` of a pair.
Draft exclusion_condition(const Exclusion& exclusion, const Typed& owner, const Typed& organisation,
                          Nodes& nodes, const Vocabulary& vocabulary, const Measure& measure);

}  // namespace leye::policy
