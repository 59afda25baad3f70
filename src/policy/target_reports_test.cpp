// What the targets of a pack do not agree on: reported with the figures, never refused.
#include "policy/target_reports.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::policy {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Vocabulary& vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

LoadedPack of_text(const std::string& text) {
  const auto file =
      std::filesystem::temp_directory_path() / fmt::format("leye-targets-{}.md", ::getpid());
  std::ofstream(file, std::ios::binary) << text;
  auto pack = read_pack(file, vocabulary());
  std::filesystem::remove(file);
  EXPECT_TRUE(pack.plan.has_value());
  return pack;
}

std::vector<std::string> titles(const LoadedPack& pack, const std::string& code) {
  std::vector<std::string> found;
  for (const auto& each : reports_on_targets(pack)) {
    EXPECT_EQ(each.severity, Severity::warning);
    if (each.code == code) found.push_back(each.title);
  }
  return found;
}

std::vector<std::string> all(const std::string& rules) {
  const auto pack = of_text("---\n标题: 试验\n---\n# 一\n\n> [一1 句1] 目标: 若干\n\n```policy\n" +
                            rules + "```\n");
  std::vector<std::string> codes;
  for (const auto& each : reports_on_targets(pack)) codes.push_back(each.code);
  return codes;
}

std::string divided(const std::string& whole, const std::string& above, const std::string& last) {
  return "目标 总数 (whole)\n  要求 " + whole + " 人 以上\n目标 分解 (parts)\n  要求 " + above +
         " 人\n  参见 whole\n  分解\n    | 单位 | 数值 |\n    |---|---|\n    | 甲 | 600 |\n    | "
         "乙 | " +
         last + " |\n";
}

TEST(Targets, DividedAreMoreThanTheWhole) {
  EXPECT_THAT(all(divided("900", "1000", "400")), ElementsAre("over_allocated"));
  EXPECT_THAT(all(divided("1000", "1000", "400")), IsEmpty());
}

TEST(Targets, TheCellsDoNotMakeTheSum) {
  EXPECT_THAT(all(divided("1000", "1000", "300")), ElementsAre("split_sum"));
}

// 0.1 万人 are 1000 people; households are not people, turns are counted as they are.
TEST(Targets, FiguresHaveUnits) {
  const auto of_ten_thousands = [](const std::string& above) {
    auto text = divided("1000", "1000", "400");
    const std::string own = "要求 1000 人\n";
    return text.replace(text.find(own), own.size(), "要求 " + above + "\n");
  };
  EXPECT_THAT(all(of_ten_thousands("0.1 万人")), IsEmpty());
  EXPECT_THAT(all(of_ten_thousands("0.2 万人")), ElementsAre("split_sum", "over_allocated"));
  EXPECT_THAT(all(divided("1000", "1000", "500 户")), IsEmpty());
  EXPECT_THAT(all(divided("1000", "1000", "500 人次")), ElementsAre("split_sum"));
  const auto parts = [](const std::string& second) {
    return "目标 整项 (whole)\n  要求 100 人 以上\n目标 甲 (one)\n  要求 60 人 以上\n  其中 whole\n"
           "目标 乙 (two)\n  要求 " +
           second + " 以上\n  其中 whole\n";
  };
  EXPECT_THAT(all(parts("50 户")), IsEmpty());
  EXPECT_THAT(all(parts("50 人")), ElementsAre("parts_exceed"));
}

TEST(Targets, PartsAreMoreThanTheWhole) {
  const auto parts = [](const std::string& second) {
    return "目标 整项 (whole)\n  要求 100 人 以上\n目标 甲 (one)\n  要求 60 人 以上\n  其中 whole\n"
           "目标 乙 (two)\n  要求 " +
           second + " 人 以上\n  其中 whole\n";
  };
  EXPECT_THAT(all(parts("50")), ElementsAre("parts_exceed"));
  EXPECT_THAT(all(parts("40")), IsEmpty());
}

TEST(Targets, LookAlikesDiffer) {
  const auto two = [](const std::string& other) {
    return "目标 人才 (talent)\n  要求 33 万人 以上\n  参见 workers\n目标 劳动者 (workers)\n  "
           "要求 " +
           other + "\n  参见 talent\n";
  };
  EXPECT_THAT(all(two("40 万人 以上")), ElementsAre("look_alike"));
  EXPECT_THAT(all(two("超过 33 万人")), ElementsAre("look_alike"));
  EXPECT_THAT(all(two("33 万人 以上")), IsEmpty());
}

LoadedPack of_folder(const std::string& id, std::optional<Vocabulary>& words) {
  const auto path = resource("packs").value() / id;
  words.emplace(vocabulary_of_pack(vocabulary(), path).value());
  return read_pack(path, *words);
}

TEST(Targets, OfJiulongpoAreDividedBeyondTheText) {
  std::optional<Vocabulary> words;
  const auto found = titles(of_folder("jiulongpo-2020", words), "over_allocated");
  EXPECT_THAT(
      found, ElementsAre(AllOf(HasSubstr("132%"), HasSubstr("41000 人"), HasSubstr("3.1 万人")),
                         AllOf(HasSubstr("111%"), HasSubstr("2000 万元"), HasSubstr("1800 万元")),
                         AllOf(HasSubstr("106%"), HasSubstr("15000 人"), HasSubstr("14100 人次"))));
}

TEST(Targets, OfLeshanDisagreeInThreePlaces) {
  std::optional<Vocabulary> words;
  const auto pack = of_folder("leshan-2021-2025", words);
  EXPECT_THAT(titles(pack, "missing_row"),
              ElementsAre(AllOf(HasSubstr("专栏1 没有第 9 行"), HasSubstr("第 10 行"))));
  EXPECT_THAT(titles(pack, "look_alike"),
              testing::Contains(AllOf(HasSubstr("33 万人"), HasSubstr("40 万人"))));
  EXPECT_THAT(titles(pack, "sector_sum"),
              ElementsAre(AllOf(HasSubstr("1850000"), HasSubstr("第三产业占 43.2%"))));
}

}  // namespace
}  // namespace leye::policy
