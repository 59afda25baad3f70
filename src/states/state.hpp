// The registered state of one person on a day, and from day to day, read off loaded facts.
//
//   StateReader reader(rules, facts);
//   const auto state = reader.state_on(row, day);           // in rules.states; none: not
//   registered for (const Stretch& each : reader.history(row, day)) …  // first to last for (const
//   auto at : reader.contradictions(row, day)) … // in rules.contradictions
//
// What is not certain is no state and no contradiction: nobody is called retired because a list is
// silent.
#pragma once

#include <optional>
#include <vector>

#include "policy/explain/explain.hpp"
#include "states/rules.hpp"

namespace leye::states {

struct Stretch {
  std::optional<std::size_t> state;  // in Rules::states; none: not registered as anything
  Day from;
  std::optional<Day> until;  // its last day; none: goes on
};

class StateReader {
 public:
  // Rules and facts must outlive it; the facts may be filled anew between calls.
  StateReader(const Rules& rules, const policy::Facts& facts);

  std::optional<std::size_t> state_on(policy::Row person, Day on);
  std::vector<std::size_t> contradictions(policy::Row person, Day on);

  // Up to `on`; states change only where a fact begins or on the day after it ends. Without the
  // time before the first state.
  std::vector<Stretch> history(policy::Row person, Day on) const;

  // Since when the state of `on` has held without a break.
  Day since(policy::Row person, Day on) const;

 private:
  void read_for(Day on);
  std::optional<std::size_t> fresh_state(policy::Row person, Day on) const;
  std::vector<Day> days_of_change(policy::Row person, Day on) const;

  const Rules& rules_;
  const policy::Facts& facts_;
  std::optional<Day> on_;  // of the evaluators
  std::vector<policy::Evaluator> states_, contradictions_;
};

}  // namespace leye::states
