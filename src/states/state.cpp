#include "states/state.hpp"

#include <algorithm>

namespace leye::states {
namespace {

using policy::EntityIndex;
using policy::FactIndex;
using policy::Outcome;

}  // namespace

StateReader::StateReader(const Rules& rules, const policy::Facts& facts)
    : rules_(rules), facts_(facts) {}

void StateReader::read_for(Day on) {
  if (on_ == on) return;
  on_ = on;
  states_.clear();
  contradictions_.clear();
  for (const State& state : rules_.states)
    states_.emplace_back(rules_.plan, rules_.category(state), facts_, on);
  for (const Contradiction& contradiction : rules_.contradictions)
    contradictions_.emplace_back(rules_.plan, rules_.category(contradiction), facts_, on);
}

std::optional<std::size_t> StateReader::state_on(policy::Row person, Day on) {
  read_for(on);
  for (std::size_t at = 0; at < states_.size(); ++at)
    if (states_[at].evaluate(person).outcome == Outcome::eligible) return at;
  return std::nullopt;
}

std::vector<std::size_t> StateReader::contradictions(policy::Row person, Day on) {
  read_for(on);
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < contradictions_.size(); ++at)
    if (contradictions_[at].evaluate(person).outcome == Outcome::eligible) found.push_back(at);
  return found;
}

std::optional<std::size_t> StateReader::fresh_state(policy::Row person, Day on) const {
  for (std::size_t at = 0; at < rules_.states.size(); ++at) {
    policy::Evaluator evaluator(rules_.plan, rules_.category(rules_.states[at]), facts_, on);
    if (evaluator.evaluate(person).outcome == Outcome::eligible) return at;
  }
  return std::nullopt;
}

std::vector<Day> StateReader::days_of_change(policy::Row person, Day on) const {
  std::vector<Day> days;
  const auto take_row = [&](const Entity& entity, EntityIndex index, policy::Row row) {
    for (std::size_t at = 0; at < entity.facts.size(); ++at) {
      if (entity.facts[at].type != FactType::day) continue;
      const auto value = facts_.value(index, row, static_cast<FactIndex>(at));
      if (!value.known()) continue;
      const Day day = Day::from_number(static_cast<int>(value.low.top));
      for (const Day each : {day, day + 1})
        if (each <= on) days.push_back(each);
    }
  };
  const EntityIndex own = facts_.entity("person");
  const auto& entities = facts_.vocabulary().entities();
  for (std::size_t at = 0; at < entities.size(); ++at) {
    const auto index = static_cast<EntityIndex>(at);
    if (index == own) {
      take_row(entities[at], index, person);
      continue;
    }
    for (std::size_t fact = 0; fact < entities[at].facts.size(); ++fact) {
      if (entities[at].facts[fact].refers_to != "person" || facts_.size(index) == 0) continue;
      for (const auto row : facts_.related(index, static_cast<FactIndex>(fact), person))
        take_row(entities[at], index, row);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

std::vector<Stretch> StateReader::history(policy::Row person, Day on) const {
  std::vector<Stretch> stretches;
  for (const Day day : days_of_change(person, on)) {
    const auto state = fresh_state(person, day);
    if (stretches.empty() ? !state : stretches.back().state == state) continue;
    if (!stretches.empty()) stretches.back().until = day - 1;
    stretches.push_back({state, day, std::nullopt});
  }
  return stretches;
}

Day StateReader::since(policy::Row person, Day on) const {
  const auto now = fresh_state(person, on);
  Day first = on;
  const auto days = days_of_change(person, on);
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    if (fresh_state(person, *day) != now) break;
    first = *day;
  }
  return first;
}

}  // namespace leye::states
