// A list of people from outside beside a ledger, and the people of a sheet for the batch look-up.
// Nothing of either file is stored.
#pragma once

#include "api/ledgers.hpp"
#include "api/route.hpp"

namespace leye::api {

struct ComparedField {
  std::string label;
  std::string ours;
  std::string listed;
};
BOOST_DESCRIBE_STRUCT(ComparedField, (), (label, ours, listed))

struct ComparedLine {
  std::string match;        // only_ledger, only_list, different, repeated
  std::int64_t number = 0;  // of the row in the sheet; 0: only in the ledger
  std::string name;
  std::string id_number;  // masked
  std::optional<Id> person_id;
  std::vector<ComparedField> fields;
};
BOOST_DESCRIBE_STRUCT(ComparedLine, (), (match, number, name, id_number, person_id, fields))

struct ListCompared {
  std::string ledger_label;
  std::vector<std::string> columns;  // that were compared
  std::int64_t listed = 0;           // people of the list
  std::int64_t ledger_rows = 0;
  std::int64_t same = 0, different = 0, only_list = 0, only_ledger = 0, repeated = 0;
  std::vector<ComparedLine> items;  // all but those that agree
};
BOOST_DESCRIBE_STRUCT(ListCompared, (),
                      (ledger_label, columns, listed, ledger_rows, same, different, only_list,
                       only_ledger, repeated, items))

struct SheetLines {
  std::vector<std::string> items;
};
BOOST_DESCRIBE_STRUCT(SheetLines, (), (items))

std::vector<Route> list_comparison_routes();

}  // namespace leye::api
