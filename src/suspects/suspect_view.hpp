// Suspect lists as they are read: how far each has got, town by town, and its rows in clear. What
// the reader may see is bound by the scope of the transaction (row-level security by place).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "store/transaction.hpp"

namespace leye::suspects {

struct RowCounts {
  std::int64_t seen = 0;  // by the reader
  std::int64_t open = 0, answered = 0, reviewed = 0;
};

struct SuspectList {
  std::int64_t id = 0;
  std::string number, issued_by, title, place_label;
  Day due_on;
  std::int64_t rows = 0;  // of the file
  RowCounts counts;
  std::int64_t found_true = 0;
  bool overdue = false;  // not returned, and its day is over
  std::int64_t taken_by = 0;
  Instant taken_at;
  std::optional<Instant> replied_at;
};
// Those that are not returned first; at most 200.
Result<std::vector<SuspectList>> lists(store::Transaction& transaction, Day today);
// not_found: the reader sees none of its rows.
Result<SuspectList> list_of(store::Transaction& transaction, Day today, std::int64_t id);

struct TownCounts {
  std::string place_label;
  RowCounts counts;
};
Result<std::vector<TownCounts>> towns_of(store::Transaction& transaction, std::int64_t list);

struct PaidRow {
  std::int64_t case_id = 0, row = 0;
  std::string case_number, measure;
  Money amount;
};
struct SuspectRow {
  std::int64_t id = 0;
  std::int64_t number = 0;  // in the file
  std::string place_label;
  std::optional<std::int64_t> person;
  std::string our_name;                    // of the register; empty: not in it
  std::string id_number, name, suspicion;  // as the list says, in clear
  std::string state, answer, evidence, review;
  std::optional<std::int64_t> answered_by, reviewed_by, recovery;
  std::string recovery_number;
  std::vector<PaidRow> paid;  // to the person, where the answer is true and nothing is recovered
};
struct SuspectPage {
  std::vector<SuspectRow> rows;
  std::int64_t total = 0;
};
// `state`: open, answered, reviewed, or empty for all.
Result<SuspectPage> rows_of(store::Transaction& transaction, const Cipher& cipher,
                            std::int64_t list, const std::string& state, std::int64_t limit,
                            std::int64_t offset);

}  // namespace leye::suspects
