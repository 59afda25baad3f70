#include "exchange/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/example_desk.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;
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
