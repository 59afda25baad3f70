// Every program of up to two operations over three facts and three constants, on every combination
// of the values at which they turn: both readers say the same.
#include <gtest/gtest.h>

#include "policy/batch/differential.hpp"
#include "policy/explain/small_programs.hpp"

namespace leye::policy::batch {
namespace {

using namespace small_programs;

TEST(SmallPrograms, AreReadAlikeByBothReaders) {
  const auto facts = every_combination();
  const auto all = all_programs();
  EXPECT_GT(all.size(), 1500U);
  const auto subject = facts.entity("employment");
  std::size_t answers = 0;
  for (std::size_t first = 0; first < all.size();) {
    Plan plan;
    for (; first < all.size() && plan.measures.size() < 64; ++first)
      plan.measures.push_back(measure_of(all[first], facts));
    for (const auto isa : {Isa::best, Isa::plain}) {
      const auto compared = compare(plan, subject, facts, today,
                                    {.block = first % 128 == 0 ? 2048U : 7U, .isa = isa});
      answers += compared.answers;
      if (!compared.difference) continue;
      FAIL() << compared.difference->text << "\n" << to_text(plan, *compared.difference->measure);
    }
  }
  EXPECT_EQ(answers, 2 * all.size() * facts.size(subject));
  RecordProperty("programs", static_cast<int>(all.size()));
}

}  // namespace
}  // namespace leye::policy::batch
