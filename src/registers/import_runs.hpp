// Imports that were stored: listed, and undone as a whole; and the columns that users chose.
//
//   ImportRuns runs(transaction, vocabulary, cipher);
//   TRY(runs.record(order, report, {.account = …}));   in the transaction that stores
//   const Undone undone = TRY(runs.undo(id, …));
//
// Undoing writes nothing over: what the import said is known from then to now, and no longer. Rows
// that somebody changed since, and people whom something else is about, stay as they are and are
// named. The transaction's scope must bypass row-level security, as for an import.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registers/import.hpp"

namespace leye::registers {

struct ImportSender {
  std::int64_t account = 0;
  std::string account_name;
  std::string file_name;
};

struct ImportRun {
  std::int64_t id = 0;
  std::string kind, file_name, form, account_name;
  Instant stored_at;
  std::int64_t rows = 0, added = 0, changed = 0;
  std::optional<Instant> undone_at;
  std::int64_t removed = 0, restored = 0, kept = 0;
};

// What an undoing left as it is.
struct KeptChange {
  std::string name;        // of the person or the organisation
  std::string changed_by;  // the source of the change; empty: something else is about this owner
};

struct Undone {
  std::string kind;
  std::int64_t removed = 0, restored = 0, kept = 0;
  std::vector<KeptChange> changes;  // the first hundred that were kept
};

class ImportRuns {
 public:
  ImportRuns(store::Transaction& transaction, const Vocabulary& vocabulary,
             const IdentityCipher& cipher)
      : transaction_(transaction), vocabulary_(vocabulary), cipher_(cipher) {}

  Result<std::int64_t> record(const ImportOrder& order, const ImportReport& report,
                              const ImportSender& sender);

  // Of the caller's places, latest first; with an account only its own.
  Result<std::vector<ImportRun>> latest(Place place_lo, Place place_hi, int count,
                                        std::int64_t own = 0);

  // not_found outside the caller's places or of an account that is not `own`, conflict if it was
  // undone before.
  Result<Undone> undo(std::int64_t id, Place place_lo, Place place_hi, std::int64_t account,
                      Instant now, std::int64_t own = 0);

  // What was chosen for files of this layout; nothing if nobody did.
  Result<std::vector<ColumnChoice>> remembered(const Entity& entity, const Layout& layout);
  Status remember(const Entity& entity, const Layout& layout, std::int64_t account, Instant now);

 private:
  struct Stored {
    std::string source;
    Instant at;
  };
  Result<Undone> undo_people(const Stored& stored, Instant now);
  Result<Undone> undo_organisations(const Stored& stored, Instant now);
  Result<Undone> undo_rows(const std::string& table, const Stored& stored, Instant now);
  Status find_phones_again(Instant now);
  static void add_kept(const store::Rows& rows, Undone& undone);

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const IdentityCipher& cipher_;
};

}  // namespace leye::registers
