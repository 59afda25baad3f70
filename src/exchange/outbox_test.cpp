// Withdrawals, and imports that were undone: before anything went, while it was on its way, after.
#include "exchange/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/example_desk.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;
using testing::ElementsAre;

constexpr Faults none{.refused_per_thousand = 0,
                      .late_per_thousand = 0,
                      .twice_per_thousand = 0,
                      .renumbered_per_thousand = 0,
                      .lost_per_thousand = 0,
                      .altered_per_thousand = 0};

// Answers the operations it is sent one after the other with what the test planned.
class Planned final : public Channel {
 public:
  explicit Planned(std::vector<Answer::Outcome> outcomes) : outcomes_(std::move(outcomes)) {}

  Result<Answer> send(const std::string& message) override {
    const Message read = must(message_from(message));
    sent.push_back(read.operation);
    Answer answer;
    answer.outcome = outcomes_.at(sent.size() - 1);
    if (answer.outcome == Answer::Outcome::accepted) answer.serial = "E1";
    if (answer.outcome == Answer::Outcome::refused) answer.reason = "已参保，不能撤回";
    return answer;
  }
  Result<std::vector<LaterAnswer>> answers_after(std::int64_t) override {
    return std::vector<LaterAnswer>();
  }
  Result<std::vector<TheirRecord>> records(const std::string&) override {
    return std::vector<TheirRecord>();
  }
  std::vector<std::string> sent;

 private:
  std::vector<Answer::Outcome> outcomes_;
};

void withdraw(Office& office, std::int64_t record, std::int64_t clerk) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  must(note_withdrawal(transaction, office.arrangements, "employment", record, clerk,
                       office.clock.now()));
  must(transaction.commit());
}

std::int64_t first_record(Office& office) {
  return office.number("select min(record_id) as n from outgoing");
}

std::int64_t states(Office& office, const char* state) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  return must(transaction.query("select count(*) as n from outgoing where state = $1",
                                std::string(state)))[0]
      .get<std::int64_t>("n");
}

constexpr auto accepted = Answer::Outcome::accepted;
constexpr auto refused = Answer::Outcome::refused;
constexpr auto received = Answer::Outcome::received;

TEST(Withdrawal, OfWhatNeverWentTellsNobody) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  withdraw(office, first_record(office), 7);
  auto courier = office.courier();
  office.carry(courier);
  EXPECT_EQ(office.simulator.planted().taken, 0);
  EXPECT_EQ(states(office, "dropped"), 2);
}

TEST(Withdrawal, OfWhatIsThereTakesItOutThereAndEndsItsNumber) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  ASSERT_EQ(office.simulator.records(), 1u);
  withdraw(office, first_record(office), 7);
  office.carry(courier);
  EXPECT_EQ(office.simulator.records(), 0u);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is null"), 0);
}

// Refused and sent again, a withdrawal is a withdrawal still.
TEST(Withdrawal, SentAgainAfterARefusalIsAWithdrawal) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  Planned channel({accepted, refused, accepted});
  Courier courier(office.desk(), office.system(), channel);
  must(courier.round(office.connection));
  withdraw(office, first_record(office), 7);
  must(courier.round(office.connection));
  ASSERT_EQ(states(office, "refused"), 1);
  {
    auto transaction =
        must(store::Transaction::begin(office.connection, office.desk().own_scope()));
    must(send_again(transaction, 2, 7, office.clock.now(), office.clock.now()));
    must(transaction.commit());
  }
  must(courier.round(office.connection));
  EXPECT_THAT(channel.sent, ElementsAre("add", "withdraw", "withdraw"));
  EXPECT_EQ(office.waiting(), 0);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is null"), 0);
}

// Withdrawn here while the first message waits for its late answer, which is a refusal: the later
// item stands for it. Nobody is asked to mend a record that is no longer there.
TEST(Withdrawal, WaitingBehindARefusalIsNotBlockedByIt) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  Planned channel({received, refused});
  Courier courier(office.desk(), office.system(), channel);
  must(courier.round(office.connection));
  withdraw(office, first_record(office), 7);
  for (int round = 0; round < 3; ++round) {
    office.advance(std::chrono::minutes(11));
    must(courier.round(office.connection));
  }
  EXPECT_EQ(office.waiting(), 0);
  EXPECT_EQ(states(office, "mended"), 1);
  EXPECT_EQ(office.number("select count(*) as n from desk_task where done_at is null"), 0);
}

TEST(Undo, OfAnImportThatNeverWentDropsIt) {
  Office office(none);
  office.hire({1, 2}, "2023-09-01", 7);
  must(office.undo(8));
  auto courier = office.courier();
  office.carry(courier);
  EXPECT_EQ(office.simulator.planted().taken, 0);
  EXPECT_EQ(states(office, "dropped"), 2);
  EXPECT_EQ(office.number("select count(*) as n from outgoing"), 2);
  EXPECT_EQ(office.number("select count(*) as n from outgoing_event where account = 8 "
                          "and detail = '导入已撤销'"),
            2);
}

TEST(Undo, OfAnImportThatIsThereWithdrawsItThere) {
  Office office(none);
  office.hire({1, 2}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  office.advance(std::chrono::seconds(60));
  must(office.undo(8));
  office.carry(courier);
  EXPECT_EQ(office.simulator.records(), 0u);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where operation = 'withdraw' "
                          "and state = 'accepted' and clerk = 8"),
            2);
}

// A change undone: what was known before is sent once more.
TEST(Undo, OfAChangeSendsTheRecordAsItWas) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  office.advance(std::chrono::seconds(60));
  office.hire({1}, "2023-09-01", 7, "2023-10-10");
  office.carry(courier);
  office.advance(std::chrono::seconds(60));
  must(office.undo(8));
  office.carry(courier);
  const auto theirs = must(office.channel->records("employment"));
  ASSERT_EQ(theirs.size(), 1u);
  EXPECT_EQ(theirs[0].fields.at("AAE031"), "");
}

// Taken up and perhaps gone, though nothing came back: dropped it would stand there for good. It
// goes out, and its withdrawal after it.
TEST(Undo, OfWhatMayHaveGoneWithdrawsIt) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  {
    auto cut_off = office.courier([](const char* step) {
      if (std::string_view(step) == "claimed") throw std::runtime_error("cut off");
    });
    EXPECT_THROW((void)cut_off.round(office.connection), std::runtime_error);
  }
  must(office.undo(8));
  EXPECT_EQ(states(office, "unsent"), 2);
  office.advance(std::chrono::seconds(61));
  auto courier = office.courier();
  office.carry(courier);
  EXPECT_EQ(office.simulator.planted().taken, 2);
  EXPECT_EQ(office.simulator.records(), 0u);
}

// Nobody answered there: what was on the wire may have been taken, those behind it were not sent.
TEST(Undo, AfterAnOutageTellsTheOneOnTheWireFromThoseBehindIt) {
  Office office(none);
  office.hire({1, 2, 3}, "2023-09-01", 7);
  auto courier = office.courier([&](const char* step) {
    if (std::string_view(step) == "claimed") office.simulator.set_away(true);
  });
  EXPECT_FALSE(must(courier.round(office.connection)).reached);
  must(office.undo(8));
  EXPECT_EQ(states(office, "dropped"), 2);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where operation = 'withdraw'"), 1);
}

}  // namespace
}  // namespace leye::exchange
