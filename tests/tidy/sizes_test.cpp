// Short files, short lines, and none of the marks of unfinished work.
#include <gtest/gtest.h>

#include <regex>

#include "tidy/project_files.hpp"

namespace leye::tidy {
namespace {

constexpr std::size_t lines_max = 500;
constexpr std::size_t line_characters_max = 100;

std::vector<ProjectFile> sources() {
  std::vector<ProjectFile> all;
  for (const char* folder : {"src", "tests", "bench", "web/src", "tools"})
    for (auto& file : files_below(folder))
      for (const char* ending : {".cpp", ".hpp", ".sql", ".ts", ".vue", ".sh", ".mjs"})
        if (file.ends_with(ending)) all.push_back(std::move(file));
  return all;
}

// Characters, not bytes: Chinese text counts one a character.
std::size_t characters(const std::string& line) {
  std::size_t count = 0;
  for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

TEST(Sizes, FilesAndLinesAreShort) {
  const auto files = sources();
  ASSERT_GT(files.size(), 20u);
  for (const auto& file : files) {
    EXPECT_LE(file.lines.size(), lines_max) << file.path;
    if (!file.ends_with(".cpp") && !file.ends_with(".hpp")) continue;
    for (std::size_t at = 0; at < file.lines.size(); ++at)
      EXPECT_LE(characters(file.lines[at]), line_characters_max) << file.path << ":" << at + 1;
  }
}

TEST(Sizes, NothingIsLeftUnfinished) {
  const std::regex mark(R"(\b(TODO|FIXME|XXX|HACK)\b)");
  for (const auto& file : sources()) {
    if (file.starts_with("tests/")) continue;
    for (std::size_t at = 0; at < file.lines.size(); ++at)
      EXPECT_FALSE(std::regex_search(file.lines[at], mark)) << file.path << ":" << at + 1;
  }
}

TEST(Sizes, FoldersAreNamedForWhatTheyHold) {
  const std::regex vague(R"((^|/)(utils?|common|helpers?|managers?|services?|impl|misc)(/|\.|_))");
  for (const auto& file : sources()) EXPECT_FALSE(std::regex_search(file.path, vague)) << file.path;
}

}  // namespace
}  // namespace leye::tidy
