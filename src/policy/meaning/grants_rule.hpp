// What was already granted, as a value: for limits (次数), exclusions (不得重复), caps over claims
// (累计至多) and the months that are used up (最长).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policy/meaning/nodes.hpp"

namespace leye::policy {

using GrantFact = std::function<Typed(std::string_view)>;  // by its id, of the grant in question

struct GrantFilter {
  std::vector<std::string> measures;
  std::int32_t same_year_as = -1;                     // a day: only grants of its calendar year
  Typed organisation = {};                            // only grants to this one; for pairs
  Typed subject = {};                                 // only grants for this record
  std::function<Typed(const GrantFact&)> value = {};  // of sum: what is added up
};

// Whose grants can be counted: a person's or an organisation's; nothing for any other value.
std::optional<LimitScope> grants_owner(const Typed& owner, const Vocabulary& vocabulary);

// Grants to `owner` (a person or an organisation) that were neither withdrawn nor recovered:
// exists, count or sum. Nothing if the vocabulary has no grants.
std::optional<Typed> live_grants(Op op, const Typed& owner, const GrantFilter& filter,
                                 const Vocabulary& vocabulary, Nodes& nodes);

}  // namespace leye::policy
