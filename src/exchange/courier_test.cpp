#include "exchange/courier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <numeric>
#include <set>

#include "exchange/example_desk.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;

std::vector<int> people(int first, int last) {
  std::vector<int> found(static_cast<std::size_t>(last - first + 1));
  std::iota(found.begin(), found.end(), first);
  return found;
}

constexpr Faults none{.refused_per_thousand = 0,
                      .late_per_thousand = 0,
                      .twice_per_thousand = 0,
                      .renumbered_per_thousand = 0,
                      .lost_per_thousand = 0,
                      .altered_per_thousand = 0};

TEST(Outbox, AChangeAndItsItemAreStoredTogetherOrNotAtAll) {
  Office office(none);
  EXPECT_EQ(office.hire({1, 2}, "2023-09-01", 7), 2);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where clerk = 7 and place = "
                          "621002001001 and state = 'unsent'"),
            2);
  // The same sheet says nothing new, so nothing goes out.
  EXPECT_EQ(office.hire({1, 2}, "2023-09-01", 7), 0);
  // A correction goes out again; the clock stands still as in a demonstration.
  EXPECT_EQ(office.hire({1}, "2023-09-01", 8, "2023-10-01"), 1);
  EXPECT_EQ(office.waiting(), 3);
}

TEST(Courier, NumbersComeBackAndAChangeGoesUnderItsNumber) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where serial = 'E6200000001' "
                          "and until is null"),
            1);
  office.advance(std::chrono::seconds(60));
  office.hire({1}, "2023-09-01", 7, "2023-10-10");
  office.carry(courier);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'accepted' "
                          "and serial = 'E6200000001'"),
            2);
  EXPECT_EQ(office.simulator.records(), 1u);
}

// 1 000 registrations by ten clerks, 30 of a thousand refused: each refusal is on the list of the
// clerk whose work it was within a minute, none is lost, none is there twice.
TEST(Courier, RefusalsAreOnTheirClerksListsWithinAMinute) {
  Faults faults;
  faults.refused_per_thousand = 30;
  Office office(faults, 1000);
  for (int clerk = 1; clerk <= 10; ++clerk)
    ASSERT_EQ(office.hire(people(100 * clerk - 99, 100 * clerk), "2023-09-01", clerk), 100);
  auto courier = office.courier();
  const int seconds = office.carry(courier);
  EXPECT_LE(seconds, 60);
  const Planted planted = office.simulator.planted();
  EXPECT_EQ(planted.taken, 1000);
  EXPECT_GT(planted.refused, 10);
  EXPECT_GT(planted.late, 50);
  EXPECT_GT(planted.twice, 20);
  EXPECT_GT(planted.renumbered, 2);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'accepted'"),
            1000 - planted.refused);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'refused'"),
            planted.refused);
  EXPECT_EQ(office.number("select count(*) as n from desk_task join outgoing item "
                          "on desk_task.about = 'outgoing:' || item.id "
                          "where item.state = 'refused' "
                          "and desk_task.account = item.clerk and done_at is null "
                          "and detail = item.reason and detail <> ''"),
            planted.refused);
  EXPECT_EQ(office.number("select count(*) as n from desk_task"), planted.refused);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is null"),
            1000 - planted.refused);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is not null"),
            planted.renumbered);
  const auto keys = office.simulator.taken_keys();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1000u);
}

