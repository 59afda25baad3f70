// The arithmetic everything rests on: money, fractions, days.
#include <gtest/gtest.h>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"

namespace leye {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }
Ratio ratio(std::int64_t a, std::int64_t b) { return Ratio::make(a, b).value(); }

TEST(Money, ReadsAndWritesYuan) {
  EXPECT_EQ(Money::parse("5925.92").value().fen(), 592592);
  EXPECT_EQ(Money::parse("1,000").value().fen(), 100000);
  EXPECT_EQ(Money::parse("-0.5").value().fen(), -50);
  EXPECT_EQ(to_text(Money::fen(-50)), "-0.50");
  EXPECT_EQ(to_display(Money::fen(123456789)), "1,234,567.89");
  EXPECT_EQ(to_display(Money::fen(-12345)), "-123.45");
  EXPECT_EQ(to_display(Money::fen(-12345600)), "-123,456.00");
}

TEST(Money, RefusesWhatItCannotHoldExactly) {
  for (const char* bad : {"", "-", ".", "1.234", "1e3", "12元", "99999999999999999999", "１"})
    EXPECT_FALSE(Money::parse(bad).ok()) << bad;
  EXPECT_FALSE(add(Money::fen(INT64_MAX), Money::fen(1)).ok());
}

TEST(Ratio, ComparesExactlyAndRoundsOnce) {
  EXPECT_EQ(ratio(11, 200), ratio(55, 1000));
  EXPECT_GT(ratio(2, 31), ratio(55, 1000));
  EXPECT_LT(ratio(59, 100), ratio(6, 10));
  EXPECT_EQ(share_of(Money::fen(987654), ratio(60, 100)).value().fen(), 592592);
  EXPECT_EQ(share_of(Money::fen(1), ratio(1, 2)).value().fen(), 1);
  EXPECT_EQ(share_of(Money::fen(-1), ratio(1, 2)).value().fen(), -1);
  EXPECT_EQ(to_percent(ratio(11, 200)), "5.5%");
  EXPECT_EQ(to_percent(ratio(13, 60)), "13/60");
  EXPECT_FALSE(Ratio::make(1, 0).ok());
}

TEST(Day, AddsMonthsByTheCorrespondingDay) {
  EXPECT_EQ(add_months(day("2023-08-31"), 1), day("2023-09-30"));
  EXPECT_EQ(add_months(day("2023-11-30"), 3), day("2024-02-29"));
  EXPECT_EQ(add_months(day("2024-02-29"), 12), day("2025-02-28"));
  EXPECT_EQ(add_months(day("2023-03-31"), -1), day("2023-02-28"));
  EXPECT_EQ(full_months(day("2023-03-01"), day("2023-08-31")), 5);
  EXPECT_EQ(full_months(day("2023-03-01"), day("2023-09-01")), 6);
}

TEST(Day, AgeIsReachedOnTheBirthday) {
  EXPECT_EQ(full_years(day("2007-09-13"), day("2023-09-12")), 15);
  EXPECT_EQ(full_years(day("2007-09-13"), day("2023-09-13")), 16);
  EXPECT_EQ(full_years(day("2004-02-29"), day("2023-02-28")), 18);
  EXPECT_EQ(full_years(day("2004-02-29"), day("2023-03-01")), 19);
}

TEST(Day, RefusesDatesThatDoNotExist) {
  for (const char* bad : {"2023-02-29", "2023-13-01", "2023-1-1", "20230101", "1899-12-31", ""})
    EXPECT_FALSE(Day::parse(bad).ok()) << bad;
  EXPECT_EQ(to_text(day("2024-02-29")), "2024-02-29");
}

}  // namespace
}  // namespace leye
