// The desk for batch look-up: many people at once, for a purpose, in one grid; each person is
// recorded as looked at.
#pragma once

#include "api/ledgers.hpp"
#include "api/route.hpp"

namespace leye::api {

struct AskLookup {
  std::string purpose;
  std::vector<std::string> asked;    // ID numbers, telephones or names; at most 2000
  std::vector<std::string> columns;  // of those in Lookup::columns; empty: all
};
BOOST_DESCRIBE_STRUCT(AskLookup, (), (purpose, asked, columns))

struct LookupLine {
  std::string asked;   // masked
  std::string result;  // found, not_found, bad_number, several, repeated
  std::optional<Id> person_id;
  std::vector<std::string> cells;  // in the order of the columns; empty unless found
};
BOOST_DESCRIBE_STRUCT(LookupLine, (), (asked, result, person_id, cells))

struct Lookup {
  std::vector<LedgerColumn> columns;
  std::vector<LookupLine> items;  // in the order of the question
  std::int64_t found = 0;
  std::int64_t read_lately = 0;  // people whom the caller looked up within 24 hours, these too
  bool alerted = false;          // so many that the audit administrator is told
};
BOOST_DESCRIBE_STRUCT(Lookup, (), (columns, items, found, read_lately, alerted))

std::vector<Route> lookup_routes();

}  // namespace leye::api
