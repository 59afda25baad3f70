// A record of the generic register is corrected or withdrawn by whoever keeps the register, with a
// reason. Nothing is lost: what the record said stays readable with the reason and the name, and
// rules that look at an earlier moment still see it.
//
//   TRY(withdraw_record(transaction, change));            // it is no more, from change.now on
//
//   const auto found = TRY(find_record_to_change(transaction, change));  // it is there, and ours
//   … an import of one row that says what is right …
//   TRY(note_correction(transaction, change, found, changed));           // and was this record
//
// The transaction's scope must bypass row-level security; the caller has checked that the owner may
// be seen. The caller commits.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct RecordChange {
  std::int64_t record = 0;
  std::string entity;  // its id
  std::string owner;   // "person" or "organisation"
  std::int64_t owner_id = 0;
  std::string reason;
  std::int64_t account = 0;
  std::string made_by;  // the account's name
  Instant now;
  Place place_lo = 0, place_hi = 999'999'999'999;  // the caller's places
};

// What a record is before it changes.
struct RecordFound {
  Place place = 0;
  std::string said;  // a digest of its facts
};

// not_found: this owner has no such record. invalid_input: the reason is
// missing or too long; or record and owner lie outside the caller's places.
Result<RecordFound> find_record_to_change(store::Transaction& transaction,
                                          const RecordChange& change);

// Also conflict: other records name this one.
Status withdraw_record(store::Transaction& transaction, const RecordChange& change);

// `one_changed`: the import changed one record and added none. invalid_input: it did not, or what
// it changed is another record.
Status note_correction(store::Transaction& transaction, const RecordChange& change,
                       const RecordFound& found, bool one_changed);

}  // namespace leye::registers
