// Months of spells: against counting month by month, and the bounds of what is not known.
#include "policy/explain/spells.hpp"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace leye::policy {
namespace {

std::int64_t exactly(const Value& value) {
  EXPECT_TRUE(value.known());
  return value.low.top;
}

struct Spell {
  std::int64_t from;
  std::int64_t until;
};

Value measured(Op op, const std::vector<Spell>& spells, std::int64_t end) {
  Spells all;
  for (const auto& each : spells) all.add(true, Value::of(each.from), Value::of(each.until));
  return all.result(op, false, Value::of(end));
}

TEST(Spells, AreCountedMonthByMonth) {
  std::mt19937 dice(11);
  const auto below = [&](unsigned end) { return static_cast<std::int64_t>(dice() % end); };
  for (int round = 0; round < 2000; ++round) {
    std::vector<Spell> spells;
    std::set<std::int64_t> months;
    for (auto left = below(5); left > 0; --left) {
      const auto from = below(20);
      const auto until = std::min<std::int64_t>(from + below(6) - 1, 20);
      spells.push_back({from, until});
      for (auto month = from; month <= until; ++month) months.insert(month);
    }
    std::int64_t run = 0;
    std::int64_t longest = 0;
    for (std::int64_t month = 0; month <= 20; ++month) {
      run = months.contains(month) ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    EXPECT_EQ(exactly(measured(Op::months_covered, spells, 20)),
              static_cast<std::int64_t>(months.size()));
    EXPECT_EQ(exactly(measured(Op::longest_run, spells, 20)), longest);
    EXPECT_EQ(exactly(measured(Op::last_run, spells, 20)), run);
    if (testing::Test::HasFailure()) FAIL() << round;
  }
}

TEST(Spells, ThatMayBeLongerHaveBounds) {
  Spells spells;
  spells.add(true, Value::between({1, 1}, {2, 1}), Value::between({4, 1}, {6, 1}));
  spells.add(false, Value::of(8), Value::of(9));
  const auto covered = spells.result(Op::months_covered, false, Value::of(9));
  EXPECT_EQ(covered.low.top, 3);   // 2 to 4
  EXPECT_EQ(covered.high.top, 8);  // 1 to 6, 8, 9
  const auto last = spells.result(Op::last_run, false, Value::of(9));
  EXPECT_EQ(last.low.top, 0);
  EXPECT_EQ(last.high.top, 2);
  EXPECT_FALSE(spells.result(Op::longest_run, true, Value::of(9)).bounded_above());
  EXPECT_EQ(spells.result(Op::last_run, false, Value::unknown()).low.top, 0);
  spells.add(true, Value::unknown(), Value::of(9));
  EXPECT_EQ(spells.result(Op::months_covered, false, Value::of(9)).low.top, 3);
  EXPECT_FALSE(spells.result(Op::months_covered, false, Value::of(9)).bounded_above());
}

}  // namespace
}  // namespace leye::policy
