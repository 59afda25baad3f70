#include "policy/meaning/relation_loop.hpp"

namespace leye::policy {

// A count of rows of rows is the sum of their counts.
RelationLoop::RelationLoop(Op op, const Relation& relation, const Vocabulary& vocabulary,
                           Nodes& nodes)
    : nodes_(nodes), item_(relation.base) {
  for (const auto& hop : relation.hops) {
    for (const auto fact : hop.via) item_ = nodes_.fact(vocabulary, item_, fact);
    const bool innermost = &hop == &relation.hops.back();
    const auto here = op == Op::count && !innermost ? Op::sum : op;
    open_.push_back(nodes_.open(here, item_, hop.entity, hop.reference));
    item_ = nodes_.item(open_.back());
  }
}

Typed RelationLoop::close(std::int32_t filter, const Typed& value) {
  auto result = nodes_.close(open_.back(), filter, value);
  for (auto i = open_.size() - 1; i-- > 0;) {
    const bool truth = result.type == Type::boolean;
    result = truth ? nodes_.close(open_[i], result.node, {}) : nodes_.close(open_[i], -1, result);
  }
  return result;
}

bool may_nest(Op op) {
  return op == Op::exists || op == Op::count || op == Op::sum || op == Op::smallest ||
         op == Op::largest;
}

}  // namespace leye::policy
