// Cells of tables, and dated parameters (参数).
#pragma once

#include "policy/meaning/block.hpp"
#include "policy/meaning/expressions.hpp"

namespace leye::policy {

// Rows from · until · place · value · source · verified. Reports what is wrong with it.
Parameter read_parameter(const Block& block, Reporter& reporter);

// The column of the first of these headings, or -1.
std::ptrdiff_t column_of(const PolicyLine& heading, std::string_view english);

// Null after reporting what cannot be read.
TreePointer parse_cell(const Cell& cell, Category category, Reporter& reporter);

}  // namespace leye::policy
