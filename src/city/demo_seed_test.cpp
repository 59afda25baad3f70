#include "city/demo_seed.hpp"

#include <gtest/gtest.h>

#include <set>

#include "city/population.hpp"
#include "funds/funds.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

// Graduates of the city's data from 2022 on: whose work began within ten days, who reported twenty
// days after, who waited and was handed over after thirty.
void expect_destinations(store::Transaction& transaction, const Setting& setting) {
  const auto& days = setting.destinations;
  const auto rows = transaction.query(
      "select facts ->> 'destination' as went, (facts ->> 'graduated_on')::date as graduated,"
      " (facts ->> 'reported_on')::date as reported, (facts ->> 'handed_over_on')::date as handed"
      " from register_record where entity = 'graduate_destination'");
  ASSERT_TRUE(rows.ok()) << to_text(rows.error());
  ASSERT_FALSE(rows.value().empty());
  for (const store::Row row : rows.value()) {
    const auto graduated = row.get<Day>("graduated");
    const auto handed = row.get<std::optional<Day>>("handed");
    EXPECT_GE(graduated, days.graduated_from);
    EXPECT_EQ(row.get<Day>("reported") - graduated, 20);
    EXPECT_EQ(handed.has_value(), row.get<std::string>("went") == "waiting");
    if (handed) {
      EXPECT_EQ(*handed - graduated, 30);
    }
  }
}

TEST(DemoSeed, GivesEveryRoleAnAccountAndEveryCountyAFund) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const Cipher cipher = Cipher::from_master(Secret(Bytes(32, 7)));
  Setting setting = Setting::load().value();
  setting.destinations = {Day::parse("2022-01-01").value(), 10, 20, 30};
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

  const Status recorded = seed_records(transaction, setting, plan.today, now);
  ASSERT_TRUE(recorded.ok()) << to_text(recorded.error());
  // The same again adds nothing.
  const Status again = seed_records(transaction, setting, plan.today, now);
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  expect_destinations(transaction, setting);
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
