// Sums of rows whose values are close to the end of 64 bits: the same in every order.
#include "policy/explain/aggregate.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace leye::policy {
namespace {

constexpr std::int64_t most = INT64_MAX - 1;

struct Counted {
  bool certain;
  Value value;
};

Value sum_of(const std::vector<Counted>& rows) {
  Tally tally(Op::sum);
  for (const auto& row : rows) tally.add(row.certain, row.value);
  return tally.result(false, Value::unknown());
}

TEST(Sums, DoNotDependOnTheOrderOfTheRows) {
  const Counted large{true, Value::of(most)}, hundred{true, Value::of(100)};
  const Counted back{true, Value::of(-100)}, unknown{true, Value::between({0, 1}, {5, 1})};
  for (const auto& order :
       {std::vector{large, hundred, back, unknown}, std::vector{back, unknown, large, hundred},
        std::vector{hundred, large, unknown, back}}) {
    const auto sum = sum_of(order);
    EXPECT_EQ(sum.low, (Fraction{most, 1}));
    EXPECT_FALSE(sum.bounded_above());  // most + 5 leaves 64 bits
  }
  const auto exact = sum_of({large, hundred, back});
  ASSERT_TRUE(exact.known());
  EXPECT_EQ(exact.low.top, most);
}

TEST(Sums, AreUnboundedWhereSixtyFourBitsDoNotSuffice) {
  const Counted large{true, Value::of(most)};
  const auto twice = sum_of({large, large});
  EXPECT_FALSE(twice.known());
  EXPECT_FALSE(twice.bounded_below());
  EXPECT_FALSE(twice.bounded_above());
  const auto perhaps = sum_of({large, {false, Value::of(most)}});
  EXPECT_EQ(perhaps.low.top, most);
  EXPECT_FALSE(perhaps.bounded_above());
}

TEST(Sums, AddFractionsExactly) {
  const auto sum = sum_of(
      {{true, Value::of(Fraction{1, 3})}, {true, Value::of(5)}, {true, Value::of(Fraction{2, 3})}});
  ASSERT_TRUE(sum.known());
  EXPECT_EQ(sum.low, (Fraction{6, 1}));
}

}  // namespace
}  // namespace leye::policy
