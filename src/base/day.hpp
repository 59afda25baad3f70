// Calendar days, and the arithmetic that Chinese law asks for.
//
// A Day is a date without time, kept as days since 1970-01-01. Months and years
// are added to the corresponding day, or to the last day of the month if that
// day does not exist (Civil Code art. 202). Full years of age (周岁) are reached
// on the birthday.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye {

struct YearMonthDay {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
};

class Day {
 public:
  constexpr Day() = default;
  static constexpr Day from_number(std::int32_t days_since_1970) { return Day(days_since_1970); }

  // A date that exists between 1900-01-01 and 2199-12-31.
  static Result<Day> from_civil(int year, int month, int day);

  // Reads only "2023-08-01"; the many spellings of spreadsheets are intake's business.
  static Result<Day> parse(std::string_view iso);

  constexpr std::int32_t number() const { return number_; }
  YearMonthDay civil() const;
  friend constexpr auto operator<=>(Day, Day) = default;

 private:
  explicit constexpr Day(std::int32_t number) : number_(number) {}
  std::int32_t number_ = 0;
};

constexpr Day operator+(Day day, int count) { return Day::from_number(day.number() + count); }
constexpr Day operator-(Day day, int count) { return Day::from_number(day.number() - count); }
constexpr int operator-(Day later, Day earlier) { return later.number() - earlier.number(); }

int days_in_month(int year, int month);

// The corresponding day `months` later (or earlier, if negative), clamped to the month's end.
Day add_months(Day day, int months);

// Full years reached on `on` by someone born on `born`; negative before birth.
// A leap-day birthday counts from 1 March in common years.
int full_years(Day born, Day on);

// Whole months between, by add_months: the largest n with add_months(from, n) <= to.
int full_months(Day from, Day to);

std::string to_text(Day day);  // "2023-08-01"

}  // namespace leye
