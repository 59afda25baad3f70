// Limits of several times, and what a refusal names.
#include "benefits/grants.hpp"

#include <gtest/gtest.h>

#include "store/test_database.hpp"

namespace leye::benefits {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

class Grants : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(connection_
                    .run_script("set search_path = area_000000; "
                                "insert into person (id) overriding system value values (1), (2)")
                    .ok());
    policy::Measure skill;
    skill.name = {"skill_subsidy", "技能提升补贴"};
    skill.limits = {{policy::LimitScope::person, policy::LimitPeriod::year, 3}};
    policy::Measure loan;
    loan.name = {"start_up_subsidy", "一次性创业补贴"};
    loan.limits = {{policy::LimitScope::person, policy::LimitPeriod::life, 1}};
    policy::Measure hiring;
    hiring.name = {"hiring_reward", "招用奖励"};
    hiring.limits = {{policy::LimitScope::record, policy::LimitPeriod::life, 1}};
    plan_.measures = {skill, loan, hiring};
  }

  WantedGrant wanted(const char* measure, std::int64_t person, const char* on) {
    WantedGrant grant;
    grant.measure = measure;
    grant.subject_kind = "person";
    grant.subject_id = person;
    grant.person_id = person;
    grant.payee_kind = "person";
    grant.fund = "unemployment_insurance";
    grant.amount = Money::yuan(1000);
    grant.period_from = day(on);
    grant.place = 621002000000;
    return grant;
  }

  Status record(const WantedGrant& grant) {
    auto transaction = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    const std::vector<WantedGrant> all{grant};
    const auto ids =
        record_grants(transaction, plan_, all, {"digest", *grant.period_from, 1, 4, {}});
    if (!ids.ok()) return ids.error();
    return transaction.commit();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  policy::Plan plan_;
};

TEST_F(Grants, ThreeTimesAYearAndNoFourth) {
  for (const char* on : {"2023-02-01", "2023-05-01", "2023-12-31"})
    ASSERT_TRUE(record(wanted("skill_subsidy", 1, on)).ok()) << on;
  const auto fourth = record(wanted("skill_subsidy", 1, "2023-06-01"));
  ASSERT_FALSE(fourth.ok());
  EXPECT_EQ(fourth.error().code, ErrorCode::conflict);
  EXPECT_TRUE(record(wanted("skill_subsidy", 1, "2024-01-01")).ok()) << "a new year";
  EXPECT_TRUE(record(wanted("skill_subsidy", 2, "2023-06-01")).ok()) << "another person";
}

TEST_F(Grants, TheBlockerIsNamedAndNothingIsLeftBehind) {
  ASSERT_TRUE(record(wanted("start_up_subsidy", 1, "2020-03-01")).ok());
  const auto again = wanted("start_up_subsidy", 1, "2023-03-01");
  ASSERT_FALSE(record(again).ok());
  auto transaction = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
  const std::vector<WantedGrant> all{again};
  const auto blockers = find_blockers(transaction, plan_, all).value();
  ASSERT_EQ(blockers.size(), 1u);
  EXPECT_EQ(blockers[0].measure, "start_up_subsidy");
  EXPECT_EQ(blockers[0].granted_on, day("2020-03-01"));
  const auto count = transaction.query("select count(*) as n from benefit_grant").value();
  EXPECT_EQ(count[0].get<std::int64_t>("n"), 1) << "the refused grant was rolled back";
}

// Once for each hiring, not for each person; a record of another kind has its own numbers.
TEST_F(Grants, OnceForEachRecord) {
  const auto hiring = [&](std::int64_t id, const char* kind = "employment") {
    auto grant = wanted("hiring_reward", 1, "2023-03-01");
    grant.subject_kind = kind;
    grant.subject_id = id;
    return grant;
  };
  ASSERT_TRUE(record(hiring(7)).ok());
  const auto again = record(hiring(7));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_TRUE(record(hiring(8)).ok()) << "another hiring of the same person";
  EXPECT_TRUE(record(hiring(7, "certificate")).ok()) << "a record of another kind";
}

TEST_F(Grants, WhatOthersReportedIsGuardedOnce) {
  {
    auto transaction = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    ASSERT_TRUE(transaction
                    .execute("insert into benefit_grant (measure, source, person_id, amount_fen, "
                             "granted_on, place, recorded_at) values "
                             "('start_up_subsidy', '省平台', 1, 500000, '2021-05-01', 0, $1), "
                             "('start_up_subsidy', '省平台', 1, 500000, '2022-05-01', 0, $1)",
                             Instant{})
                    .ok());
    EXPECT_EQ(guard_reported_grants(transaction, plan_).value(), 1) << "a real duplicate";
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_FALSE(record(wanted("start_up_subsidy", 1, "2023-05-01")).ok());
}

}  // namespace
}  // namespace leye::benefits
