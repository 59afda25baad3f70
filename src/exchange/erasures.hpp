// Other systems are told of an erasure: what they were told of the person is withdrawn there.
//
//   TRY(registers::decide_erasure(transaction, …));
//   TRY(note_erasure(transaction, arrangements, {.person = 17, …}));
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "exchange/arrangements.hpp"
#include "store/transaction.hpp"

namespace leye::exchange {

// What another system holds of a person under a number of its own.
struct HeldElsewhere {
  System system;
  const Entity* entity = nullptr;
  std::int64_t records = 0;
};

// Also of the files that were merged into the person's. Without what no arrangement names any more.
Result<std::vector<HeldElsewhere>> held_elsewhere(store::Transaction& transaction,
                                                  const Arrangements& arrangements,
                                                  std::int64_t person);

struct PersonErased {
  std::int64_t person = 0;
  std::int64_t clerk = 0;  // who asked for it: refusals come back to this account
  Instant recorded_at;     // by the machine's clock
};

// After registers::decide_erasure(), in the same transaction, whose scope bypasses row-level
// security. Each record that another system holds is withdrawn there by an item that bears its
// number and nothing of the person; systems with a template get it in their next workbook, and the
// clerk has a task until they have answered. How many items it made.
Result<std::int64_t> note_erasure(store::Transaction& transaction,
                                  const Arrangements& arrangements, const PersonErased& erased);

}  // namespace leye::exchange
