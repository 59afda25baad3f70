#include <gmock/gmock.h>

#include "registers/facts_loader.hpp"
#include "states/state.hpp"
#include "states/test_states.hpp"

namespace leye::states {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(StatesTest, EachDayHasOneStateByTheOrderOfTheRules) {
  auto transaction = begin();
  policy::Facts facts(words_);
  registers::FactsLoader loader(transaction, facts, {day("2023-11-10"), start_});
  must(loader.load("person", {1}));
  StateReader reader(rules_, facts);
  const auto code = [&](std::optional<std::size_t> state) {
    return state ? rules_.states[*state].code : std::string("-");
  };
  EXPECT_EQ(code(reader.state_on(0, day("2020-03-01"))), "-");
  EXPECT_EQ(code(reader.state_on(0, day("2022-06-30"))), "employed");
  EXPECT_EQ(code(reader.state_on(0, day("2022-07-01"))), "-");
  EXPECT_EQ(code(reader.state_on(0, day("2023-08-31"))), "unemployed");
  EXPECT_EQ(code(reader.state_on(0, day("2023-09-01"))), "employed");
  std::vector<std::string> told;
  for (const Stretch& each : reader.history(0, day("2023-11-10")))
    told.push_back(fmt::format("{} {} {}", code(each.state), to_text(each.from),
                               each.until ? to_text(*each.until) : "on"));
  EXPECT_THAT(told, ElementsAre("employed 2020-03-02 2022-06-30", "- 2022-07-01 2022-07-03",
                                "unemployed 2022-07-04 2023-08-31", "employed 2023-09-01 on"));
  EXPECT_EQ(to_text(reader.since(0, day("2023-11-10"))), "2023-09-01");
  EXPECT_TRUE(reader.contradictions(0, day("2023-08-31")).empty());
  const auto found = reader.contradictions(0, day("2023-09-01"));
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(rules_.category(rules_.contradictions[found[0]]).name.id,
            "conflict_unemployed_employed");
}

TEST_F(StatesTest, TheRegisterIsDerivedOnceAndAgainChangesNothing) {
  const auto first = derive("2023-11-10");
  EXPECT_EQ(first.people, 3);
  EXPECT_EQ(first.changed, 2);
  EXPECT_EQ(first.opened, 1);
  EXPECT_THAT(stored(), ElementsAre("1 employed 2023-09-01", "2 unemployed 2023-01-10"));
  EXPECT_THAT(tasks(), ElementsAre("登记失业又在就业 人员1 window_clerk 2023-11-25"));
  const auto again = derive("2023-11-12");
  EXPECT_EQ(again.changed + again.opened + again.closed, 0);
  EXPECT_THAT(tasks(), ElementsAre("登记失业又在就业 人员1 window_clerk 2023-11-25"));
}

TEST_F(StatesTest, ATaskClosesItselfAndOpensAnewWhenItComesBack) {
  derive("2023-11-10");
  change(store::Statement(
      "update unemployment_registration set end_date = '2023-08-31' where person_id = 1"));
  const auto mended = derive("2023-11-10", 1);
  EXPECT_EQ(mended.people, 1);
  EXPECT_EQ(mended.closed, 1);
  EXPECT_TRUE(tasks().empty());
  change(
      store::Statement("update unemployment_registration set end_date = null where person_id = 1"));
  EXPECT_EQ(derive("2023-11-20", 1).opened, 1);
  EXPECT_THAT(tasks(), ElementsAre("登记失业又在就业 人员1 window_clerk 2023-12-05"));
}

TEST_F(StatesTest, LookingAtOnePersonClosesNobodyElsesTask) {
  derive("2023-11-10");
  EXPECT_EQ(derive("2023-11-10", 2).closed, 0);
  EXPECT_EQ(tasks().size(), 1);
}

TEST_F(StatesTest, WhatAStateWasBeforeStaysKnown) {
  derive("2023-11-10");
  change(store::Statement("update employment set end_date = '2023-11-15' where id = 12"));
  EXPECT_EQ(derive("2023-11-20").changed, 1);
  EXPECT_THAT(stored(), ElementsAre("1 unemployed 2023-11-16", "2 unemployed 2023-01-10"));
  EXPECT_THAT(lines(store::Statement("select facts->>'state' as line from register_record_past "
                                     "where entity = 'registered_state'")),
              ElementsAre("employed"));
  change(store::Statement("update unemployment_registration set end_date = '2023-11-15'"));
  EXPECT_EQ(derive("2023-11-20").changed, 2);
  EXPECT_TRUE(stored().empty());
}

TEST_F(StatesTest, NobodyIsNotFound) {
  auto transaction = begin();
  EXPECT_FALSE(derive_person(transaction, {rules_, words_, day("2023-11-10"), start_}, 99).ok());
}

TEST_F(StatesTest, MistakesInTheRulesAreNamed) {
  const auto error_of = [&](const std::string& rows, const std::string& more = "") {
    const auto text =
        "# 登记状态 · registered_state · State\n\n| state | category |\n|---|---|\n" + rows +
        "\n## 矛盾 · contradictions\n| category | owner | days |\n|---|---|---|\n" + more;
    const auto read = Rules::parse(text, "registered.md", rules_.plan, words_);
    return read.ok() ? std::string("fine") : to_text(read.error());
  };
  EXPECT_EQ(error_of("| employed | state_employed |"), "fine");
  EXPECT_THAT(error_of("| working | state_employed |"), HasSubstr("`working` is no state"));
  EXPECT_THAT(error_of("| working | state_employed |"), HasSubstr("registered.md:5"));
  EXPECT_THAT(error_of("| employed | state_work |"), HasSubstr("`state_work` is no category"));
  EXPECT_THAT(error_of(""), HasSubstr("needs a title and states"));
  EXPECT_THAT(error_of("| employed | state_employed |", "| conflict_two_jobs | clerk | 0 |"),
              HasSubstr("`0` is no number of days"));
}

}  // namespace
}  // namespace leye::states
