// Do the readers of a plan (explain/, batch/ and, on request, sql/) say the same of rows drawn at
// random?
//
//   const auto report = compare_readers(pack, vocabulary, {.rows = 20'000});
//   if (report.difference) print(*report.difference);
//
// Half of the rows are wholly random, half are worked cases of the pack with some facts drawn anew
// (random_facts.hpp). Each chunk of them is read in blocks of 1, 2, 7 and 2 048 rows, with both
// sets of kernels, and once more shuffled among the rows of another world, in part.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "policy/pack.hpp"
#include "policy/sql/scratch.hpp"

namespace leye::policy::differential {

struct Settings {
  std::size_t rows = 20'000;  // of each subject, so of each measure
  std::uint64_t seed = 1;
  // What batch/ reads instead of the pack's plan; for tests of this comparison.
  const Plan* batch_plan = nullptr;
  // Where sql/ reads the same rows, too; null: it does not.
  sql::Scratch* scratch = nullptr;
};

struct OfMeasure {
  std::string measure;
  std::array<std::size_t, 4> outcomes = {};  // rows by Outcome, as explain/ gives them
};

struct Report {
  std::size_t rows = 0;
  std::size_t compared = 0;          // answers of batch/
  std::size_t queried = 0;           // answers of sql/
  std::vector<std::string> refused;  // measures that sql/ has no query for, with the reason
  std::vector<OfMeasure> measures;
  std::optional<std::string> difference;  // the first one, its example as small as could be
};

// `pack` has a plan.
Report compare_readers(const LoadedPack& pack, const Vocabulary& vocabulary,
                       const Settings& settings);

}  // namespace leye::policy::differential
