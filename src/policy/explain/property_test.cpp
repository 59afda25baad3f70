// What holds for every measure and every subject, tried on many that are drawn at random.
#include <bit>

#include <gtest/gtest.h>

#include "policy/explain/change.hpp"
#include "policy/explain/random_measure.hpp"

namespace leye::policy {
namespace {

Answer answer(unsigned seed, const Gaps& gaps) {
  Facts facts(test_vocabulary());
  fill_at_random(facts, seed, gaps);
  RandomMeasure measure(facts, seed);
  return measure.build.evaluator().evaluate(0);
}

std::string plan_text(unsigned seed) {
  const Facts facts(test_vocabulary());
  return to_text(RandomMeasure(facts, seed).build.plan);
}

bool within(const Answer& inner, const Answer& outer) {
  const bool above = inner.low >= outer.low;
  return above && (!outer.high || (inner.high && *inner.high <= *outer.high));
}

// Knowing less never leads to another answer, only to none.
void less_known_is_never_contradicted(const Answer& known, const Answer& gappy) {
  if (gappy.outcome == Outcome::not_eligible && !gappy.event_on) {
    // Refused whenever it was: then the rule was in force, or it was not.
    EXPECT_TRUE(known.outcome == Outcome::not_eligible || known.outcome == Outcome::not_in_force);
  } else if (gappy.outcome != Outcome::undetermined) {
    EXPECT_EQ(gappy.outcome, known.outcome);
    EXPECT_EQ(gappy.amount, known.amount);
    EXPECT_EQ(gappy.event_on, known.event_on);
  }
  EXPECT_TRUE(within(known, gappy));
  if (known.outcome == Outcome::not_in_force || gappy.outcome == Outcome::not_in_force) return;
  EXPECT_EQ(gappy.failed & ~known.failed, 0U);
  EXPECT_EQ(known.unknown & ~gappy.unknown, 0U);
  EXPECT_LE(gappy.distance, known.distance);
}

TEST(Property, KnowingLessIsNeverContradicted) {
  int decided = 0;
  int undetermined = 0;
  for (unsigned seed = 1; seed <= 6000; ++seed) {
    const auto known = answer(seed, {});
    for (const int percent : {10, 40}) {
      const auto gappy = answer(seed, {percent, seed % 3 == 0, seed * 7 + 1});
      less_known_is_never_contradicted(known, gappy);
      ++(gappy.outcome == Outcome::undetermined ? undetermined : decided);
      if (testing::Test::HasFailure()) FAIL() << "seed " << seed << "\n" << plan_text(seed);
    }
  }
  EXPECT_GT(decided, 2000);
  EXPECT_GT(undetermined, 2000);
}

TEST(Property, DistanceIsZeroExactlyWhenNothingIsKnownToFail) {
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    const auto found = answer(seed, {seed % 2 == 0 ? 20 : 0, false, seed});
    const bool dated = found.event_on.has_value();
    switch (found.outcome) {
      case Outcome::eligible: EXPECT_EQ(found.distance, 0) << seed; break;
      case Outcome::not_eligible: EXPECT_GT(found.distance, 0) << seed; break;
      case Outcome::undetermined: EXPECT_TRUE(!dated || found.distance == 0) << seed; break;
      case Outcome::not_in_force: EXPECT_EQ(found.distance, distance_none) << seed; break;
    }
  }
}

TEST(Property, AGapThatMattersIsAskedFor) {
  for (unsigned seed = 1; seed <= 4000; ++seed) {
    const auto known = answer(seed, {});
    const auto gappy = answer(seed, {30, seed % 3 == 0, seed + 5});
    const bool gap = known.outcome != Outcome::undetermined;
    if (gap && gappy.outcome == Outcome::undetermined) {
      EXPECT_FALSE(gappy.missing.empty()) << seed << "\n" << plan_text(seed);
    }
  }
}

// The smallest number of changed leaves, by trying all of them.
class Trees : public testing::Test {
 protected:
  Facts facts{test_vocabulary()};
  PlanBuilder build{facts, "employment"};
  std::vector<Verdict> leaves;
  std::vector<bool> fixed;

  PlanBuilder::Index draw(Dice& dice, int depth) {
    using enum ConditionKind;
    if (depth == 0 || (leaves.size() < 9 && dice.chance(35)) || leaves.size() >= 9) {
      const auto state = static_cast<Verdict>(dice.below(3));
      leaves.push_back(state);
      fixed.push_back(dice.chance(20));
      const auto node = state == Verdict::unknown
                            ? build.add({.op = Op::unset, .type = Type::boolean})
                            : build.constant(Type::boolean, state == Verdict::yes ? 1 : 0);
      return build.leaf(node, "leaf", fixed.back());
    }
    std::vector<PlanBuilder::Index> children;
    for (int i = dice.below(4); i > 0; --i) children.push_back(draw(dice, depth - 1));
    constexpr ConditionKind kinds[] = {all, any, none};
    return build.group(kinds[dice.below(3)], std::move(children));
  }

