#include "policy/meaning/path_words.hpp"

#include <charconv>

namespace leye::policy {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    const auto part = trimmed(text.substr(0, at));
    if (separator != ' ' || !part.empty()) parts.push_back(part);
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

Result<int> whole_number(std::string_view text, int line) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0 || number > 366)
    return wrong_line(
        line, fmt::format("“{0}”不是几个工作日 / '{0}' is not a number of working days", text));
  return number;
}

}  // namespace leye::policy
