// Both readers of a plan give the same answers, on measures and facts drawn at random.
#include <gtest/gtest.h>

#include "policy/batch/shrink.hpp"
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

BatchSettings settings(std::size_t block, Isa isa) { return {.block = block, .isa = isa}; }

TEST(Differential, RandomMeasuresAgree) {
  std::size_t answers = 0;
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    Facts facts(test_vocabulary());
    const Gaps gaps{seed % 3 == 0 ? 0 : seed % 3 == 1 ? 10 : 40, seed % 5 == 0, seed * 7 + 1};
    fill_many(facts, seed, 67, gaps);
    RandomMeasure measure(facts, seed);
    const auto isa = seed % 2 == 0 ? Isa::best : Isa::plain;
    constexpr std::size_t blocks[] = {1, 2, 7, 2048};
    const auto with = settings(blocks[seed % 4], isa);
    const auto hire = facts.entity("employment");
    const auto compared = compare(measure.build.plan, hire, facts, today, with);
    answers += compared.answers;
    if (!compared.difference) continue;
    FAIL() << "seed " << seed << "\n"
           << Shrinker(measure.build.plan, facts, hire, today, with).smallest();
  }
  EXPECT_GE(answers, 100'000U);
}

// A hire is answered alike wherever it stands, and whichever part of the rows is asked for.
TEST(Differential, AnswersDoNotDependOnTheNeighbours) {
  constexpr int hires = 300;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    Facts facts(test_vocabulary());
    Facts shuffled(test_vocabulary());
    const Gaps gaps{20, seed % 5 == 0, seed};
    const auto add_hire = [&](Facts& to, int hire) {
      add_at_random(to, seed + static_cast<unsigned>(hire) * 7919U,
                    {gaps.percent, gaps.open_lists, gaps.seed + static_cast<unsigned>(hire)});
    };
    const auto place_of = [](int hire) { return hire * 7 % hires; };
    std::vector<int> in_place(hires);
    for (int hire = 0; hire < hires; ++hire)
      in_place[static_cast<std::size_t>(place_of(hire))] = hire;
    for (int hire = 0; hire < hires; ++hire) add_hire(facts, hire);
    for (const int hire : in_place) add_hire(shuffled, hire);
    facts.link();
    shuffled.link();
    const RandomMeasure measure(facts, seed);
    const auto entity = facts.entity("employment");
    const auto answers_of = [&](const Facts& of, Row first, Row last) {
      const FactsColumns columns(of);
      BatchReader reader(measure.build.plan, entity, columns, today, settings(64, Isa::best));
      std::vector<Answer> answers;
      reader.run(first, last, [&](const Block& block) {
        for (std::size_t i = 0; i < block.rows; ++i) answers.push_back(block.measures[0].answer(i));
      });
      return answers;
    };
    const auto all = answers_of(facts, 0, hires);
    const auto moved = answers_of(shuffled, 0, hires);
    const auto part = answers_of(facts, 13, 211);
    ASSERT_EQ(all.size(), std::size_t{hires});
    ASSERT_EQ(part.size(), 198U);
    for (std::size_t hire = 0; hire < all.size(); ++hire) {
      const auto there = static_cast<std::size_t>(place_of(static_cast<int>(hire)));
      ASSERT_TRUE(same(all[hire], moved[there])) << seed << ": " << hire;
      if (hire >= 13 && hire < 211) {
        ASSERT_TRUE(same(all[hire], part[hire - 13])) << seed << ": " << hire;
      }
    }
  }
}

}  // namespace
}  // namespace leye::policy::batch
