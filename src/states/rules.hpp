// Which registered state (登记状态) somebody is in, and which registrations contradict each other:
// data of a pack (its folder states/, docs/guide/states.md has the form) that names categories of
// its rules. States stand in order; the first whose category certainly holds on a day is the state
// of that day. A contradiction names who looks at it, and within how many calendar days.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "policy/plan/plan.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::states {

struct State {
  std::string code;          // of registered_state
  std::size_t category = 0;  // in Rules::plan.measures
};

struct Contradiction {
  std::size_t category = 0;
  std::string owner;  // a role, as access::name says it: "window_clerk"
  int days = 0;       // calendar days within which it is looked at
};

// Who comes into a state is to be contacted (即时对接): a task of a visit plan, due so many days after
// the day on which that is found. Of one who is recognised as the group, where one is named.
struct HandOver {
  std::string state, group, plan;
  int days = 0;  // calendar days; a state that began longer ago is no news
};

// What is not paid any longer to who is in the state (再就业停发): records of a kind about a person
// that go on.
struct Stop {
  std::string state;
  std::string entity, until;  // the fact that says when it ended
  std::string zh;
};

struct Rules {
  std::string id;     // "registered_state"; empty: no pack says any
  policy::Plan plan;  // of the pack that says them
  std::vector<State> states;
  std::vector<Contradiction> contradictions;
  std::vector<HandOver> hand_overs;
  std::vector<Stop> stops;
  std::string stop_owner;  // the role that looks at what is to stop
  int stop_days = 0;       // calendar days within which it does

  const policy::Measure& category(const State& state) const {
    return plan.measures[state.category];
  }
  const policy::Measure& category(const Contradiction& contradiction) const {
    return plan.measures[contradiction.category];
  }

  // Of the pack, else of the packs behind it. None has states/registered.md: empty rules. The error
  // names file, line and the way to mend it.
  static Result<Rules> load(const std::filesystem::path& pack, const Vocabulary& vocabulary);
  static Result<Rules> parse(std::string_view text, const std::string& file, policy::Plan plan,
                             const Vocabulary& vocabulary);
};

}  // namespace leye::states
