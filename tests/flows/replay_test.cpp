// What the rules said of a decided row is kept and can be said again, whatever became known since.
#include <gtest/gtest.h>

#include "flows/acting.hpp"
#include "flows/applying.hpp"
#include "flows/kept_answers.hpp"
#include "flows/office.hpp"
#include "flows/people_measures.hpp"

namespace leye::flows {
namespace {

class ReplayTest : public testing::Test {
 protected:
  ReplayTest() : office_(measures_with_queues()) {
    auto& connection = office_.connection();
    const auto applied = open_applied(connection, bureau(), office_.actor("citizen"),
                                      {.measure = "start_up_grant", .request = "申请"});
    EXPECT_TRUE(applied.ok()) << to_text(applied.error());
    id_ = applied.value();
    act_as("street_clerk", Action::take_in);
    act_as("first_checker", Action::pass);
    auto reader =
        store::Transaction::begin(connection, bureau().own_scope(store::Access::read)).value();
    row_ = rows_of(reader, id_).value().at(0).id;
  }

  const Bureau& bureau() const { return office_.bureau(); }
  void act_as(const char* who, Action action) {
    const auto done = act(office_.connection(), bureau(), office_.actor(who),
                          {.case_id = id_, .action = action, .opinion = "同意"});
    EXPECT_TRUE(done.ok()) << to_text(done.error());
  }
  Result<Replay> again(const Bureau& with) {
    return replay(office_.connection(), with, office_.actor("first_checker"), id_, row_);
  }
  // By the area's own hand: another grant of the same person, known a month later.
  void grant_later() {
    auto other = store::Transaction::begin(office_.connection(),
                                           bureau().own_scope(store::Access::write))
                     .value();
    const auto done = other.query(
        "insert into benefit_grant (measure, source, person_id, amount_fen, granted_on, place, "
        "recorded_at) select 'start_up_grant', '外单位', person_id, 500000, '2023-11-01', "
        "621021000000, '2023-12-06' from flow_case where id = $1 returning id",
        id_);
    EXPECT_TRUE(done.ok());
    EXPECT_TRUE(other.commit().ok());
  }

  Office office_;
  std::int64_t id_ = 0, row_ = 0;
};

TEST_F(ReplayTest, NothingIsKeptBeforeADecision) {
  const auto kept =
      kept_answer(office_.connection(), bureau(), office_.actor("first_checker"), id_, row_);
  ASSERT_FALSE(kept.ok());
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
}

TEST_F(ReplayTest, TheSameWordsWhateverBecameKnownSince) {
  act_as("director", Action::approve);
  const auto first = again(bureau());
  ASSERT_TRUE(first.ok()) << to_text(first.error());
  EXPECT_FALSE(first.value().gone);
  EXPECT_NE(first.value().kept.text.find("符合"), std::string::npos) << first.value().kept.text;
  EXPECT_EQ(first.value().text, first.value().kept.text);
  grant_later();
  office_.clock().set(Day::parse("2024-03-01").value());
  const auto later = again(bureau());
  ASSERT_TRUE(later.ok()) << to_text(later.error());
  EXPECT_EQ(later.value().text, later.value().kept.text);
}

TEST_F(ReplayTest, OtherRulesSayOtherwiseAndThatIsSeen) {
  act_as("director", Action::approve);
  policy::Plan other = bureau().plan;
  for (auto& measure : other.measures)
    if (measure.name.id == "start_up_grant") measure.name.label = "另一项补贴";
  const Bureau with{bureau().area_schema, bureau().area,   other,         bureau().vocabulary,
                    bureau().calendar,    bureau().cipher, bureau().clock};
  const auto found = again(with);
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  EXPECT_NE(found.value().text, found.value().kept.text);
  EXPECT_NE(found.value().text.find("另一项补贴"), std::string::npos);
}

TEST_F(ReplayTest, ARefusalIsKeptToo) {
  act_as("director", Action::refuse);
  const auto found = again(bureau());
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  EXPECT_EQ(found.value().text, found.value().kept.text);
}

TEST_F(ReplayTest, AnApplicantOfAnotherCaseSeesNothing) {
  act_as("director", Action::approve);
  const auto kept =
      kept_answer(office_.connection(), bureau(), office_.actor("employer"), id_, row_);
  ASSERT_FALSE(kept.ok());
  EXPECT_EQ(kept.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace leye::flows
