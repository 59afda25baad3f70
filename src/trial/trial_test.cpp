// What a draft changes for four people and two employers, added up by hand.
#include "trial/trial.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/pack.hpp"

namespace leye::trial {
namespace {

namespace files = std::filesystem;
using policy::Row;

// %1 the age, %2 the amount of the youth grant, %3 of the other one, %4 the quota.
std::string pack_text(int age, int youth, int other, int quota) {
  return R"(---
标题: 试算
---
```policy
补贴 青年补贴 "youth grant" (youth)
  每 招用
  付给 招用.单位
  对象 招用.人员
  资金 某资金 (some_fund)
  有效 招用.入职日期 自 2023-01-01 至 2023-12-31
  条件
    招用.人员.出生日期 周岁 于 招用.入职日期 16 以上 )" +
         std::to_string(age) + R"( 以下
  标准 )" +
         std::to_string(youth) +
         R"( 元

补贴 大龄补贴 "grant for older people" (older)
  每 招用
  付给 招用.单位
  对象 招用.人员
  资金 另一资金 (other_fund)
  有效 招用.入职日期 自 2023-01-01 至 2023-12-31
  条件
    招用.人员.出生日期 周岁 于 招用.入职日期 25 以上
  标准 )" +
         std::to_string(other) + R"( 元

奖励 先到奖励 "award for the first" (first_come)
  每 招用
  付给 招用.人员
  资金 某资金 (some_fund)
  有效 招用.入职日期 自 2023-01-01
  总名额 )" +
         std::to_string(quota) + R"( 人 由 先到
  条件
    招用.入职日期 不早于 2023-01-01
  标准 10 元

不得重复 青年与大龄 (youth_or_older) 范围 同一人员 由 从高
  青年补贴
  大龄补贴
```
)";
}

class TrialTest : public testing::Test {
 protected:
  TrialTest() { files::create_directories(folder_); }
  ~TrialTest() override { files::remove_all(folder_); }

  policy::Plan plan(int age, int youth, int other, int quota) {
    return plan_of(pack_text(age, youth, other, quota));
  }

  policy::Plan plan_of(const std::string& text) {
    const auto file = folder_ / "trial.md";
    std::ofstream(file, std::ios::trunc) << text;
    auto loaded = policy::load_pack(file, vocabulary_);
    EXPECT_TRUE(loaded.ok()) << to_text(loaded.error());
    return std::move(loaded).value();
  }

  static Day day(const char* text) { return Day::parse(text).value(); }

  // Anna 19 and rural, Bob 27 and urban, Carl 43 and urban, Dora of whom we do not know when she
  // was born. Anna and Dora work for a small employer, the others for a large one.
  std::shared_ptr<const Columns> columns(const policy::Plan& needed,
                                         benefits::Applications pending = {}) {
    policy::Facts facts(vocabulary_);
    const auto person = facts.entity("person"), organisation = facts.entity("organisation"),
               employment = facts.entity("employment");
    const auto code = [&](const char* table, const char* id) {
      return static_cast<std::int64_t>(vocabulary_.find_code_table(table)->index(id).value());
    };
    const auto employer = [&](std::int64_t key, const char* size) {
      const Row row = facts.add(organisation, key);
      facts.set(organisation, row, facts.fact(organisation, "size_class"),
                code("size_class", size));
      return row;
    };
    const Row small = employer(901, "small"), large = employer(902, "large");
    const auto hired = [&](std::int64_t key, const char* born, const char* hukou, Row where,
                           const char* start) {
      const Row who = facts.add(person, key);
      if (born != nullptr) facts.set(person, who, facts.fact(person, "birth_date"), day(born));
      facts.set(person, who, facts.fact(person, "hukou_kind"), code("hukou_kind", hukou));
      const Row row = facts.add(employment, key + 100);
      facts.set_reference(employment, row, facts.fact(employment, "person"), who);
      facts.set_reference(employment, row, facts.fact(employment, "employer"), where);
      facts.set(employment, row, facts.fact(employment, "start_date"), day(start));
    };
    hired(1, "2003-05-20", "20", small, "2023-03-01");
    hired(2, "1996-01-01", "10", large, "2023-04-10");
    hired(3, "1980-01-01", "10", large, "2023-05-01");
    hired(4, nullptr, "20", small, "2023-06-01");
    for (std::size_t e = 0; e < vocabulary_.entities().size(); ++e)
      facts.close(static_cast<policy::EntityIndex>(e));
    facts.link();
    std::vector<std::size_t> own;
    for (std::size_t e = 0; e < vocabulary_.entities().size(); ++e)
      own.push_back(facts.size(static_cast<policy::EntityIndex>(e)));
    std::vector<Block> blocks;
    blocks.push_back({registers::Swept::persons, std::move(facts), std::move(own)});
    return std::make_shared<const Columns>(needs_of(needed, vocabulary_), day("2024-06-01"),
                                           std::move(blocks), std::move(pending));
  }

