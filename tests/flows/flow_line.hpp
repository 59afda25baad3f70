// For tests: one line of a text table: its words, its word=value pairs, what is expected.
#pragma once

#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace leye::flows {

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);)
    if (!part.empty()) parts.push_back(part);
  return parts;
}

struct Line {
  std::vector<std::string> words;             // before the arrow
  std::map<std::string, std::string> values;  // word=value
  std::string expected;                       // after it

  std::string value(const std::string& word, const std::string& otherwise = "") const {
    const auto at = values.find(word);
    return at == values.end() ? otherwise : at->second;
  }
};

inline std::optional<Line> read_line(std::string text) {
  text = text.substr(0, text.find('#'));
  Line line;
  const auto arrow = text.find("=> ");
  if (arrow != std::string::npos) line.expected = text.substr(arrow + 3);
  while (!line.expected.empty() && line.expected.back() == ' ') line.expected.pop_back();
  for (const std::string& word : split(text.substr(0, arrow), ' ')) {
    const auto equals = word.find('=');
    if (equals == std::string::npos)
      line.words.push_back(word);
    else
      line.values[word.substr(0, equals)] = word.substr(equals + 1);
  }
  if (line.words.empty()) return std::nullopt;
  return line;
}

}  // namespace leye::flows
