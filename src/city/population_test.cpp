#include "city/population.hpp"

#include <gtest/gtest.h>

#include "city/findings.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

class Populated : public testing::Test {
 protected:
  Populated() {
    CityPlan plan;
    plan.people = 300;
    population_ = populate(connection_, store::TestDatabase::area, cipher_, setting_, plan).value();
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Setting setting_ = Setting::load().value();
  MeasureIds measures_ = read_measure_ids(setting_.folder / "measures.csv").value();
  Population population_;
};

TEST_F(Populated, TheTruthIsReadAsItWasSaved) {
  auto transaction = begin();
  EXPECT_FALSE(is_empty(transaction).value());
  const auto folder = std::filesystem::temp_directory_path() / database_.name();
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(save(population_, folder).ok());
  const auto read = load(folder);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  EXPECT_EQ(read.value().people, 300);
  EXPECT_EQ(read.value().today, population_.today);
  for (const Benefit benefit : all_benefits) {
    EXPECT_EQ(read.value().total(benefit).eligible, population_.total(benefit).eligible);
    EXPECT_EQ(read.value().total(benefit).amount, population_.total(benefit).amount);
    EXPECT_EQ(read.value().total(benefit).high, population_.total(benefit).high);
  }
  EXPECT_EQ(read.value().manifest.subjects.size(), population_.manifest.subjects.size());
  std::filesystem::remove_all(folder);
}

// Without a screening nothing is found, and that is said; duplicates need none.
TEST_F(Populated, WhatWasNotFoundIsADifference) {
  auto transaction = begin();
  const auto findings = compare(transaction, population_, measures_);
  ASSERT_TRUE(findings.ok()) << to_text(findings.error());
  EXPECT_FALSE(findings.value().all_found());
  std::size_t listed = 0;
  for (const PlantedSubject& each : population_.manifest.subjects) {
    const Outcome outcome = each.expected.outcome;
    const bool without_result =
        outcome == Outcome::not_eligible || outcome == Outcome::not_in_force;
    listed += without_result ? 0U : 1U;
  }
  EXPECT_EQ(findings.value().differences.size(), listed);
  EXPECT_EQ(findings.value().duplicate_files_planted, 1);
  EXPECT_EQ(findings.value().duplicate_files_found, 1);
  EXPECT_GT(describe(findings.value()).size(), 6U);
}

}  // namespace
}  // namespace leye::city
