// The documents that could drift from the code: the map, the glossary, the README.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "tidy/project_files.hpp"

namespace leye::tidy {
namespace {

TEST(Map, NamesEveryFolderAndNoOther) {
  std::set<std::string> folders;
  for (const auto& file : files_below("src")) {
    const auto slash = file.path.rfind('/');
    if (slash > 3) folders.insert(file.path.substr(0, slash));
  }
  std::set<std::string> mapped;
  const std::regex row(R"(^\| `(src/[a-z_/]+)/` \|)");
  for (const auto& line : file_at("docs/map.md").lines) {
    std::smatch match;
    if (std::regex_search(line, match, row)) mapped.insert(match[1]);
  }
  ASSERT_GT(mapped.size(), 10u);
  EXPECT_EQ(mapped, folders);
}

std::vector<std::vector<std::string>> glossary_rows() {
  std::vector<std::vector<std::string>> rows;
  const std::regex cell(R"(\s*([^|]*?)\s*\|)");
  for (const auto& line : file_at("docs/glossary.md").lines) {
    if (!line.starts_with("| ") || line.starts_with("| 中文")) continue;
    std::vector<std::string> cells;
    const std::string rest = line.substr(1);
    for (std::sregex_iterator at(rest.begin(), rest.end(), cell), end; at != end; ++at)
      cells.push_back((*at)[1]);
    rows.push_back(cells);
  }
  return rows;
}

TEST(Glossary, GivesOneEnglishWordForEachTerm) {
  std::map<std::string, std::string> by_term, by_word;
  for (const auto& row : glossary_rows()) {
    ASSERT_EQ(row.size(), 3u) << row.front();
    EXPECT_TRUE(by_term.emplace(row[0], row[1]).second) << row[0] << " stands twice";
    EXPECT_TRUE(by_word.emplace(row[1], row[0]).second) << row[1] << " means two things";
    EXPECT_FALSE(row[2].empty()) << row[0] << " has no source";
  }
  EXPECT_GT(by_term.size(), 20u);
}

// Words that the trade does not use, or uses for something else (docs/glossary.md).
TEST(Glossary, LooseWordsStandNowhere) {
  const std::regex loose(R"(\b(clawback|blacklist|rebate|red.flag|internship)\b)",
                         std::regex::icase);
  int files_seen = 0;
  for (const char* folder : {"src", "schema", "vocabulary", "web/src"}) {
    for (const auto& file : files_below(folder)) {
      ++files_seen;
      for (std::size_t at = 0; at < file.lines.size(); ++at)
        EXPECT_FALSE(std::regex_search(file.lines[at], loose)) << file.path << ":" << at + 1;
    }
  }
  EXPECT_GT(files_seen, 50);
}

TEST(Readme, NamesOnlyFilesThatExist) {
  const std::regex link(R"(\]\(([a-zA-Z0-9_./-]+)\))");
  int links = 0;
  for (const char* readme : {"README.md", "README.zh-CN.md", "docs/map.md", "CONTRIBUTING.md"}) {
    const auto file = file_at(readme);
    ASSERT_FALSE(file.lines.empty()) << readme;
    const auto folder = std::filesystem::path(LEYE_SOURCE_DIR) / readme;
    for (const auto& line : file.lines)
      for (std::sregex_iterator at(line.begin(), line.end(), link), end; at != end; ++at, ++links)
        EXPECT_TRUE(std::filesystem::exists(folder.parent_path() / (*at)[1].str()))
            << readme << " points to " << (*at)[1];
  }
  EXPECT_GT(links, 5);
}

}  // namespace
}  // namespace leye::tidy
