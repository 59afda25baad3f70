// The monthly sweep (月度核查) of the unemployed register: what the registers and lists of other
// bodies say proposes that registrations end; a clerk looks, confirms or rejects; the person is
// told; within the rules' days a whole run or one exit can be undone.
//
//   const auto found = TRY(find_exits(transaction, desk));            // changes no registration
//   const auto run = TRY(confirm_exits(transaction, desk, {.ids = {3, 7}}));
//   TRY(undo_run(transaction, desk, run.id, "名单有误"));
//
// Lists come in as records of the kind outside_listing. An exit is a change of the registration
// like any other: what it said before is kept, its source names the run, and it goes out to other
// systems that keep registrations too. All statements work on whole sets. sweep_view.hpp reads.
#pragma once

#include <string>
#include <vector>

#include "exchange/arrangements.hpp"
#include "store/transaction.hpp"
#include "sweeps/rules.hpp"
#include "sweeps/signs.hpp"

namespace leye::sweeps {

// What the work runs on, and who does it. The transactions' scope bypasses row-level security, as
// for an import; what is touched lies within `place_lo` and `place_hi`.
struct SweepDesk {
  const Vocabulary& vocabulary;
  const exchange::Arrangements& arrangements;
  const Rules& rules;
  std::int64_t account = 0;
  std::int64_t place = 0;  // of the post
  std::int64_t place_lo = 0, place_hi = -1;
  Instant now;          // of the trade
  Instant recorded_at;  // of the machine
  Day today() const { return business_day(now); }
};

struct Found {
  std::int64_t found = 0;  // newly proposed
  std::int64_t gone = 0;   // proposed before, ended otherwise since
};
// Asked again it finds nothing new; what was rejected or undone stays so for the same record.
// conflict: a rule looks at contacts or refusals, and no pack says what they are.
Result<Found> find_exits(store::Transaction& transaction, const SweepDesk& desk,
                         const Signs& signs);

inline constexpr std::size_t exits_at_once = 500;

// Of `ids`, or all open ones with the reason `because`.
struct Chosen {
  std::vector<std::int64_t> ids = {};
  std::string because = {};
};
struct ConfirmedRun {
  std::int64_t id = 0;
  std::int64_t exits = 0;
};
// conflict: one of the ids is decided, ended otherwise or none of the caller's, or nothing is open.
Result<ConfirmedRun> confirm_exits(store::Transaction& transaction, const SweepDesk& desk,
                                   const Chosen& chosen);
Result<std::int64_t> reject_exits(store::Transaction& transaction, const SweepDesk& desk,
                                  const std::vector<std::int64_t>& ids,
                                  const std::string& reason);

struct UndoneExits {
  std::int64_t restored = 0;
  std::int64_t kept = 0;  // somebody changed these registrations since
};
// not_found: not all of its exits are the caller's; conflict: its days are over, it was undone
// before, or nothing can be restored.
Result<UndoneExits> undo_run(store::Transaction& transaction, const SweepDesk& desk,
                             std::int64_t run, const std::string& reason);
// conflict: not confirmed, its days are over, or somebody changed the registration since.
Status undo_exit(store::Transaction& transaction, const SweepDesk& desk, std::int64_t exit,
                 const std::string& reason);

}  // namespace leye::sweeps
