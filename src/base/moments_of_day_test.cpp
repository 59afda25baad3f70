#include "base/moments_of_day.hpp"

#include <gtest/gtest.h>

namespace leye {
namespace {

Day day(const char* text) { return Day::parse(text).value(); }

TEST(MomentsOfDay, NoneComesTwiceAndAllAreOfTheDay) {
  SetClock set(day("2023-10-16"));
  SetClock machine(day("2026-01-01"));
  const MomentsOfDay moments(set, machine);
  const Instant first = moments.now();
  const Instant second = moments.now();
  EXPECT_EQ(second - first, std::chrono::microseconds(1));
  machine.set(machine.now() + std::chrono::seconds(1));
  EXPECT_EQ(moments.now() - first, std::chrono::microseconds(10));
  EXPECT_EQ(to_text(moments.today()), "2023-10-16");
  // The same, started again an hour later; and in the year 2100.
  machine.set(machine.now() + std::chrono::hours(1));
  EXPECT_GT(MomentsOfDay(set, machine).now(), second);
  machine.set(day("2100-01-01"));
  EXPECT_EQ(to_text(MomentsOfDay(set, machine).today()), "2023-10-16");
}

TEST(MomentsOfDay, TheDayIsMovedBothWays) {
  SetClock set(day("2023-10-16"));
  const SetClock machine(day("2026-01-01"));
  const MomentsOfDay moments(set, machine);
  EXPECT_EQ(to_text(moments.today()), "2023-10-16");
  set.set(day("2023-11-01"));
  EXPECT_EQ(to_text(moments.today()), "2023-11-01");
  set.set(day("2023-10-01"));
  EXPECT_EQ(to_text(moments.today()), "2023-10-01");
}

}  // namespace
}  // namespace leye
