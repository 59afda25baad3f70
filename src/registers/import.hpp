// A register sheet from outside: checked, compared with the register, and stored when confirmed.
//
//   const intake::Workbook book = TRY(intake::Workbook::open({.path = path}));
//   auto rows = TRY(book.rows(book.first_visible()));
//   Import import(transaction, vocabulary, cipher, {.kind = "人员", .source = …});
//   const ImportReport report = TRY(import.run(*rows));
//   … show the report; nothing is stored yet …
//   if (confirmed) TRY(import.store());   then transaction.commit()
//
// Kinds: person, organisation, employment, unemployment_registration, education_record,
// insurance_spell, organisation_year, household, household_member, and every entity of the
// vocabulary that is a record. A household is named by its head's number, with "/kind" where he
// heads several. People
// are recognised by their ID number, organisations by their credit code, spells by whose they are
// and when they began; so the same file twice changes nothing, and halves may come in any order. An
// empty cell says nothing: what is known stays. What changes is kept as it was with the moment it
// was replaced. Rows that are wrong are left out, each named by row and column with what to do; the
// rest can be stored.
//
// The transaction's scope must bypass row-level security, since a person may be registered where
// the caller cannot look; the places in the order take its part: rows outside are refused.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "intake/csv.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/sheet.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

// Who reports only his own: a school, an employer. A row of somebody else's is wrong, also if the
// register has it by another one's word; columns beyond `writes` are passed over.
struct ReportedBy {
  const Fact* fact = nullptr;  // that says whose row it is: a name, a credit code
  std::string value;           // his own; stands in every row
  std::vector<std::string> before = {};  // that it was called before
  std::vector<const Fact*> writes;
};

struct ImportOrder {
  std::string kind;    // an entity's id, plural or Chinese label
  std::string source;  // recorded with every row
  Instant now;         // when we learn it
  Day valid_on;        // from when changed facts of people and organisations hold
  Place place_lo = 0, place_hi = 999'999'999'999;  // the caller's places
  std::vector<ColumnChoice> columns = {};          // what the user wants columns to be
  std::optional<ReportedBy> reporter = {};         // of a record: the register's own has none
};

struct ImportReport {
  const Entity* entity = nullptr;
  std::string form;  // of the file: "XLSX", "CSV UTF-8"
  Layout layout;
  std::int64_t rows = 0;
  std::int64_t added = 0, changed = 0, same = 0, bad = 0;
  std::vector<CellProblem> problems;  // the first hundred
  std::vector<SkippedRow> skipped;    // sums, signatures, notes: the first fifty
  std::int64_t skipped_count = 0;
  std::int64_t hidden_rows = 0;  // read like the others
};

// What an import would change of what is known.
struct ImportChanges {
  struct OfFact {
    const Fact* fact;
    std::int64_t rows;
  };
  struct OfRow {
    std::int64_t row;
    const Fact* fact;
    std::string before;  // empty: not known; ***: masked, or sealed
    std::string after;
  };
  std::vector<OfFact> facts;  // the most frequent first
  std::vector<OfRow> rows;    // the first two hundred
};

// Takes a row of a file that goes out.
using WriteRow = std::function<void(const std::vector<std::string>& cells)>;

class Import {
 public:
  Import(store::Transaction& transaction, const Vocabulary& vocabulary,
         const IdentityCipher& cipher, ImportOrder order);

  static bool can_import(const Entity& entity);

  // Reads and compares; stores nothing. invalid_input if it is no such sheet at all.
  Result<ImportReport> run(intake::RowSource& rows);
  Result<ImportReport> run(intake::ByteSource csv);

  // Fact by fact, after run().
  Result<ImportChanges> changes();

  // After run(): what a source of higher rank says otherwise stays as it is known, and `report` is
  // of what is left to store. The number of values; they stand in the table import_held. ranks:
  // held_of_import in schema/area.
  Result<std::int64_t> hold_back(const std::string& ranks, ImportReport& report);

  // Stores the rows that are new or changed, once, after run(). Waits for whoever changes the same
  // rows, and takes what they stored into account. The caller commits.
  Status store();

  // After store(): when we learn it, as the rows carry it: the order's moment, or the first after
  // it that comes later than what was known of these rows and is no other import's.
  Instant learnt_at() const { return order_.now; }

  // The wrong rows of the same file, with a column saying what is wrong and one what to do.
  Status write_wrong_rows(intake::RowSource& same_rows, const WriteRow& write) const;

 private:
  struct Kind;
  static const Kind* find_kind(const Entity& entity);
  Status stage(Sheet& sheet, ImportReport& report);
  Status follow_merged(const std::string& staged);
  void check_row(SheetRow& row) const;
  void keep_to_own(SheetRow& row) const;
  Status leave_others();
  void check_person(SheetRow& row) const;
  void check_owner(SheetRow& row) const;
  void encode(const SheetRow& row, store::CopyRow& out);
  void encode_record(const SheetRow& row, store::CopyRow& out);
  void encode_value(const Fact& fact, const CellValue& value, const Salt& salt,
                    store::CopyRow& out) const;
  Status note(const SheetRow& row, ImportReport& report);
  struct Tables {
    std::string staged, known;
  };
  Tables tables() const;
  Status resolve();
  Status take_turn();
  Status count_states(ImportReport& report);
  Status note_states(ImportReport& report);
  Status compare_sealed();
  std::vector<std::string> tables_filled_at_once() const;
  Status store_rows();
  Status store_people();
  Status store_organisations();
  Status store_spells();
  Status store_records();
  Status resolve_references();
  std::vector<std::string> reference_facts() const;
  std::string heading_of(const Fact& fact) const { return fact.zh; }

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const IdentityCipher& cipher_;
  ImportOrder order_;
  const Entity* entity_ = nullptr;
  const Kind* kind_ = nullptr;
  Layout layout_;
  std::int64_t added_ = 0, changed_ = 0;                                    // found by run()
  std::map<std::int64_t, std::pair<std::string, std::string>> wrong_rows_;  // what, fix

  // A record that a record of the file names: by its key, its owner's number, or both.
  struct Naming {
    std::int64_t row = 0;
    const Fact* fact = nullptr;
    std::optional<std::string> uscc;
    std::optional<Bytes> person_blind;
    std::optional<std::string> key;
  };
  Naming naming_of(std::int64_t row, const Fact& fact, const std::string& text) const;
  std::vector<Naming> namings_;
};

// The kinds, in the order of the vocabulary.
std::vector<const Entity*> importable_entities(const Vocabulary& vocabulary);

}  // namespace leye::registers
