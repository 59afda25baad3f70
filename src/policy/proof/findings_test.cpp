// Pairs, amounts that are missing, cliffs, promises, rings, and what a pack acknowledges: each with
// the fault and without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/proof/acknowledgements.hpp"
#include "policy/proof/small_pack.hpp"

namespace leye::policy::proof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string aged(const std::string& id, const std::string& from, const std::string& to) {
  return hiring(id, "  条件\n    招用.人员.出生日期 周岁 于 招用.入职日期 " + from + " 以上 " + to +
                        " 以下 \"年龄\"\n  标准 1000 元\n");
}

TEST(Pairs, MeetAndNothingIsSaid) {
  const auto report = proved(rules(aged("a", "16 岁", "40 岁") + aged("b", "30 岁", "60 岁")));
  ASSERT_THAT(names(report), ElementsAre("pair a b"));
  const auto& witness = report.findings[0].witness;
  ASSERT_TRUE(witness.has_value());
  ASSERT_EQ(witness->answers.size(), 2U);
  for (const auto& said : witness->answers) {
    EXPECT_EQ(said.outcome, Outcome::eligible);
    EXPECT_EQ(said.amount, Money::fen(100'000));
  }
  // Only what it takes: a day of birth and a day of hiring.
  EXPECT_EQ(witness->facts.size(), 2U);
}

TEST(Pairs, ThatCannotMeetAreProvedApart) {
  const auto report = proved(rules(aged("a", "16 岁", "40 岁") + aged("b", "41 岁", "60 岁")));
  EXPECT_THAT(names(report), IsEmpty());
  EXPECT_TRUE(report.unproved.empty());
}

TEST(Pairs, OfOneItemThatExcludesThemAreSettled) {
  const std::string both = aged("a", "16 岁", "40 岁") + aged("b", "30 岁", "60 岁");
  const auto report =
      proved(rules(both + "不得重复 甲乙 (a_or_b) 范围 同一人员 由 从高\n  a\n  b\n"));
  EXPECT_THAT(names(report), IsEmpty());
}

TEST(Pairs, ThatOnlyOneItemExcludesAreAReading) {
  const auto report =
      proved(rules(aged("a", "16 岁", "40 岁") +
                   "不得重复 甲乙 (a_or_b) 范围 同一人员 由 从高\n  a\n  b\n") +
             "\n# 二\n\n> [二1 句1] 另一项\n\n```policy\n" + aged("b", "30 岁", "60 岁") + "```\n");
  EXPECT_THAT(names(report), ElementsAre("pair a b"));
}

std::string by_size(const std::string& rest) {
  return rules(hiring("a",
                      "  档次 标准表 (rates) 按 招用.单位.企业规模\n"
                      "    | 情形 | 值 |\n    |---|---|\n    | 小型 | 1000 元 |\n" +
                          rest +
                          "  条件\n    招用.单位.企业规模 不为 无 \"有规模\"\n  标准 标准表\n"));
}

TEST(MissingAmounts, CodesThatGetNothing) {
  const auto report = proved(by_size("    | 其余 | 0 元 |\n"));
  ASSERT_THAT(names(report), ElementsAre("no_amount a size_class"));
  EXPECT_EQ(report.findings[0].title_zh, "“a”的标准没有写 企业规模: 大型、中型、微型");
  EXPECT_THAT(names(proved(by_size("    | 其余 | 500 元 |\n"))), IsEmpty());
}

std::string staffed(const std::string& lines) {
  return rules(
      "补贴 a (a)\n  每 单位年度\n  付给 单位年度.单位\n  资金 就业补助资金 (employment_subsidy)\n"
      "  有效 申请日期 自 2023-01-01\n" +
      lines);
}

TEST(Cliffs, OneEmployeeMoreAndItIsGone) {
  const auto report =
      proved(staffed("  条件\n    单位年度.年末参保人数 30 人 以下 \"三十人\"\n  标准 1000 元\n"));
  ASSERT_THAT(names(report), ElementsAre("cliff a organisation_year.headcount_year_end"));
  const auto& answers = report.findings[0].witness->answers;
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].outcome, Outcome::eligible);
  EXPECT_EQ(answers[1].outcome, Outcome::not_eligible);
  EXPECT_EQ(report.findings[0].witness->facts[0].value, "30");
  EXPECT_EQ(answers[1].note_zh, "多一点: 31");
}

TEST(Cliffs, AFloorIsNone) {
  EXPECT_THAT(names(proved(staffed(
                  "  条件\n    单位年度.年末参保人数 30 人 以上 \"三十人\"\n  标准 1000 元\n"))),
              IsEmpty());
}

// From 1 February to 1 March 2024 are 30 days, both counted. How long months are is open to the
// solver, so that it offers examples; none of them holds.
std::string thirty_one_days(const std::string& more) {
  return rules(hiring("a",
                      "  条件\n    招用.入职日期 等于 2024-02-01 \"从\"\n"
                      "    招用.离职日期 等于 2024-03-01 \"到\"\n"
                      "    招用.入职日期 至 招用.离职日期 天数 31 以上 \"天数\"\n" +
                          more));
}

TEST(Examples, ThatDoNotHoldAreNotPassedOver) {
  const auto unproved = [](const std::string& more) {
    std::vector<std::string> found;
    const auto report = proved(thirty_one_days(more));
    EXPECT_THAT(names(report), IsEmpty());
    for (const auto& each : report.unproved) found.push_back(each.name + " " + each.tried_en);
    return found;
  };
  const std::string why = " the examples found do not hold when the rule is evaluated";
  EXPECT_THAT(unproved("    招用.月工资 不高于 3000 元 \"工资\"\n  标准 1000 元\n"),
              ElementsAre("cliff a employment.wage" + why));
  EXPECT_THAT(unproved("  档次 标准表 (rates) 按 招用.单位.企业规模\n"
                       "    | 情形 | 值 |\n    |---|---|\n    | 小型 | 1000 元 |\n"
                       "    | 其余 | 0 元 |\n  标准 标准表\n"),
              ElementsAre("no_amount a size_class" + why));
}

