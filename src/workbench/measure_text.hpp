// A measure as its pack writes it, in both languages.
#pragma once

#include "workbench/reading.hpp"

namespace leye::workbench {

// The printed ```policy fence that declares the measure. `reading` has a plan.
Said rule_of(const Reading& reading, const policy::Measure& measure);

}  // namespace leye::workbench
