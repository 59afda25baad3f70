// The readings that a line of a case table asks for (选项 columns and defaults).
#pragma once

#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/situation.hpp"

namespace leye::policy {

// Of one measure. invalid_input: the table expects something of the measure and asks for a reading
// that it does not have; of other measures such a reading is left alone.
Result<Choices> choices_of(const CaseTable& table, const Situation& situation,
                           const std::vector<Cell>& line, const Measure& measure);

}  // namespace leye::policy
