// A ledger's rows, counts and quality, as they stood on a day and were known at a moment.
//
//   LedgerReader reader(transaction, vocabulary, cipher);
//   LedgerPage page = TRY(reader.page(*ledger, {today, now}, {}, 50));
//   … page.rows …, then again with page.next until there is none
//
// The transaction's scope decides which rows are seen. Cells are in clear: whoever shows them masks
// by the column's Fact::mask, and records the reading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "ledgers/ledger.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::ledgers {

struct Question {
  Day on;                                  // what held on this day …
  Instant known_at;                        // … as it was known then
  std::vector<Condition> conditions = {};  // beyond the ledger's own
  std::optional<std::vector<std::int64_t>> ids = {};  // of the ledger's entity: no other rows
};

// Where a page ended.
struct Mark {
  std::string sort;
  std::int64_t id = 0;
};

struct LedgerRow {
  std::int64_t id = 0;                               // of the ledger's entity
  std::optional<std::int64_t> person, organisation;  // whose row it is
  std::vector<std::string> cells;   // as people read them; codes by their Chinese name
  std::vector<std::string> values;  // canonical where a cell is a code, else the cell
  Instant newest;                   // when the latest of what it shows was learnt
  std::string source;               // of the ledger's own row
};

struct LedgerPage {
  std::vector<LedgerRow> rows;
  std::optional<Mark> next;
};

struct Total {
  std::int64_t rows = 0;
  bool more = false;  // counting stopped there
};

// How full and how fresh the rows are; of `rows` rows where there are more than are looked at.
struct Quality {
  std::int64_t rows = 0;
  std::int64_t needed = 0, filled = 0;   // cells that a complete row has
  std::int64_t complete = 0, fresh = 0;  // rows
  std::optional<Instant> oldest, newest;
};

struct GroupCount {
  std::string value, label;  // empty: not known
  std::int64_t rows = 0;
};

class LedgerReader {
 public:
  LedgerReader(store::Transaction& transaction, const Vocabulary& vocabulary,
               const registers::IdentityCipher& cipher)
      : transaction_(transaction), vocabulary_(vocabulary), cipher_(cipher) {}

  Result<LedgerPage> page(const Ledger& ledger, const Question& question,
                          const std::optional<Mark>& after, std::int64_t size);
  Result<Total> total(const Ledger& ledger, const Question& question, std::int64_t rows_max);
  Result<Quality> quality(const Ledger& ledger, const Question& question, std::int64_t rows_max);
  // Empty without `group:` in the ledger's file; at most 60.
  Result<std::vector<GroupCount>> groups(const Ledger& ledger, const Question& question,
                                         std::int64_t rows_max);

 private:
  LedgerRow read_row(const Ledger& ledger, const store::Row& row) const;
  std::string opened(const std::string& sealed) const;

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const registers::IdentityCipher& cipher_;
};

}  // namespace leye::ledgers
