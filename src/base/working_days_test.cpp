#include "base/working_days.hpp"

#include <gtest/gtest.h>

namespace leye {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

const WorkingDays& china() {
  static const WorkingDays days = WorkingDays::load({LEYE_SOURCE_DIR "/data/calendar"}).value();
  return days;
}

std::string add(const char* from, int count) {
  const auto found = china().add(day(from), count);
  return found.ok() ? to_text(found.value()) : "error: " + found.error().what;
}

TEST(WorkingDays, NationalDay2023WithItsWorkedWeekend) {
  EXPECT_FALSE(china().is_working_day(day("2023-09-29")).value());  // Mid-autumn, a Friday
  EXPECT_FALSE(china().is_working_day(day("2023-10-06")).value());
  EXPECT_TRUE(china().is_working_day(day("2023-10-07")).value());  // Saturday, worked
  EXPECT_TRUE(china().is_working_day(day("2023-10-08")).value());  // Sunday, worked
}

TEST(WorkingDays, TheFirstDayIsNotCounted) {
  EXPECT_EQ(add("2023-11-20", 5), "2023-11-27");  // Monday to Monday
  EXPECT_EQ(add("2023-11-17", 1), "2023-11-20");  // Friday to Monday
  EXPECT_EQ(add("2023-09-28", 3), "2023-10-09");  // 7, 8 and 9 October
  EXPECT_EQ(add("2023-11-18", 0), "2023-11-18");
  EXPECT_EQ(add("2023-10-09", -3), "2023-09-28");
}

TEST(WorkingDays, ADeadlineBeyondTheCalendarIsNotYetKnown) {
  EXPECT_EQ(add("2026-12-30", 1), "2026-12-31");
  const auto beyond = china().add(day("2026-12-30"), 2);
  ASSERT_FALSE(beyond.ok());
  EXPECT_EQ(beyond.error().code, ErrorCode::conflict);
  EXPECT_NE(beyond.error().what.find("2027年"), std::string::npos);
  EXPECT_FALSE(china().on_or_after(day("2027-03-01")).ok());
}

TEST(WorkingDays, BetweenIsTheInverseOfAdd) {
  const Day from = day("2023-01-01");
  for (int count = -60; count <= 260; ++count) {
    if (count == 0) continue;
    const Day to = china().add(from, count).value();
    const int back = china().between(from, to).value();
    // Going back, `from` itself is counted by neither: it is a holiday here.
    EXPECT_EQ(back, count < 0 ? count + 1 : count) << count;
  }
}

TEST(WorkingDays, APeriodEndingOnAHolidayRunsToTheNextWorkingDay) {
  EXPECT_EQ(china().on_or_after(day("2023-12-30")).value(), day("2024-01-02"));
  EXPECT_EQ(china().on_or_after(day("2023-12-29")).value(), day("2023-12-29"));
}

TEST(WorkingDays, LaterLinesWinAndAYearBecomesKnown) {
  WorkingDays days = china();
  ASSERT_TRUE(
      days.read("date,kind,name\n2027-01-01,holiday,元旦\r\n2027-01-03,workday,元旦\n").ok());
  EXPECT_TRUE(days.is_working_day(day("2027-01-03")).value());  // a Sunday
  EXPECT_EQ(days.add(day("2026-12-31"), 1).value(), day("2027-01-03"));
}

TEST(WorkingDays, ABadLineIsNamed) {
  WorkingDays days;
  const auto status = days.read("date,kind,name\n2027-01-01,holiday,元旦\n2027-02-30,holiday,x\n");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().where.back(), "line 3");
  EXPECT_FALSE(days.read("2027-01-01,feast,x\n").ok());
  EXPECT_FALSE(days.read("2027-01-01\n").ok());
}

}  // namespace
}  // namespace leye
