// What a plan speaks of: the facts it looks at; the numbers, days, places and texts at which its
// answers change.
#pragma once

#include <string>
#include <vector>

#include "policy/plan/plan.hpp"

namespace leye::policy::differential {

// Each list is sorted, without repetition and never empty.
struct Limits {
  std::vector<std::int64_t> days;    // constants, and the days at which parameters change
  std::vector<std::int64_t> months;  // year × 12 + month − 1
  std::vector<std::int64_t> counts;  // also lengths of time
  std::vector<std::int64_t> money;   // fen
  std::vector<Fraction> ratios;      // also the values of parameters
  std::vector<std::int64_t> places;
  std::vector<std::string> texts;
};

Limits limits_of(const Plan& plan);

// A fact that some measure looks at, or a reference by which rows are related.
struct UsedFact {
  EntityIndex entity = -1;
  FactIndex fact = -1;
  FactType type = FactType::boolean;
  EntityIndex target = -1;  // of a reference
  friend auto operator<=>(const UsedFact&, const UsedFact&) = default;
};

struct Used {
  std::vector<UsedFact> facts;        // by entity
  std::vector<EntityIndex> entities;  // those of the facts and what they refer to; the subject
  EntityIndex subject = -1;
  std::vector<std::string> judgements;  // ids
  std::vector<EntityIndex> named;       // whose rows are compared with what grants call them
};

// By the measures about `subject`.
Used used_by(const Plan& plan, EntityIndex subject, const Vocabulary& vocabulary);

}  // namespace leye::policy::differential
