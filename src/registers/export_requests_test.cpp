#include "registers/export_requests.hpp"

#include <gtest/gtest.h>

#include "store/test_database.hpp"

namespace leye::registers {
namespace {

class BigExport : public testing::Test {
 protected:
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.place_lo = 621000000000;
    scope.place_hi = 621999999999;
    return store::Transaction::begin(connection_, scope).value();
  }
  static ErrorCode code(const Status& status) {
    EXPECT_FALSE(status.ok());
    return status.ok() ? ErrorCode::unavailable : status.error().code;
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  const Asker clerk_{5, "甲", 621000000000, 621999999999};
  const Asker chief_{6, "乙", 621000000000, 621999999999};
  const Instant now_{std::chrono::hours(24 * 19000)};
};

TEST_F(BigExport, IsReleasedByAnotherAndFetchedOnce) {
  auto transaction = begin();
  ExportRequests requests(transaction);
  EXPECT_FALSE(requests.ask("person", 5000, "", clerk_, now_).ok());
  const auto id = requests.ask("person", 5000, "年度核查", clerk_, now_).value();
  const auto fetch = [&](const char* kind, const Asker& asker, int hours, int growth = 10) {
    return requests.released(id, kind, asker, now_ + std::chrono::hours(hours), growth);
  };
  EXPECT_EQ(fetch("person", clerk_, 0).error().code, ErrorCode::conflict);  // not released
  EXPECT_EQ(code(requests.decide(id, true, clerk_, now_)), ErrorCode::forbidden);
  EXPECT_EQ(code(requests.decide(99, true, chief_, now_)), ErrorCode::not_found);
  ASSERT_TRUE(requests.decide(id, true, chief_, now_).ok());
  EXPECT_EQ(code(requests.decide(id, false, chief_, now_)), ErrorCode::conflict);
  EXPECT_FALSE(fetch("person", chief_, 1).ok());         // not hers
  EXPECT_FALSE(fetch("organisation", clerk_, 1).ok());   // not it
  EXPECT_FALSE(fetch("person", clerk_, 25).ok());        // too late
  // The same account at a post with more places, or with others.
  EXPECT_FALSE(fetch("person", {5, "甲", 620000000000, 629999999999}, 1).ok());
  EXPECT_FALSE(fetch("person", {5, "甲", 621002000000, 621002999999}, 1).ok());
  // Five thousand were released; what was registered since may come along, not another register.
  EXPECT_EQ(fetch("person", clerk_, 1).value().rows_max, 5500);
  EXPECT_EQ(fetch("person", clerk_, 1, 3).value().rows_max, 5150);
  EXPECT_EQ(fetch("person", clerk_, 1, 0).value().rows_max, 5000);
  EXPECT_TRUE(requests.fetch(id, 5010, now_ + std::chrono::hours(1)).ok());
  EXPECT_FALSE(fetch("person", clerk_, 1).ok());
  EXPECT_EQ(requests.latest(5).value()[0].state, "fetched");
}

TEST_F(BigExport, OfALedgerIsOfTheQuestionThatWasAsked) {
  auto transaction = begin();
  ExportRequests requests(transaction);
  const auto id = requests.ask("ledger:a", 3000, "报送", clerk_, now_, "{\"clear\":true}").value();
  ASSERT_TRUE(requests.decide(id, true, chief_, now_).ok());
  EXPECT_FALSE(requests.released(id, "ledger:b", clerk_, now_, 0).ok());
  const auto released = requests.released(id, "ledger:a", clerk_, now_, 0).value();
  EXPECT_EQ(released.asked_of, "{\"clear\":true}");
  EXPECT_EQ(released.reason, "报送");
  EXPECT_EQ(requests.latest(5).value()[0].asked_of, "{\"clear\":true}");
}

// The second person is a constraint of the database, not only of the program.
TEST_F(BigExport, NobodyReleasesHisOwnInTheDatabaseEither) {
  auto transaction = begin();
  ExportRequests requests(transaction);
  const auto id = requests.ask("person", 5000, "年度核查", clerk_, now_).value();
  EXPECT_FALSE(transaction
                   .execute("update export_request set state = 'released', decided_by = 5, "
                            "decided_by_name = 'x', decided_at = asked_at where id = $1",
                            id)
                   .ok());
}

}  // namespace
}  // namespace leye::registers
