// What a plan means by a measure, as a text to compare and to take digests of.
//
// `to_text` of plan.hpp shows a measure to people; this has the rest as well, all that decides who
// has the measure, who is paid, how much, and what settling must know: the subject, the ways to
// the person and to the organisation, the texts compared with, the values of the parameters that
// are read, limits and caps. It does not depend on what else stands in the plan, so that two
// versions of a document can be compared. How the measure is carried out (its path) is not in it,
// nor who else is in an exclusion: rule_text of the exclusion says that.
#pragma once

#include <string>

#include "policy/plan/plan.hpp"

namespace leye::policy {

std::string rule_text(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary);

// Its values and where and when they hold; not where they were taken from.
std::string rule_text(const Parameter& parameter);

std::string rule_text(const Exclusion& exclusion);

}  // namespace leye::policy