// What was refused is mended by changing the record: the new item takes its place and nothing is
// typed twice; the task is done.
TEST(Courier, AMendedRecordGoesOutAgainByItself) {
  Faults all_refused = none;
  all_refused.refused_per_thousand = 1000;
  Office office(all_refused);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  ASSERT_EQ(office.number("select count(*) as n from desk_task where account = 7 "
                          "and done_at is null"),
            1);
  office.advance(std::chrono::seconds(60));
  EXPECT_EQ(office.hire({1}, "2023-09-01", 9, "", "3500"), 1);
  EXPECT_EQ(office.number("select count(*) as n from outgoing old join outgoing fresh "
                          "on fresh.id = old.mended_by where old.state = 'mended' "
                          "and fresh.state = 'unsent' and fresh.clerk = 9"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from desk_task where done_at is null"), 0);
  {
    const auto scope = office.desk().own_scope();
    auto transaction = must(store::Transaction::begin(office.connection, scope));
    must(send_again(transaction, 2, 7, office.clock.now(), office.clock.now()));
    must(transaction.commit());
  }
  EXPECT_EQ(office.waiting(), 2);
}

// Two days without an answer: the pauses grow, what people do meanwhile waits in its order, and
// afterwards each person's changes arrive in the order in which they were made.
TEST(Courier, AfterTwoDaysWithoutAnswerTheOrderIsKept) {
  Office office(none, 20);
  auto courier = office.courier();
  office.simulator.set_away(true);
  int asked = 0;
  for (int hour = 0; hour < 48; ++hour) {
    if (hour % 6 == 0) office.hire(people(1, 20), fmt::format("2023-0{}-01", 1 + hour / 6), 7);
    for (int minute = 0; minute < 60; ++minute) {
      const auto round = must(courier.round(office.connection));
      asked += round.reached ? 1 : 0;
      office.advance(std::chrono::seconds(60));
    }
  }
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(office.waiting(), 160);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state <> 'unsent'"), 0);
  EXPECT_GT(office.number("select failures::bigint as n from exchange_system"), 20);
  // Not asked every minute: a pause of ten minutes at most, 48 h.
  EXPECT_LT(office.number("select failures::bigint as n from exchange_system"), 320);
  office.simulator.set_away(false);
  EXPECT_LT(office.carry(courier, 3600), 1200);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'accepted'"), 160);
  std::map<std::int64_t, std::int64_t> last;  // by person
  for (const auto& key : office.simulator.taken_keys()) {
    const std::int64_t item = item_of(store::TestDatabase::area, key).value();
    const std::int64_t person = (item - 1) % 20;
    EXPECT_GT(item, last[person]) << key;
    last[person] = item;
  }
}

TEST(Courier, AClosedSystemPostponesAndGoesOnWhenItOpens) {
  Faults closed = none;
  closed.closed_days = 3;
  Office office(closed);
  office.clock.set(must(Day::parse("2023-10-30")));
  office.hire({1, 2}, "2023-09-01", 7);
  auto courier = office.courier();
  must(courier.round(office.connection));
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'postponed' "
                          "and next_try_at = '2023-11-01 00:00+08'"),
            2);
  office.clock.set(must(Day::parse("2023-11-01")));
  office.carry(courier);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'accepted'"), 2);
}

// Killed after each step of a round, again and again, until nothing is left to do: nothing is lost,
// nothing is doubled.
TEST(Courier, SurvivesAKillAfterEachStep) {
  Faults faults = none;
  faults.refused_per_thousand = 200;
  faults.late_per_thousand = 300;
  faults.twice_per_thousand = 200;
  Office office(faults, 12);
  office.hire(people(1, 12), "2023-09-01", 7);
  int kills = 0;
  for (int round = 0; round < 200 && office.waiting() > 0; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      // A connection of its own: the parent's stays with the parent.
      auto connection = must(store::connect(office.database.dsn()));
      int steps = 0;
      Courier courier(office.desk(), office.system(), *office.channel, [&](const char*) {
        if (++steps > round % 5) ::kill(::getpid(), SIGKILL);
      });
      const auto done = courier.round(connection);
      ::_exit(done.ok() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++kills;
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    office.advance(std::chrono::seconds(61));
  }
  EXPECT_GT(kills, 20);
  EXPECT_EQ(office.waiting(), 0);
  EXPECT_EQ(office.simulator.planted().taken, 12);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where state = 'accepted'"),
            12 - office.simulator.planted().refused);
  EXPECT_EQ(office.number("select count(*) as n from desk_task"),
            office.simulator.planted().refused);
  EXPECT_EQ(office.simulator.records(),
            static_cast<std::size_t>(12 - office.simulator.planted().refused));
}

}  // namespace
}  // namespace leye::exchange
