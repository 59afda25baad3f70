// What the rules of measures look at, for loading no more than that.
#pragma once

#include <vector>

#include "policy/plan/plan.hpp"
#include "registers/reach.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::benefits {

// Of one measure, of some, or of all that a plan has.
registers::Reach reach_of(const policy::Measure& measure, const Vocabulary& vocabulary);
registers::Reach reach_of(const std::vector<const policy::Measure*>& measures,
                          const Vocabulary& vocabulary);
registers::Reach reach_of(const policy::Plan& plan, const Vocabulary& vocabulary);

}  // namespace leye::benefits
