// Correcting who somebody is (数据修改申请单): a wrong number, 15 digits that became 18, a new
// name, two people under each other's numbers.
//
//   const auto id = TRY(ask_correction(transaction, cipher, {.kind = "number", .person = 17, …}));
//   TRY(decide_correction(transaction, cipher, {.correction = id, .approve = true, …}));
//
// One asks, another one decides: the table holds them apart. What was there stays readable, with
// the moment it was replaced. The day of birth follows a new number. Cases that were opened before
// are listed, since they print the old number.
//
// The transaction's scope must bypass row-level security; the caller has checked that the people
// may be seen. The caller commits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct CorrectionAsked {
  std::string kind;  // number, name, swapped
  std::int64_t person = 0;
  std::int64_t other = 0;  // swapped
  std::string value;       // the number in its one spelling, or the name
  std::string evidence, reason;
  std::int64_t account = 0;
  std::string made_by;
  Instant now;
};

// The ticket. invalid_input: something is missing, or nothing would change. conflict: a ticket of
// the person is open, or the number has a file (which then is a duplicate, not a mistake).
Result<std::int64_t> ask_correction(store::Transaction& transaction, const IdentityCipher& cipher,
                                    const CorrectionAsked& asked);

struct CorrectionDecided {
  std::int64_t correction = 0;
  bool approve = false;
  std::string opinion;
  std::int64_t account = 0;
  std::string made_by;
  Instant now;
};

// conflict: it is decided. forbidden: who asked does not decide.
Status decide_correction(store::Transaction& transaction, const IdentityCipher& cipher,
                         const CorrectionDecided& decided);

// A ticket as a page shows it; numbers in clear.
struct Correction {
  std::int64_t id = 0;
  std::string kind, state;
  std::int64_t person = 0;
  std::optional<std::int64_t> other;
  std::string person_name, other_name;  // as they were when it was decided, or are
  std::int64_t asked_by_account = 0;
  std::string before, after;  // of what changes: number or name
  std::string other_before;   // swapped
  std::string evidence, reason, asked_by, decided_by, opinion;
  Instant asked_at;
  std::optional<Instant> decided_at;
};
struct Corrections {
  std::vector<Correction> items;  // latest first
  std::int64_t total = 0;
};
Result<Corrections> list_corrections(store::Transaction& transaction, const IdentityCipher& cipher,
                                     const std::string& state, std::int64_t size,
                                     std::int64_t offset);
Result<Correction> find_correction(store::Transaction& transaction, const IdentityCipher& cipher,
                                   std::int64_t id);

// Cases of the people of a ticket.
struct CaseNamed {
  std::int64_t id = 0;
  std::string number, measure, state;
};
Result<std::vector<CaseNamed>> cases_of_correction(store::Transaction& transaction,
                                                   std::int64_t id);

}  // namespace leye::registers