  bool holds(std::int32_t index, unsigned assignment) {
    const auto& asked = build.measure().conditions[static_cast<std::size_t>(index)];
    if (asked.kind == ConditionKind::leaf) return (assignment >> asked.bit & 1U) != 0;
    std::size_t held = 0;
    for (const auto child : asked.children) held += holds(child, assignment) ? 1 : 0;
    if (asked.kind == ConditionKind::all) return held == asked.children.size();
    return (asked.kind == ConditionKind::any) == (held > 0);
  }

  int cheapest() {
    int best = distance_none;
    for (unsigned assignment = 0; assignment < 1U << leaves.size(); ++assignment) {
      int cost = 0;
      for (std::size_t i = 0; i < leaves.size(); ++i) {
        const bool yes = (assignment >> i & 1U) != 0;
        if (leaves[i] == Verdict::unknown || (leaves[i] == Verdict::yes) == yes) continue;
        cost = fixed[i] ? int{distance_none} : cost + 1;
        if (cost >= distance_none) break;
      }
      if (cost < best && holds(0, assignment)) best = cost;
    }
    return best;
  }

  // The conditions named for change are failed ones, as many as the distance says, and with them
  // changed, and the unknown ones as is best, the whole holds.
  void mends(const Answer& found) {
    const auto& measure = build.measure();
    const auto change = conditions_to_change(measure, found.failed, default_choices(measure));
    EXPECT_EQ(change & ~found.failed, 0U);
    if (found.distance == distance_none) return;
    EXPECT_EQ(std::popcount(change), int{found.distance}) << to_text(build.plan);
    unsigned known = 0;
    unsigned unknown = 0;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const auto bit = 1U << i;
      if (leaves[i] == Verdict::yes) known |= bit;
      if (leaves[i] == Verdict::unknown) unknown |= bit;
      EXPECT_FALSE(fixed[i] && (change & bit) != 0);
    }
    bool held = false;
    for (unsigned guess = unknown;; guess = (guess - 1) & unknown) {
      held = held || holds(0, (known ^ static_cast<unsigned>(change)) | guess);
      if (held || guess == 0) break;
    }
    EXPECT_TRUE(held) << to_text(build.plan);
  }
};

TEST_F(Trees, DistanceIsTheFewestConditionsToChange) {
  facts.add(facts.entity("employment"));
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    build = PlanBuilder(facts, "employment");
    leaves.clear();
    fixed.clear();
    std::vector<PlanBuilder::Index> children;
    for (int i = 1 + dice.below(3); i > 0; --i) children.push_back(draw(dice, 3));
    build.root(std::move(children));
    const auto found = build.evaluator().evaluate(0);
    ASSERT_EQ(int{found.distance}, cheapest()) << seed << "\n" << to_text(build.plan);
    mends(found);
  }
}

// all, any and none of two conditions, over no, unknown and yes.
TEST_F(Trees, GroupsFollowKleene) {
  facts.add(facts.entity("employment"));
  constexpr const char* expected[] = {"nnnnuunuy", "nuyuuyyyy", "yunuunnnn"};
  constexpr ConditionKind kinds[] = {ConditionKind::all, ConditionKind::any, ConditionKind::none};
  for (int kind = 0; kind < 3; ++kind) {
    std::string outcomes;
    for (const int a : {0, 1, 2}) {
      for (const int b : {0, 1, 2}) {
        build = PlanBuilder(facts, "employment");
        const auto leaf = [&](int state) {
          return build.leaf(state == 1 ? build.add({.op = Op::unset, .type = Type::boolean})
                                       : build.constant(Type::boolean, state / 2),
                            "leaf");
        };
        const auto left = leaf(a);
        build.root({build.group(kinds[kind], {left, leaf(b)})});
        const auto outcome = build.evaluator().evaluate(0).outcome;
        outcomes += outcome == Outcome::eligible       ? 'y'
                    : outcome == Outcome::not_eligible ? 'n'
                                                       : 'u';
      }
    }
    EXPECT_EQ(outcomes, expected[kind]) << name(kinds[kind]);
  }
}

}  // namespace
}  // namespace leye::policy
