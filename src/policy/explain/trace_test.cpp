// The explanation as people read it, and that its advice is true and minimal.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/explain/hiring_example.hpp"

namespace leye::policy {
namespace {

using testing::HasSubstr;

constexpr Row ada = 0;

struct Explain : testing::Test {
  HiringExample example;
  Row hire = example.hire();

  Explain() { example.registration(ada, "2023-06-01", "none"); }

  Explanation explain(Language language = Language::zh) {
    example.facts.link();
    return example.build.evaluator().explain(hire, language);
  }
  std::string text(Language language = Language::zh) {
    return to_text(example.build.plan, example.build.measure(), explain(language), language);
  }
  // The line of a condition, by the number of its leaf.
  static const Trace* find(const Trace& trace, const std::string& id) {
    if (trace.id == id) return &trace;
    for (const auto& child : trace.children)
      if (const auto* found = find(child, id)) return found;
    return nullptr;
  }
  Trace leaf(int number, Language language = Language::zh) {
    const auto explanation = explain(language);
    const auto* found = find(explanation.trace, fmt::format("hiring_subsidy.c{}", number));
    return found == nullptr ? Trace{} : *found;
  }
};

TEST_F(Explain, ReadsLikeALetter) {
  example.facts.close(example.facts.entity("education_record"));
  example.set("employment", hire, "contract_end", "2024-09-30");
  EXPECT_EQ(text(),
            R"(一次性吸纳就业补贴: 不符合 (差 1 条)
  ✓ 有效期  入职日期 2023-11-01 (2023-01-01 起, 截至 2023-12-31)    二(二)8
  ✓ 任一满足
    ✗ 毕业 2 年以内  无, 要求 有                                    二(二)8 句1
        招用.入职日期 2023-11-01 [就业登记, 2023-11-03]
        招用.人员.学历记录 0 条
    ✓ 全部满足
      ✓ 登记失业  有                                                二(二)8 句1
      ✓ 周岁 16 以上 24 以下  23 周岁 (16 周岁以上, 24 周岁以下)    二(二)8 句1
  ✗ 合同期限 1 年以上  11 个月, 要求 1 年以上, 差 1 个月            二(二)8 句1
      招用.入职日期 2023-11-01 [就业登记, 2023-11-03]
      招用.合同终止日期 2024-09-30 [就业登记, 2023-11-03]
  ✓ 单位参保  是                                                    二(二)8 句1
  ✓ 均不满足
    ✓ 不得: 合同类型 是 劳务协议  固定期限劳动合同 (不是 劳务协议)  二(二)8 句1
    ✓ 不得: 失信惩戒  否                                            二(二)8 句1
  ✓ 每人一次  0 (不满 1)                                            二(二)8 句1
  建议: 合同终止日期 为 2024-10-31 (现为 2024-09-30), 即可享受 1,000.00 元
)");
}

TEST_F(Explain, NamesWhatIsMissingAndTheRange) {
  example.set("employment", hire, "contract_end", "?");
  const auto said = text();
  EXPECT_THAT(said, HasSubstr("待核, 0.00 至 1,000.00 元; 缺 招用.合同终止日期\n"));
  EXPECT_THAT(said, HasSubstr("? 合同期限 1 年以上  未知, 要求 1 年以上"));
  EXPECT_THAT(
      text(Language::en),
      HasSubstr("undetermined, 0.00 to 1,000.00 yuan; missing employment · end of the contract"));
}

TEST_F(Explain, SaysHowFarTooOldAndAdvisesNobodyToBeYounger) {
  example.set("person", ada, "birth_date", "1998-01-01");
  const auto age = leaf(3);
  EXPECT_EQ(age.verdict, Verdict::no);
  EXPECT_EQ(age.found, "25 周岁");
  EXPECT_EQ(age.margin, "超 1 岁");
  EXPECT_EQ(age.advice, "");
  EXPECT_EQ(leaf(3, Language::en).margin, "over by 1 year");
}

TEST_F(Explain, TellsThePeriodToTheDay) {
  example.set("employment", hire, "contract_end", "2024-10-30");
  const auto term = leaf(4);
  EXPECT_EQ(term.found, "11 个月 30 天");
  EXPECT_EQ(term.margin, "差 1 天");
  EXPECT_EQ(leaf(4, Language::en).required, "at least 1 year");
}

TEST_F(Explain, BelowNoneOfHoldingIsWhatFails) {
  example.set("organisation", 0, "joint_sanction", "是");
  const auto sanction = leaf(7);
  EXPECT_EQ(sanction.verdict, Verdict::no);
  EXPECT_EQ(sanction.found, "是");
  EXPECT_EQ(sanction.required, "否");
  EXPECT_EQ(sanction.advice, "单位.失信联合惩戒 为 否 (现为 是), 即可享受 1,000.00 元");
}

TEST_F(Explain, AdviceForOneOfTwoFailuresPromisesNoMoney) {
  example.set("organisation", 0, "insured_as_unit", "否");
  example.set("employment", hire, "contract_end", "2024-09-30");
  EXPECT_EQ(leaf(5).advice, "单位.以单位形式参保 为 是 (现为 否), 即满足本条");
}

TEST_F(Explain, OutsideValidityNothingElseIsTold) {
  example.set("employment", hire, "start_date", "2024-01-03");
  const auto explanation = explain();
  ASSERT_EQ(explanation.trace.children.size(), 1U);
  EXPECT_EQ(explanation.trace.children[0].margin, "晚 3 天");
}

// Doing as advised gives the money; one day less does not.
TEST_F(Explain, AdviceIsTrueAndMinimal) {
  for (const char* end : {"2023-11-02", "2024-02-29", "2024-10-29", "2024-10-30"}) {
    example.set("employment", hire, "contract_end", end);
    ASSERT_THAT(leaf(4).advice, HasSubstr("合同终止日期 为 2024-10-31"));
  }
  const auto with = [&](const char* end) {
    example.set("employment", hire, "contract_end", end);
    return explain().answer.outcome;
  };
  EXPECT_EQ(with("2024-10-31"), Outcome::eligible);
  EXPECT_EQ(with("2024-10-30"), Outcome::not_eligible);
}

TEST_F(Explain, PointsToAnotherMeasureThatPays) {
  auto& plan = example.build.plan;
  auto other = plan.measures.front();
  other.name = {"expansion_subsidy", "一次性扩岗补助"};
  other.conditions[0].children.clear();
  plan.measures.push_back(other);
  Exclusion exclusion;
  exclusion.name = {"hiring", "一次性补贴"};
  exclusion.measures = {"hiring_subsidy", "expansion_subsidy"};
  plan.exclusions.push_back(exclusion);
  example.set("employment", hire, "contract_end", "2024-09-30");
  EXPECT_THAT(text(), HasSubstr("; 或 可申报 一次性扩岗补助 1,000.00 元(已符合)\n"));
}

// A measure of one line over the same hire.
struct OneLine : Explain {
  PlanBuilder build{example.facts, "employment"};
  PlanBuilder::Index row = build.subject();

