// What waits on desks because of families without work: one task for each place and rule, with how
// many are to be confirmed, and one for each family that has a helper.
#pragma once

#include "base/clock.hpp"
#include "families/rules.hpp"
#include "store/transaction.hpp"

namespace leye::families {

// Opens and closes them as the cases of the rule now are; of these households, or of all where
// none is named. The caller commits.
Status tell_desks(store::Transaction& transaction, const FamilyRule& rule,
                  const std::vector<std::int64_t>& households, Instant now);

}  // namespace leye::families
