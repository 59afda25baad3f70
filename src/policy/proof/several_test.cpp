// Several packs in one call, by one thread and by several.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/proof/small_pack.hpp"

namespace leye::policy::proof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string aged(const std::string& id, const std::string& from, const std::string& to) {
  return hiring(id, "  条件\n    招用.人员.出生日期 周岁 于 招用.入职日期 " + from + " 以上 " + to +
                        " 以下 \"年龄\"\n  标准 1000 元\n");
}

std::string text_of(const Report& report) {
  std::string text;
  for (const auto& each : report.findings) text += to_text(each, Language::zh);
  return text + std::to_string(report.checks);
}

TEST(SeveralPacks, EachHasItsOwnReportInTheOrderOfItsRules) {
  // Three ages that overlap two by two; one that nobody has; nothing to find; the first two again.
  const auto three = small_pack(rules(aged("a", "16 岁", "40 岁") + aged("b", "30 岁", "60 岁") +
                                      aged("c", "35 岁", "50 岁")));
  const auto never = small_pack(rules(
      hiring("d",
             "  条件\n    招用.人员.出生日期 周岁 于 招用.入职日期 50 岁 以上 \"老\"\n"
             "    招用.人员.出生日期 周岁 于 招用.入职日期 40 岁 以下 \"少\"\n  标准 1000 元\n")));
  const auto clean = small_pack(rules(aged("e", "16 岁", "40 岁")));
  const auto two = small_pack(rules(aged("a", "16 岁", "40 岁") + aged("b", "30 岁", "60 岁")));
  const auto& words = test_vocabulary();
  const PackToProve packs[] = {{three, words}, {never, words}, {clean, words}, {two, words}};
  Settings alone;
  alone.threads = 1;
  Settings together;
  together.threads = 5;
  const auto first = prove(packs, alone);
  const auto second = prove(packs, together);
  ASSERT_EQ(first.size(), 4U);
  ASSERT_EQ(second.size(), 4U);
  EXPECT_THAT(names(second[0]), ElementsAre("pair a b", "pair a c", "pair b c"));
  EXPECT_THAT(names(second[1]), ElementsAre("contradiction d"));
  EXPECT_THAT(names(second[2]), IsEmpty());
  EXPECT_THAT(names(second[3]), ElementsAre("pair a b"));
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(text_of(first[i]), text_of(second[i])) << i;
  // A pack says the same alone as beside others.
  EXPECT_EQ(text_of(prove(three, words)), text_of(second[0]));
}

TEST(SeveralPacks, NoneAreNoReports) {
  EXPECT_THAT(prove(std::span<const PackToProve>()), IsEmpty());
}

}  // namespace
}  // namespace leye::policy::proof
