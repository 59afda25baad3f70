#include "policy/syntax/display.hpp"

#include <algorithm>

namespace leye::policy {

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    const bool wide = byte >= 0xE3 && byte < 0xF5;  // from 、 (U+3001) on
    width += wide ? 2 : 1;
  }
  return width;
}

std::string_view first_characters(std::string_view utf8, std::size_t count) {
  std::size_t at = 0;
  while (at < utf8.size()) {
    if ((utf8[at] & 0xC0) != 0x80 && count-- == 0) break;
    ++at;
  }
  return utf8.substr(0, at);
}

std::string markdown_table(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 3);
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    out += std::string(indent, ' ') + "|";
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const auto cell = i < rows[r].size() ? std::string_view(rows[r][i]) : std::string_view{};
      out += " " + std::string(cell) + std::string(widths[i] - display_width(cell), ' ') + " |";
    }
    out += "\n";
    if (r > 0) continue;
    out += std::string(indent, ' ') + "|";
    for (const auto width : widths) out += std::string(width + 2, '-') + "|";
    out += "\n";
  }
  return out;
}

}  // namespace leye::policy
