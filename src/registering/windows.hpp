// Registration at any window (全城通办; 就业促进法第三十五条): a clerk finds somebody of another
// place by the whole number and the name, sees what goes on of him, and registers one thing; the
// home community is told and keeps the record.
//
//   const auto look = TRY(look_for(transaction, cipher, {"张小明", number, …}));  // the caller's
//   scope const auto goes_on = TRY(registrations_of(transaction, look.id, now, today)); const auto
//   open = TRY(take_open(transaction, look.id, now));  // for the one who looked, once … the row is
//   stored, of `open.person` alone … TRY(tell_home(transaction, {look.id, open, …}));
//
// What a look opens is kept by the database: docs/decisions/0057-one-person-through-a-window.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registering/rules.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::registering {

struct LookFor {
  std::string name;
  std::string number;  // canonical
  std::string kind;
  std::int64_t place = 0;  // of the window
  Instant now, until;
};
struct Look {
  std::int64_t id = 0;
  std::optional<std::int64_t> person;  // none: nobody has this number and this name
  bool inside = false;                 // the caller's places show the person anyway
};
Result<Look> look_for(store::Transaction& transaction, const registers::IdentityCipher& cipher,
                      const LookFor& wanted);

// How often the caller looked since then and found nobody.
Result<std::int64_t> misses_since(store::Transaction& transaction, Instant since);

struct GoesOn {
  std::string entity;
  Day since;
  std::string detail;  // the employer; the place of registration
};
Result<std::vector<GoesOn>> registrations_of(store::Transaction& transaction, std::int64_t look,
                                             Instant now, Day today);

struct Opened {
  std::int64_t person = 0, home = 0;
  std::string home_label, name, number;  // in clear, for the row that is stored
  std::string kind;
};
// For one registration: the person's file is held until the transaction ends, so that two windows
// come one after the other. The transaction bypasses row-level security; the look is the account's
// of its scope. conflict: it is over, used or another account's.
Result<Opened> take_open(store::Transaction& transaction, const registers::IdentityCipher& cipher,
                         std::int64_t look, Instant now);

// What of the person's is over when the new one begins; the rows are stored as any correction is.
struct Ending {
  std::string entity;
  std::optional<std::string> employer;  // the credit code
  Day start;
  std::int64_t place = 0;  // whose record it is
};
Result<std::vector<Ending>> endings(store::Transaction& transaction, std::int64_t person,
                                    const Kind& kind, Day today);

struct Registered {
  std::int64_t look = 0;
  Opened opened;
  std::string label, detail;  // of the kind; who did it where
  Day due;
  Instant now;
  std::string clerk;
};
// The task of the home community, and its place on the desk.
Status tell_home(store::Transaction& transaction, const Registered& registered);

// The home community has looked at what another window registered, or at a benefit that should stop
// (states/hand_over.hpp): its place on the desk is empty again. Call it with finish_register_task;
// nothing happens if the task is of another kind.
Status home_looked(store::Transaction& transaction, std::int64_t task, std::int64_t account,
                   Instant now);

struct DoneHere {
  std::int64_t id = 0;
  std::string kind, name, home_label, clerk;
  Instant at;
  bool answered = false;
};
// By the windows of the caller's places, the latest first.
Result<std::vector<DoneHere>> done_here(store::Transaction& transaction, int count_max);

}  // namespace leye::registering
