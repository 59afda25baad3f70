// What was already granted, as a condition: limits (次数) and exclusions (不得重复).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/meaning/nodes.hpp"

namespace leye::policy {

struct GrantFilter {
  std::vector<std::string> measures;
  std::int32_t same_year_as = -1;  // a day: only grants of its calendar year
  Typed organisation = {};         // only grants to this one; for exclusions by pair
};

// Grants to `owner` (a person or an organisation) that were neither withdrawn nor recovered:
// exists or count. Nothing if the vocabulary has no grants.
std::optional<Typed> live_grants(Op op, const Typed& owner, const GrantFilter& filter,
                                 const Vocabulary& vocabulary, Nodes& nodes);

}  // namespace leye::policy
