// Months, places and roundings, with their bounds; the numbers are worked out by hand.
#include "policy/explain/calculate.hpp"

#include <gtest/gtest.h>

#include "policy/plan/place.hpp"

namespace leye::policy {
namespace {

Value day(const char* iso) { return Value::of(Day::parse(iso).value().number()); }

Value days(const char* low, const char* high) {
  return Value::between(day(low).low, day(high).low);
}

Fraction share(const char* from, const char* until) {
  const auto found = month_share(day(from), day(until));
  EXPECT_TRUE(found.known());
  return found.low;
}

TEST(Months, AreSharesOfEachMonthsDays) {
  EXPECT_EQ(share("2023-02-01", "2023-02-28"), (Fraction{1, 1}));
  EXPECT_EQ(share("2024-02-01", "2024-02-28"), (Fraction{28, 29}));
  EXPECT_EQ(share("2023-03-15", "2023-04-13"), (Fraction{17 * 30 + 13 * 31, 930}));
  EXPECT_EQ(share("2022-12-31", "2023-01-01"), (Fraction{2, 31}));
  EXPECT_EQ(share("2023-03-15", "2023-03-14"), (Fraction{0, 1}));
  EXPECT_EQ(share("2023-03-15", "2022-01-01"), (Fraction{0, 1}));
}

TEST(Months, CompleteOnesAreCountedToTheCorrespondingDay) {
  const auto full = [](const char* from, const char* to) {
    return full_months(day(from), day(to)).low.top;
  };
  EXPECT_EQ(full("2023-03-15", "2023-06-15"), 3);
  EXPECT_EQ(full("2023-03-15", "2023-06-14"), 2);
  EXPECT_EQ(full("2023-01-31", "2023-02-28"), 1);
}

// Of days that are not known, what is least and what is most.
TEST(Months, OfUncertainDaysHaveBounds) {
  const auto found =
      month_share(days("2023-01-01", "2023-02-01"), days("2023-02-28", "2023-03-31"));
  EXPECT_EQ(found.low, (Fraction{1, 1}));
  EXPECT_EQ(found.high, (Fraction{3, 1}));
  const auto open = month_share(day("2023-01-01"), Value::unknown());
  EXPECT_EQ(open.low, (Fraction{0, 1}));
  EXPECT_FALSE(open.bounded_above());
  EXPECT_EQ(month_share(Value::nothing(), day("2023-01-01")).state, State::none);
}

TEST(Months, BeginOnTheirFirstDay) {
  EXPECT_EQ(month_start(Value::of(2023 * 12 + 1)).low, day("2023-02-01").low);
  EXPECT_EQ(month_start(Value::of(1969 * 12 + 11)).low, day("1969-12-01").low);
}

TEST(Rounding, GoesToWholeUnitsInThreeWays) {
  const auto to = [](Op way, Fraction number, std::int64_t unit) {
    return rounded(way, Value::of(number), {unit, 1}).low.top;
  };
  EXPECT_EQ(to(Op::round_half, {12345, 10}, 1), 1235);  // 1234.5
  EXPECT_EQ(to(Op::round_down, {12345, 10}, 1), 1234);
  EXPECT_EQ(to(Op::round_up, {12341, 10}, 1), 1235);
  EXPECT_EQ(to(Op::round_up, {1234, 1}, 1), 1234);
  EXPECT_EQ(to(Op::round_half, {5000, 1}, 10000), 10000);
  EXPECT_EQ(to(Op::round_down, {19999, 1}, 10000), 10000);
  EXPECT_EQ(to(Op::round_up, {10001, 1}, 10000), 20000);
  EXPECT_EQ(to(Op::round_down, {-1, 3}, 1), -1);
  EXPECT_EQ(to(Op::round_up, {-1, 3}, 1), 0);
  const auto range = rounded(Op::round_up, Value::between({1, 1}, {no_high, 1}), {100, 1});
  EXPECT_EQ(range.low.top, 100);
  EXPECT_FALSE(range.bounded_above());
}

TEST(Places, LieInWhatContainsThem) {
  EXPECT_EQ(read_place("621002"), 621002000000);
  EXPECT_EQ(read_place("62"), 620000000000);
  EXPECT_EQ(read_place("6210020"), std::nullopt);
  EXPECT_EQ(read_place("62100a"), std::nullopt);
  const auto town = Value::of(621002001001);
  const auto county = Value::of(621002000000);
  const auto city = Value::of(621000000000);
  EXPECT_TRUE(inside(town, county).yes());
  EXPECT_TRUE(inside(county, county).yes());
  EXPECT_TRUE(inside(town, city).yes());
  EXPECT_TRUE(inside(town, Value::of(621021000000)).no());
  EXPECT_TRUE(inside(city, county).undecided());  // somewhere in the city
  EXPECT_TRUE(inside(Value::unknown(), county).undecided());
  EXPECT_TRUE(inside(Value::nothing(), county).no());
}

struct ByArea : testing::Test {
  Parameter wage;
  ByArea() {
    wage.type = Type::money;
    wage.by_area = true;
    const auto row = [&](std::int64_t place, const char* from, std::int64_t yuan) {
      ParameterValue value;
      value.place = place;
      value.from = Day::parse(from).value();
      value.value = Fraction{yuan * 100, 1};
      wage.values.push_back(value);
    };
    row(620000000000, "2020-01-01", 1600);
    row(621002000000, "2021-01-01", 1800);
    row(621002000000, "2023-01-01", 2000);
  }
  Value at(const char* on, std::int64_t place) {
    return parameter_on(wage, day(on), Value::of(place));
  }
};

TEST_F(ByArea, TheSmallestAreaThatHasRowsCounts) {
  EXPECT_EQ(at("2023-06-01", 621002001000).low.top, 200'000);
  EXPECT_EQ(at("2022-06-01", 621002001000).low.top, 180'000);
  EXPECT_EQ(at("2022-06-01", 621021000000).low.top, 160'000);
  EXPECT_TRUE(at("2020-06-01", 621002000000).undecided());  // the county says nothing of 2020
  EXPECT_TRUE(at("2022-06-01", 110108000000).undecided());
  EXPECT_TRUE(parameter_on(wage, day("2022-06-01"), Value::unknown()).undecided());
  const auto either = parameter_on(wage, days("2022-06-01", "2023-06-01"), Value::of(621002000000));
  EXPECT_EQ(either.low.top, 180'000);
  EXPECT_EQ(either.high.top, 200'000);
}

}  // namespace
}  // namespace leye::policy
