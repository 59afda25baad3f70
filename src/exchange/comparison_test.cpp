#include "exchange/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/example_desk.hpp"
#include "exchange/outbox_view.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Faults none{.refused_per_thousand = 0,
                      .late_per_thousand = 0,
                      .twice_per_thousand = 0,
                      .renumbered_per_thousand = 0,
                      .lost_per_thousand = 0,
                      .altered_per_thousand = 0};

Compared compare(Office& office, const std::vector<TheirRecord>& theirs) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  const auto desk = office.desk();
  const Comparing comparing{621000000000, std::nullopt, "接口", office.clock.now(), {}};
  const auto compared =
      must(compare_lists(transaction, desk, office.arrangements.all().front(), theirs, comparing));
  must(transaction.commit());
  return compared;
}

Status resolve(Office& office, std::int64_t id, Choice choice, const std::string& reason) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  TRY(resolve_difference(transaction, id, choice, reason, 8, office.clock.now(),
                         office.clock.now()));
  return transaction.commit();
}

std::vector<DifferenceLine> lines(Office& office) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  return must(list_differences(transaction, office.cipher, "open", 100, 0)).lines;
}

// Four people registered: one is lost there, one stands there with another day, one under another
// number, one is right; and one of theirs is nobody's here.
TEST(Comparison, FindsEachKindOnceWithItsOwner) {
  Office office(none, 4);
  office.hire({1, 2, 3, 4}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  auto theirs = must(office.channel->records("employment"));
  ASSERT_EQ(theirs.size(), 4u);
  theirs.erase(theirs.begin());
  theirs[0].fields["AAE030"] = "2023-08-01";
  theirs[1].serial = "E7";
  theirs.push_back({"X1", "", {{"AAC003", "外地人员"}}});
  const Compared compared = compare(office, theirs);
  EXPECT_EQ(compared.ours, 4);
  EXPECT_EQ(compared.theirs, 4);
  EXPECT_EQ(compared.found, 4);
  std::map<std::string, DifferenceLine> by_kind;
  for (const auto& line : lines(office)) by_kind[line.kind] = line;
  ASSERT_EQ(by_kind.size(), 4u);
  EXPECT_EQ(by_kind["missing_there"].owner, 7);
  EXPECT_EQ(by_kind["differs"].field, "AAE030");
  EXPECT_EQ(by_kind["differs"].ours, "2023-09-01");
  EXPECT_EQ(by_kind["differs"].theirs, "2023-08-01");
  EXPECT_EQ(by_kind["renumbered"].serial, "E7");
  EXPECT_EQ(by_kind["missing_here"].owner, std::nullopt);
  EXPECT_THAT(by_kind["missing_here"].theirs, HasSubstr("外地人员"));
  EXPECT_EQ(office.number("select count(*) as n from desk_task where kind = 'difference' "
                          "and done_at is null"),
            4);
  // The same again finds the same, not more of it.
  EXPECT_EQ(compare(office, theirs).found, 4);
  EXPECT_EQ(lines(office).size(), 4u);
}

TEST(Comparison, ResolvedWithChoiceAndReasonItReachesZero) {
  Faults faults = none;
  faults.lost_per_thousand = 400;
  faults.altered_per_thousand = 400;
  Office office(faults, 12);
  std::vector<int> people{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  office.hire(people, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  const Planted planted = office.simulator.planted();
  ASSERT_GT(planted.lost, 0);
  ASSERT_GT(planted.altered, 0);
  const Compared first = compare(office, must(office.channel->records("employment")));
  EXPECT_EQ(first.found, planted.lost + planted.altered);
  // Their list may lose what is sent again too: as often as it takes.
  for (int day = 0; day < 30 && !lines(office).empty(); ++day) {
    for (const auto& line : lines(office))
      must(resolve(office, line.id, Choice::send_ours, "以我方登记为准"));
    office.carry(courier);
    compare(office, must(office.channel->records("employment")));
  }
  EXPECT_TRUE(lines(office).empty());
  EXPECT_EQ(office.simulator.records(), 12u);
  EXPECT_EQ(office.number("select count(*) as n from desk_task where done_at is null"), 0);
}

TEST(Comparison, AChoiceMustFitAndSayWhy) {
  Office office(none, 1);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  compare(office, {});
  const auto open = lines(office);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].kind, "missing_there");
  EXPECT_FALSE(resolve(office, open[0].id, Choice::send_ours, "").ok());
  EXPECT_FALSE(resolve(office, open[0].id, Choice::take_number, "换号").ok());
  EXPECT_TRUE(resolve(office, open[0].id, Choice::no_difference, "对方名单次日更新").ok());
  EXPECT_FALSE(resolve(office, open[0].id, Choice::no_difference, "再来一次").ok());
}

// Withdrawn here and listed there still: it is found, with its record, and the withdrawal is sent
// once more under their number.
TEST(Comparison, WhatWasWithdrawnAndIsListedStillIsWithdrawnAgain) {
  Office office(none, 1);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  const auto listed = must(office.channel->records("employment"));
  office.advance(std::chrono::seconds(60));
  must(office.undo(8));
  office.carry(courier);
  ASSERT_EQ(office.simulator.records(), 0u);
  EXPECT_EQ(compare(office, listed).found, 1);
  const auto open = lines(office);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].kind, "missing_here");
  EXPECT_EQ(open[0].owner, 8);
  EXPECT_EQ(open[0].serial, listed[0].serial);
  must(resolve(office, open[0].id, Choice::send_ours, "已撤销，请对方删除"));
  EXPECT_EQ(office.number("select count(*) as n from outgoing where operation = 'withdraw' "
                          "and state = 'unsent'"),
            1);
  office.carry(courier);
  EXPECT_EQ(office.simulator.planted().taken, 3);  // added, withdrawn, withdrawn again
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is null"), 0);
  // What is nobody's here cannot be sent.
  EXPECT_FALSE(may_choose(DifferenceKind::missing_here, Choice::send_ours, false));
}

