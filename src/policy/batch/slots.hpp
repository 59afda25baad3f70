// Memory for vectors: one slot serves several that do not live at the same time, so that a block
// stays in the cache.
#pragma once

#include "policy/batch/program.hpp"

namespace leye::policy::batch {

// Bytes that one row takes in a vector of this kind, without its state.
std::int32_t bytes_of(Kind kind);

void assign_slots(Program& program);

}  // namespace leye::policy::batch
