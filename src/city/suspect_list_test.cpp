#include "city/suspect_list.hpp"

#include <gtest/gtest.h>

#include <set>

#include "city/population.hpp"
#include "store/test_database.hpp"
#include "suspects/suspect_view.hpp"

namespace leye::city {
namespace {

// By suspects.csv: four by number and name, two under another name, two by the short number, two of
// nobody.
TEST(PlantedSuspects, AreFoundAllAndOnly) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const Cipher cipher = Cipher::from_master(Secret(Bytes(32, 7)));
  const registers::IdentityCipher identities(cipher);
  const Setting setting = Setting::load().value();
  CityPlan plan;
  plan.people = 3000;
  ASSERT_TRUE(populate(connection, store::TestDatabase::area, identities, setting, plan).ok());
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  auto transaction = store::Transaction::begin(connection, scope).value();
  EXPECT_FALSE(compare_suspects(transaction, cipher, {}).ok());

  auto planted = plant_suspects(transaction, setting, identities).value();
  ASSERT_EQ(planted.size(), 10U);
  std::set<std::string> numbers;
  for (const PlantedSuspect& one : planted) numbers.insert(one.id_number);
  EXPECT_EQ(numbers.size(), 10U);
  const suspects::SuspectDesk desk{cipher,       1,
                                   621000000000, 621000000000,
                                   621099999999, SetClock(plan.today).now()};
  const auto taken = take_planted_list(transaction, desk, planted);
  ASSERT_TRUE(taken.ok()) << to_text(taken.error());
  EXPECT_EQ(taken.value().rows, 10);
  EXPECT_EQ(taken.value().known, 8);
  // The same register plants the same list.
  EXPECT_EQ(suspect_sheet(plant_suspects(transaction, setting, identities).value()),
            suspect_sheet(planted));

  const auto findings = compare_suspects(transaction, cipher, planted).value();
  EXPECT_EQ(findings.known, 8);
  EXPECT_EQ(findings.other, 2);
  EXPECT_EQ(findings.strangers, 2);
  EXPECT_EQ(findings.wrong, 0);
  EXPECT_TRUE(findings.all_found());
  // What is planted otherwise than it was found is told: one row's truth, and one row fewer.
  planted[0].known = false;
  EXPECT_EQ(compare_suspects(transaction, cipher, planted).value().wrong, 1);
  planted.pop_back();
  EXPECT_EQ(compare_suspects(transaction, cipher, planted).value().wrong, 2);
}

}  // namespace
}  // namespace leye::city
