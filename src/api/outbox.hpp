// The outbox on the wire: what went out to other systems, what came back, and work that waits
// on the desk without being a step of a case.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct OutgoingLine {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string system_label;
  std::string who;
  std::optional<Id> person_id;
  std::optional<Id> organisation_id;
  std::string place_label;
  std::string operation_label;
  std::string state;
  std::string state_label;
  std::string clerk_name;
  std::string recorded_at;
  std::string answered_at;  // empty: not yet
  std::string serial;       // theirs
  std::string reason;       // of a refusal
};
BOOST_DESCRIBE_STRUCT(OutgoingLine, (),
                      (id, kind, kind_label, system_label, who, person_id, organisation_id,
                       place_label, operation_label, state, state_label, clerk_name, recorded_at,
                       answered_at, serial, reason))

struct OutgoingValue {
  std::string field;
  std::string label;
  std::string value;  // in words, masked as in the register
  std::string sent;   // the code or number that goes out, where it is another text
};
BOOST_DESCRIBE_STRUCT(OutgoingValue, (), (field, label, value, sent))

struct OutgoingEvent {
  std::string at;
  std::string state;
  std::string state_label;
  std::string detail;
  std::string actor;  // empty: the program
};
BOOST_DESCRIBE_STRUCT(OutgoingEvent, (), (at, state, state_label, detail, actor))

struct OutgoingFile {
  OutgoingLine line;
  std::int64_t attempts = 0;
  std::string next_try_at;  // empty: none
  std::string reason_code;
  std::optional<Id> mended_by;
  std::vector<OutgoingValue> fields;
  std::vector<OutgoingEvent> events;
  bool may_send_again = false;
};
BOOST_DESCRIBE_STRUCT(OutgoingFile, (),
                      (line, attempts, next_try_at, reason_code, mended_by, fields, events,
                       may_send_again))

struct SentAgain {
  Id id;  // of the new item
};
BOOST_DESCRIBE_STRUCT(SentAgain, (), (id))

struct SystemLine {
  std::string system;
  std::string system_label;
  std::string interface;
  std::int64_t unsent = 0;
  std::int64_t sent = 0;
  std::int64_t postponed = 0;
  std::int64_t refused = 0;
  std::int64_t accepted = 0;
  std::int64_t differences = 0;              // open ones
  std::optional<std::int64_t> oldest_hours;  // of what waits or was refused
  std::string failing_since;                 // empty: it answers
  std::string failure;
  std::string closed_until;  // empty: it is open
  std::string answered_at;   // last
};
BOOST_DESCRIBE_STRUCT(SystemLine, (),
                      (system, system_label, interface, unsent, sent, postponed, refused, accepted,
                       differences, oldest_hours, failing_since, failure, closed_until,
                       answered_at))

struct Systems {
  std::vector<SystemLine> items;
};
BOOST_DESCRIBE_STRUCT(Systems, (), (items))

struct DeskTask {
  Id id;
  std::string kind;
  std::string title;
  std::string detail;
  std::string address;  // of the page where it is done
  std::optional<Day> due_on;
  std::string created_at;
  bool mine = false;  // else of the role
};
BOOST_DESCRIBE_STRUCT(DeskTask, (), (id, kind, title, detail, address, due_on, created_at, mine))

struct DeskTasks {
  std::vector<DeskTask> items;
};
BOOST_DESCRIBE_STRUCT(DeskTasks, (), (items))

struct DifferenceValue {
  std::string code;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(DifferenceValue, (), (code, label))

struct DifferenceLine {
  Id id;
  std::string system_label;
  std::string record_kind_label;
  std::string kind;  // missing_there | missing_here | differs | renumbered
  std::string kind_label;
  std::string who;
  std::optional<Id> person_id;
  std::string place_label;
  std::string serial;  // theirs
  std::string field_label;
  std::string ours;
  std::string theirs;
  std::string found_at;
  std::string owner_name;  // empty: the director
  std::optional<Day> due_on;
  std::string state;  // open | resolved | gone
  std::string state_label;
  std::string choice_label;
  std::string reason;
  std::string resolved_by;
  std::vector<DifferenceValue> choices;  // of the reader
};
BOOST_DESCRIBE_STRUCT(DifferenceLine, (),
                      (id, system_label, record_kind_label, kind, kind_label, who, person_id,
                       place_label, serial, field_label, ours, theirs, found_at, owner_name, due_on,
                       state, state_label, choice_label, reason, resolved_by, choices))

struct ResolveDifference {
  std::string choice;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ResolveDifference, (), (choice, reason))

struct ListComparison {
  std::string system_label;
  std::string record_kind_label;
  std::string made_at;
  std::int64_t ours = 0;
  std::int64_t theirs = 0;
  std::int64_t found = 0;
};
BOOST_DESCRIBE_STRUCT(ListComparison, (),
                      (system_label, record_kind_label, made_at, ours, theirs, found))

struct ListComparisons {
  std::vector<ListComparison> items;  // latest first
};
BOOST_DESCRIBE_STRUCT(ListComparisons, (), (items))

struct CompareLists {
  std::string system;
};
BOOST_DESCRIBE_STRUCT(CompareLists, (), (system))

class Call;
struct Route;
std::vector<Route> difference_routes();

}  // namespace leye::api
