// Both readers on the same rows; the first answer that is not the same.
#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "policy/batch/batch.hpp"

namespace leye::policy::batch {

struct Difference {
  const Measure* measure = nullptr;
  Row row = -1;
  std::string text;
};

struct Compared {
  std::optional<Difference> difference;
  std::size_t answers = 0;
};

// All measures of the plan about `subject`, all rows; with these settings.
inline Compared compare(const Plan& plan, EntityIndex subject, const Facts& facts, Day today,
                        const BatchSettings& settings = {}) {
  const FactsColumns columns(facts);
  BatchReader reader(plan, subject, columns, today, settings);
  std::vector<Evaluator> evaluators;
  for (std::size_t i = 0; i < plan.measures.size(); ++i) {
    if (plan.measures[i].subject != subject) continue;
    const auto choices = settings.choices.empty() ? Choices{} : settings.choices[i];
    evaluators.emplace_back(plan, plan.measures[i], facts, today, choices);
  }
  Compared compared;
  reader.run(0, static_cast<Row>(facts.size(subject)), [&](const Block& block) {
    for (std::size_t m = 0; m < block.measures.size(); ++m) {
      for (std::size_t i = 0; i < block.rows && !compared.difference; ++i) {
        const auto row = block.first + static_cast<Row>(i);
        const auto ours = block.measures[m].answer(i);
        const auto theirs = evaluators[m].evaluate(row);
        ++compared.answers;
        if (same(ours, theirs)) continue;
        const auto* measure = block.measures[m].measure;
        compared.difference = {
            measure, row,
            fmt::format("{} row {} of a block at {}\n  batch:   {}\n  explain: {}",
                        measure->name.id, row, block.first, said(ours), said(theirs))};
      }
    }
  });
  return compared;
}

}  // namespace leye::policy::batch
