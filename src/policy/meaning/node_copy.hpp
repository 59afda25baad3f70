// Copies of nodes: an aggregate with another operation, and a whole measure asked of another row.
#pragma once

#include "policy/meaning/nodes.hpp"

namespace leye::policy {

// The same aggregate over the same rows. A count counts the rows whose value is not none.
std::int32_t copy_aggregate(Nodes& nodes, std::int32_t aggregate, Op op);

// Nodes of another measure in this one, about `row` instead of its subject. Its options have their
// default readings.
class MeasureCopy {
 public:
  MeasureCopy(Nodes& nodes, const Measure& from, std::int32_t row) : nodes_(nodes), from_(from) {
    row_ = row;
    made_.assign(from.nodes.size(), -1);
  }

  std::int32_t copy(std::int32_t node);

 private:
  std::int32_t aggregate(std::int32_t node);
  std::int32_t judgement(Node node);

  Nodes& nodes_;
  const Measure& from_;
  std::int32_t row_ = -1;
  std::vector<std::int32_t> made_;  // of each node of `from`: its copy, as far as it can be seen
};

}  // namespace leye::policy
