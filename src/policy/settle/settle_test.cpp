// Who gets what when measures exclude each other or are given once; never by order of input.
#include "policy/settle/settle.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace leye::policy {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

Measure measure(const char* id, std::vector<Limit> limits = {}) {
  Measure made;
  made.name = {id, id};
  made.limits = std::move(limits);
  return made;
}

Exclusion exclusion(const char* id, std::vector<std::string> measures, ExclusionScope scope,
                    ExclusionChoice choice) {
  Exclusion made;
  made.name = {id, id};
  made.measures = std::move(measures);
  made.scope = scope;
  made.choice = choice;
  return made;
}

struct Settle : testing::Test {
  Plan plan;
  std::vector<Entitlement> wanted;
  std::vector<std::string> wishes;

  Settle() {
    plan.measures = {measure("hiring", {Limit{}}), measure("expansion"), measure("youth"),
                     measure("loan", {Limit{LimitScope::organisation, LimitPeriod::year, 2}})};
    plan.exclusions = {exclusion("once_hired", {"hiring", "expansion", "youth"},
                                 ExclusionScope::person, ExclusionChoice::highest)};
  }

  void want(const char* id, std::int64_t person, std::int64_t organisation, std::int64_t yuan,
            const char* on) {
    wanted.push_back({id, static_cast<std::int64_t>(wanted.size()) + 100, person, organisation,
                      Money::yuan(yuan), day(on)});
  }
  // One letter for each entitlement: granted, excluded, limited.
  std::string settled() {
    std::string letters;
    for (const auto& one : settle(plan, wanted, wishes))
      letters += "gxl"[static_cast<std::size_t>(one.state)];
    return letters;
  }
};

TEST_F(Settle, TheHigherOfTwoForOnePerson) {
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("expansion", 1, 10, 1500, "2023-09-01");
  const auto found = settle(plan, wanted);
  EXPECT_EQ(found[0].state, SettledState::excluded);
  EXPECT_EQ(found[0].because, "once_hired");
  EXPECT_EQ(found[0].in_favour_of, 1U);
  EXPECT_EQ(found[1].state, SettledState::granted);
}

TEST_F(Settle, OfEqualAmountsTheFirstOfTheText) {
  want("youth", 1, 10, 1000, "2023-08-01");
  want("hiring", 1, 10, 1000, "2023-09-01");
  EXPECT_EQ(settled(), "xg");
}

TEST_F(Settle, TwoPersonsOfOneEmployerDoNotMeet) {
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("expansion", 2, 10, 1500, "2023-09-01");
  EXPECT_EQ(settled(), "gg");
  plan.exclusions[0].scope = ExclusionScope::organisation;
  EXPECT_EQ(settled(), "xg");
}

TEST_F(Settle, APairIsThePersonWithThatEmployer) {
  plan.exclusions[0].scope = ExclusionScope::pair;
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("expansion", 1, 11, 1500, "2023-09-01");
  want("youth", 1, 11, 1000, "2023-09-01");
  EXPECT_EQ(settled(), "ggx");
}

TEST_F(Settle, TheApplicantMayTakeTheLower) {
  plan.exclusions[0].choice = ExclusionChoice::applicant;
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("expansion", 1, 10, 1500, "2023-09-01");
  EXPECT_EQ(settled(), "xg");
  wishes = {"hiring"};
  EXPECT_EQ(settled(), "gx");
}

TEST_F(Settle, WishesDoNotMoveWhatTheTextDecides) {
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("expansion", 1, 10, 1500, "2023-09-01");
  wishes = {"hiring"};
  EXPECT_EQ(settled(), "xg");
}

TEST_F(Settle, WhatCameFirstStays) {
  plan.exclusions[0].choice = ExclusionChoice::first;
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("expansion", 1, 10, 1500, "2023-09-01");
  EXPECT_EQ(settled(), "gx");
}

TEST_F(Settle, OnceAPersonOverAllEmployers) {
  want("hiring", 1, 11, 1000, "2023-09-01");
  want("hiring", 1, 10, 1000, "2023-03-01");
  const auto found = settle(plan, wanted);
  EXPECT_EQ(found[0].state, SettledState::limited);
  EXPECT_EQ(found[0].because, "hiring");
  EXPECT_EQ(found[0].in_favour_of, 1U);
}

TEST_F(Settle, SoManyAYear) {
  for (const char* on : {"2023-01-01", "2023-02-01", "2023-03-01", "2024-01-01"})
    want("loan", 0, 10, 500, on);
  EXPECT_EQ(settled(), "gglg");
}

TEST_F(Settle, WhatIsItselfRefusedShutsNobodyOut) {
  plan.measures.push_back(measure("training"));
  plan.exclusions.push_back(exclusion("learning", {"hiring", "training"}, ExclusionScope::person,
                                      ExclusionChoice::highest));
  want("expansion", 1, 10, 1500, "2023-08-01");
  want("hiring", 1, 10, 1000, "2023-08-01");
  want("training", 1, 10, 800, "2023-08-01");
  EXPECT_EQ(settled(), "gxg");
}

TEST_F(Settle, TheOrderOfInputDoesNotMatter) {
  constexpr const char* ids[] = {"hiring", "expansion", "youth", "loan"};
  constexpr ExclusionChoice choices[] = {ExclusionChoice::highest, ExclusionChoice::applicant,
                                         ExclusionChoice::first};
  std::mt19937 dice(7);
  const auto below = [&](unsigned end) { return static_cast<int>(dice() % end); };
  for (int round = 0; round < 60; ++round) {
    wanted.clear();
    plan.exclusions[0].choice = choices[below(3)];
    plan.exclusions[0].scope = static_cast<ExclusionScope>(below(3));
    wishes = below(2) == 0 ? std::vector<std::string>{} : std::vector<std::string>{"youth"};
    for (int left = 2 + below(5); left > 0; --left) {
      want(ids[below(4)], 1 + below(2), 10 + below(2), 500 + 500 * below(3),
           below(2) == 0 ? "2023-05-01" : "2024-05-01");
    }
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto expected = settle(plan, wanted, wishes);
    do {
      std::vector<Entitlement> shuffled;
      for (const auto index : order) shuffled.push_back(wanted[index]);
      const auto found = settle(plan, shuffled, wishes);
      for (std::size_t i = 0; i < order.size(); ++i) {
        const auto& original = expected[order[i]];
        ASSERT_EQ(found[i].state, original.state) << round;
        ASSERT_EQ(found[i].because, original.because) << round;
        ASSERT_EQ(order[found[i].in_favour_of], original.in_favour_of) << round;
      }
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

}  // namespace
}  // namespace leye::policy