  Report compared(const policy::Plan& now, const policy::Plan& draft,
                  benefits::Applications pending = {}) {
    auto baseline = Baseline::make(columns(now, std::move(pending)), now, vocabulary_, 2);
    EXPECT_TRUE(baseline.ok());
    auto report = compare(*baseline.value(), draft, 2);
    EXPECT_TRUE(report.ok()) << to_text(report.error());
    return std::move(report).value();
  }

  static const MeasureChange& of(const Report& report, const std::string& id) {
    for (const auto& each : report.measures)
      if (each.id == id) return each;
    return report.measures.front();
  }

  static std::vector<std::string> groups(const Report& report) {
    std::vector<std::string> all;
    for (const auto& each : report.groups)
      all.push_back(std::string(name(each.dimension)) + " " + each.code + " +" +
                    std::to_string(each.gain) + " -" + std::to_string(each.lose) + " " +
                    std::to_string(each.change.fen() / 100));
    return all;
  }

  const Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  const files::path folder_ =
      files::temp_directory_path() /
      (std::string("leye-trial-") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

// The amounts stay; of the older people's grant nobody is told any more whom it is about.
TEST_F(TrialTest, WhomItIsAboutIsPartOfTheRule) {
  const auto now = plan(24, 1000, 300, 9);
  auto draft = now;
  draft.measures[1].person.reset();
  const auto report = compared(now, draft);
  EXPECT_THAT(report.changed, testing::ElementsAre("older"));
}

// A parameter in front of the others moves them all, and changes no rule.
TEST_F(TrialTest, WhereAParameterStandsIsNotPartOfTheRule) {
  auto now = plan(24, 1000, 300, 9);
  policy::Parameter read, other;
  read.name.id = "wage";
  read.values.resize(1);
  read.values[0].value = policy::Fraction{7};
  other.name.id = "other";
  now.parameters = {read};
  now.measures[0].nodes.push_back({.op = policy::Op::parameter, .symbol = 0});
  auto draft = now;
  draft.parameters = {other, read};
  draft.measures[0].nodes.back().symbol = 1;
  EXPECT_TRUE(compared(now, draft).changed.empty());
  draft.parameters[1].values[0].value = policy::Fraction{8};
  EXPECT_THAT(compared(now, draft).changed, testing::ElementsAre("youth"));
}

TEST_F(TrialTest, NoChangeIsNoDifference) {
  const auto now = plan(24, 1000, 300, 9);
  const auto report = compared(now, plan(24, 1000, 300, 9));
  EXPECT_TRUE(report.changed.empty());
  EXPECT_TRUE(report.groups.empty());
  // Anna 1000, Bob and Carl 300 each, ten yuan for all four.
  EXPECT_EQ(report.before.fen(), 164'000);
  EXPECT_EQ(report.after, report.before);
  for (const auto& each : report.measures) {
    EXPECT_EQ(each.gained + each.lost + each.more + each.less, 0) << each.id;
    EXPECT_EQ(each.before.granted, each.after.granted) << each.id;
  }
  for (const auto& each : report.costs) EXPECT_EQ(each.before, each.after);
  EXPECT_EQ(of(report, "youth").before.undetermined, 1);  // Dora
}

// Up to 29, Bob's employer has 1000 instead of 300: the older people's grant is given up for it.
TEST_F(TrialTest, AHigherAgeLimitMovesOneOfTheLargeEmployer) {
  const auto report = compared(plan(24, 1000, 300, 9), plan(29, 1000, 300, 9));
  EXPECT_THAT(report.changed, testing::ElementsAre("youth"));
  EXPECT_EQ(report.before.fen(), 164'000);
  EXPECT_EQ(report.after.fen(), 234'000);
  const auto& youth = of(report, "youth");
  EXPECT_EQ(youth.before.granted, 1);
  EXPECT_EQ(youth.after.granted, 2);
  EXPECT_EQ(youth.gained, 1);
  EXPECT_EQ(youth.after.undetermined, 1);
  const auto& older = of(report, "older");
  EXPECT_EQ(older.before.granted, 2);
  EXPECT_EQ(older.after.granted, 1);
  EXPECT_EQ(older.after.refused, 1);
  EXPECT_EQ(older.lost, 1);
  EXPECT_EQ(report.people_gain, 1);
  EXPECT_EQ(report.people_lose, 0);
  EXPECT_EQ(report.employers_gain, 1);
  EXPECT_THAT(groups(report), testing::ElementsAre("age 25-34 +1 -0 700", "hukou 10 +1 -0 700",
                                                   "category  +1 -0 700", "size large +1 -0 700"));
  // Bob began in April 2023: the first fund 1000 more, the other 300 less.
  std::vector<std::string> moved;
  for (const auto& each : report.costs)
    if (each.before != each.after)
      moved.push_back(each.fund + " " + std::to_string(each.month) + " " +
                      std::to_string((each.after.fen() - each.before.fen()) / 100));
  const auto april = std::to_string(2023 * 12 + 3);
  EXPECT_THAT(
      moved, testing::ElementsAre("other_fund " + april + " -300", "some_fund " + april + " 1000"));
}

TEST_F(TrialTest, ALowerAmountIsLessForOneAndNothingForTheOthers) {
  const auto report = compared(plan(24, 1000, 300, 9), plan(24, 900, 300, 9));
  EXPECT_EQ(of(report, "youth").less, 1);
  EXPECT_EQ(report.people_lose, 1);
  EXPECT_EQ(report.after.fen() - report.before.fen(), -10'000);
  EXPECT_THAT(groups(report),
              testing::ElementsAre("age 0-24 +0 -1 -100", "hukou 20 +0 -1 -100",
                                   "category  +0 -1 -100", "size small +0 -1 -100"));
}

// Two places go to Anna and Bob, who came first; with three Carl has one.
TEST_F(TrialTest, OneMorePlaceInTheQueueGoesToTheNext) {
  const auto report = compared(plan(24, 1000, 300, 2), plan(24, 1000, 300, 3));
  const auto& award = of(report, "first_come");
  EXPECT_EQ(award.before.granted, 2);
  EXPECT_EQ(award.before.refused, 2);
  EXPECT_EQ(award.after.granted, 3);
  EXPECT_EQ(award.gained, 1);
  EXPECT_EQ(report.people_gain, 1);
  EXPECT_EQ(report.employers_gain, 0);  // it is paid to people
  EXPECT_EQ(groups(report).front(), "age 35-44 +1 -0 10");
}

// Bob's case (102) is open for both grants, Anna's for one that stays as it is.
TEST_F(TrialTest, UndecidedCasesWhoseAnswerChangesAreNamed) {
  const auto report = compared(plan(24, 1000, 300, 9), plan(29, 1000, 300, 9),
                               {{{"youth", 101}, day("2024-05-01")},
                                {{"youth", 102}, day("2024-05-01")},
                                {{"older", 102}, day("2024-05-02")}});
  ASSERT_EQ(report.cases.size(), 2U);
  EXPECT_EQ(report.cases[0].measure, "youth");
  EXPECT_EQ(report.cases[0].subject, 102);
  EXPECT_FALSE(report.cases[0].had);
  EXPECT_EQ(report.cases[0].after.fen(), 100'000);
  EXPECT_EQ(report.cases[1].measure, "older");
  EXPECT_EQ(report.cases[1].before.fen(), 30'000);
  EXPECT_FALSE(report.cases[1].has);
}

// The columns were loaded for rules that look at no wages.
TEST_F(TrialTest, ADraftThatLooksAtMoreThanIsLoadedIsRefused) {
  const auto now = plan(24, 1000, 300, 9);
  const auto baseline = Baseline::make(columns(now), now, vocabulary_, 2);
  ASSERT_TRUE(baseline.ok());
  auto text = pack_text(24, 1000, 300, 9);
  const std::string line = "  标准 1000 元";
  text.insert(text.find(line), "    招用.月工资 1800 元 以上\n");
  const auto refused = compare(*baseline.value(), plan_of(text), 2);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
  // Another limit of what is loaded is no reason.
  EXPECT_TRUE(compare(*baseline.value(), plan(29, 1000, 300, 9), 2).ok());
}

}  // namespace
}  // namespace leye::trial
