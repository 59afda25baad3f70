// The wall of a quota: what was found before another decision was made does not get past it.
#include <gtest/gtest.h>

#include "flows/applying.hpp"
#include "flows/handling.hpp"
#include "flows/office.hpp"
#include "flows/people_measures.hpp"

namespace leye::flows {
namespace {

TEST(Queue, TwoDecisionsAtOneMomentDoNotShareTheLastPlace) {
  Office office(measures_with_queues());
  const auto& bureau = office.bureau();
  const auto applied = open_applied(office.connection(), bureau, office.actor("citizen"),
                                    {.measure = "start_up_grant", .request = "申请"});
  ASSERT_TRUE(applied.ok()) << to_text(applied.error());
  const auto id = applied.value();
  ASSERT_TRUE(act(office.connection(), bureau, office.actor("street_clerk"),
                  {.case_id = id, .action = Action::take_in})
                  .ok());
  ASSERT_TRUE(act(office.connection(), bureau, office.actor("first_checker"),
                  {.case_id = id, .action = Action::pass})
                  .ok());
  const ActionRequest approve{.case_id = id, .action = Action::approve};
  const auto& director = office.actor("director");
  auto checks = recheck_for(office.connection(), bureau, director, approve);
  ASSERT_TRUE(checks.ok());
  for (const auto& [row, check] : checks.value()) EXPECT_TRUE(check.queue.room);
  {
    auto other =
        store::Transaction::begin(office.connection(), bureau.own_scope(store::Access::write))
            .value();
    ASSERT_TRUE(
        other
            .query("insert into benefit_grant (measure, source, person_id, amount_fen, "
                   "granted_on, place, recorded_at) values ('start_up_grant', '外单位', 58, "
                   "500000, '2023-11-06', 621021000000, '2023-11-06') returning id")
            .ok());
    ASSERT_TRUE(other.commit().ok());
  }
  auto transaction = store::Transaction::begin(office.connection(), director.scope(bureau)).value();
  const auto moved =
      handle_case(transaction, bureau, director, approve, std::move(checks).value(), {},
                  false);
  ASSERT_FALSE(moved.ok());
  EXPECT_EQ(moved.error().code, ErrorCode::conflict);
  EXPECT_NE(to_text(moved.error()).find("总名额每年 1 人，2023 年已批 1 人"), std::string::npos)
      << to_text(moved.error()) << ": a grant of another county counts too";
}

}  // namespace
}  // namespace leye::flows
