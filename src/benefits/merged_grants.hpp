// The slots that keep benefits apart, when two files of one person become one or two again
// (registers/merge.hpp): the grants of both count together.
//
// A merge is never refused because of what was granted before. Where benefits of the two exclude
// each other, or a limit is passed, the slot stays where it was and a task is opened for whoever
// keeps the register.
#pragma once

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

// After merge_people, in its transaction. How many grants are in conflict.
Result<std::int64_t> move_merged_slots(store::Transaction& transaction, std::int64_t merge,
                                       Instant now);

// Before undo_merge, in its transaction.
Status move_slots_back(store::Transaction& transaction, std::int64_t merge);

}  // namespace leye::benefits
