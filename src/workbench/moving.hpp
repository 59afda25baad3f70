// A draft begun from a version goes on from a later one: what others published meanwhile stays, and
// so does what the draft changes.
#pragma once

#include "workbench/drafts.hpp"

namespace leye::workbench {

struct Moved {
  std::int64_t revision = 0;
  std::int64_t base = 0;            // the latest version
  std::int64_t files_merged = 0;    // that both had changed
  std::int64_t conflicts = 0;       // places in which both changed the same lines
};

// Onto the latest version that stands. A file that only one side changed is as that side has it;
// one that both changed is put together (merge.hpp), and a draft with conflicts left in it has
// errors. conflict: not open, another revision, it stands on the latest one.
Result<Moved> move_to_latest(store::Transaction& transaction, std::int64_t draft,
                             std::int64_t revision, const Person& by, Instant now);

}  // namespace leye::workbench
