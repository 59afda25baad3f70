// The many spellings of a cell, brought to one.
//
// Each reader answers the canonical value or says what is wrong and what to write instead, in
// Chinese, for the clerk who holds the file. Nothing is guessed: a spelling that has two meanings
// is refused.
#pragma once

#include <string>
#include <string_view>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"
#include "base/result.hpp"

namespace leye::intake {

// Without blanks at the ends (U+3000 and U+00A0 too), with full-width letters, digits and
// punctuation as ASCII, without the ="…" , '… and ['…'] that exports wrap around cells. "-", "—",
// "无", "/" alone are empty.
std::string plain_cell(std::string_view cell);

// A person's name: plain_cell, without blanks between characters, with one form of the middle dot.
// A character from the private-use area, which no other system can read, is refused.
Result<std::string> read_name(std::string_view plain);

// 2023-08-01, 2023/8/1, 2023.8.1, 20230801, 2023年8月1日, 2023-08-01 00:00:00. Refused: two-digit
// years, day and month in doubt, the serial numbers of spreadsheets (with the day they would mean).
Result<Day> read_day(std::string_view plain);

// 2023-08, 2023/8, 2023.8, 202308, 2023年8月, or a day of it. Answers the month's first day.
Result<Day> read_month(std::string_view plain);

// "2023-08-01至2024-07-31", "2023.8.1-2024.7.31", "2023年8月1日～长期": the two days as they are
// written, the second empty where there is no end. What is no range is the first alone.
struct DaysOfRange {
  std::string_view from, until;
};
DaysOfRange days_of_range(std::string_view plain);

Result<bool> read_boolean(std::string_view plain);  // 是 否 有 无 Y N yes no true false 1 0
Result<std::int64_t> read_count(std::string_view plain);  // "1,234" too

// In yuan: "3,500.00", "3500元"; "0.35万元" as 3500. `ten_thousands` where the heading says 万元.
Result<Money> read_money(std::string_view plain, bool ten_thousands = false);

Result<Ratio> read_ratio(std::string_view plain);  // "30.25", "361/12", "5.5%"

}  // namespace leye::intake
