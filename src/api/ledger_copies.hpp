// Frozen copies (定稿) of ledgers: drawn up, signed off by another, downloaded as they were signed,
// and laid beside the registers of today.
#pragma once

#include "api/contract.hpp"
#include "api/ledgers.hpp"

namespace leye::api {

struct DrawLedgerCopy {
  Day period_from, period_until;
  std::optional<Day> as_of;    // empty: the last day of the period, or today if that is to come
  std::optional<Id> within;    // a place
  std::vector<LedgerCondition> conditions;
  bool clear = false;          // the sheet shows numbers in clear
};
BOOST_DESCRIBE_STRUCT(DrawLedgerCopy, (),
                      (period_from, period_until, as_of, within, conditions, clear))

struct CorrectLedgerCopy {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectLedgerCopy, (), (reason))

// A column as it was when the copy was drawn up.
struct LedgerCopyColumn {
  std::string column;
  std::string label, label_en;
  std::string group, group_en;
  std::string use;  // text, number, count, money
  bool masked = false;
};
BOOST_DESCRIBE_STRUCT(LedgerCopyColumn, (),
                      (column, label, label_en, group, group_en, use, masked))

// What a copy keeps of its ledger's definition.
struct LedgerCopyHead {
  std::string label, label_en;
  std::string unit;
  std::vector<std::string> signs;
  std::vector<LedgerCopyColumn> columns;
};
BOOST_DESCRIBE_STRUCT(LedgerCopyHead, (), (label, label_en, unit, signs, columns))

struct LedgerCopy {
  Id id;
  std::string ledger;
  LedgerCopyHead head;
  std::string definition;  // digest of the definition
  bool redefined = false;  // the ledger is defined otherwise now
  std::string period;      // 2026年10月
  Day period_from, period_until, as_of;
  std::string known_at;
  std::string conditions;  // for people; empty: all rows
  std::string place_label;
  bool clear = false;
  std::string state;       // filling | waiting | signed | returned
  std::string state_label;
  std::int64_t rows = 0, rows_expected = 0;
  std::string number;      // 〔2026〕定稿第12号; empty: not signed
  std::string drawn_by, drawn_at;
  std::string decided_by, decided_at, opinion;
  bool own = false;        // drawn up by the caller
  bool may_sign = false;
  std::optional<Id> corrects, corrected_by;
  bool superseded = false;  // the correction is signed
  std::string reason;       // of a correction
  std::string digest, sheet_digest;
  bool sheet = false;       // false: not signed, or destroyed with a person
};
BOOST_DESCRIBE_STRUCT(LedgerCopy, (),
                      (id, ledger, head, definition, redefined, period, period_from, period_until,
                       as_of, known_at, conditions, place_label, clear, state, state_label, rows,
                       rows_expected, number, drawn_by, drawn_at, decided_by, decided_at, opinion,
                       own, may_sign, corrects, corrected_by, superseded, reason, digest,
                       sheet_digest, sheet))

struct LedgerCopies {
  std::vector<LedgerCopy> items;  // the latest first
};
BOOST_DESCRIBE_STRUCT(LedgerCopies, (), (items))

struct LedgerCopyRow {
  std::int64_t number = 0;
  std::optional<Id> person_id, organisation_id;
  std::vector<std::string> cells;  // masked
  std::string newest, source;      // as the ledger said then
  bool destroyed = false;          // with its person: no cells
};
BOOST_DESCRIBE_STRUCT(LedgerCopyRow, (),
                      (number, person_id, organisation_id, cells, newest, source, destroyed))

struct LedgerCopyRows {
  std::vector<LedgerCopyRow> items;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(LedgerCopyRows, (), (items, total))

struct DecideLedgerCopy {
  bool sign = false;
  std::string opinion;  // needed where it goes back
};
BOOST_DESCRIBE_STRUCT(DecideLedgerCopy, (), (sign, opinion))

// One cell, as it was reported and as it is now; masked.
struct LedgerCopyCell {
  std::string label, label_en;
  std::string was, is;
};
BOOST_DESCRIBE_STRUCT(LedgerCopyCell, (), (label, label_en, was, is))

struct LedgerCopyChange {
  std::string kind;  // gone | new | changed
  std::int64_t number = 0;  // its line on the sheet; 0: none
  std::string name;  // the first column
  std::optional<Id> person_id, organisation_id;
  std::vector<LedgerCopyCell> cells;
  std::string record_label;  // what kind of record changed it; empty: none is in force any more
  std::string record_source, record_learnt;
};
BOOST_DESCRIBE_STRUCT(LedgerCopyChange, (),
                      (kind, number, name, person_id, organisation_id, cells, record_label,
                       record_source, record_learnt))

struct LedgerCopyChanges {
  Day as_of;
  std::int64_t same = 0, gone = 0, added = 0, changed = 0;
  bool redefined = false;
  bool more = false;  // than are listed
  std::vector<LedgerCopyChange> items;
};
BOOST_DESCRIBE_STRUCT(LedgerCopyChanges, (),
                      (as_of, same, gone, added, changed, redefined, more, items))

struct Route;
std::vector<Route> ledger_copy_routes();

}  // namespace leye::api
