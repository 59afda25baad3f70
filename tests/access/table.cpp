#include "access/table.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/check.hpp"

namespace leye::access_tests {
namespace {

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, by);) {
    while (!part.empty() && part.front() == ' ') part.erase(0, 1);
    while (!part.empty() && part.back() == ' ') part.pop_back();
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

// "\n" in a body stands for the end of a line of a sheet.
std::string with_line_ends(std::string text) {
  for (auto at = text.find("\\n"); at != text.npos; at = text.find("\\n")) {
    text.replace(at, 2, "\n");
  }
  return text;
}

Expectation read_expectation(const std::string& line, const std::string& from) {
  Expectation expectation;
  expectation.from = from;
  const auto digits = line.find_first_of("0123456789");
  CHECK(digits != std::string::npos);
  expectation.who = split(line.substr(0, digits), ',');
  std::stringstream rest(line.substr(digits));
  rest >> expectation.status;
  for (std::string word; rest >> word;) {
    const auto equals = word.find('=');
    const auto key = word.substr(0, equals);
    const auto value = equals == word.npos ? "" : word.substr(equals + 1);
    if (key == "has") {
      expectation.has = split(value, ',');
    } else if (key == "lacks") {
      expectation.lacks = split(value, ',');
    } else if (key == "shows") {
      expectation.shows = value;
    } else if (key == "hides") {
      expectation.hides = value;
    } else if (key == "audited") {
      expectation.audited = value;
    } else if (word.starts_with('#')) {
      break;
    } else {
      fmt::print(stderr, "{}: what is '{}'?\n", from, word);
      CHECK(false);
    }
  }
  return expectation;
}

void read_file(const std::filesystem::path& file, std::vector<Block>& blocks) {
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto from = fmt::format("{}:{}", file.filename().string(), ++number);
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("GET ") || line.starts_with("POST ")) {
      const auto space = line.find(' ');
      blocks.push_back(
          {line.substr(0, space), line.substr(space + 1), {}, "application/json", {}, from});
      continue;
    }
    CHECK(line.starts_with("  ") && !blocks.empty());
    const auto text = line.substr(2);
    if (text.starts_with("body ")) {
      blocks.back().body = with_line_ends(text.substr(5));
    } else if (text.starts_with("type ")) {
      blocks.back().type = text.substr(5);
    } else {
      blocks.back().lines.push_back(read_expectation(text, from));
    }
  }
}

}  // namespace

std::vector<Block> read_tables(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".access") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Block> blocks;
  for (const auto& file : files) read_file(file, blocks);
  return blocks;
}

}  // namespace leye::access_tests
