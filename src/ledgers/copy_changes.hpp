// What changed since a ledger was frozen: the rows of the copy beside those that the same question
// has now, with the record behind each difference.
//
//   const auto found = TRY(changes_since(transaction, comparing, ledger, copy, question));
//
// Asked of the copy's own day it shows corrections (what was learnt afterwards about that day),
// asked of today also what has happened since. Only columns that the copy and the ledger both have.
#pragma once

#include "ledgers/frozen_copies.hpp"

namespace leye::ledgers {

// The latest record that a row is made of.
struct Origin {
  std::string entity;
  std::int64_t row = 0;
  Instant learnt;
  std::string source;
};

struct RowChange {
  std::string kind;  // gone, new, changed
  std::int64_t id = 0;
  std::optional<std::int64_t> person, organisation;
  FrozenRow was;  // of a gone or changed row
  LedgerRow is;   // of a new or changed row
  std::vector<std::string> columns;  // of a changed row: which differ
  std::optional<Origin> origin;      // none: nothing of it is in the register any more
};

struct Changes {
  std::int64_t same = 0, gone = 0, added = 0, changed = 0;
  std::vector<RowChange> rows;  // at most changes_told_max, in the sheet's order, new ones last
  bool redefined = false;  // the ledger is defined otherwise now
};

inline constexpr std::size_t changes_told_max = 200;

struct Comparing {
  const Vocabulary& vocabulary;
  const registers::IdentityCipher& identity;
  const Cipher& cipher;
  std::vector<std::string> columns;  // of the copy, as its rows have them
};

// `question`: the copy's, of which day and known when. In a transaction of the copy's places.
// conflict: the ledger has more rows by now than a copy may have.
Result<Changes> changes_since(store::Transaction& transaction, const Comparing& comparing,
                              const Ledger& ledger, const FrozenCopy& copy,
                              const Question& question);

}  // namespace leye::ledgers
