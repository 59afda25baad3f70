#include "goals.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace leye::bench {
namespace {

constexpr std::array goals = {
    Goal{"policy.batch.*.1core", 300, true},              // M rules/s, with reasons, AVX2
    Goal{"policy.batch.3000000.1core.time", 120, false},  // ms, twelve rules for 3 M persons
    Goal{"policy.batch.*.memory", 120, false},            // B a person
    Goal{"policy.explain.*.1core", 50'000, true},         // situations/s with their whole story
    Goal{"policy.explain.real.stories", 50'000, true},
    Goal{"policy.sql.*.*.*.over.by_hand", 1.2, false},  // times the query written by hand
    Goal{"policy.prove.packs", 5, false},               // s, all shipped packs in one call
    Goal{"imports.*.persons", 100'000, true},           // rows/s checked and stored
    Goal{"imports.*.unemployment", 50'000, true},       // spells that exclude each other
    Goal{"imports.*.persons.workbook", 20'000, true},
    Goal{"imports.*.persons.memory", 64, false},  // MB
    Goal{"registers.*.columns", 15, false},       // s
    Goal{"registers.*.families.recompute", 10, false},
    Goal{"registers.*.feed.compare", 30, false},
    Goal{"registers.*.feed.memory", 64, false},
    Goal{"registers.*.lookup.one_clerk.p99", 5, false},  // ms
    Goal{"registers.*.lookup.20_clerks.p99", 5, false},
    Goal{"registers.*.name.*.p99", 50, false},
    Goal{"registers.*.page.one_clerk.p99", 50, false},
    Goal{"registers.*.page.20_clerks.p99", 50, false},
};

bool fits(std::string_view pattern, std::string_view name) {
  while (!pattern.empty() && !name.empty()) {
    const auto part = pattern.substr(0, pattern.find('.'));
    const auto found = name.substr(0, name.find('.'));
    if (part != "*" && part != found) return false;
    pattern.remove_prefix(std::min(pattern.size(), part.size() + 1));
    name.remove_prefix(std::min(name.size(), found.size() + 1));
  }
  return pattern.empty() && name.empty();
}

}  // namespace

std::optional<Goal> goal_of(const std::string& name) {
  for (const Goal& goal : goals)
    if (fits(goal.name, name)) return goal;
  return std::nullopt;
}

std::string goals_table(const std::vector<Measurement>& measured) {
  std::string text;
  for (const Measurement& each : measured) {
    const auto goal = goal_of(each.name);
    if (!goal) continue;
    if (text.empty())
      text = fmt::format("\n{:<56} {:>12}  {:>10}  {:<12} {}\n", "goals", "measured", "goal",
                         "unit", "");
    text += fmt::format("{:<56} {:>12.3f}  {:>10}  {:<12} {}\n", each.name, each.value,
                        fmt::format("{} {:g}", goal->at_least ? ">=" : "<=", goal->limit),
                        each.unit, goal->met(each.value) ? "met" : "NOT MET");
    if (!each.dominated_by.empty()) text += fmt::format("    {}\n", each.dominated_by);
  }
  return text;
}

}  // namespace leye::bench
