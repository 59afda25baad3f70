// What a condition compares with what, read off the shape of its nodes.
//
// A comparison that the plan writes with calendar months is told as a period: at_most(s ⊕ 12, e +
// 1) is "at least 12 months from s to the end of e".
#pragma once

#include <vector>

#include "policy/plan/plan.hpp"

namespace leye::policy {

enum class Relation : std::uint8_t { at_least, more_than, at_most, less_than, equal, not_equal };

struct Comparison {
  Relation relation = Relation::equal;
  std::int32_t found = -1;  // what is looked at; of a period: its end, exclusive or the later day
  std::int32_t limit = -1;  // of a period: the months
  std::int32_t start = -1;  // of a period: its first day; else -1
};

struct Comparisons {
  std::vector<Comparison> list;
  bool any = false;  // one is enough; else all are required
};

// Nothing for what is no comparison: a fact, an exists.
Comparisons comparisons_of(const Measure& measure, const Condition& leaf);

// Of the opposite condition.
Relation opposite(Relation relation);

}  // namespace leye::policy
