// Both readers agree on rows drawn at random for the packs that are shipped; and the comparison
// would have noticed if they did not.
#include "policy/differential/differential.hpp"

#include <gtest/gtest.h>

#include "policy/differential/shipped_packs.hpp"

namespace leye::policy::differential {
namespace {

bool has_conditions(const Plan& plan, const std::string& id) {
  return std::any_of(plan.measures.begin(), plan.measures.end(), [&](const Measure& measure) {
    return measure.name.id == id && measure.leaf_count > 0;
  });
}

class Packs : public testing::TestWithParam<std::string> {};

TEST_P(Packs, AreReadAlikeByBothReaders) {
  const auto [vocabulary, pack] = shipped(GetParam());
  ASSERT_TRUE(pack.plan.has_value());
  const auto report = compare_readers(pack, vocabulary, {.rows = 20'000, .seed = 1});
  EXPECT_FALSE(report.difference) << *report.difference;
  EXPECT_GE(report.compared, 4 * 20'000 * pack.plan->measures.size());
  // Rows that no limit decides would prove little.
  for (const auto& each : report.measures) {
    const auto& [eligible, refused, undetermined, not_in_force] = each.outcomes;
    EXPECT_GE(eligible + refused + undetermined + not_in_force, 20'000U) << each.measure;
    // What has no condition, like a bare formula, is never refused.
    const auto kinds = has_conditions(*pack.plan, each.measure) ? 2 : 1;
    EXPECT_GE((eligible > 0) + (refused > 0) + (undetermined > 0), kinds) << each.measure;
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, Packs, testing::ValuesIn(names_of_packs()), [](const auto& pack) {
  auto name = pack.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// batch/ reads a plan in which one amount is one fen more.
TEST(Comparison, NoticesOneFen) {
  const auto [vocabulary, pack] = shipped("qingyang-2023");
  ASSERT_TRUE(pack.plan.has_value());
  auto other = *pack.plan;
  std::string changed;
  for (auto& measure : other.measures) {
    for (auto& node : measure.nodes) {
      if (!changed.empty() || node.op != Op::constant || node.type != Type::money) continue;
      if (measure.amount < 0 || node.constant.bottom != 1) continue;
      node.constant.top += 1;
      changed = measure.name.id;
    }
  }
  ASSERT_NE(changed, "");
  const auto report =
      compare_readers(pack, vocabulary, {.rows = 20'000, .seed = 2, .batch_plan = &other});
  ASSERT_TRUE(report.difference.has_value());
  EXPECT_NE(report.difference->find(changed), std::string::npos) << *report.difference;
}

}  // namespace
}  // namespace leye::policy::differential
