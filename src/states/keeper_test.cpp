#include "states/keeper.hpp"

#include <gmock/gmock.h>

#include "states/test_states.hpp"

namespace leye::states {
namespace {

using testing::ElementsAre;

class KeeperTest : public StatesTest {
 protected:
  Keeper keeper(std::int64_t people_max = 4096, std::int64_t version = 1) {
    return Keeper({store::TestDatabase::area, rules_, version, words_, clock_}, people_max);
  }
  // Steps until nothing is left to do.
  int all(std::int64_t version = 1) {
    auto one = keeper(4096, version);
    int steps = 0;
    while (must(one.step(connection_))) ++steps;
    return steps;
  }
  Kept now_kept() {
    auto transaction = begin();
    return must(kept(transaction, rules_));
  }
  // A job of person 2 at firm 11 that is known from now on.
  static constexpr store::Statement hire{
      "insert into employment (person_id, employer_id, start_date, place, source, known_from) "
      "values (2, 11, '2023-03-01', 621002001001, '导入', $1)"};

  SetClock clock_{day("2023-08-31")};
};

TEST_F(KeeperTest, APassGoesOnWhereItWasCutOff) {
  {
    auto one = keeper(2);
    EXPECT_TRUE(must(one.step(connection_)));  // begins
    EXPECT_TRUE(must(one.step(connection_)));  // people 1 and 2
  }
  EXPECT_EQ(now_kept().derived.people, 2);
  EXPECT_FALSE(now_kept().ended_at.has_value());
  EXPECT_EQ(now_kept().total, 3);
  EXPECT_THAT(stored(), ElementsAre("1 unemployed 2022-07-04", "2 unemployed 2023-01-10"));
  auto other = keeper(2);
  EXPECT_TRUE(must(other.step(connection_)));   // person 3
  EXPECT_EQ(now_kept().derived.people, 3);      // nobody twice
  EXPECT_TRUE(must(other.step(connection_)));   // ends
  EXPECT_TRUE(now_kept().ended_at.has_value());
  EXPECT_FALSE(must(other.step(connection_)));
  EXPECT_EQ(now_kept().later, 0);  // what it wrote itself is no change
}

TEST_F(KeeperTest, ADayThatPassesIsDerived) {
  all();
  EXPECT_TRUE(tasks().empty());
  clock_.set(day("2023-09-01"));
  all();
  EXPECT_THAT(stored(), ElementsAre("1 employed 2023-09-01", "2 unemployed 2023-01-10"));
  EXPECT_THAT(tasks(), ElementsAre("登记失业又在就业 人员1 window_clerk 2023-09-16"));
  EXPECT_EQ(to_text(now_kept().on), "2023-09-01");
}

TEST_F(KeeperTest, WhoseRecordsChangedIsDerivedAnew) {
  all();
  auto transaction = begin();
  must(transaction.execute(hire, clock_.now()));
  must(transaction.commit());
  EXPECT_EQ(all(), 1);
  EXPECT_THAT(stored(), ElementsAre("1 unemployed 2022-07-04", "2 employed 2023-03-01"));
  EXPECT_EQ(now_kept().later, 1);
  EXPECT_EQ(now_kept().waiting, 0);
  change(store::Statement("update employment set known_to = '2023-08-31 01:00+00' "
                          "where person_id = 2"));  // taken back: it never was
  EXPECT_EQ(all(), 1);
  EXPECT_THAT(stored(), ElementsAre("1 unemployed 2022-07-04", "2 unemployed 2023-01-10"));
}

TEST_F(KeeperTest, WhatALongTransactionWroteIsNotMissed) {
  all();
  auto slow_line = database_.connect();
  auto scope = store::TestDatabase::scope();
  scope.bypass = true;
  {
    auto slow = must(store::Transaction::begin(slow_line, scope));
    must(slow.execute(hire, clock_.now()));
    clock_.set(clock_.now() + std::chrono::hours(2));
    EXPECT_EQ(all(), 0);
    clock_.set(clock_.now() + std::chrono::hours(2));
    EXPECT_EQ(all(), 0);
    must(slow.commit());
  }
  EXPECT_EQ(all(), 1);
  EXPECT_THAT(stored(), ElementsAre("1 unemployed 2022-07-04", "2 employed 2023-03-01"));
  EXPECT_EQ(all(), 0);
}

TEST_F(KeeperTest, OtherRulesAndAClerkAskForEverybody) {
  all(1);
  EXPECT_EQ(all(1), 0);
  EXPECT_EQ(all(2), 3);  // begins, derives, ends
  auto transaction = begin();
  must(ask_for_pass(transaction, rules_, 2, clock_.today(), clock_.now(), 7));
  must(ask_for_pass(transaction, rules_, 2, clock_.today(), clock_.now(), 7));
  must(transaction.commit());
  EXPECT_FALSE(now_kept().ended_at.has_value());
  EXPECT_EQ(all(2), 2);
  EXPECT_EQ(all(2), 0);
}

TEST_F(KeeperTest, FollowersAreToldWhenAPassBeginsAndEndsAndOfWhoChanged) {
  int all_of_them = 0;
  std::vector<std::int64_t> told;
  Keeper one({store::TestDatabase::area,
              rules_,
              1,
              words_,
              clock_,
              {{[&](store::Transaction&) -> Status {
                  ++all_of_them;
                  return Done{};
                },
                [&](store::Transaction&, const std::vector<std::int64_t>& people) -> Status {
                  told.insert(told.end(), people.begin(), people.end());
                  return Done{};
                }}}});
  while (must(one.step(connection_))) {
  }
  EXPECT_EQ(all_of_them, 2);
  EXPECT_TRUE(told.empty());
  auto transaction = begin();
  must(transaction.execute(hire, clock_.now()));
  must(transaction.commit());
  while (must(one.step(connection_))) {
  }
  EXPECT_THAT(told, ElementsAre(2));
}

TEST_F(KeeperTest, OneProgramKeepsAtATime) {
  auto transaction = begin();
  must(transaction.query(store::Statement(
      "select pg_advisory_xact_lock(hashtext('leye states ' || current_schema()))")));
  auto line = database_.connect();
  auto one = keeper();
  EXPECT_FALSE(must(one.step(line)));
  must(transaction.commit());
  EXPECT_TRUE(must(one.step(line)));
}

}  // namespace
}  // namespace leye::states
