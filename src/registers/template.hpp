// The workbook that people fill in for an import: headings, drop-downs from the code tables, a row
// marked as an example, which an import leaves out, and a sheet that says how to fill each column.
#pragma once

#include <string>

#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

// The heading of a fact's column: a person or an organisation is named by a number, so such a
// column bears the number's name.
std::string template_heading(const Fact& fact);

Result<std::string> template_workbook(const Vocabulary& vocabulary, const Entity& entity);

}  // namespace leye::registers
