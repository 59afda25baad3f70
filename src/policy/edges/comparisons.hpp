// Every place where a rule compares a quantity with a limit: conditions, bounds of tiers, caps and
// floors, the days between which it is in force.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/explain/comparison.hpp"
#include "policy/explain/explain.hpp"
#include "policy/plan/plan.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy::edges {

struct Edge {
  std::string id;  // "hiring_subsidy.12": the measure and the number of the comparison in it
  const Measure* measure = nullptr;
  std::int32_t found = -1;                 // the nodes that are compared: what is looked at,
  std::int32_t limit = -1;                 // and what it is held against
  Relation relation = Relation::at_least;  // of `found` to `limit`
  std::int32_t condition = -1;             // the line that holds it; -1: the amount, the days
  bool of_validity = false;                // whether the measure is in force
  Choices choices;                         // options under which the comparison counts
  std::string clause;                      // the sentences that it rests on
  std::string label_zh, label_en;          // the line of the rule
  std::string words_zh, words_en;          // 招用.人员.出生日期 不晚于 2023-12-31
};

// In the order of the plan. What two constants compare, and what no line uses, is left out.
std::vector<Edge> comparisons_of(const Plan& plan, const Measure& measure,
                                 const Vocabulary& vocabulary);

}  // namespace leye::policy::edges
