// The walk along a path, without a database.
#include "flows/walk.hpp"

#include <gtest/gtest.h>

namespace leye::flows {
namespace {

using policy::PlaceLevel;
using policy::Step;
using policy::StepKind;

Step step(std::string id, StepKind kind) {
  Step made;
  made.id = std::move(id);
  made.kind = kind;
  return made;
}

policy::Path roster_path() {
  policy::Path path;
  path.steps = {step("declare", StepKind::confirm), step("take_in", StepKind::take_in),
                step("check", StepKind::check),     step("approve", StepKind::decide),
                step("meeting", StepKind::meeting), step("pay", StepKind::pay)};
  path.steps[2].return_to = {"declare"};
  path.steps[3].up_to = Money::yuan(50000);
  path.steps[4].above = Money::yuan(50000);
  return path;
}

TEST(Walk, TheAmountChoosesWhoDecides) {
  const auto path = roster_path();
  EXPECT_EQ(step_after(path, "check", Money::yuan(50000))->id, "approve");
  EXPECT_EQ(step_after(path, "check", Money::fen(5000001))->id, "meeting");
  EXPECT_EQ(step_after(path, "approve", Money::yuan(1000))->id, "pay");
  EXPECT_EQ(step_after(path, "meeting", Money::yuan(90000))->id, "pay");
  EXPECT_EQ(step_after(path, "pay", Money::yuan(1000)), nullptr);
  EXPECT_EQ(deciding_step(path, Money::yuan(50000)).id, "approve");
  EXPECT_EQ(steps_for(path, Money::yuan(1)).size(), 5u);
}

TEST(Walk, ReturnsOnlyWhereTheStepAllows) {
  const auto path = roster_path();
  EXPECT_EQ(step_back(path, path.steps[2], "").value()->id, "declare");
  EXPECT_EQ(step_back(path, path.steps[2], "take_in").error().code, ErrorCode::invalid_input);
  EXPECT_EQ(step_back(path, path.steps[3], "").error().code, ErrorCode::conflict);
}

TEST(Walk, ACityStepBelongsToTheArea) {
  constexpr std::int64_t township = 621002101000;
  EXPECT_EQ(place_of(PlaceLevel::county, township, 621000000000), 621002000000);
  EXPECT_EQ(place_of(PlaceLevel::city, township, 621000000000), 621000000000);
}

TEST(Walk, ADeadlineBeyondTheCalendarIsNotYetKnown) {
  WorkingDays calendar;
  ASSERT_TRUE(calendar.read("date,kind,name\n2023-01-01,holiday,元旦\n").ok());
  Step three = step("check", StepKind::check);
  three.within_working_days = 3;
  const auto known = due_day(three, Day::parse("2023-11-03").value(), calendar);
  EXPECT_EQ(known.on, Day::parse("2023-11-08").value()) << "Friday and three working days";
  const auto beyond = due_day(three, Day::parse("2023-12-29").value(), calendar);
  EXPECT_FALSE(beyond.on);
  EXPECT_TRUE(beyond.unknown);
  three.within_working_days = 0;
  EXPECT_FALSE(due_day(three, Day::parse("2023-12-29").value(), calendar).unknown);
}

TEST(Transitions, WordsAreUniqueAndReadBack) {
  for (const Transition& row : transitions) EXPECT_EQ(find_action(name(row.action)), row.action);
  EXPECT_FALSE(find_action("pay_out"));
  EXPECT_EQ(case_state("paying"), CaseState::paying);
  EXPECT_FALSE(find_transition(Action::approve, StepKind::check, CaseState::open));
}

}  // namespace
}  // namespace leye::flows
