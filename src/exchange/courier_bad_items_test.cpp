// What is wrong with one item or one answer holds up nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "exchange/courier.hpp"
#include "exchange/example_desk.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;

constexpr Faults none{.refused_per_thousand = 0,
                      .late_per_thousand = 0,
                      .twice_per_thousand = 0,
                      .renumbered_per_thousand = 0,
                      .lost_per_thousand = 0,
                      .altered_per_thousand = 0};

void change(Office& office, store::Statement statement) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  must(transaction.execute(statement));
  must(transaction.commit());
}

// Says what the test wants.
class Told final : public Channel {
 public:
  Result<Answer> send(const std::string& message) override {
    sent.push_back(must(message_from(message)).key);
    if (stops) stop();
    Answer answer;
    answer.outcome = Answer::Outcome::received;
    return answer;
  }
  Result<std::vector<LaterAnswer>> answers_after(std::int64_t number) override {
    asked_after.push_back(number);
    std::vector<LaterAnswer> found;
    for (const LaterAnswer& one : later)
      if (one.number > number) found.push_back(one);
    return found;
  }
  Result<std::vector<TheirRecord>> records(const std::string&) override {
    return std::vector<TheirRecord>();
  }

  bool stops = false;  // somebody ends the program while the first message is on its way
  std::vector<std::string> sent;
  std::vector<std::int64_t> asked_after;
  std::deque<LaterAnswer> later;
};

Answer accepted(const std::string& serial) {
  Answer answer;
  answer.outcome = Answer::Outcome::accepted;
  answer.serial = serial;
  return answer;
}

// The content of the first cannot be opened any more (another key, a damaged page): the second goes
// out; the first is tried eight times and then goes back to its clerk with the reason.
TEST(BadItems, OneThatCannotBeOpenedHoldsUpNoOther) {
  Office office(none);
  office.hire({1, 2}, "2023-09-01", 7);
  change(office, "update outgoing set payload = '\\x0102' where id = 1");
  auto courier = office.courier();
  EXPECT_EQ(must(courier.round(office.connection)).sent, 1);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where id = 2 and state = 'accepted'"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where id = 1 and state = 'unsent'"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from outgoing_event where outgoing_id = 1 "
                          "and detail <> ''"),
            1);
  for (int round = 0; round < 20; ++round) {
    office.advance(std::chrono::minutes(10));
    must(courier.round(office.connection));
  }
  EXPECT_EQ(office.number("select count(*) as n from outgoing where id = 1 and state = 'refused' "
                          "and attempts = 8"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from desk_task where account = 7 "
                          "and done_at is null and about = 'outgoing:1'"),
            1);
}

// The pack of today no longer names the kind that yesterday's items are of.
TEST(BadItems, AKindThatIsNoLongerArrangedGoesBackToItsClerk) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  const Arrangements no_kinds = must(Arrangements::parse(
      "# 省系统 · province · provincial system\ninterface: http\n", "province.md",
      office.vocabulary));
  Desk desk{store::TestDatabase::area, 621000000000, office.vocabulary, no_kinds, office.cipher,
            office.clock};
  Courier courier(desk, office.system(), *office.channel);
  for (int round = 0; round < 20; ++round) {
    EXPECT_TRUE(courier.round(office.connection).ok());
    office.advance(std::chrono::minutes(10));
  }
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'refused' "
                          "and reason like '%登记分工里已没有这一类%'"),
            1);
}

// Ended in the middle of a round it stops after the message in hand; the others keep their place.
TEST(Stopping, EndsAfterTheMessageInHand) {
  Office office(none);
  office.hire({1, 2, 3}, "2023-09-01", 7);
  Told told;
  told.stops = true;
  Courier courier(office.desk(), office.system(), told);
  EXPECT_EQ(must(courier.round(office.connection)).sent, 1);
  EXPECT_EQ(told.sent.size(), 1u);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'unsent' "
                          "and attempts = 0"),
            2);
  EXPECT_EQ(office.number("select count(*) as n from exchange_system where failures > 0"), 0);
}

// Again and again they say that the answer comes later: that is an answer, and one more that cannot
// be read does not make it the eighth.
TEST(BadItems, AnswersBetweenCountTheSilencesAnew) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  Told told;
  Courier courier(office.desk(), office.system(), told);
  for (int round = 0; round < 12; ++round) {
    must(courier.round(office.connection));
    office.advance(std::chrono::minutes(11));
  }
  EXPECT_GT(told.sent.size(), 8u);
  told.later.push_back({1, told.sent[0], Error{ErrorCode::invalid_input, "不认识"}});
  must(courier.round(office.connection));
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'sent'"), 1);
  EXPECT_EQ(office.number("select count(*) as n from desk_task"), 0);
}

// The first of their later answers says a word that nobody knows, the second is of an item that is
// not ours, the third is good: all three are read once, and the good one counts.
TEST(BadItems, ALateAnswerThatCannotBeReadIsPassedBy) {
  Office office(none);
  office.hire({1, 2}, "2023-09-01", 7);
  Told told;
  Courier courier(office.desk(), office.system(), told);
  must(courier.round(office.connection));
  ASSERT_EQ(told.sent.size(), 2u);
  told.later.push_back({1, told.sent[0], Error{ErrorCode::invalid_input, "答复“也许”不认识"}});
  told.later.push_back({2, key_of(store::TestDatabase::area, 77), accepted("E9")});
  told.later.push_back({3, told.sent[1], accepted("E2")});
  EXPECT_EQ(must(courier.round(office.connection)).answers, 3);
  EXPECT_EQ(office.number("select answers_read as n from exchange_system"), 3);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where id = 2 and state = 'accepted' "
                          "and serial = 'E2'"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where id = 1 and state = 'sent'"), 1);
  EXPECT_EQ(office.number("select count(*) as n from outgoing_event where outgoing_id = 1 "
                          "and detail like '%也许%'"),
            1);
  must(courier.round(office.connection));
  EXPECT_EQ(told.asked_after.back(), 3);
}

}  // namespace
}  // namespace leye::exchange
