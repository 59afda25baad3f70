// Frozen copies (定稿) of ledgers: what was reported for a period stays as it was reported.
//
// A copy keeps the rows of one question, as they stood on a day and were known at a moment, with
// the definition of the ledger at that time. One draws it up, another signs it off; then it has a
// number and a sheet, and nobody changes it any more. What turns out to be wrong is corrected by
// another copy that names it (schema/area/0560). copy_changes.hpp says what changed since.
//
//   const auto id = TRY(begin_copy(transaction, drawing));
//   while (…) TRY(add_rows(transaction, cipher, id, drawer, rows, next));   // page after page
//   const auto sheet = …;                                     // made of rows_of_copy()
//   TRY(sign_copy(transaction, cipher, id, signer, number, sheet));
//
// Who sees all places of a copy sees it (row-level security). Rows and sheet are sealed; the digest
// is over head and rows and is looked at whenever they are read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "ledgers/ledger_reader.hpp"

namespace leye::ledgers {

// More belong to copies of the places below.
inline constexpr std::int64_t frozen_rows_max = 20'000;
inline constexpr std::int64_t frozen_rows_a_step = 1'000;

// Of the ledger as it is defined: rows, columns, order. Another one asks something else.
std::string definition_digest(const Ledger& ledger);

struct CopyActor {
  std::int64_t account = 0;
  std::string name;
  std::int64_t office = 0;  // the place of the post
  Instant now;              // of the trade
};

struct Drawing {
  std::string ledger, definition;
  std::string head;             // JSON: what a reader needs to know of the ledger then
  std::string question;         // JSON: conditions as the API takes them
  std::string conditions_told;  // for people
  std::int64_t place = 0, place_lo = 0, place_hi = -1;
  Day period_from, period_until, as_of;
  Instant known_at;
  bool clear = false;
  std::int64_t rows_expected = 0;
  std::optional<std::int64_t> corrects;
  std::string reason;  // of a correction
};

struct FrozenCopy {
  std::int64_t id = 0;
  Drawing drawing;
  std::string state;  // filling, waiting, signed, returned
  std::int64_t rows = 0;
  std::optional<Mark> next;  // where filling goes on
  std::int64_t drawn_by = 0;
  std::string drawn_by_name;
  Instant drawn_at;
  std::string decided_by_name;  // empty: nobody yet
  std::optional<Instant> decided_at;
  std::string opinion;
  std::int64_t office = 0;
  int year = 0, number = 0;
  std::string digest, sheet_digest;
  bool has_sheet = false;
  std::optional<std::int64_t> corrected_by;  // a signed copy, or one on its way
  bool corrected = false;                    // that one is signed
};

struct FrozenRow {
  std::int64_t number = 0;  // its line on the sheet
  std::int64_t id = 0;      // of the ledger's entity
  std::optional<std::int64_t> person, organisation;
  std::vector<std::string> values;  // canonical
  std::vector<std::string> cells;   // in clear; for sheets in clear and for comparing
  std::vector<std::string> shown;   // masked
  std::string newest, source;       // as in LedgerRow; newest as a day
  bool destroyed = false;           // with its person; no cells
};

// conflict: this question has a copy for the period, or the copy has a correction already; or it is
// not signed, or of another question.
Result<std::int64_t> begin_copy(store::Transaction& transaction, const Drawing& drawing,
                                const CopyActor& drawer);

// The rows that follow; after the last (no `next`) the copy waits to be signed and the signers have
// a task. conflict: not being filled, or filled elsewhere meanwhile (`after` is not where it is).
// not_found: somebody else's.
struct Part {
  std::optional<Mark> after, next;
  std::vector<FrozenRow> rows;
};
Status add_rows(store::Transaction& transaction, const Cipher& cipher, std::int64_t copy,
                const CopyActor& drawer, const Part& part);

// The latest first; of one ledger.
Result<std::vector<FrozenCopy>> copies_of(store::Transaction& transaction,
                                          const std::string& ledger);
// not_found: not there, or not all of its places are seen.
Result<FrozenCopy> find_copy(store::Transaction& transaction, std::int64_t copy);

// From line `after` + 1 on. unavailable: a row is not what was read.
Result<std::vector<FrozenRow>> rows_of_copy(store::Transaction& transaction, const Cipher& cipher,
                                            std::int64_t copy, std::int64_t after,
                                            std::int64_t count);
// unavailable: head and rows do not have the digest that was signed.
Status check_digest(store::Transaction& transaction, const FrozenCopy& copy);

// The number that signing would give, of the signer's office and year; locked until the end of the
// transaction. forbidden for who drew it up. conflict unless it waits.
Result<FrozenCopy> copy_to_sign(store::Transaction& transaction, std::int64_t copy,
                                const CopyActor& signer);
Status sign_copy(store::Transaction& transaction, const Cipher& cipher, const FrozenCopy& copy,
                 const CopyActor& signer, const std::string& opinion, const std::string& sheet);
// By a signer with a reason, or by who drew it up. Its rows go.
Status return_copy(store::Transaction& transaction, std::int64_t copy, const CopyActor& by,
                   const std::string& opinion);

// The very file. conflict: not signed, or destroyed with a person. unavailable: not what it was.
Result<std::string> sheet_of_copy(store::Transaction& transaction, const Cipher& cipher,
                                  const FrozenCopy& copy);

}  // namespace leye::ledgers
