// Cutting the vocabulary's own small files into lines and cells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leye {

std::string_view trimmed(std::string_view text);
std::vector<std::string_view> lines_of(std::string_view text);
// Cells between separators, trimmed: "a, b,," gives "a", "b", "", "".
std::vector<std::string> cells_of(std::string_view line, char separator);

}  // namespace leye
