#include "base/day.hpp"

#include <chrono>

#include <fmt/format.h>

namespace leye {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

std::int32_t number_of(int year, int month, int day) {
  const year_month_day date{std::chrono::year{year},
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  return static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count());
}

Result<int> read_digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return Error{ErrorCode::invalid_input, "not a digit"};
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

int days_in_month(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

Result<Day> Day::from_civil(int year, int month, int day) {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 ||
      day > days_in_month(year, month))
    return Error{
        ErrorCode::invalid_input,
        fmt::format("{:04}-{:02}-{:02} is not a date between 1900 and 2199", year, month, day)};
  return Day(number_of(year, month, day));
}

Result<Day> Day::parse(std::string_view iso) {
  const Error error{ErrorCode::invalid_input,
                    fmt::format("'{}' is not a date", iso.substr(0, 40)),
                    {},
                    "write year-month-day, such as 2023-08-01"};
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return error;
  const auto year = read_digits(iso.substr(0, 4));
  const auto month = read_digits(iso.substr(5, 2));
  const auto day = read_digits(iso.substr(8, 2));
  if (!year.ok() || !month.ok() || !day.ok()) return error;
  return from_civil(year.value(), month.value(), day.value());
}

YearMonthDay Day::civil() const {
  const year_month_day date{sys_days{std::chrono::days{number_}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

Day add_months(Day day, int months) {
  const YearMonthDay from = day.civil();
  const int index = from.year * 12 + (from.month - 1) + months;
  const int year = index >= 0 ? index / 12 : (index - 11) / 12;
  const int month = index - year * 12 + 1;
  const int last = days_in_month(year, month);
  return Day::from_number(number_of(year, month, from.day < last ? from.day : last));
}

int full_years(Day born, Day on) {
  const YearMonthDay birth = born.civil();
  const YearMonthDay now = on.civil();
  const bool before_birthday =
      now.month < birth.month || (now.month == birth.month && now.day < birth.day);
  return now.year - birth.year - (before_birthday ? 1 : 0);
}

int full_months(Day from, Day to) {
  const YearMonthDay a = from.civil();
  const YearMonthDay b = to.civil();
  int months = (b.year - a.year) * 12 + b.month - a.month;
  if (add_months(from, months) > to) --months;
  return months;
}

std::string to_text(Day day) {
  const YearMonthDay date = day.civil();
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

}  // namespace leye