std::string tiered(const std::string& upper) {
  return staffed(
      "  档次 标准表 (rates) 按 单位年度.年末参保人数\n"
      "    | 情形 | 值 |\n    |---|---|\n    | 不满 30 人 | 1000 元 |\n"
      "    | 30 人 以上 | " +
      upper + " |\n  标准 标准表\n");
}

TEST(Cliffs, ATierThatJumpsUp) {
  EXPECT_THAT(names(proved(tiered("5000 元"))),
              ElementsAre("jump a organisation_year.headcount_year_end"));
  EXPECT_THAT(names(proved(tiered("1000 元"))), IsEmpty());
}

TEST(Promises, AreProvedOrBroken) {
  const std::string promise = "\n```monotone\na organisation_year.headcount_year_end 不减\n```\n";
  const auto kept = proved(tiered("1000 元") + promise);
  EXPECT_THAT(names(kept), IsEmpty());
  EXPECT_TRUE(kept.unproved.empty());
  EXPECT_THAT(names(proved(tiered("500 元") + promise)),
              ElementsAre("cliff a organisation_year.headcount_year_end",
                          "not_monotone a organisation_year.headcount_year_end"));
}

TEST(Promises, AboutNothingAreNamed) {
  for (const std::string line : {"a organisation_year.headcount 不减", "b x 不减",
                                 "a organisation_year.headcount_year_end 也许"}) {
    const auto report = proved(tiered("1000 元") + "\n```monotone\n" + line + "\n```\n");
    EXPECT_EQ(report.idle.size(), 1U) << line;
  }
}

TEST(Cycles, OfTargetsThatAreEachOthersPart) {
  const auto targets = [](const std::string& last) {
    return rules(
        "目标 甲 (one)\n  要求 10 人 以上\n  其中 two\n目标 乙 (two)\n  要求 20 人 以上\n" + last +
        "目标 丙 (three)\n  要求 30 人 以上\n");
  };
  EXPECT_THAT(names(proved(targets("  其中 one\n"))), ElementsAre("cycle one two"));
  EXPECT_THAT(names(proved(targets("  其中 three\n"))), IsEmpty());
}

std::string acknowledged(const std::string& name, const std::string& digest) {
  return "\n```findings\n| 发现 | 校验 | 理由 |\n|---|---|---|\n| " + name + " | " + digest +
         " | 文件如此 |\n```\n";
}

TEST(Acknowledgements, HoldUntilTheRuleChanges) {
  const std::string name = "no_amount a size_class";
  const auto text = by_size("    | 其余 | 0 元 |\n");
  const auto digest = proved(text).findings.at(0).digest;
  const auto known = proved(text + acknowledged(name, digest));
  EXPECT_EQ(known.open(), 0U);
  EXPECT_EQ(known.findings.at(0).reason, "文件如此");

  auto changed = text;
  changed.replace(changed.find("1000 元"), std::string("1000 元").size(), "2000 元");
  const auto expired = proved(changed + acknowledged(name, digest));
  EXPECT_EQ(expired.open(), 1U);
  EXPECT_TRUE(expired.findings.at(0).expired);

  auto sentence = text;
  sentence.replace(sentence.find("[一1 句1]"), std::string("[一1 句1]").size(),
                   "[一1 句1 sha256:0123456789abcdef]");
  EXPECT_TRUE(proved(sentence + acknowledged(name, digest)).findings.at(0).expired);

  auto words = text;
  words.replace(words.find("招用补贴"), std::string("招用补贴").size(), "招用的补贴");
  EXPECT_TRUE(proved(words + acknowledged(name, digest)).findings.at(0).expired);

  auto nobodys = text;
  const std::string whose = "  对象 招用.人员\n";
  nobodys.replace(nobodys.find(whose), whose.size(), "");
  EXPECT_TRUE(proved(nobodys + acknowledged(name, digest)).findings.at(0).expired);

  const auto idle = proved(by_size("    | 其余 | 500 元 |\n") + acknowledged(name, digest));
  ASSERT_EQ(idle.idle.size(), 1U);
  EXPECT_EQ(idle.idle[0].name, name);
}

// 3000 yuan stand in a parameter that the rule reads, and its sentences in two items.
// The amount stands in a parameter, and the rule rests on two items.
std::string read_from(const std::string& value, const std::string& second) {
  auto text =
      staffed("  条件\n    单位年度.年末参保人数 30 人 以下 \"三十人\"\n  标准 上限 于 申请日期\n");
  text.replace(text.find("```policy\n"), 10,
               "> [一2 句1] " + second +
                   "\n\n```policy\n参数 上限 (ceiling)\n  | 自 | 值 | 依据 |\n"
                   "  |---|---|---|\n  | 2023-01-01 | " +
                   value + " | 某文件 |\n\n");
  return text;
}

TEST(Acknowledgements, HoldUntilAParameterOrAnItemChanges) {
  const std::string name = "cliff a organisation_year.headcount_year_end";
  const auto text = read_from("3000 元", "标准另定");
  const auto digest = proved(text).findings.at(0).digest;
  EXPECT_EQ(proved(text + acknowledged(name, digest)).open(), 0U);
  for (const auto& other : {read_from("2000 元", "标准另定"), read_from("3000 元", "标准已定")})
    EXPECT_TRUE(proved(other + acknowledged(name, digest)).findings.at(0).expired);
}

}  // namespace
}  // namespace leye::policy::proof
