// The facts of the worked cases of a pack: situations in which its measures are nearly decided.
#pragma once

#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/facts/facts.hpp"
#include "policy/pack.hpp"

namespace leye::policy::differential {

struct CaseFacts {
  EntityIndex subject = -1;
  Day on;  // the day of evaluation
  Facts facts;
  std::vector<Choices> choices;  // of each measure of the plan: what the first line asks for
};

// Tables and rows that cannot be read are left out: `leye policy test` names them.
std::vector<CaseFacts> facts_of_cases(const LoadedPack& pack, const Vocabulary& vocabulary);

}  // namespace leye::policy::differential
