// Examples that were once not found, and questions that once had no answer in the steps allowed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/proof/small_pack.hpp"

namespace leye::policy::proof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string two(const std::string& lines) {
  return rules(hiring("a", lines) + hiring("b", "  标准 1000 元\n"));
}

// The earliest of some days lies where those days lie, not where people are born.
TEST(Examples, OfTheEarliestOfSomeDays) {
  const auto report =
      proved(two("  设 首缴 为 最小 招用.人员.参保.首次缴费日期 名 险\n    险.险种 为 失业保险\n"
                 "  条件\n    首缴 不早于 2023-02-01 \"缴过\"\n  标准 1000 元\n"));
  EXPECT_THAT(names(report), ElementsAre("pair a b"));
  EXPECT_THAT(report.unproved, IsEmpty());
}

// Three records of one relation, and four.
TEST(Examples, OfMoreThanTwoRecords) {
  const auto insured = [](const std::string& kind) {
    return "    存在 招用.人员.参保 名 " + kind + " \"" + kind + "\"\n      " + kind + ".险种 为 " +
           kind + "\n      " + kind + ".终止月 为 无\n";
  };
  const std::string three = insured("失业保险") + insured("工伤保险") + insured("职工基本养老保险");
  for (const auto& lines : {three, three + insured("职工基本医疗保险")}) {
    const auto report = proved(two("  条件\n" + lines + "  标准 1000 元\n"));
    EXPECT_THAT(names(report), ElementsAre("pair a b"));
    EXPECT_THAT(report.unproved, IsEmpty());
  }
}

// Two records name one employer, each other's and the hire's: all three are one.
TEST(Examples, WhereThreeNamesAreOneEmployer) {
  const auto report =
      proved(two("  条件\n    存在 招用.人员.参保 名 险 \"参保\"\n      险.单位 等于 招用.单位\n"
                 "      险.险种 为 失业保险\n"
                 "    存在 招用.人员.享受期间 名 享 \"享受过\"\n      享.单位 等于 招用.单位\n"
                 "      享.终止月 早于 招用.入职日期 月份\n  标准 1000 元\n"));
  EXPECT_THAT(names(report), ElementsAre("pair a b"));
  EXPECT_THAT(report.unproved, IsEmpty());
}

// One month more, one yuan more, one more of a share: never less, though it is a product.
TEST(Products, NeverFallWithMore) {
  const auto report =
      proved(rules("补贴 失业待遇 (a)\n  每 失业待遇申请\n  付给 失业待遇申请.人员\n"
                   "  资金 就业补助资金 (employment_subsidy)\n  有效 申请日期 自 2023-01-01\n"
                   "  条件\n    失业待遇申请.累计缴费月数 12 个 以上 \"缴费满一年\"\n"
                   "  标准 失业待遇申请.核定月标准 乘 失业待遇申请.核定月数 乘 "
                   "失业待遇申请.累计缴费月数 除以 3\n"
                   "  取整 到 分 舍去\n"));
  EXPECT_THAT(names(report), IsEmpty());
  EXPECT_THAT(report.unproved, IsEmpty());
}

// A limit that the document leaves open: whether the two meet rests on it.
TEST(NotSet, IsSaidWhereAnExampleRestsOnIt) {
  const auto report =
      proved(rules("参数 年限 (limit_years)\n  | 自 | 值 | 依据 |\n  |---|---|---|\n"
                   "  | 2020-01-01 | 未定 年 | 某文件 |\n\n" +
                   hiring("a",
                          "  条件\n    招用.人员.出生日期 至 招用.入职日期 "
                          "(年限 于 招用.入职日期) 以内 \"几年以内\"\n  标准 1000 元\n") +
                   hiring("b", "  标准 1000 元\n")));
  EXPECT_THAT(names(report), IsEmpty());
  ASSERT_EQ(report.unproved.size(), 1U);
  EXPECT_EQ(report.unproved[0].name, "pair a b");
  EXPECT_THAT(report.unproved[0].tried_zh, HasSubstr("没有定的参数: limit_years"));
  EXPECT_THAT(report.unproved[0].tried_en, HasSubstr("not set: limit_years"));
}

}  // namespace
}  // namespace leye::policy::proof
