#include "city/register_writer.hpp"

#include <gtest/gtest.h>

#include "city/city.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

TEST(RegisterWriter, TheRegistersHoldTheWholeCity) {
  store::TestDatabase database;
  store::Connection connection = database.connect();
  const registers::IdentityCipher cipher(Cipher::from_master(Secret(Bytes(32, 7))));
  const Setting setting = Setting::load().value();
  CityPlan plan;
  plan.people = 700;
  const MeasureIds measures = read_measure_ids(setting.folder / "measures.csv").value();
  auto writer =
      RegisterWriter::begin(connection, store::TestDatabase::area, cipher, {measures, plan.today});
  ASSERT_TRUE(writer.ok()) << to_text(writer.error());
  const auto made = make_city(setting, plan, {&writer.value()});
  ASSERT_TRUE(made.ok()) << to_text(made.error());
  const Status finished = writer.value().finish();
  ASSERT_TRUE(finished.ok()) << to_text(finished.error());

  auto transaction = store::Transaction::begin(connection, store::TestDatabase::scope()).value();
  const auto count = [&](store::Statement statement) {
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  };
  EXPECT_EQ(count("select count(*) as n from person_now"), 700);
  EXPECT_EQ(count("select count(*) as n from household"), made.value().households);
  EXPECT_EQ(count("select count(*) as n from organisation_now"), made.value().organisations);
  EXPECT_EQ(count("select count(*) as n from household_member"), 700);
  // Earlier grants: three of hires, one refund; the withdrawn one is ended.
  EXPECT_EQ(count("select count(*) as n from benefit_grant"), 4);
  EXPECT_EQ(count("select count(*) as n from benefit_grant where ended_on is not null"), 1);
  // A duplicate file shares the phone of the right one.
  EXPECT_EQ(count("select count(*) as n from (select 1 from person_identity "
                  "group by phone_blind, name having count(*) > 1) twice"),
            1);
}

}  // namespace
}  // namespace leye::city
