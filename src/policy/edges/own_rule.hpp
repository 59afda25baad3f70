// What a tick is of: the line of the rule that holds a comparison, with all that it reads — terms
// unfolded, names that 设 gives, parameters with their values — and the groups above it. Other
// lines of the measure are not in it, so that a change of theirs leaves the tick standing.
#pragma once

#include <string>

#include "policy/edges/comparisons.hpp"

namespace leye::policy::edges {

// A text to take digests of. It does not depend on the numbers of nodes, nor on other lines.
std::string own_rule(const Plan& plan, const Edge& edge, const Vocabulary& vocabulary);

}  // namespace leye::policy::edges
