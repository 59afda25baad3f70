// Puts the conditions that were read into the measure: a tree with ids and bits, its root their
// all.
#pragma once

#include <vector>

#include "policy/meaning/conditions.hpp"

namespace leye::policy {

// `clause`: the sentences of the measure, for the root.
void lay_out(std::vector<Draft> drafts, const std::string& clause, Measure& measure, Nodes& nodes);

}  // namespace leye::policy
