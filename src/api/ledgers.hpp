// Ledgers: which there are, their rows as they stood on a day, their counts, completeness and
// freshness, and the views that users save.
#pragma once

#include "api/contract.hpp"
#include "api/records.hpp"
#include "api/route.hpp"

namespace leye::api {

struct LedgerCondition {
  std::string column;
  std::string test;  // is, is_not, empty, given, at_least, at_most, not_passed, this_year, contains
  std::vector<std::string> values;
};
BOOST_DESCRIBE_STRUCT(LedgerCondition, (), (column, test, values))

struct LedgerConditions {
  std::vector<LedgerCondition> items;
};
BOOST_DESCRIBE_STRUCT(LedgerConditions, (), (items))

struct LedgerColumn {
  std::string column;
  std::string label, label_en;
  std::string group, group_en;  // the heading above several columns
  std::string type;             // the vocabulary's word; count of what is counted
  bool masked = false;
  bool required = false;          // completeness counts it
  std::vector<CodeChoice> codes;  // of a short code table
};
BOOST_DESCRIBE_STRUCT(LedgerColumn, (),
                      (column, label, label_en, group, group_en, type, masked, required, codes))

struct LedgerView {
  Id id;
  std::string name;
  std::string account_name;
  bool shared = false;
  bool own = false;
  std::vector<LedgerCondition> conditions;
};
BOOST_DESCRIBE_STRUCT(LedgerView, (), (id, name, account_name, shared, own, conditions))

struct LedgerLine {
  std::string ledger;
  std::string label, label_en;
  std::string note, note_en;
  std::string set;
  std::int32_t number = 0;  // in the set
  std::string kind;         // the entity whose rows it shows
  std::int32_t fresh_days = 0;
  std::string unit;
  std::vector<std::string> signs;
  std::vector<LedgerColumn> columns;
  std::vector<LedgerView> views;
};
BOOST_DESCRIBE_STRUCT(LedgerLine, (),
                      (ledger, label, label_en, note, note_en, set, number, kind, fresh_days, unit,
                       signs, columns, views))

struct LedgerSetLine {
  std::string set;
  std::string label, label_en;
  std::string note, note_en;
};
BOOST_DESCRIBE_STRUCT(LedgerSetLine, (), (set, label, label_en, note, note_en))

struct LedgerList {
  std::vector<LedgerSetLine> sets;
  std::vector<LedgerLine> items;
};
BOOST_DESCRIBE_STRUCT(LedgerList, (), (sets, items))

struct LedgerGroup {
  std::string value;
  std::string label;  // empty: not known
  std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(LedgerGroup, (), (value, label, rows))

// What part of another ledger's rows these are, of the same places and day.
struct LedgerShare {
  std::string label, label_en;
  std::string ledger;  // whose rows are the whole
  std::int64_t part = 0, whole = 0;
  bool more = false;  // one of them was not counted to its end
};
BOOST_DESCRIBE_STRUCT(LedgerShare, (), (label, label_en, ledger, part, whole, more))

// A ledger place by place: its groups and shares in each division below.
struct LedgerPlace {
  Id place;
  std::string label;
  std::int64_t rows = 0;
  std::vector<LedgerGroup> groups;
  std::vector<LedgerShare> shares;
};
BOOST_DESCRIBE_STRUCT(LedgerPlace, (), (place, label, rows, groups, shares))

struct LedgerPlaces {
  Day as_of;
  std::vector<LedgerPlace> items;
};
BOOST_DESCRIBE_STRUCT(LedgerPlaces, (), (as_of, items))

struct LedgerSummary {
  Day as_of;
  std::int64_t rows = 0;
  bool more = false;                     // there are more than were counted
  std::int64_t looked_at = 0;            // rows behind what follows
  std::int64_t needed = 0, filled = 0;   // cells that a complete row has
  std::int64_t complete = 0, fresh = 0;  // rows
  std::optional<Day> oldest, newest;     // when the latest source of a row was learnt
  std::vector<LedgerGroup> groups;
  std::vector<LedgerShare> shares;
};
BOOST_DESCRIBE_STRUCT(LedgerSummary, (),
                      (as_of, rows, more, looked_at, needed, filled, complete, fresh, oldest,
                       newest, groups, shares))

struct LedgerRowLine {
  Id id;
  std::optional<Id> person_id, organisation_id;  // whose page it opens
  std::vector<std::string> cells;                // in the order of the columns, masked
  Day newest;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(LedgerRowLine, (), (id, person_id, organisation_id, cells, newest, source))

struct LedgerMark {
  Id id;
  std::string sort;
};
BOOST_DESCRIBE_STRUCT(LedgerMark, (), (id, sort))

struct LedgerRows {
  Day as_of;
  std::vector<LedgerRowLine> items;
  std::optional<LedgerMark> next;  // ask with after and after_sort for the rows that follow
};
BOOST_DESCRIBE_STRUCT(LedgerRows, (), (as_of, items, next))

struct SaveLedgerView {
  std::string name;
  bool shared = false;  // with those who work for the same places
  std::vector<LedgerCondition> conditions;
};
BOOST_DESCRIBE_STRUCT(SaveLedgerView, (), (name, shared, conditions))

struct LedgerViewRemoved {
  bool removed = false;
};
BOOST_DESCRIBE_STRUCT(LedgerViewRemoved, (), (removed))

// A sheet of more rows than one person may take alone: which rows, and what for.
struct AskLedgerSheet {
  std::optional<Day> as_of, known_on;
  std::optional<Id> within;  // a place
  std::vector<LedgerCondition> conditions;
  bool clear = false;
  std::string purpose;
};
BOOST_DESCRIBE_STRUCT(AskLedgerSheet, (), (as_of, known_on, within, conditions, clear, purpose))

struct LedgerSheetAsked {
  Id request;  // of /export-requests
  std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(LedgerSheetAsked, (), (request, rows))

std::vector<Route> ledger_routes();

}  // namespace leye::api
