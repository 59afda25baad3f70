// The query of a plan gives what the interpreter gives: small programs over small facts, measures
// and facts drawn at random.
#include <algorithm>

#include <gtest/gtest.h>

#include "policy/explain/hiring_example.hpp"
#include "policy/explain/random_measure.hpp"
#include "policy/explain/small_programs.hpp"
#include "policy/sql/scratch.hpp"
#include "store/test_database.hpp"

namespace leye::policy::sql {
namespace {

// Whether the node may be a fraction: a share, a quotient, part of a month, or made of one.
bool may_be_fraction(const Measure& measure, std::int32_t index) {
  if (index < 0) return false;
  const auto& node = measure.nodes[static_cast<std::size_t>(index)];
  const bool parts = node.op == Op::divide || node.op == Op::month_share;
  if (parts || node.constant.bottom != 1) return true;
  if (node.op == Op::fact) return node.type == Type::ratio;
  return may_be_fraction(measure, node.a) || may_be_fraction(measure, node.b) ||
         may_be_fraction(measure, node.c);
}

// The least and the greatest of these are not translated: denominators may differ.
bool has_extreme_of_fractions(const Measure& measure) {
  return std::any_of(measure.nodes.begin(), measure.nodes.end(), [&](const Node& node) {
    return (node.op == Op::smallest || node.op == Op::largest) && may_be_fraction(measure, node.c);
  });
}

class Agreement : public testing::Test {
 protected:
  // "" if one query of all measures of the plan says of every row what the interpreter says.
  std::string difference(const Plan& plan, const Facts& facts, Day today) {
    const FactsLayout layout(facts.vocabulary());
    std::vector<const Measure*> measures;
    for (const auto& measure : plan.measures) measures.push_back(&measure);
    const auto compiled = compile(plan, measures, layout);
    if (compiled.refusal) {
      ++refused_;
      const auto* refused = plan.find_measure(compiled.refusal->measure);
      if (refused != nullptr && has_extreme_of_fractions(*refused)) return "";
      return to_text(*compiled.refusal) + "\n" + leye::policy::to_text(plan);
    }
    const auto answers = scratch_.answers(*compiled.query, today);
    if (!answers.ok()) return to_text(answers.error()) + "\n" + compiled.query->text;
    for (std::size_t m = 0; m < measures.size(); ++m) {
      Evaluator evaluator(plan, *measures[m], facts, today);
      const auto& ours = answers.value()[m];
      if (ours.size() != facts.size(measures[m]->subject)) return "rows are missing";
      for (std::size_t row = 0; row < ours.size(); ++row) {
        ++compared_;
        const auto expected = evaluator.evaluate(static_cast<Row>(row));
        if (same(ours[row], expected)) continue;
        return fmt::format("measure {} row {}\n  sql:     {}\n  explain: {}\n{}\n{}", m, row,
                           said(ours[row]), said(expected),
                           leye::policy::to_text(plan, *measures[m]), compiled.query->text);
      }
    }
    return "";
  }

  store::TestDatabase database_;
  Scratch scratch_ = Scratch::open(database_.dsn()).value();
  std::size_t compared_ = 0;
  std::size_t refused_ = 0;
};

TEST_F(Agreement, OfSmallPrograms) {
  const auto facts = small_programs::every_combination();
  const auto all = small_programs::all_programs();
  Plan plan;
  for (const auto& program : all)
    plan.measures.push_back(small_programs::measure_of(program, facts));
  const auto loaded = scratch_.load(plan, facts);
  ASSERT_TRUE(loaded.ok()) << to_text(loaded.error());
  constexpr std::size_t together = 32;  // in one query
  for (std::size_t first = 0; first < all.size(); first += together) {
    Plan some;
    for (auto i = first; i < std::min(all.size(), first + together); ++i)
      some.measures.push_back(plan.measures[i]);
    ASSERT_EQ(difference(some, facts, small_programs::today), "") << "programs from " << first;
  }
  EXPECT_EQ(refused_, 0U);
  EXPECT_EQ(compared_, all.size() * facts.size(facts.entity("employment")));
}

TEST_F(Agreement, OfRandomMeasures) {
  const auto today = on("2023-11-20");
  for (unsigned seed = 1; seed <= 120; ++seed) {
    Facts facts(test_vocabulary());
    const Gaps gaps{seed % 3 == 0 ? 0 : seed % 3 == 1 ? 10 : 40, seed % 5 == 0, seed * 7 + 1};
    for (unsigned hire = 0; hire < 67; ++hire)
      add_at_random(facts, seed + hire * 7919U, {gaps.percent, gaps.open_lists, gaps.seed + hire});
    facts.link();
    const RandomMeasure measure(facts, seed);
    const auto loaded = scratch_.load(measure.build.plan, facts);
    ASSERT_TRUE(loaded.ok()) << to_text(loaded.error());
    ASSERT_EQ(difference(measure.build.plan, facts, today), "") << "seed " << seed;
  }
  // One measure of 67 rows for each seed; few of them refused, all others compared.
  EXPECT_LE(refused_, 5U);
  EXPECT_EQ(compared_, (120 - refused_) * 67);
}

}  // namespace
}  // namespace leye::policy::sql
