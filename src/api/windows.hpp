// Registration at any window (全城通办): somebody of another place is found by the whole number and
// the name, and one thing is registered; the home community is told.
#pragma once

#include "api/contract.hpp"
#include "api/records.hpp"
#include "api/route.hpp"

namespace leye::api {

struct WindowAsk {
  std::string fact;  // of the entity, see /api/v1/kinds
  bool required = false;
};
BOOST_DESCRIBE_STRUCT(WindowAsk, (), (fact, required))

struct WindowKind {
  std::string kind;
  std::string label;
  std::string label_en;
  std::string registers;        // the entity
  std::vector<WindowAsk> asks;
  std::string ends;             // the entity whose registrations are over then, or empty
  bool asks_last_day = false;   // of what ends
  bool read_only = false;       // kept in another system
};
BOOST_DESCRIBE_STRUCT(WindowKind, (),
                      (kind, label, label_en, registers, asks, ends, asks_last_day, read_only))

struct WindowKinds {
  std::vector<WindowKind> items;
  std::int32_t open_minutes = 0;
  std::int32_t home_days = 0;
};
BOOST_DESCRIBE_STRUCT(WindowKinds, (), (items, open_minutes, home_days))

struct LookForPerson {
  std::string id_number;  // whole
  std::string name;       // whole
  std::string kind;       // of registration
  std::string purpose;
};
BOOST_DESCRIBE_STRUCT(LookForPerson, (), (id_number, name, kind, purpose))

struct WindowGoesOn {
  std::string entity;
  std::string label;
  Day since;
  std::string detail;
  std::int64_t days = 0;  // up to today, both counted
};
BOOST_DESCRIBE_STRUCT(WindowGoesOn, (), (entity, label, since, detail, days))

struct WindowFound {
  bool found = false;           // false: nobody has this number and this name
  std::optional<Id> look;       // to register by
  std::optional<Id> person_id;  // of the caller's own places: the file is open to him anyway
  std::string id_number;        // masked
  std::string until;            // when it closes
  std::vector<WindowGoesOn> items;
};
BOOST_DESCRIBE_STRUCT(WindowFound, (), (found, look, person_id, id_number, until, items))

struct RegisterHere {
  std::vector<WrittenFact> facts;
  std::optional<Day> last_day;  // of the work that is over
  std::string late_reason;      // where the entry is late
};
BOOST_DESCRIBE_STRUCT(RegisterHere, (), (facts, last_day, late_reason))

struct RegisteredHere {
  std::string label;
  std::string home_label;
  Day due;                // by when the home community looks at it
  std::int32_t ended = 0;  // registrations that are over by it
};
BOOST_DESCRIBE_STRUCT(RegisteredHere, (), (label, home_label, due, ended))

struct WindowDoneLine {
  Id id;
  std::string label;
  std::string name;  // masked
  std::string home_label;
  std::string clerk;
  std::string at;
  bool answered = false;  // the home community has looked
  std::string state_label;
};
BOOST_DESCRIBE_STRUCT(WindowDoneLine, (),
                      (id, label, name, home_label, clerk, at, answered, state_label))

struct WindowDone {
  std::vector<WindowDoneLine> items;
};
BOOST_DESCRIBE_STRUCT(WindowDone, (), (items))

std::vector<Route> window_routes();

}  // namespace leye::api
