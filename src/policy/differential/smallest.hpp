// The smallest facts found for which the two readers still differ.
#pragma once

#include <string>

#include "policy/batch/batch.hpp"
#include "policy/differential/limits.hpp"

namespace leye::policy::differential {

struct Disagreement {
  const Plan& plan;        // that explain/ reads
  const Plan& batch_plan;  // that batch/ reads: the same, except in tests of the comparison
  const Measure& measure;  // of batch_plan
  const Vocabulary& vocabulary;
  const Used& used;
  Day today;
  batch::BatchSettings settings;  // with a choice for each measure of the plan
};

// What is left of the facts, and what both readers say of it.
std::string smallest(const Disagreement& about, const Facts& facts);

}  // namespace leye::policy::differential
