// Aggregates over a relation, which may be rows of rows: opened from the outside in, closed from
// the inside out. The filter and the value are built between, about the innermost row.
#pragma once

#include <vector>

#include "policy/meaning/scope.hpp"

namespace leye::policy {

class RelationLoop {
 public:
  RelationLoop(Op op, const Relation& relation, const Vocabulary& vocabulary, Nodes& nodes);

  const Typed& item() const { return item_; }
  // -1 and {}: no filter, no value.
  Typed close(std::int32_t filter, const Typed& value);

 private:
  Nodes& nodes_;
  std::vector<std::int32_t> open_;  // the outermost first
  Typed item_;
};

// Whether such an aggregate may look at rows of rows.
bool may_nest(Op op);

}  // namespace leye::policy
