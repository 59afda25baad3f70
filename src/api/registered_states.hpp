// The registered state (登记状态) of a person: which one, why, since when; what contradicts it.
#pragma once

#include "api/call.hpp"
#include "api/entitlements.hpp"

namespace leye::api {

// Of a stretch of days; the last one goes on.
struct StateStretch {
  std::string code;   // of registered_state; empty: registered as nothing
  std::string label;  // empty too
  Day from;
  std::optional<Day> until;
};
BOOST_DESCRIBE_STRUCT(StateStretch, (), (code, label, from, until))

// Two registrations that cannot both be right.
struct StateConflict {
  std::string category;
  std::string label;
  std::string owner;  // the role that looks at it
  std::string owner_label;
  std::optional<Day> due_on;  // of the open task; none: there is none (another day is looked at)
  TraceNode trace;
};
BOOST_DESCRIBE_STRUCT(StateConflict, (), (category, label, owner, owner_label, due_on, trace))

struct RegisteredState {
  bool derived = false;  // false: no pack in force says which state somebody is in
  std::string code;      // empty: registered as nothing
  std::string label;
  std::optional<Day> since;
  std::optional<TraceNode> trace;  // why
  std::vector<StateStretch> history;
  std::vector<StateConflict> conflicts;
};
BOOST_DESCRIBE_STRUCT(RegisteredState, (), (derived, code, label, since, trace, history, conflicts))

// How far the states of everybody are: they follow days and changes by themselves.
struct StatesKept {
  bool begun = false;    // false: nothing was ever derived for everybody
  bool running = false;  // people of total
  std::optional<Day> derived_on;
  std::string began_at, ended_at;  // empty: not yet
  std::int64_t total = 0;
  std::int64_t people = 0;
  std::int64_t changed = 0;  // states that are new, other than before, or gone
  std::int64_t opened = 0;   // tasks of contradictions
  std::int64_t closed = 0;
  std::int64_t later = 0;    // people derived anew since it ended
  std::int64_t waiting = 0;  // people whose records changed
};
BOOST_DESCRIBE_STRUCT(StatesKept, (),
                      (begun, running, derived_on, began_at, ended_at, total, people, changed,
                       opened, closed, later, waiting))

// Stores today's state, the tasks of what contradicts it and the cases of his families, after
// something was written about him.
// The transaction sees all places; the caller commits.
Status derive_state_of(Call& call, store::Transaction& transaction, std::int64_t person);

std::vector<Route> registered_state_routes();

}  // namespace leye::api
