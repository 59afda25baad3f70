#include "registers/divisions.hpp"

#include <gtest/gtest.h>

#include <set>

#include "registers/area_setup.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

TEST(Divisions, EveryDivisionHasAParentThatContainsIt) {
  const auto divisions = read_divisions().value();
  std::set<std::int64_t> known;
  for (const Division& each : divisions) {
    EXPECT_TRUE(known.insert(each.code).second) << each.code;
    const bool has_parent = each.level == 1 || known.contains(each.parent);
    EXPECT_TRUE(has_parent) << each.code << " " << each.name;
  }
  EXPECT_GT(known.size(), 22'000U);
}

TEST(Divisions, AreStoredOnceAndTheAreaIsFound) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  auto transaction = store::Transaction::begin(connection, scope).value();
  const auto divisions = read_divisions().value();
  const auto stored = store_divisions(transaction, divisions);
  ASSERT_TRUE(stored.ok()) << to_text(stored.error());
  EXPECT_EQ(stored.value(), static_cast<std::int64_t>(divisions.size()));
  EXPECT_EQ(store_divisions(transaction, divisions).value(), 0);
  EXPECT_TRUE(register_area(transaction, "area_621000").ok());
  EXPECT_TRUE(register_area(transaction, "area_621000").ok());
  EXPECT_FALSE(register_area(transaction, "area_629999").ok());
  const auto rows = transaction
                        .query(store::Statement("select area.name, place.name as village "
                                                "from leye.area area, leye.place place "
                                                "where place.code = 621002001001"))
                        .value();
  EXPECT_EQ(rows[0].get<std::string>("name"), "庆阳市");
  EXPECT_EQ(rows[0].get<std::string>("village"), "解放路社区");
}

TEST(AreaSetup, TheSecondTimeItOnlyLooks) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const auto first = set_up_area(connection, "area_621002");
  ASSERT_TRUE(first.ok()) << to_text(first.error());
  EXPECT_GT(first.value().applied, 5);
  EXPECT_EQ(set_up_area(connection, "area_621002").value().applied, 0);
}

}  // namespace
}  // namespace leye::registers
