// The outbox (上报): each change of a record that another system keeps too becomes an item that goes
// there, in the transaction of the change, and what comes back is kept with it.
//
//   TRY(import.store());
//   TRY(note_changes(transaction, arrangements, {"employment", order.source, …}));
//   TRY(transaction.commit());
//
// Items of one person or organisation go out in the order of the changes, the next when the one
// before was answered. The key of an item never changes, so that sending it again changes nothing
// there. What is refused waits for the clerk who did the work, with the reason; a later change of
// the same record, or sending it again, takes its place (mended). States:
//
//   unsent ─▶ sent ─▶ accepted (their number kept)
//      │ ╲       ╲──▶ refused ─▶ mended
//      │  ╲─▶ postponed (they are closed)
//      ╰────▶ dropped (undone before it went)
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "exchange/arrangements.hpp"
#include "store/transaction.hpp"

namespace leye::exchange {

struct ChangesStored {
  std::string entity;
  std::string source;    // as the rows carry it
  Instant known_at;      // as the rows carry it
  std::int64_t clerk = 0;
  Instant recorded_at;   // by the machine's clock
};

// After registers::Import::store(), in the same transaction, whose scope bypasses row-level
// security: how many items it made; none for a kind that is not worked on together that day.
Result<std::int64_t> note_changes(store::Transaction& transaction,
                                  const Arrangements& arrangements, const ChangesStored& stored);

// Records that are there already and never went out, the latest first: what a kind needs when it is
// worked on together from now on. How many items it made.
Result<std::int64_t> note_existing(store::Transaction& transaction,
                                   const Arrangements& arrangements, const std::string& entity,
                                   int count_max, std::int64_t clerk, Instant recorded_at);

// After an import was undone: what never went out is dropped, the rest is withdrawn there, or sent
// as it was before.
Status note_undo(store::Transaction& transaction, const Arrangements& arrangements,
                 std::int64_t import_run, std::int64_t clerk, Instant known_at,
                 Instant recorded_at);

// The same, told by what the undone rows carried: `undone.known_at` is when they were stored.
Status note_rows_undone(store::Transaction& transaction, const Arrangements& arrangements,
                        const ChangesStored& undone, Instant known_at);

// After a record was withdrawn: so is it there, if it went out.
Status note_withdrawal(store::Transaction& transaction, const Arrangements& arrangements,
                       const std::string& entity, std::int64_t record, std::int64_t clerk,
                       Instant recorded_at);

// What an item said once more: the record as it is known at `known_at`, or its withdrawal; a
// refused item is mended by it. The new item's id.
Result<std::int64_t> send_again(store::Transaction& transaction, std::int64_t item,
                                std::int64_t clerk, Instant known_at, Instant recorded_at);

// "621000-17": the same at every attempt.
std::string key_of(std::string_view area_schema, std::int64_t item);
std::optional<std::int64_t> item_of(std::string_view area_schema, std::string_view key);

// What another system says of one item.
struct Answer {
  enum class Outcome {
    accepted,
    refused,
    received,    // 已接收: the answer comes later
    closed,      // not now; the item waits
    renumbered,  // `serial` instead of `old_serial`
  };
  std::int64_t item = 0;
  Outcome outcome = Outcome::received;
  std::string serial;
  std::string old_serial;
  std::string code;    // of a refusal
  std::string reason;  // of a refusal, in their words
  std::optional<Instant> until = {};  // closed
};

// Late, repeated and overtaken answers change nothing that is settled.
Status take_answer(store::Transaction& transaction, const System& system, const Answer& answer,
                   Instant now);

// One more attempt brought no answer that can be read: later again, after unanswered_max in a row
// refused.
constexpr int unanswered_max = 8;
Status take_silence(store::Transaction& transaction, const System& system, std::int64_t item,
                    const std::string& what, Instant now);

}  // namespace leye::exchange
