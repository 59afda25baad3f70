// Files of rules beside a pack's measures.
#include "policy/pack_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

namespace leye::policy {
namespace {

namespace files = std::filesystem;

// A city's pack that uses a country's one.
class PackFileTest : public testing::Test {
 protected:
  PackFileTest() {
    std::string name = (files::temp_directory_path() / "leye_pack_file_XXXXXX").string();
    CHECK(mkdtemp(name.data()) != nullptr);
    packs_ = name;
    write("city/pack.md", "---\nuses: country\n---\n");
    write("country/pack.md", "---\nid: country\n---\n");
  }
  ~PackFileTest() override { files::remove_all(packs_); }

  void write(const char* name, const std::string& text) {
    files::create_directories((packs_ / name).parent_path());
    std::ofstream(packs_ / name, std::ios::binary) << text;
  }
  Result<std::optional<PackFile>> find() { return pack_file(packs_ / "city", "rules/days.md"); }

  files::path packs_;
};

TEST_F(PackFileTest, ItsOwnCountsBeforeThatOfThePackBehindIt) {
  EXPECT_FALSE(find().value().has_value());
  write("country/rules/days.md", "seven");
  const auto behind = find();
  EXPECT_EQ(behind.value()->text, "seven");
  EXPECT_EQ(behind.value()->folder, packs_ / "country");
  write("city/rules/days.md", "five");
  const auto own = find();
  EXPECT_EQ(own.value()->text, "five");
  EXPECT_EQ(own.value()->path, packs_ / "city" / "rules" / "days.md");
}

TEST_F(PackFileTest, WhatIsNoFileIsRefused) {
  files::create_directories(packs_ / "city" / "rules" / "days.md");
  const auto found = find();
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::unavailable);
}

constexpr auto text = R"(# 天数 · days
words

| day | number |
|---|---|
| first | 1 |

## 其他 · others

| day |
|---|
| last |
)";

TEST(PackLinesTest, RowsBelowTheirHeadingsWithTheirTable) {
  std::string told;
  const auto read = each_line(text, "days.md", [&](const PackLine& line) -> Status {
    if (!line.title.empty()) told += fmt::format("title {};", line.title);
    for (const auto& cell : line.cells) told += fmt::format("{} {};", line.part, cell);
    return Done{};
  });
  EXPECT_TRUE(read.ok());
  EXPECT_EQ(told, "title 天数 · days;0 first;0 1;1 last;");
}

TEST(PackLinesTest, AMistakeHasItsLine) {
  const auto read = each_line(text, "days.md", [&](const PackLine& line) -> Status {
    if (line.part == 1 && !line.cells.empty())
      return Error{ErrorCode::invalid_input, "no such day"};
    return Done{};
  });
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().where, std::vector<std::string>{"days.md:12"});
}

}  // namespace
}  // namespace leye::policy
