// Who gets what when measures exclude each other or are given once; never by order of input.
#include "policy/settle/settle.hpp"

#include <algorithm>
#include <map>
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
  Entitlement& last() { return wanted.back(); }
  void quota(std::size_t measure, std::int64_t limit, bool money = false,
             LimitPeriod period = LimitPeriod::life) {
    plan.measures[measure].quotas.push_back({0, money, period, ""});
    limits_.push_back({limit, 1});
  }
  // What was wanted of measures with quotas, with their limits; applied in this order.
  void apply(const char* on, std::optional<std::int64_t> rank = std::nullopt) {
    last().applied_on = day(on);
    if (rank) last().competing.rank = Fraction{*rank, 1};
    for (const auto& limit : limits_) last().competing.quotas.push_back(limit);
  }
  // One letter for each entitlement: granted, excluded, limited, queued.
  std::string settled() {
    std::string letters;
    for (const auto& one : settle(plan, wanted, wishes))
      letters += "gxlq"[static_cast<std::size_t>(one.state)];
    return letters;
  }

 private:
  std::vector<Fraction> limits_;
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

TEST_F(Settle, WhoeverCameFirstIsWithinTheQuota) {
  quota(1, 2);
  want("expansion", 1, 10, 1500, "2023-08-01");
  apply("2023-09-03");
  want("expansion", 2, 10, 3000, "2023-08-01");
  apply("2023-09-02");
  want("expansion", 3, 10, 1500, "2023-08-02");
  apply("2023-09-01");
  const auto found = settle(plan, wanted);
  EXPECT_EQ(settled(), "qgg");
  EXPECT_EQ(found[0].because, "expansion");
  EXPECT_EQ(found[0].place, 3);
  EXPECT_EQ(found[1].place, 2);
  EXPECT_EQ(found[2].place, 1);
}

TEST_F(Settle, TheHigherRankGoesFirstThenTheEarlierThenTheLesserKey) {
  quota(1, 2);
  for (const auto& [person, rank, on] : {std::tuple{1, 80, "2023-09-02"},
                                         {2, 90, "2023-09-03"},
                                         {3, 80, "2023-09-01"},
                                         {4, 80, "2023-09-01"}}) {
    want("expansion", person, 10, 1500, "2023-08-01");
    apply(on, rank);
  }
  want("expansion", 5, 10, 1500, "2023-08-01");
  apply("2023-01-01");  // its rank is not known
  EXPECT_EQ(settled(), "qggqq");
  EXPECT_EQ(settle(plan, wanted)[4].place, 5);
}

TEST_F(Settle, EachYearHasItsQuota) {
  quota(1, 1, false, LimitPeriod::year);
  for (const char* on : {"2023-08-01", "2023-09-01", "2024-01-01"}) {
    want("expansion", static_cast<std::int64_t>(wanted.size()) + 1, 10, 1500, on);
    apply(on);
  }
  EXPECT_EQ(settled(), "gqg");
  const Taken before{"expansion", 2024, 1, Money::yuan(1500)};
  EXPECT_EQ(settle(plan, wanted, {}, std::span(&before, 1))[2].state, SettledState::queued);
}

TEST_F(Settle, TheFirstWhomTheBudgetCannotPayClosesTheQueue) {
  quota(1, 4000 * 100, true);
  for (const auto& [yuan, on] :
       {std::pair{2000, "2023-09-01"}, {2500, "2023-09-02"}, {500, "2023-09-03"}}) {
    want("expansion", static_cast<std::int64_t>(wanted.size()) + 1, 10, yuan, "2023-08-01");
    apply(on);
  }
  EXPECT_EQ(settled(), "gqq");
}

TEST_F(Settle, WhatTheQuotaRefusesShutsNobodyOut) {
  quota(1, 1);
  want("expansion", 1, 10, 1500, "2023-08-01");
  apply("2023-09-01");
  want("expansion", 2, 10, 1500, "2023-08-01");
  apply("2023-09-02");
  want("hiring", 2, 10, 1000, "2023-08-01");
  EXPECT_EQ(settled(), "gqg");
}

