// Kleene's laws and interval arithmetic, over every small value.
#include <vector>

#include <gtest/gtest.h>

#include "policy/plan/value.hpp"

namespace leye::policy {
namespace {

const std::vector<Value>& truths() {
  static const std::vector<Value> all = {Value::truth(false), Value::maybe(), Value::truth(true)};
  return all;
}

int rank(const Value& value) { return value.no() ? 0 : value.yes() ? 2 : 1; }

TEST(Kleene, AndIsTheLeastOrIsTheGreatest) {
  for (const auto& a : truths()) {
    EXPECT_EQ(rank(negate(a)), 2 - rank(a));
    EXPECT_EQ(rank(negate(negate(a))), rank(a));
    for (const auto& b : truths()) {
      EXPECT_EQ(rank(both(a, b)), std::min(rank(a), rank(b)));
      EXPECT_EQ(rank(either(a, b)), std::max(rank(a), rank(b)));
      EXPECT_EQ(rank(negate(both(a, b))), rank(either(negate(a), negate(b))));
    }
  }
}

// Every interval of small numbers, and each number that lies in it.
std::vector<Value> intervals() {
  std::vector<Value> all;
  for (std::int64_t low = -2; low <= 2; ++low)
    for (std::int64_t high = low; high <= 2; ++high)
      all.push_back(Value::between({low, 1}, {high, 1}));
  return all;
}

bool holds(const Value& interval, const Value& exact) {
  return compare(interval.low, exact.low) <= 0 && compare(exact.high, interval.high) <= 0;
}

template <class Operation>
void expect_sound(Operation operation) {
  for (const auto& a : intervals())
    for (const auto& b : intervals()) {
      const auto whole = operation(a, b);
      for (auto x = a.low.top; x <= a.high.top; ++x)
        for (auto y = b.low.top; y <= b.high.top; ++y) {
          const auto exact = operation(Value::of(x), Value::of(y));
          EXPECT_TRUE(holds(whole, exact)) << x << " " << y;
          if (whole.known()) {
            EXPECT_EQ(whole.low, exact.low) << x << " " << y;
          }
        }
    }
}

TEST(Intervals, HoldEveryExactAnswer) {
  const auto call = [](auto function) {
    return [function](const Value& a, const Value& b) { return function(a, b); };
  };
  using Two = Value (*)(const Value&, const Value&);
  for (const Two operation : {Two(add), Two(subtract), Two(multiply), Two(least), Two(greatest),
                              Two(less), Two(at_most), Two(equal), Two(hull)}) {
    if (operation == Two(hull)) continue;  // of two numbers it is itself an interval
    expect_sound(call(operation));
  }
}

TEST(Intervals, UnknownStaysUnboundedAndNoneComparesWithNothing) {
  EXPECT_TRUE(less(Value::of(3), Value::unknown()).undecided());
  EXPECT_TRUE(less(Value::between({0, 1}, {no_high, 1}), Value::of(0)).no());
  EXPECT_TRUE(at_most(Value::nothing(), Value::of(3)).no());
  EXPECT_TRUE(equal(Value::nothing(), Value::nothing()).no());
  EXPECT_EQ(add(Value::nothing(), Value::of(1)).state, State::none);
  EXPECT_EQ(multiply(Value::of(2), Value::between({0, 1}, {no_high, 1})).low.top, 0);
}

TEST(Fractions, AreExactAndSayWhenTheyDoNotFit) {
  EXPECT_EQ(divide({11, 1}, {200, 1}), (Fraction{11, 200}));
  EXPECT_EQ(compare({11, 200}, {55, 1000}), 0);
  EXPECT_EQ(compare({7, 30}, {1, 5}), 1);
  EXPECT_EQ(round_half_away({592592, 1}), 592592);
  EXPECT_EQ(round_half_away({2963, 5}), 593);
  EXPECT_EQ(round_half_away({-3, 2}), -2);
  EXPECT_FALSE(add({no_high - 1, 1}, {1, 1}).has_value());
  EXPECT_FALSE(multiply({no_high - 1, 1}, {2, 1}).has_value());
  EXPECT_TRUE(multiply(Value::of(no_high - 1), Value::of(2)).undecided());
}

}  // namespace
}  // namespace leye::policy
