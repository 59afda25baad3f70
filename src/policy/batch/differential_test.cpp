// Both readers of a plan give the same answers, on measures and facts drawn at random.
#include <gtest/gtest.h>

#include "policy/batch/differential.hpp"
#include "policy/explain/hiring_example.hpp"
#include "policy/explain/random_measure.hpp"

namespace leye::policy::batch {
namespace {

const Day today = on("2023-11-20");

// Many hires in one table, each with a person, an employer and the employer's years of its own.
void fill_many(Facts& facts, unsigned seed, int hires, const Gaps& gaps) {
  for (int i = 0; i < hires; ++i)
    add_at_random(facts, seed + static_cast<unsigned>(i) * 7919U,
                  {gaps.percent, gaps.open_lists, gaps.seed + static_cast<unsigned>(i)});
  facts.link();
}

BatchSettings settings(std::size_t block, Isa isa) { return {block, isa, {}}; }

TEST(Differential, RandomMeasuresAgree) {
  std::size_t answers = 0;
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    Facts facts(test_vocabulary());
    const Gaps gaps{seed % 3 == 0 ? 0 : seed % 3 == 1 ? 10 : 40, seed % 5 == 0, seed * 7 + 1};
    fill_many(facts, seed, 67, gaps);
    RandomMeasure measure(facts, seed);
    const auto isa = seed % 2 == 0 ? Isa::best : Isa::plain;
    constexpr std::size_t blocks[] = {1, 2, 7, 2048};
    const auto compared = compare(measure.build.plan, facts.entity("employment"), facts, today,
                                  settings(blocks[seed % 4], isa));
    answers += compared.answers;
    ASSERT_FALSE(compared.difference) << "seed " << seed << "\n"
                                      << compared.difference->text << "\n"
                                      << to_text(measure.build.plan);
  }
  EXPECT_GE(answers, 100'000U);
}

}  // namespace
}  // namespace leye::policy::batch
