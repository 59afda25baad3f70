// The suspect-list desk (疑点核查): lists that the province, the ministry, audit or discipline send
// are taken in, split to the towns where the people live, answered row by row with evidence,
// reviewed by a second person, and returned before their date.
//
//   const auto taken = TRY(take_list(transaction, desk, order, bytes));
//   TRY(answer_rows(transaction, desk, {17, 18}, "true", "核对参保记录，期间在职"));
//   TRY(review_rows(transaction, other, {17, 18}, true, ""));
//   const auto reply = TRY(reply_sheet(transaction, director, taken.id));
//
// At each step a task waits for whoever is next: the window of a town while it has rows to answer
// (the first checker for those of no town),
// the second checker while it has rows to review, the director when all of the list are reviewed.
// Where an answer says true and money was paid, a recovery is opened from the row
// (flows/recovery.hpp). suspect_view.hpp reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "evidence/evidence.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::suspects {

// Who works. The transactions' scope bypasses row-level security, for a list has rows in many
// places; rows are touched only within `place_lo` and `place_hi`.
struct SuspectDesk {
  const Cipher& cipher;
  std::int64_t account = 0;
  std::int64_t place = 0;  // of the post
  std::int64_t place_lo = 0, place_hi = -1;
  Instant now;                          // of the trade
  std::vector<std::int64_t> also = {};  // accounts that count as one with it
};

struct ListOrder {
  std::string number, issued_by, title, file_name;
  Day due_on;
};
struct TakenList {
  std::int64_t id = 0;
  std::int64_t rows = 0;
  std::int64_t known = 0;  // people of the taker's places
  std::int64_t towns = 0;
};
// invalid_input, by row, for a file without numbers of people; conflict: the same file again. Who
// lives elsewhere stays a row of the taker's place, as does who is in no register.
Result<TakenList> take_list(store::Transaction& transaction, const SuspectDesk& desk,
                            const ListOrder& order, std::string_view file);

// At most this many rows of one list at once.
inline constexpr std::size_t rows_at_once = 200;

// `answer`: true, false or explained. not_found: one of them is none of the caller's; conflict: one
// is reviewed, or the list is returned.
Status answer_rows(store::Transaction& transaction, const SuspectDesk& desk,
                   const std::vector<std::int64_t>& rows, const std::string& answer,
                   const std::string& evidence);
// Agreed, or given back with an opinion. forbidden for the one who answered.
Status review_rows(store::Transaction& transaction, const SuspectDesk& desk,
                   const std::vector<std::int64_t>& rows, bool agreed, const std::string& opinion);

// Papers may be added to these rows, or taken from them: refused as answering them would be.
Result<std::vector<evidence::AboutRow>> rows_for_evidence(store::Transaction& transaction,
                                                          const SuspectDesk& desk,
                                                          const std::vector<std::int64_t>& rows);

// In the transaction that opened the recovery. conflict: the row is not answered true, has a
// recovery, or is about somebody else than the row of the case.
Status note_recovery(store::Transaction& transaction, const SuspectDesk& desk, std::int64_t row,
                     std::int64_t case_id, std::int64_t case_row, std::int64_t recovery);

// A workbook for the issuing body; marks the list as returned, once. conflict: rows are not
// reviewed.
Result<std::string> reply_sheet(store::Transaction& transaction, const SuspectDesk& desk,
                                std::int64_t list);

const char* answer_label(std::string_view answer);

}  // namespace leye::suspects
