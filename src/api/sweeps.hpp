// The monthly sweep of the unemployed register on the wire.
#pragma once

#include "api/contract.hpp"
#include "api/route.hpp"

namespace leye::api {

struct SweepRule {
  std::string source;
  std::string source_label;  // 名单：服兵役
  bool later = true;         // only a day after the registration's
  std::string because;
  std::string because_label;
  bool told = true;
  std::string clause;
};
BOOST_DESCRIBE_STRUCT(SweepRule, (),
                      (source, source_label, later, because, because_label, told, clause))

// How many exits a reason has.
struct SweepReason {
  std::string because;
  std::string label;
  std::int64_t open = 0;
  std::int64_t confirmed = 0;
  std::int64_t rejected = 0;
  std::int64_t undone = 0;
};
BOOST_DESCRIBE_STRUCT(SweepReason, (), (because, label, open, confirmed, rejected, undone))

// Who counts as registered without being so.
struct SweepGroup {
  std::string label;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(SweepGroup, (), (label, people))

struct SweepRun {
  Id id;
  std::string confirmed_on;
  std::string confirmed_by;
  std::int64_t exits = 0;
  std::int64_t standing = 0;  // not undone
  std::optional<Day> undo_until;
  bool undone = false;
  std::string reason;
  bool may_undo = false;
};
BOOST_DESCRIBE_STRUCT(SweepRun, (),
                      (id, confirmed_on, confirmed_by, exits, standing, undo_until, undone, reason,
                       may_undo))

struct Sweep {
  std::string label;
  std::int64_t undo_days = 0;
  std::vector<SweepRule> rules;
  std::vector<SweepReason> reasons;
  std::int64_t registered = 0;  // as unemployed, now
  std::int64_t long_months = 0;      // registered for so long is long; 0: nobody counts them
  std::int64_t registered_long = 0;
  std::vector<SweepGroup> counted;
  std::vector<SweepRun> runs;
};
BOOST_DESCRIBE_STRUCT(Sweep, (),
                      (label, undo_days, rules, reasons, registered, long_months,
                       registered_long, counted, runs))

struct Swept {
  std::int64_t found = 0;
  std::int64_t gone = 0;
};
BOOST_DESCRIBE_STRUCT(Swept, (), (found, gone))

struct ExitLine {
  Id id;
  Id person_id;
  std::string who;
  std::string place_label;
  std::optional<Day> registered_on;
  std::string source_label;
  std::string given_by;
  std::string detail;
  Day since;
  Day ends_on;
  std::string because_label;
  std::string clause;
  std::string state;  // open | confirmed | rejected | undone
  std::string state_label;
  std::string decided_by;
  std::optional<Day> undo_until;
  bool may_undo = false;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ExitLine, (),
                      (id, person_id, who, place_label, registered_on, source_label, given_by,
                       detail, since, ends_on, because_label, clause, state, state_label,
                       decided_by, undo_until, may_undo, reason))

struct ConfirmExits {
  std::vector<Id> ids;
  std::string because;  // all open ones of this reason, instead of ids; or empty
};
BOOST_DESCRIBE_STRUCT(ConfirmExits, (), (ids, because))

struct RejectExits {
  std::vector<Id> ids;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RejectExits, (), (ids, reason))

struct UndoExits {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(UndoExits, (), (reason))

struct ExitsDecided {
  std::int64_t count = 0;
  std::int64_t kept = 0;  // of an undoing: changed since
};
BOOST_DESCRIBE_STRUCT(ExitsDecided, (), (count, kept))

std::vector<Route> sweep_routes();

}  // namespace leye::api
