// Tier tables (档次) and dated parameters (参数): rows with a proof that they fit together.
#pragma once

#include "policy/meaning/block.hpp"
#include "policy/meaning/expressions.hpp"

namespace leye::policy {

// The value that the table gives to its key. A table of numbers has neither gap nor overlap; one
// of codes has a row for every code, or one for the rest.
Typed read_tiers(const Block& block, Expressions& expressions);

// Rows from · until · value · source · verified. Reports what is wrong with it.
Parameter read_parameter(const Block& block, Reporter& reporter);

// The column of the first of these headings, or -1.
std::ptrdiff_t column_of(const PolicyLine& heading, std::string_view english);

}  // namespace leye::policy
