// Assessments that are granted together share what the caps of their measure leave.
#pragma once

#include <vector>

#include "benefits/assessment.hpp"

namespace leye::benefits {

// Of one measure, on one day. As policy::settle has it for 累计至多 and 最长: the earlier event
// takes its amount, the next what is left, its months and its period cut in the same way; who finds
// nothing left is not eligible, by the line that says so.
void share(const policy::Measure& measure, Day on, std::vector<Assessment>& found);

}  // namespace leye::benefits
