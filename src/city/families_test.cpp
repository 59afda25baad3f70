#include "city/families.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/resources.hpp"
#include "city/population.hpp"
#include "families/look.hpp"
#include "families/without_work.hpp"
#include "registers/identity_cipher.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

// Of the kinds and groups that are planted, a rule finds whom it was to find, all and only; and
// each of them has a case after one look.
TEST(Families, ThePlantedAreFoundAllAndOnly) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const Vocabulary vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const Cipher cipher = Cipher::from_master(Secret(Bytes(32, 7)));
  const Setting setting = Setting::load().value();
  CityPlan plan;
  plan.people = 4000;
  ASSERT_TRUE(populate(connection, store::TestDatabase::area, registers::IdentityCipher(cipher),
                       setting, plan)
                  .ok());
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  auto transaction = store::Transaction::begin(connection, scope).value();
  const Instant now = SetClock(plan.today).now();
  const auto planted = seed_families(transaction, setting, plan.today, now);
  ASSERT_TRUE(planted.ok()) << to_text(planted.error());
  const auto rules = families::FamilyRules::load(vocabulary).value();
  const auto calendar = WorkingDays::load().value();
  const auto looked = families::look_at_all(transaction, {rules, calendar, plan.today, now});
  ASSERT_TRUE(looked.ok()) << to_text(looked.error());
  std::int64_t in_all = 0;
  for (const auto& rule : rules.all()) {
    const auto found = families::families_without_work(transaction, rule, plan.today, {});
    ASSERT_TRUE(found.ok()) << to_text(found.error());
    in_all += static_cast<std::int64_t>(found.value().size());
    if (rule.member == families::FamilyRule::Member::registered) continue;
    std::set<std::int64_t> is, expected;
    for (const auto& each : found.value()) is.insert(each.household);
    for (const PlantedFamily& each : planted.value())
      if (each.found && each.household_kind == rule.household_kind && each.group == rule.group)
        expected.insert(each.household);
    EXPECT_EQ(is, expected) << rule.id;
    if (rule.id != "low_income_edge") {
      EXPECT_GE(expected.size(), 5U) << rule.id;
    }
  }
  EXPECT_EQ(looked.value().opened, in_all);
}

}  // namespace
}  // namespace leye::city
