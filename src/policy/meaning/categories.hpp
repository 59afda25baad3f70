// 类别: a category of persons or employers, as a measure that pays nothing. Its conditions are
// those of entry; those of exit are its result `exit`.
#pragma once

#include "policy/meaning/block.hpp"
#include "policy/meaning/reporter.hpp"
#include "policy/plan/plan.hpp"

namespace leye::policy {

// The lines below 认定条件; the category itself (without conditions) if there are none.
const Block& entry_of(const Block& category);
// Whether it has a line 认定: membership then is what was recognised, not what the conditions say.
bool is_recognised(const Block& category);

// Reads 认定, 无需认定, 凭证, 有效期 into the measure; false if the block is none of them.
// `incomplete`: a line of the category could not be read, perhaps the one that says who recognises.
bool read_recognition(const Block& block, bool incomplete, Measure& measure, Reporter& reporter);
// What only the whole category shows: 认定 or 无需认定, and conditions.
void check_category(const Block& category, const Entity& entity, Reporter& reporter);

}  // namespace leye::policy
