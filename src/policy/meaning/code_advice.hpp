// What to write where a value of a code table is written as nobody knows it.
#pragma once

#include <string>
#include <string_view>

#include "vocabulary/code_table.hpp"

namespace leye::policy {

// "是否想写 企业 / did you mean 企业", or the first values of the table if none is like it.
std::string code_advice(std::string_view wrong, const CodeTable& table);

}  // namespace leye::policy
