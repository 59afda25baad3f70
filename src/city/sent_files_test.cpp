#include "city/sent_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resources.hpp"
#include "city/population.hpp"
#include "registers/divisions.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

class SentFiles : public testing::Test {
 protected:
  SentFiles() {
    CityPlan plan;
    plan.people = 3000;
    EXPECT_TRUE(populate(connection_, store::TestDatabase::area, cipher_, setting_, plan).ok());
    auto transaction = begin();
    EXPECT_TRUE(
        registers::store_divisions(transaction, registers::read_divisions().value()).ok());
    EXPECT_TRUE(transaction.commit().ok());
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  static std::int64_t count(store::Transaction& transaction, store::Statement statement) {
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Setting setting_ = Setting::load().value();
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  exchange::Catalogue catalogue_ = exchange::Catalogue::load(vocabulary_).value();
  exchange::Arrangements arrangements_;  // master of everything
  Day today_ = CityPlan{}.today;
  FileSource source_{setting_, vocabulary_, catalogue_, arrangements_, cipher_, today_};
};

TEST_F(SentFiles, WhatIsPlantedIsHeldAllAndOnly) {
  auto transaction = begin();
  auto files = plant_files(transaction, source_).value();
  EXPECT_FALSE(compare_files(transaction, files).ok());  // not taken in
  ASSERT_EQ(files.size(), 5U);                           // the lines of deliveries.csv
  for (const SentFile& file : files) EXPECT_FALSE(file.claims.empty()) << file.feed;
  const auto police = std::find_if(files.begin(), files.end(), [](const auto& file) {
    return file.feed == "police_population";
  });
  EXPECT_GT(police->claims.size(), 120U);
  EXPECT_LE(police->claims.size(), 180U);
  EXPECT_EQ(police->refused, 3);
  constexpr const char* lived =
      "select sum(hashtext(residence_place::text))::bigint as n from person_now";
  const auto before = count(transaction, lived);
  const Status taken = take_files(transaction, source_, files, SetClock(today_).now());
  ASSERT_TRUE(taken.ok()) << to_text(taken.error());

  const auto findings = compare_files(transaction, files).value();
  EXPECT_EQ(findings.files, 5);
  EXPECT_EQ(findings.wrong, 0);
  EXPECT_EQ(findings.held, findings.planted);
  EXPECT_EQ(findings.taken, findings.changes);
  EXPECT_TRUE(findings.all_found());
  EXPECT_EQ(count(transaction, lived), before);  // what is held stays as it is known
  EXPECT_EQ(count(transaction, "select count(*) as n from organisation_now where name like '%连锁%'"),
            findings.changes);
  EXPECT_GT(count(transaction,
                  "select count(*) as n from feed_disagreement where organisation_id is not null"),
            0);
  // The same register has the same files once more.
  EXPECT_TRUE(compare_files(transaction, plant_files(transaction, source_).value())
                  .value()
                  .all_found());
  // What is planted otherwise than it was held is told: one value on each side.
  police->claims[0].said = "621002000000";
  EXPECT_EQ(compare_files(transaction, files).value().wrong, 2);
  police->rows += 1;
  EXPECT_EQ(compare_files(transaction, files).value().wrong, 3);
}

}  // namespace
}  // namespace leye::city
