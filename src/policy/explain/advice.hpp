// What would make a failing condition hold: one fact, changed as little as possible.
//
// Every advice is true: it was tried by evaluating with the fact seen otherwise. It is minimal: one
// day, one person or one fen less was tried too and does not do. Only what somebody can still bring
// about is advised: facts that the vocabulary marks `changeable`, none of the person, none under a
// mask, no day that is past.
#pragma once

#include <optional>

#include "policy/explain/explain.hpp"
#include "policy/explain/reading.hpp"

namespace leye::policy {

struct Advice {
  std::int32_t fact = -1;  // the node
  Value from;
  Value to;
  bool enough = false;  // the subject is then eligible
  Money amount = {};    // for this
};

class Adviser {
 public:
  Adviser(Evaluator& evaluator, Row subject);

  // How to make the leaf hold, or not hold. The evaluator's values are as before afterwards.
  std::optional<Advice> mend(const Condition& leaf, bool to_hold);

 private:
  bool changeable(std::int32_t fact) const;
  std::optional<Advice> change(std::int32_t fact, std::int32_t leaf, bool to_hold);
  std::optional<Value> nearest(std::int32_t fact, std::int32_t leaf, bool to_hold);
  std::optional<Value> other_truth(std::int32_t fact, std::int32_t leaf, bool to_hold);
  std::optional<Value> other_code(std::int32_t fact, const Condition& leaf, bool to_hold);
  bool holds_with(const Value& value, std::int32_t leaf, bool to_hold);
  void rerun(std::int32_t leaf);
  void complete(Advice& advice);

  Evaluator& evaluator_;
  const Measure& measure_;
  const Reading& reading_;
  Row subject_;
};

}  // namespace leye::policy
