// What is left of entitlements after settling, and where and when it falls due.
#pragma once

#include "trial/trial.hpp"

namespace leye::trial {

// Entitlements of one measure of the plan.
struct Side {
  const policy::Measure* measure = nullptr;
  const std::vector<Entitled>* entitled = nullptr;
};

// In the order of `sides`. Those together compete with no others.
std::vector<std::vector<Granted>> settled(const Columns& columns, const policy::Plan& plan,
                                          const std::vector<Side>& sides);

// Adds what falls due: in equal parts to the months that it is for, stages on their days.
Status add_costs(Costs& costs, std::size_t measure, const std::vector<Entitled>& entitled,
                 const std::vector<Granted>& granted);

// Whether both plans mean the same by a measure: its rule, and the parameters that it reads.
bool same_rule(const policy::Plan& a, const policy::Measure& of_a, const policy::Plan& b,
               const policy::Measure& of_b, const Vocabulary& vocabulary);

}  // namespace leye::trial
