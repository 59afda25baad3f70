// How wide text stands in a terminal or a Markdown table: Chinese characters take two columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leye::policy {

std::size_t display_width(std::string_view utf8);
// The first `count` characters.
std::string_view first_characters(std::string_view utf8, std::size_t count);
// Rows of cells as an aligned Markdown table, the first row its heading, each line indented.
std::string markdown_table(const std::vector<std::vector<std::string>>& rows, std::size_t indent);

}  // namespace leye::policy
