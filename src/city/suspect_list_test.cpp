#include "city/suspect_list.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
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
  auto list = plant_suspects(transaction, setting, identities).value();
  EXPECT_FALSE(compare_suspects(transaction, cipher, list).ok());  // not taken in
  auto& planted = list.suspects;
  ASSERT_EQ(planted.size(), 10U);
  std::set<std::string> numbers;
  for (const PlantedSuspect& one : planted) numbers.insert(one.id_number);
  EXPECT_EQ(numbers.size(), 10U);
  const suspects::SuspectDesk desk{cipher,       1,
                                   621000000000, 621000000000,
                                   621099999999, SetClock(plan.today).now()};
  const auto taken = take_planted_list(transaction, desk, list);
  ASSERT_TRUE(taken.ok()) << to_text(taken.error());
  EXPECT_EQ(taken.value().rows, 10);
  EXPECT_EQ(taken.value().known, 8);
  // The same register plants the same list.
  EXPECT_EQ(suspect_sheet(plant_suspects(transaction, setting, identities).value()),
            suspect_sheet(list));

  // Another city has another list.
  Setting other = setting;
  other.folder = std::filesystem::temp_directory_path() / ("leye_" + database.name());
  std::filesystem::create_directory(other.folder);
  std::filesystem::copy(setting.folder / "suspects.csv", other.folder);
  std::ofstream(other.folder / "suspect_list.csv")
      << "number,issued_by,title,file_name,due_days,looked_at,stranger,other_suffix\n"
         "审〔2023〕99号,某局,某事,某单.csv,5,500,路人,乙\n";
  const auto otherwise = plant_suspects(transaction, other, identities);
  std::filesystem::remove_all(other.folder);
  ASSERT_TRUE(otherwise.ok()) << to_text(otherwise.error());
  EXPECT_EQ(otherwise.value().due_days, 5);
  EXPECT_EQ(otherwise.value().number, "审〔2023〕99号");
  EXPECT_EQ(otherwise.value().suspects.back().name, "路人2");

  const auto findings = compare_suspects(transaction, cipher, list).value();
  EXPECT_EQ(findings.known, 8);
  EXPECT_EQ(findings.other, 2);
  EXPECT_EQ(findings.strangers, 2);
  EXPECT_EQ(findings.wrong, 0);
  EXPECT_TRUE(findings.all_found());
  // What is planted otherwise than it was found is told: one row's truth, and one row fewer.
  planted[0].known = false;
  EXPECT_EQ(compare_suspects(transaction, cipher, list).value().wrong, 1);
  planted.pop_back();
  EXPECT_EQ(compare_suspects(transaction, cipher, list).value().wrong, 2);
}

}  // namespace
}  // namespace leye::city