TEST_F(Settle, WhoLeavesTheQueueMakesRoomForTheNext) {
  // 2 would rather have the loan of its own, and gets it: 3 moves up.
  quota(1, 2);
  plan.exclusions[0].measures = {"expansion", "youth"};
  want("youth", 2, 10, 2000, "2023-08-01");
  for (const int person : {1, 2, 3}) {
    want("expansion", person, 10, 1500, "2023-08-01");
    apply("2023-09-01");
  }
  EXPECT_EQ(settled(), "ggxg");
}

TEST_F(Settle, AQuotaThatIsNotSetLeavesRoomForNobody) {
  quota(1, 2);
  want("expansion", 1, 10, 1500, "2023-08-01");
  apply("2023-09-01");
  last().competing.quotas[0] = std::nullopt;
  EXPECT_EQ(settled(), "q");
}

TEST_F(Settle, ClaimsOfOneRunShareACap) {
  plan.measures[2].caps = {{LimitScope::organisation, LimitPeriod::year, 0}};
  plan.exclusions.clear();
  for (const auto& [person, on] :
       {std::pair{1, "2023-08-02"}, {2, "2023-08-01"}, {3, "2023-08-03"}, {4, "2024-01-01"}}) {
    want("youth", person, 10, 600, on);
    last().competing.caps = {Money::yuan(1000)};
  }
  const auto found = settle(plan, wanted);
  EXPECT_EQ(settled(), "gglg");
  EXPECT_EQ(found[1].amount, Money::yuan(600));
  EXPECT_EQ(found[0].amount, Money::yuan(400));
  EXPECT_EQ(found[2].in_favour_of, 0U);
  EXPECT_EQ(found[3].amount, Money::yuan(600));
}

TEST_F(Settle, ClaimsOfOneRunShareTheLongestTime) {
  plan.exclusions.clear();
  auto& youth = plan.measures[2];
  youth.nodes.resize(1);
  youth.nodes[0].op = Op::round_half;
  youth.nodes[0].constant = {1, 1};
  youth.months_cap = {LimitScope::person, -1, -1, 0, MonthCount::touched};
  for (const auto& [from, until, months] : {std::tuple{"2023-09-10", "2023-12-31", 4},
                                            {"2023-01-01", "2023-04-30", 4},
                                            {"2024-01-01", "2024-01-31", 1}}) {
    want("youth", 1, 10, 100 * months, from);
    last().months = Fraction{months, 1};
    last().period_from = day(from);
    last().period_until = day(until);
    last().competing.monthly = Fraction{100 * 100, 1};
    last().competing.months_left = Fraction{6, 1};
  }
  const auto found = settle(plan, wanted);
  EXPECT_EQ(settled(), "ggl");
  EXPECT_EQ(found[1].amount, Money::yuan(400));
  EXPECT_EQ(found[0].amount, Money::yuan(200));
  EXPECT_EQ(found[0].months, (Fraction{2, 1}));
  EXPECT_EQ(found[0].period_until, day("2023-10-31"));
}

