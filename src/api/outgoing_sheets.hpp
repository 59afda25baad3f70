// Files in the import template of another system, on the wire: made, taken, answered.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct WaitingForSheet {
  std::string kind;
  std::string kind_label;
  std::string system_label;
  std::string template_label;
  std::int64_t items = 0;
  std::string oldest_at;
};
BOOST_DESCRIBE_STRUCT(WaitingForSheet, (),
                      (kind, kind_label, system_label, template_label, items, oldest_at))

struct OutgoingSheet {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string system_label;
  std::string operation_label;
  std::string file_name;
  std::string place_label;
  std::int64_t rows = 0;
  std::int64_t accepted = 0;
  std::int64_t refused = 0;
  std::int64_t waiting = 0;
  std::string state;  // made | taken | overdue | answered
  std::string state_label;
  std::string made_by;
  std::string made_at;
  std::string taken_by;  // empty: nobody yet
  std::string taken_at;
  std::optional<Day> due_on;
};
BOOST_DESCRIBE_STRUCT(OutgoingSheet, (),
                      (id, kind, kind_label, system_label, operation_label, file_name, place_label,
                       rows, accepted, refused, waiting, state, state_label, made_by, made_at,
                       taken_by, taken_at, due_on))

struct SheetAnswerProblem {
  std::int64_t row = 0;
  std::string message;
  std::string fix;
};
BOOST_DESCRIBE_STRUCT(SheetAnswerProblem, (), (row, message, fix))

struct SheetAnswer {
  std::string kind_label;
  std::string file_name;
  std::int64_t rows = 0;
  std::int64_t accepted = 0;
  std::int64_t refused = 0;
  std::int64_t renumbered = 0;
  std::int64_t unchanged = 0;       // said before
  std::int64_t open = 0;            // without an answer yet
  std::int64_t not_understood = 0;  // told one by one when it is read
  std::string read_by;
  std::string read_at;
  std::vector<SheetAnswerProblem> problems;
};
BOOST_DESCRIBE_STRUCT(SheetAnswer, (),
                      (kind_label, file_name, rows, accepted, refused, renumbered, unchanged, open,
                       not_understood, read_by, read_at, problems))

struct OutgoingSheets {
  std::vector<WaitingForSheet> waiting;
  std::vector<OutgoingSheet> items;  // those that wait first, then the latest first
  std::vector<SheetAnswer> answers;  // latest first
};
BOOST_DESCRIBE_STRUCT(OutgoingSheets, (), (waiting, items, answers))

struct MakeSheet {
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(MakeSheet, (), (kind))

struct Route;
std::vector<Route> outgoing_sheet_routes();

}  // namespace leye::api