// Looked into and left as it is, a difference is not opened again each day; with another value it
// is.
TEST(Comparison, WhatWasLookedIntoStaysUntilAValueChanges) {
  Office office(none, 1);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  auto theirs = must(office.channel->records("employment"));
  theirs[0].fields["WAGE"] = "3000";
  compare(office, theirs);
  must(resolve(office, lines(office).at(0).id, Choice::no_difference, "对方按上年工资登记"));
  compare(office, theirs);
  EXPECT_TRUE(lines(office).empty());
  EXPECT_EQ(office.number("select count(*) as n from desk_task where done_at is null"), 0);
  theirs[0].fields["WAGE"] = "2000";
  compare(office, theirs);
  ASSERT_EQ(lines(office).size(), 1u);
  EXPECT_EQ(lines(office)[0].theirs, "2000");
}

// What we said of one record cannot be opened: the others are compared.
TEST(Comparison, ARecordThatCannotBeOpenedHoldsUpNoOther) {
  Office office(none, 2);
  office.hire({1, 2}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  {
    auto transaction =
        must(store::Transaction::begin(office.connection, office.desk().own_scope()));
    must(transaction.execute("update outgoing set payload = '\\x01' where id = 1"));
    must(transaction.commit());
  }
  auto theirs = must(office.channel->records("employment"));
  ASSERT_EQ(theirs.size(), 2u);
  for (auto& record : theirs) record.fields["AAE030"] = "2023-08-01";
  EXPECT_EQ(compare(office, theirs).found, 1);
}

// Their list of one kind: what a failing channel says of it is kept for the page, and it is tried
// again after its pause, whatever became of the other kinds.
class Lists final : public Channel {
 public:
  Result<Answer> send(const std::string&) override { return Answer(); }
  Result<std::vector<LaterAnswer>> answers_after(std::int64_t) override {
    return std::vector<LaterAnswer>();
  }
  Result<std::vector<TheirRecord>> records(const std::string& kind) override {
    asked.push_back(kind);
    if (kind == failing) return Error{ErrorCode::unavailable, "对方的名单接口停用"};
    return std::vector<TheirRecord>();
  }
  std::string failing;
  std::vector<std::string> asked;
};

TEST(Comparison, AFailureIsToldAndTriedAgainByItself) {
  Office office(none, 1);
  const Arrangements two = must(Arrangements::parse(
      std::string(example::arrangements_text) +
          "\n## unemployment_registration\nserial: 失业登记号 · number\n"
          "since 2023-01-01: collaborate\n\n| field | label | value |\n|---|---|---|\n"
          "| AAE043 | 失业登记日期 | start_date |\n",
      "province.md", office.vocabulary));
  const Desk desk{store::TestDatabase::area, 621000000000,  office.vocabulary, two,
                  office.cipher,             office.clock};
  Lists channel;
  channel.failing = "unemployment_registration";
  const auto due = [&] {
    return must(compare_when_due(office.connection, desk, office.system(), channel));
  };
  const auto failure = [&] {
    auto transaction =
        must(store::Transaction::begin(office.connection, office.desk().own_scope()));
    return must(system_state(transaction, "province")).failure;
  };
  EXPECT_TRUE(due());
  EXPECT_THAT(channel.asked, ElementsAre("employment", "unemployment_registration"));
  EXPECT_THAT(failure(), HasSubstr("名单接口停用"));
  EXPECT_FALSE(due());  // not each second
  office.advance(std::chrono::minutes(11));
  channel.failing = "";
  EXPECT_TRUE(due());  // the one that failed, though the other was compared today
  EXPECT_THAT(channel.asked, ElementsAre("employment", "unemployment_registration",
                                         "unemployment_registration"));
  EXPECT_EQ(failure(), "");
  EXPECT_FALSE(due());
}

// Found on a Friday, a difference is due on Monday.
TEST(Comparison, IsDueOnTheNextWorkingDay) {
  Office office(none, 1);
  office.clock.set(must(Day::parse("2023-10-20")));
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  Lists nothing;
  EXPECT_TRUE(must(
      compare_when_due(office.connection, office.desk(), office.system(), nothing)));
  ASSERT_EQ(lines(office).size(), 1u);
  EXPECT_EQ(to_text(*lines(office)[0].due_on), "2023-10-23");
}

// What comes back into agreement by itself is no longer a difference.
TEST(Comparison, WhatAgreesAgainIsGone) {
  Office office(none, 1);
  office.hire({1}, "2023-09-01", 7);
  auto courier = office.courier();
  office.carry(courier);
  compare(office, {});
  const Compared again = compare(office, must(office.channel->records("employment")));
  EXPECT_EQ(again.gone, 1);
  EXPECT_TRUE(lines(office).empty());
}

}  // namespace
}  // namespace leye::exchange
