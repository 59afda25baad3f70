#include "city/outside_lists.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/resources.hpp"
#include "city/population.hpp"
#include "store/test_database.hpp"
#include "sweeps/sweep.hpp"
#include "sweeps/sweep_view.hpp"

namespace leye::city {
namespace {

// The sweep finds whom the lists were to end, all of them, and of the lists nobody else; the rest
// it finds is at work by the registers, which is looked up here in another way.
TEST(OutsideLists, ThePlantedAreFoundAllAndOnly) {
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
  const auto planted = seed_outside_lists(transaction, setting, plan.today, now);
  ASSERT_TRUE(planted.ok()) << to_text(planted.error());
  std::set<std::int64_t> listed, exits;
  std::set<std::string> kinds;
  for (const PlantedListing& each : planted.value()) {
    EXPECT_TRUE(listed.insert(each.person).second) << "twice: " << each.person;
    if (each.exit) exits.insert(each.person);
    kinds.insert(each.list);
  }
  EXPECT_GE(exits.size(), 12U);
  EXPECT_EQ(kinds.size(), 7U);

  const auto rules = sweeps::Rules::load(resource("packs/qingyang-2023").value(), vocabulary);
  ASSERT_TRUE(rules.ok()) << to_text(rules.error());
  const auto signs = sweeps::Signs::load(resource("packs/qingyang-2023").value(), vocabulary);
  ASSERT_TRUE(signs.ok()) << to_text(signs.error());
  const exchange::Arrangements nothing_elsewhere;
  const sweeps::SweepDesk desk{vocabulary, nothing_elsewhere, rules.value(), 1,  621000000000,
                               0,          999'999'999'999,   now,           now};
  const auto found = sweeps::find_exits(transaction, desk, signs.value());
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  std::set<std::int64_t> by_list, by_register;
  const auto page = sweeps::list_exits(transaction, "open", "", 100'000, 0);
  ASSERT_TRUE(page.ok()) << to_text(page.error());
  for (const auto& line : page.value().lines) {
    if (line.evidence.starts_with("silence ") || line.evidence.starts_with("refusals ")) continue;
    (line.evidence.starts_with("list ") ? by_list : by_register).insert(line.person);
  }
  EXPECT_EQ(by_list, exits);
  std::set<std::int64_t> at_work;
  const auto workers = transaction.query(
      "select person_id from employment e where end_date is null and exists (select from "
      "unemployment_registration u where u.person_id = e.person_id and u.end_date is null "
      "and u.start_date < e.start_date) union select person_id from insurance_spell i "
      "where last_month is null and employer_id is not null and kind <> 'medical' and exists "
      "(select from unemployment_registration u where u.person_id = i.person_id "
      "and u.end_date is null and u.start_date < i.first_month)");
  ASSERT_TRUE(workers.ok()) << to_text(workers.error());
  for (const store::Row row : workers.value())
    at_work.insert(row.get<std::int64_t>("person_id"));
  for (const std::int64_t person : exits) at_work.erase(person);
  EXPECT_EQ(by_register, at_work);
}

}  // namespace
}  // namespace leye::city
