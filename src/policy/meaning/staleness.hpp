// Values of dated parameters that a rule reads on days after they were last verified.
#pragma once

#include <span>
#include <string_view>

#include "policy/meaning/expressions.hpp"

namespace leye::policy {

// Warns at each line whose latest day of reading, while the measure is in force, lies after the
// row's 核对 day. A value that the document itself sets (its source begins with the document's
// number) does not age; where a measure has no last day, or a row was never dated, nothing is said.
void warn_of_stale(const Measure& measure, const Plan& plan, std::string_view document,
                   std::span<const ParameterReading> readings, Reporter& reporter);

}  // namespace leye::policy
