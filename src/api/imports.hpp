// Import of register sheets: preview with every wrong cell, then confirm; undo of a whole import.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct WrongCell {
  std::int64_t row = 0;  // as the sheet counts, the first row being 1
  std::string column;
  std::string value;
  std::string message;
  std::string fix;
};
BOOST_DESCRIBE_STRUCT(WrongCell, (), (row, column, value, message, fix))

struct ImportSheet {
  std::string name;
  bool hidden = false;
};
BOOST_DESCRIBE_STRUCT(ImportSheet, (), (name, hidden))

// A column of the sheet and what it is taken for; `fact` empty: not imported.
struct ImportColumn {
  std::int64_t column = 0;  // from 0
  std::string letter;       // "A"
  std::string heading;
  std::string fact;
  std::string label;
  std::string unit;       // "万元" where amounts are converted
  bool chosen = false;    // by the user, now or for an earlier file of this layout
  bool repeated = false;  // another column of the same meaning is used
  std::string sample;
};
BOOST_DESCRIBE_STRUCT(ImportColumn, (),
                      (column, letter, heading, fact, label, unit, chosen, repeated, sample))

// A row that is none of the table.
struct ImportSkipped {
  std::int64_t row = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ImportSkipped, (), (row, text))

// How many rows would change in this fact.
struct ImportFactChange {
  std::string fact;
  std::string label;
  std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(ImportFactChange, (), (fact, label, rows))

struct ImportRowChange {
  std::int64_t row = 0;
  std::string label;
  std::string before;  // empty: not known; ***: masked
  std::string after;
};
BOOST_DESCRIBE_STRUCT(ImportRowChange, (), (row, label, before, after))

struct ImportPreview {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string form;  // "XLSX", "XLS", "CSV UTF-8"
  std::vector<ImportSheet> sheets;
  std::int64_t sheet = 0;  // which of them, from 0
  std::vector<ImportColumn> columns;
  std::vector<std::string> missing;  // labels of required facts without a column: nothing was read
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t bad = 0;
  std::int64_t hidden_rows = 0;  // read like the others
  std::int64_t skipped_count = 0;
  std::vector<ImportSkipped> skipped;  // the first fifty
  std::vector<WrongCell> errors;       // the first hundred
  std::vector<ImportFactChange> changed_facts;
  std::vector<ImportRowChange> changes;  // the first two hundred
};
BOOST_DESCRIBE_STRUCT(ImportPreview, (),
                      (id, kind, kind_label, form, sheets, sheet, columns, missing, rows, added,
                       changed, same, bad, hidden_rows, skipped_count, skipped, errors,
                       changed_facts, changes))

struct ImportColumnChoice {
  std::int64_t column = 0;
  std::string fact;  // empty: not imported
};
BOOST_DESCRIBE_STRUCT(ImportColumnChoice, (), (column, fact))

// What to read of a file that waits, and how.
struct ImportChoice {
  std::int64_t sheet = 0;
  std::vector<ImportColumnChoice> columns;
};
BOOST_DESCRIBE_STRUCT(ImportChoice, (), (sheet, columns))

struct ImportDone {
  Id id;
  Id run;  // by which it can be undone
  std::int64_t added = 0;
  std::int64_t changed = 0;
};
BOOST_DESCRIBE_STRUCT(ImportDone, (), (id, run, added, changed))

// An import that was stored.
struct ImportRunLine {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string file_name;
  std::string form;
  std::string account_name;
  std::string stored_at;
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::string undone_at;  // empty: it stands
  std::int64_t removed = 0;
  std::int64_t restored = 0;
  std::int64_t kept = 0;
};
BOOST_DESCRIBE_STRUCT(ImportRunLine, (),
                      (id, kind, kind_label, file_name, form, account_name, stored_at, rows, added,
                       changed, undone_at, removed, restored, kept))

struct ImportRuns {
  std::vector<ImportRunLine> items;  // the latest first
};
BOOST_DESCRIBE_STRUCT(ImportRuns, (), (items))

struct ImportKept {
  std::string name;
  std::string changed_by;  // empty: something else is about this person or organisation
};
BOOST_DESCRIBE_STRUCT(ImportKept, (), (name, changed_by))

struct ImportUndone {
  Id id;
  std::int64_t removed = 0;   // no longer known
  std::int64_t restored = 0;  // as before the import
  std::int64_t kept = 0;      // changed by others since
  std::vector<ImportKept> changes;
};
BOOST_DESCRIBE_STRUCT(ImportUndone, (), (id, removed, restored, kept, changes))

}  // namespace leye::api
