// Two files of one person become one, and two again where that was wrong.
//
//   const auto id = TRY(merge_people(transaction, vocabulary, cipher,
//                                    {.survivor = 17, .merged = 23, .from_merged = {"phone"}, …}));
//   const auto left_behind = TRY(undo_merge(transaction, cipher, {.merge = id, …}));
//
// Nothing is overwritten: what was known of either before the merge stays known as of then.
// Spells, records, households, cases, grants, messages, what waits to be told to other systems
// and the web account follow the survivor; what he has already ends. Each fact is the
// survivor's, or the other's where it was chosen or the survivor has none. The number that was
// given up still finds the survivor. The slots that keep benefits apart are moved by
// benefits/merged_grants.hpp, in the same transaction.
//
// The transaction's scope must bypass row-level security; the caller has checked that both files
// may be seen. The caller commits.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

struct MergeOrder {
  std::int64_t survivor = 0, merged = 0;
  std::vector<std::string> from_merged = {};  // ids of facts; id_number, name, phone too
  std::string reason;
  std::int64_t account = 0;
  std::string made_by;  // the account's name
  Instant now;
};

// The merge. not_found: one of the files is not there. invalid_input: no reason, a fact that there
// is not, or both are one file.
Result<std::int64_t> merge_people(store::Transaction& transaction, const Vocabulary& vocabulary,
                                  const IdentityCipher& cipher, const MergeOrder& order);

struct UndoOrder {
  std::int64_t merge = 0;
  std::string reason;
  std::int64_t account = 0;
  std::string made_by;
  Instant now;
};

// How many rows and facts stay with the survivor, since somebody changed them after the merge: what
// the merge gave goes back, what was learnt since is not taken away. conflict: it is undone
// already; a later merge of the survivor stands, which is undone first; or somebody else has the
// number.
Result<std::int64_t> undo_merge(store::Transaction& transaction, const IdentityCipher& cipher,
                                const UndoOrder& order);

// A merge as the survivor's page tells it.
struct MergeLine {
  std::int64_t id = 0;
  std::int64_t survivor = 0, merged = 0;
  std::string merged_name;
  std::string reason, merged_by;
  Instant merged_at;
  std::string undo_reason, undone_by;
  std::optional<Instant> undone_at;
};
Result<std::vector<MergeLine>> merges_of(store::Transaction& transaction, std::int64_t survivor);
Result<MergeLine> merge_line(store::Transaction& transaction, std::int64_t merge);

// A thing of the register that somebody has to look at.
struct RegisterTask {
  std::int64_t id = 0;
  std::string kind;  // benefits_conflict, states_conflict, own_word
  std::int64_t person = 0;
  std::string person_name;
  std::string detail;
  std::string state;  // open, done
  Instant found_at;
  std::string outcome, done_by;
  std::optional<Instant> done_at;
};
struct RegisterTasks {
  std::vector<RegisterTask> items;  // latest first
  std::int64_t total = 0;
};
Result<RegisterTasks> list_register_tasks(store::Transaction& transaction, const std::string& state,
                                          std::int64_t size, std::int64_t offset);

// What came of it. conflict: it is done already, or not of the caller's places.
struct TaskOutcome {
  std::int64_t task = 0;
  std::string outcome;
  std::int64_t account = 0;
  std::string made_by;
  Instant now;
};
Status finish_register_task(store::Transaction& transaction, const TaskOutcome& outcome);

// Opens a task unless one is open about the same: somebody has to look at it.
Status open_register_task(store::Transaction& transaction, const std::string& kind,
                          std::int64_t person, const std::string& about, const std::string& detail,
                          Instant now);

}  // namespace leye::registers
