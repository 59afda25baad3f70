// What a rule may meet that its author did not think of: other places, years, numbers that are
// not there. Each was once proved impossible, or no example of it was found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/proof/small_pack.hpp"

namespace leye::policy::proof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string at_home(std::string text) {
  const std::string title = "标题: 试验\n";
  return text.replace(text.find(title), title.size(), title + "地区: 621000\n");
}

std::string either(const std::string& one, const std::string& other) {
  return at_home(
      rules(hiring("a", "  条件\n    任一满足 \"两样\"\n      " + one + " \"这样\"\n      " +
                            other + " \"那样\"\n  标准 1000 元\n")));
}

// A city, a province, a town and a county: of each there is something inside.
TEST(Places, OfEveryWidthCanBeReached) {
  for (const std::string area : {"3101", "31", "310115001", "621021"}) {
    const auto report = proved(either("招用.工作地 在 " + area, "招用.入职日期 晚于 2024-01-01"));
    EXPECT_THAT(names(report), IsEmpty()) << area;
    EXPECT_TRUE(report.unproved.empty()) << area;
  }
  const auto shut = proved(
      at_home(rules(hiring("a",
                           "  条件\n    招用.工作地 在 3101 \"那市\"\n    任一满足 \"两样\"\n"
                           "      招用.工作地 在 310115 \"那县\"\n"
                           "      招用.工作地 在 621002 \"这县\"\n  标准 1000 元\n"))));
  EXPECT_THAT(names(shut), ElementsAre("unreachable a.c4"));
}

// Two hires whose places are named by two rules meet in the county that lies in the city.
TEST(Places, ThatAreNamedWiderAndNarrowerMeet) {
  const auto in = [](const std::string& id, const std::string& area) {
    return hiring(id, "  条件\n    招用.工作地 在 " + area + " \"地点\"\n  标准 1000 元\n");
  };
  EXPECT_THAT(names(proved(at_home(rules(in("a", "3101") + in("b", "310115"))))),
              ElementsAre("pair a b"));
  EXPECT_THAT(names(proved(at_home(rules(in("a", "3102") + in("b", "310115"))))), IsEmpty());
}

// 1900 yuan is the wage of a county in the pack's city, not that of the city's own row.
TEST(Parameters, AreReadWhereTheRecordSays) {
  const auto paid = [](const std::string& least) {
    return at_home(
        rules("参数 最低工资 (minimum_wage)\n  | 自 | 地区 | 值 | 依据 |\n  |---|---|---|---|\n"
              "  | 2020-01-01 | 620000 | 1600 元 | 某文件 |\n"
              "  | 2020-01-01 | 621021 | 1900 元 | 某文件 |\n\n" +
              hiring("a",
                     "  设 最低 为 最低工资 于 招用.入职日期 在 招用.工作地\n"
                     "  条件\n    招用.工作地 在 62 \"本省\"\n    最低 不低于 " +
                         least + " 元 \"够高\"\n  标准 1000 元\n")));
  };
  EXPECT_THAT(names(proved(paid("1900"))), IsEmpty());
  EXPECT_THAT(names(proved(paid("1901"))), ElementsAre("contradiction a"));
}

// Of a plan for 2031 to 2035, about people who are born after 2012.
TEST(Years, AreThoseThatTheRuleNames) {
  const auto young = [](const std::string& id) {
    auto text = hiring(id,
                       "  条件\n    招用.人员.出生日期 周岁 于 招用.入职日期 16 岁 以上 "
                       "18 岁 以下 \"年龄\"\n  标准 1000 元\n");
    return text.replace(text.find("2023-01-01"), 10, "2031-01-01");
  };
  const auto report = proved(rules(young("a") + young("b")));
  ASSERT_THAT(names(report), ElementsAre("pair a b"));
  for (const auto& line : report.findings[0].witness->facts)
    if (line.fact.ends_with("start_date")) {
      EXPECT_GE(line.value, "2031-01-01");
    }
}

TEST(Numbers, MayNotBeThere) {
  EXPECT_THAT(names(proved(either("招用.月工资 为 无", "招用.入职日期 晚于 2024-01-01"))),
              IsEmpty());
}

}  // namespace
}  // namespace leye::policy::proof
