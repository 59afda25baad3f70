// Conditions and rows that never count, each with the rule mended beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/proof/small_pack.hpp"

namespace leye::policy::proof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string aged(const std::string& from, const std::string& to) {
  return rules(hiring("a", "  条件\n    招用.人员.出生日期 周岁 于 招用.入职日期 " + from +
                               " 以上 \"年满\"\n    招用.人员.出生日期 周岁 于 招用.入职日期 " +
                               to + " 以下 \"不老\"\n  标准 1000 元\n"));
}

TEST(Contradiction, NobodyIsOlderThan50AndYoungerThan40) {
  EXPECT_THAT(names(proved(aged("50 岁", "40 岁"))), ElementsAre("contradiction a"));
  EXPECT_THAT(names(proved(aged("40 岁", "50 岁"))), IsEmpty());
}

TEST(Contradiction, AlsoOfWhatTheRecordsSay) {
  const auto hired = [](const std::string& end) {
    return rules(hiring("a",
                        "  条件\n    存在 招用.人员.失业登记 名 登记 \"登记过\"\n"
                        "      登记.登记日期 早于 2022-01-01\n"
                        "    不存在 招用.人员.失业登记 名 旧的 \"没有旧登记\"\n"
                        "      旧的.登记日期 早于 " +
                            end + "\n  标准 1000 元\n"));
  };
  EXPECT_THAT(names(proved(hired("2022-06-01"))), ElementsAre("contradiction a"));
  EXPECT_THAT(names(proved(hired("2021-06-01"))), IsEmpty());
}

TEST(Unreachable, ABranchThatTheOtherConditionsShut) {
  const auto either = [](const std::string& size) {
    return rules(
        hiring("a",
               "  条件\n    招用.单位.企业规模 属于 小型、微型\n    任一满足 \"规模或年份\"\n"
               "      招用.单位.企业规模 为 " +
                   size +
                   " \"这一型\"\n      招用.入职日期 晚于 2024-01-01 \"晚\"\n"
                   "  标准 1000 元\n"));
  };
  EXPECT_THAT(names(proved(either("大型"))), ElementsAre("unreachable a.c3"));
  EXPECT_THAT(names(proved(either("小型"))), IsEmpty());
}

TEST(Always, ALineThatCannotFail) {
  const auto after = [](const std::string& day) {
    return rules(
        hiring("a", "  条件\n    招用.入职日期 不早于 " + day + " \"够晚\"\n  标准 1000 元\n"));
  };
  EXPECT_THAT(names(proved(after("2022-06-01"))), ElementsAre("always a.c1"));
  EXPECT_THAT(names(proved(after("2023-06-01"))), IsEmpty());
}

TEST(Unreachable, ATierThatTheConditionsShut) {
  const auto tiers = [](const std::string& limit) {
    return rules(hiring("a",
                        "  设 工龄 为 招用.入职日期 至 招用.合同终止日期 整月数\n"
                        "  档次 标准表 (rates) 按 工龄\n"
                        "    | 情形 | 值 |\n    |---|---|\n    | 不满 6 | 500 元 |\n"
                        "    | 6 以上 不满 12 | 800 元 |\n    | 12 以上 | 1000 元 |\n"
                        "  条件\n    工龄 " +
                            limit + " 以上 \"够长\"\n  标准 标准表\n"));
  };
  EXPECT_THAT(names(proved(tiers("6"))), ElementsAre("unreachable a row 1"));
  EXPECT_THAT(names(proved(tiers("3"))), IsEmpty());
}

// The day before the first of March, months later, a whole year: nothing is shut that is not.
TEST(Unreachable, CalendarsAreWideEnough) {
  EXPECT_THAT(names(proved(rules(hiring(
                  "a",
                  "  条件\n    任一满足 \"某日\"\n"
                  "      招用.入职日期 前 1 天 等于 2024-02-29 \"闰日次日\"\n"
                  "      招用.入职日期 后 1 个月 等于 2023-02-28 \"月末\"\n"
                  "      招用.入职日期 至 招用.合同终止日期 期限 12 个月 以上 \"一年\"\n"
                  "      招用.入职日期 后 90 天 等于 2023-05-30 \"九十天\"\n  标准 1000 元\n")))),
              IsEmpty());
}

}  // namespace
}  // namespace leye::policy::proof
