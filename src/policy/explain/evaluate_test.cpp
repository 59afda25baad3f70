// Answers about one hire: the order of answers, distance, masks, range, what to ask for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/explain/hiring_example.hpp"

namespace leye::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Row ada = 0;
constexpr std::uint64_t registered = 1U << 1;  // fails in an any-of that holds: named all the same

struct Evaluate : testing::Test {
  HiringExample example;
  Row hire = example.hire();

  Answer answer() {
    example.facts.link();
    return example.build.evaluator().evaluate(hire);
  }
};

TEST_F(Evaluate, PaysAYoungPersonWhoWasRegistered) {
  example.registration(ada, "2023-06-01", "none");
  const auto found = answer();
  EXPECT_EQ(found.outcome, Outcome::eligible);
  EXPECT_EQ(found.amount, Money::yuan(1000));
  EXPECT_EQ(found.low, found.amount);
  EXPECT_EQ(found.high, found.amount);
  EXPECT_EQ(found.distance, 0);
  EXPECT_EQ(found.event_on, on("2023-11-01"));
  // The branch of graduates is unknown: that list is partial. It does not matter here.
  EXPECT_EQ(found.unknown, 1U);
  EXPECT_THAT(found.missing, IsEmpty());
}

TEST_F(Evaluate, OneDayShortOfAYearIsOneConditionAway) {
  example.registration(ada, "2023-06-01", "2023-11-01");
  example.set("employment", hire, "contract_end", "2024-10-30");
  const auto found = answer();
  EXPECT_EQ(found.outcome, Outcome::not_eligible);
  EXPECT_EQ(found.distance, 1);
  EXPECT_EQ(found.failed, 1U << 3);
  EXPECT_EQ(found.amount, Money{});
}

TEST_F(Evaluate, AskingIsForWhatCouldChangeTheAnswer) {
  example.registration(ada, "2023-06-01", "none");
  example.set("employment", hire, "contract_end", "?");
  example.set("organisation", 0, "size_class", "?");
  const auto found = answer();
  EXPECT_EQ(found.outcome, Outcome::undetermined);
  EXPECT_EQ(found.low, Money{});
  EXPECT_EQ(found.high, Money::yuan(1000));
  EXPECT_EQ(found.distance, 0);
  EXPECT_THAT(found.missing,
              ElementsAre("employment.contract_end", "employment.employer.size_class"));
}

TEST_F(Evaluate, AnOpenListIsAskedForAndAClosedOneIsANo) {
  const auto open = answer();
  EXPECT_EQ(open.outcome, Outcome::undetermined);
  EXPECT_THAT(open.missing, ElementsAre("employment.person.education_records"));
  example.facts.close(example.facts.entity("education_record"));
  const auto closed = answer();
  EXPECT_EQ(closed.outcome, Outcome::not_eligible);
  EXPECT_EQ(closed.failed, 0b11U);
  EXPECT_EQ(closed.distance, 1);  // the cheaper ground
}

TEST_F(Evaluate, OnlyTheAmountUnknownKeepsItsLowerBound) {
  example.graduation(ada, "2022-06-30");
  example.set("organisation", 0, "size_class", "?");
  const auto found = answer();
  EXPECT_EQ(found.outcome, Outcome::undetermined);
  EXPECT_EQ(found.low, Money::yuan(500));
  EXPECT_EQ(found.high, Money::yuan(1000));
}

TEST_F(Evaluate, ValidityComesFirst) {
  example.graduation(ada, "2022-06-30");
  example.set("employment", hire, "contract_end", "2023-12-01");
  example.set("employment", hire, "start_date", "2024-01-01");
  auto found = answer();
  EXPECT_EQ(found.outcome, Outcome::not_in_force);
  EXPECT_EQ(found.distance, distance_none);
  EXPECT_EQ(found.failed, 0U);
  example.set("employment", hire, "start_date", "2023-12-31");
  EXPECT_EQ(answer().outcome, Outcome::not_eligible);
  example.set("employment", hire, "start_date", "?");
  found = answer();
  EXPECT_EQ(found.outcome, Outcome::undetermined);
  EXPECT_FALSE(found.event_on);
  EXPECT_EQ(found.missing.front(), "employment.start_date");
}

TEST_F(Evaluate, WithoutAnEventTheConditionsDecide) {
  example.set("employment", hire, "start_date", "none");
  example.set("organisation", 0, "joint_sanction", "是");
  EXPECT_EQ(answer().outcome, Outcome::not_eligible);
}

TEST_F(Evaluate, WhatNobodyCanMendHasNoDistance) {
  example.graduation(ada, "2022-06-30");
  const auto grant = example.facts.entity("grant");
  example.facts.set_reference(grant, example.facts.add(grant), example.fact("grant", "person"),
                              ada);
  const auto found = answer();
  EXPECT_EQ(found.outcome, Outcome::not_eligible);
  EXPECT_EQ(found.distance, distance_none);
  EXPECT_EQ(found.failed, (1U << 7) | registered);
}

TEST_F(Evaluate, WhatMustNotBeFailsWhenItIs) {
  example.graduation(ada, "2022-06-30");
  example.set("employment", hire, "contract_kind", "service_agreement");
  example.set("organisation", 0, "joint_sanction", "是");
  const auto found = answer();
  EXPECT_EQ(found.distance, 2);
  EXPECT_EQ(found.failed, (1U << 5) | (1U << 6) | registered);
}

// What is paid is 60 % of two premiums; of each, the hire of the test is given the wage.
struct Amount : testing::Test {
  HiringExample example;
  Row hire = example.hire();

  Answer with_wage(const char* spelling) {
    PlanBuilder build(example.facts, "employment");
    const auto wage = build.fact(build.subject(), "wage");
    const auto premium = build.of(Op::add, Type::money, wage, build.yuan(36000));
    build.pay(build.of(Op::multiply, Type::money, premium, build.constant(Type::ratio, 60, 100)));
    example.set("employment", hire, "wage", spelling);
    example.facts.link();
    return build.evaluator().evaluate(hire);
  }
};

TEST_F(Amount, OfAnUnknownNumberHasALowerBound) {
  const auto found = with_wage("?");
  EXPECT_EQ(found.outcome, Outcome::undetermined);
  EXPECT_EQ(found.low, Money::yuan(21600));
  EXPECT_FALSE(found.high);
  EXPECT_THAT(found.missing, ElementsAre("employment.wage"));
}

TEST_F(Amount, OfANumberThatIsNoneIsNotGuessed) {
  EXPECT_EQ(with_wage("none").outcome, Outcome::undetermined);
}

TEST_F(Amount, IsRoundedOnceHalfAwayFromZero) {
  EXPECT_EQ(with_wage("0.01").amount.fen(), 2160001);  // 21,600.006
  EXPECT_EQ(with_wage("0.05").amount.fen(), 2160003);
}

TEST_F(Evaluate, FollowsThePathsToPersonAndOrganisation) {
  const auto evaluator = example.build.evaluator();
  EXPECT_EQ(evaluator.person(hire), 0);
  EXPECT_EQ(evaluator.organisation(hire), 0);
}

}  // namespace
}  // namespace leye::policy
