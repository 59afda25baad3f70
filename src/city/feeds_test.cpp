#include "city/feeds.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "city/city.hpp"
#include "city/sheets.hpp"
#include "exchange/deliveries.hpp"
#include "registers/divisions.hpp"
#include "registers/identity.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

class Feeds : public testing::Test {
 protected:
  Feeds() {
    auto transaction = begin();
    const auto divisions = registers::read_divisions().value();
    EXPECT_TRUE(registers::store_divisions(transaction, divisions).ok());
    EXPECT_TRUE(transaction.commit().ok());
  }
  ~Feeds() override { std::filesystem::remove_all(folder_); }

  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  void import(const char* kind, const char* file) {
    auto transaction = begin();
    registers::Import import(
        transaction, vocabulary_, cipher_,
        {kind, "窗口导入", SetClock(CityPlan{}.today).now(), CityPlan{}.today});
    const auto report = import.run(intake::bytes_of_file(folder_ / file).value());
    ASSERT_TRUE(report.ok()) << to_text(report.error());
    EXPECT_LE(report.value().bad, 1) << kind;  // of the duplicate file, whose number is wrong
    ASSERT_TRUE(import.store().ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  exchange::Delivered deliver(const exchange::Feed& feed, const std::string& more) {
    std::ifstream in(folder_ / "feeds" / (feed.id + ".csv"), std::ios::binary);
    exchange::Incoming incoming;
    incoming.file_name = feed.id + ".csv";
    incoming.bytes = std::string{std::istreambuf_iterator<char>(in), {}} + more;
    incoming.via = "folder";
    incoming.sender = "模拟";
    incoming.now = SetClock(CityPlan{}.today).now() + std::chrono::minutes(++minute_);
    incoming.today = CityPlan{}.today;
    auto transaction = begin();
    exchange::Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_,
                                    arrangements_);
    const auto got = deliveries.receive(feed, incoming);
    EXPECT_TRUE(got.ok()) << to_text(got.error());
    EXPECT_TRUE(transaction.commit().ok());
    return got.value();
  }
  // "row" of what was refused and "row fact" of what contradicts.
  std::set<std::string> found(std::int64_t delivery) {
    auto transaction = begin();
    exchange::Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_,
                                    arrangements_);
    std::set<std::string> all;
    const auto refusals = deliveries.refusals(delivery).value();
    for (const auto& refusal : refusals) all.insert(std::to_string(refusal.row));
    const auto contradicting = deliveries.disagreements(delivery, false, 10'000).value();
    for (const auto& each : contradicting) all.insert(fmt::format("{} {}", each.row, each.fact));
    return all;
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  exchange::Catalogue catalogue_ = exchange::Catalogue::load(vocabulary_).value();
  exchange::Arrangements arrangements_;  // master of everything
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / database_.name();
  int minute_ = 0;
};

TEST_F(Feeds, ThePlantedFaultsAreFoundAllAndOnly) {
  CityPlan plan;
  plan.people = 400;
  const auto setting = Setting::load().value();
  auto sheets = SheetWriter::open(folder_, setting, vocabulary_, {}).value();
  ASSERT_TRUE(make_city(setting, plan, {&sheets}).ok());
  ASSERT_TRUE(sheets.finish().ok());
  ASSERT_TRUE(registers::canonical_id_number("000000190001010017").ok());  // nobody's
  for (const auto& [kind, file] : {std::pair{"person", "persons.csv"},
                                   {"organisation", "organisations.csv"},
                                   {"unemployment_registration", "unemployment_registrations.csv"},
                                   {"education_record", "education_records.csv"},
                                   {"graduate_destination", "graduate_destinations.csv"},
                                   {"insurance_spell", "insurance_spells.csv"},
                                   {"organisation_year", "organisation_years.csv"},
                                   {"household", "households.csv"}}) {
    import(kind, file);
  }
  const auto planted = write_feeds(folder_, folder_ / "feeds", catalogue_, vocabulary_).value();
  std::size_t feeds = 0, all = 0;
  for (const exchange::Feed& feed : catalogue_.feeds()) {
    ASSERT_TRUE(std::filesystem::exists(folder_ / "feeds" / (feed.id + ".csv"))) << feed.id;
    ++feeds;
    std::set<std::string> expected;
    for (const PlantedFault& fault : planted) {
      if (fault.feed != feed.id) continue;
      expected.insert(fault.fact.empty() ? std::to_string(fault.row)
                                         : fmt::format("{} {}", fault.row, fault.fact));
    }
    EXPECT_FALSE(expected.empty()) << "nothing is planted in " << feed.id;
    all += expected.size();
    const auto got = deliver(feed, "");
    ASSERT_EQ(got.state, "stored") << feed.id << got.problem;
    EXPECT_EQ(found(got.id), expected) << feed.id;
    EXPECT_EQ(got.added, 0) << feed.id;    // the register knows them
    EXPECT_EQ(got.changed, 0) << feed.id;  // and all that is right of them
    EXPECT_TRUE(deliver(feed, "").repeated) << feed.id;
    const auto again = deliver(feed, "\r\n");
    EXPECT_EQ(fmt::format("{} {} {}", again.added, again.changed, again.same),
              fmt::format("0 0 {}", got.same))
        << feed.id;
    for (const std::string& one : found(again.id))
      EXPECT_EQ(one.find(' '), one.npos) << "a second task: " << one;
  }
  EXPECT_EQ(feeds, 11U);
  EXPECT_GE(all, 25U);
}

}  // namespace
}  // namespace leye::city