  Trace line(PlanBuilder::Index node) {
    build.root({build.leaf(node, "line")});
    example.facts.link();
    const auto explanation = build.evaluator().explain(hire);
    const auto* found = find(explanation.trace, "hiring_subsidy.c1");
    return found == nullptr ? Trace{} : *found;
  }
  PlanBuilder::Index truth(Op op, PlanBuilder::Index a, PlanBuilder::Index b = -1) {
    return build.of(op, Type::boolean, a, b);
  }
};

TEST_F(OneLine, AnOptionIsToldByItsNames) {
  build.measure().options = {
      {{"day", "年龄口径"}, {{{"age", "周岁"}, ""}, {{"year", "公历年"}, ""}}}};
  const auto option = build.add({.op = Op::option, .type = Type::code, .symbol = 0});
  const auto told = line(truth(Op::equal, option, build.constant(Type::code, 1)));
  EXPECT_EQ(told.found, "周岁");
  EXPECT_EQ(told.required, "公历年");
}

TEST_F(OneLine, WhatDoesNotExistIsToldAsItStands) {
  example.set("employment", hire, "end_date", "2023-12-01");
  const auto none = truth(Op::is_none, build.fact(row, "end_date"));
  const auto told = line(none);
  EXPECT_EQ(told.found, "2023-12-01");
  EXPECT_EQ(told.required, "无");
  EXPECT_EQ(told.verdict, Verdict::no);
}

TEST_F(OneLine, NobodyIsAdvisedToChangeWhatIsOver) {
  const auto year = example.facts.entity("organisation_year");
  const auto last = example.facts.add(year, 6);
  example.facts.set_reference(year, last, example.facts.fact(year, "organisation"), 0);
  example.set("organisation_year", last, "headcount_year_end", "31");
  const auto heads = [&](PlanBuilder::Index item) {
    return PlanBuilder::Part{-1, build.fact(item, "headcount_year_end")};
  };
  const auto employer = build.fact(row, "employer");
  const auto most = build.aggregate(Op::largest, Type::count, employer, "organisation_year",
                                    "organisation", heads);
  const auto told = line(truth(Op::at_most, most, build.count(30)));
  EXPECT_EQ(told.advice, "");
  example.set("organisation", 0, "zombie", "是");
  EXPECT_EQ(line(truth(Op::negate, build.fact(employer, "zombie"))).advice, "");
}

TEST_F(OneLine, ALongListOfCodesIsCut) {
  const auto kind = build.fact(row, "contract_kind");
  auto any = truth(Op::equal, kind, build.constant(Type::code, 1));
  for (int i = 0; i < 8; ++i) {
    any = truth(Op::either, any, truth(Op::equal, kind, build.constant(Type::code, i % 3 + 1)));
  }
  const auto told = line(any);
  EXPECT_THAT(told.required, HasSubstr(" 等 9 项"));
  EXPECT_EQ(told.found, "固定期限劳动合同");
}

TEST_F(OneLine, AStandardThatIsNotSetIsSaidSo) {
  build.measure().amount = build.add({.op = Op::unset, .type = Type::money});
  example.facts.link();
  const auto explanation = build.evaluator().explain(hire);
  EXPECT_EQ(explanation.answer.outcome, Outcome::undetermined);
  EXPECT_THAT(explanation.answer.missing, testing::ElementsAre("hiring_subsidy.amount"));
  EXPECT_EQ(explanation.trace.children.back().found, "标准未定");
}

TEST_F(Explain, LeavesTheEvaluatorAsItWas) {
  example.set("employment", hire, "contract_end", "2024-09-30");
  example.facts.link();
  auto evaluator = example.build.evaluator();
  const auto first = evaluator.explain(hire);
  const auto again = evaluator.explain(hire);
  EXPECT_EQ(to_text(example.build.plan, example.build.measure(), first, Language::zh),
            to_text(example.build.plan, example.build.measure(), again, Language::zh));
  EXPECT_EQ(evaluator.evaluate(hire).failed, first.answer.failed);
}

}  // namespace
}  // namespace leye::policy