// Made-up runs: never over the quota or the budget; nobody is refused while somebody behind him in
// the queue is granted; the order of input does not matter.
TEST_F(Settle, QueuesAreKeptWhateverIsWanted) {
  constexpr const char* ids[] = {"hiring", "expansion", "youth", "loan"};
  std::mt19937 dice(11);
  const auto below = [&](unsigned end) { return static_cast<int>(dice() % end); };
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE(round);
    wanted.clear();
    plan.exclusions[0].choice = ExclusionChoice::highest;
    plan.exclusions[0].scope = static_cast<ExclusionScope>(below(3));
    plan.exclusions.resize(1);
    plan.exclusions.push_back(exclusion("lent", {"loan", "youth"}, ExclusionScope::organisation,
                                        static_cast<ExclusionChoice>(below(3))));
    std::vector<std::vector<std::int64_t>> limits(4);
    for (std::size_t m = 0; m < 4; ++m) {
      auto& measure = plan.measures[m];
      measure.quotas.clear();
      if (below(3) > 0) {
        measure.quotas.push_back({0, false, static_cast<LimitPeriod>(below(2)), ""});
        limits[m].push_back(below(3));
      }
      if (below(3) == 0) {
        measure.quotas.push_back({0, true, LimitPeriod::life, ""});
        limits[m].push_back(100 * 500 * below(6));
      }
    }
    for (int left = 2 + below(9); left > 0; --left) {
      const auto m = static_cast<std::size_t>(below(4));
      want(ids[m], 1 + below(4), 10 + below(2), 500 + 500 * below(3),
           below(2) == 0 ? "2023-05-01" : "2024-05-01");
      last().applied_on = day(below(2) == 0 ? "2024-06-01" : "2024-06-02");
      if (below(2) == 0) last().competing.rank = Fraction{below(3), 1};
      for (const auto limit : limits[m]) last().competing.quotas.push_back(Fraction{limit, 1});
    }
    const auto found = settle(plan, wanted);
    const auto ahead = [&](std::size_t a, std::size_t b) {
      const auto key = [&](std::size_t i) {
        const auto& it = wanted[i];
        const auto rank = it.competing.rank ? -it.competing.rank->top : 1;
        return std::tuple(rank, it.applied_on, it.subject);
      };
      return key(a) < key(b);
    };
    for (std::size_t m = 0; m < 4; ++m) {
      const auto& quotas = plan.measures[m].quotas;
      for (std::size_t q = 0; q < quotas.size(); ++q) {
        std::map<int, std::int64_t> used;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
          const bool yearly = quotas[q].period == LimitPeriod::year;
          if (wanted[i].measure == ids[m] && found[i].state == SettledState::granted)
            used[yearly ? wanted[i].event_on.civil().year : 0] +=
                quotas[q].money ? found[i].amount.fen() : 1;
        }
        for (const auto& [year, sum] : used) EXPECT_LE(sum, limits[m][q]) << ids[m];
      }
      if (quotas.size() != 1) continue;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        for (std::size_t j = 0; j < wanted.size(); ++j) {
          const bool one_year = quotas[0].period == LimitPeriod::life ||
                                wanted[i].event_on.civil().year == wanted[j].event_on.civil().year;
          if (wanted[i].measure != ids[m] || wanted[j].measure != ids[m] || !one_year) continue;
          EXPECT_FALSE(found[i].state == SettledState::queued &&
                       found[j].state == SettledState::granted && ahead(i, j))
              << i << " was refused for " << j;
        }
      }
    }
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), dice);
    std::vector<Entitlement> shuffled;
    for (const auto index : order) shuffled.push_back(wanted[index]);
    const auto again = settle(plan, shuffled);
    for (std::size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(again[i].state, found[order[i]].state);
      EXPECT_EQ(again[i].place, found[order[i]].place);
      EXPECT_EQ(again[i].amount, found[order[i]].amount);
    }
  }
}

TEST_F(Settle, FamiliesMayBeSettledApart) {
  constexpr const char* ids[] = {"hiring", "expansion", "youth", "loan"};
  const auto family = families_of(plan);
  EXPECT_EQ(family.at("hiring"), family.at("youth"));
  EXPECT_NE(family.at("hiring"), family.at("loan"));
  std::mt19937 dice(5);
  const auto below = [&](unsigned end) { return static_cast<int>(dice() % end); };
  quota(2, 2);
  for (int round = 0; round < 200; ++round) {
    SCOPED_TRACE(round);
    wanted.clear();
    for (int left = 2 + below(9); left > 0; --left) {
      const auto* id = ids[below(4)];
      want(id, 1 + below(4), 10 + below(2), 500 + 500 * below(3), "2023-05-01");
      if (std::string_view(id) == "youth") apply("2023-06-01");
    }
    const auto together = settle(plan, wanted);
    for (const char* one : {"hiring", "loan"}) {
      std::vector<Entitlement> own;
      std::vector<std::size_t> indexes;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (family.at(wanted[i].measure) != family.at(one)) continue;
        own.push_back(wanted[i]);
        indexes.push_back(i);
      }
      const auto apart = settle(plan, own);
      for (std::size_t i = 0; i < own.size(); ++i) {
        EXPECT_EQ(apart[i].state, together[indexes[i]].state);
        EXPECT_EQ(apart[i].because, together[indexes[i]].because);
        EXPECT_EQ(apart[i].amount, together[indexes[i]].amount);
        EXPECT_EQ(apart[i].place, together[indexes[i]].place);
      }
    }
  }
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
