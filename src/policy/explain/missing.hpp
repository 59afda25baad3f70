// Which facts to ask for while the answer is undetermined: those whose value could still change it.
#pragma once

#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/explain/reading.hpp"

namespace leye::policy {

struct Missing {
  std::vector<std::string> facts;
  std::vector<std::string> judgements;  // not facts: they wait for a person
};

// Looks at the evaluator's values after a run; runs bodies of aggregates again, row by row.
class MissingFacts {
 public:
  explicit MissingFacts(Evaluator& evaluator);

  // In the order in which they would decide: validity, conditions, amount.
  Missing collect(Verdict in_force, Verdict met);

 private:
  void ask(std::int32_t node);
  void condition(std::int32_t index);
  void blame(std::int32_t node);
  void blame_aggregate(std::int32_t index);

  Evaluator& evaluator_;
  const Measure& measure_;
  std::vector<std::int32_t> visited_;  // the pass in which a node was last looked at
  std::int32_t pass_ = 1;
  Missing missing_;
};

}  // namespace leye::policy
