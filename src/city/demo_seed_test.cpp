#include "city/demo_seed.hpp"

#include <gtest/gtest.h>

#include <set>

#include "city/population.hpp"
#include "funds/funds.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

TEST(DemoSeed, GivesEveryRoleAnAccountAndEveryCountyAFund) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const Cipher cipher = Cipher::from_master(Secret(Bytes(32, 7)));
  const Setting setting = Setting::load().value();
  CityPlan plan;
  plan.people = 200;
  const auto population = populate(connection, store::TestDatabase::area,
                                   registers::IdentityCipher(cipher), setting, plan);
  ASSERT_TRUE(population.ok()) << to_text(population.error());
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  auto transaction = store::Transaction::begin(connection, scope).value();
  const Instant now = SetClock(plan.today).now();
  const auto accounts = seed_accounts(transaction, setting, population.value().manifest, cipher,
                                      {store::TestDatabase::area, "Demo-only-2023-leye", now});
  ASSERT_TRUE(accounts.ok()) << to_text(accounts.error());
  std::set<std::string> roles;
  for (const DemoAccount& each : accounts.value()) {
    roles.insert(each.role);
    EXPECT_FALSE(each.name.empty()) << each.login;
  }
  EXPECT_EQ(roles.size(), 13U);
  EXPECT_EQ(list_demo_accounts(setting).value().size(), accounts.value().size());

  const Status recorded = seed_records(transaction, plan.today, now);
  ASSERT_TRUE(recorded.ok()) << to_text(recorded.error());
  ASSERT_TRUE(seed_records(transaction, plan.today, now).ok());  // the same again adds nothing
  const auto services = transaction.query(
      "select count(*) as n, count(distinct (person_id, key)) as told from register_record"
      " where entity = 'service_record'");
  ASSERT_TRUE(services.ok()) << to_text(services.error());
  EXPECT_GT(services.value()[0].get<std::int64_t>("n"), 0);
  EXPECT_EQ(services.value()[0].get<std::int64_t>("n"),
            services.value()[0].get<std::int64_t>("told"));

  const Status funded = seed_funds(transaction, setting, accounts.value()[0].id, now);
  ASSERT_TRUE(funded.ok()) << to_text(funded.error());
  ASSERT_TRUE(seed_funds(transaction, setting, accounts.value()[0].id, now).ok());
  const auto years = funds::list_funds(transaction, 2023).value();
  EXPECT_EQ(years.size(), setting.counties.size() + 2);
  for (const auto& year : years) {
    EXPECT_EQ(year.indicators.size(), 1U) << year.fund.label;
    EXPECT_EQ(year.plans.size(), 2U) << year.fund.label;
    EXPECT_EQ(year.available, year.indicators[0].amount);
  }
  ASSERT_TRUE(transaction.commit().ok());
}

}  // namespace
}  // namespace leye::city
