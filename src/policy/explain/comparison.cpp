#include "policy/explain/comparison.hpp"

namespace leye::policy {
namespace {

class Reader {
 public:
  Reader(const Measure& measure, const Condition& leaf) : measure_(measure), leaf_(leaf) {}

  // False if some part is no comparison: then nothing is said of the others either.
  bool read(std::int32_t index, bool negated) {
    const auto& node = at(index);
    switch (node.op) {
      case Op::negate: return read(node.a, !negated);
      case Op::both: return joined(node, negated, negated);
      case Op::either: return joined(node, negated, !negated);
      case Op::equal: return push(negated ? Relation::not_equal : Relation::equal, node.a, node.b);
      case Op::at_most:
      case Op::less: return ordered(node, negated);
      default: return false;
    }
  }
  Comparisons taken() { return std::move(result_); }

 private:
  const Node& at(std::int32_t index) const {
    return measure_.nodes[static_cast<std::size_t>(index)];
  }

  bool joined(const Node& node, bool negated, bool any) {
    const bool mixed = !result_.list.empty() && result_.any != any;
    result_.any = any;
    return !mixed && read(node.a, negated) && read(node.b, negated);
  }

  bool ordered(const Node& node, bool negated) {
    const bool strict = node.op == Op::less;
    // Of a R b, as said of b; negated, a < b becomes b ≤ a.
    const auto of_b = strict ? Relation::more_than : Relation::at_least;
    const auto of_a = strict ? Relation::less_than : Relation::at_most;
    const auto said = [&](Relation relation) { return negated ? opposite(relation) : relation; };
    if (at(node.a).op == Op::add_months) {
      const auto& moved = at(node.a);
      result_.list.push_back({said(of_b), node.b, moved.b, moved.a});
      return true;
    }
    if (at(node.b).op == Op::add_months) {
      const auto& moved = at(node.b);
      result_.list.push_back({said(of_a), node.a, moved.b, moved.a});
      return true;
    }
    if (looks_at_b(node)) return push(said(of_b), node.b, node.a);
    return push(said(of_a), node.a, node.b);
  }

  bool looks_at_b(const Node& node) const {
    if (leaf_.found == node.a) return false;
    if (leaf_.found == node.b) return true;
    return is_limit(node.a) && !is_limit(node.b);
  }

  bool is_limit(std::int32_t index) const {
    const auto op = at(index).op;
    return op == Op::constant || op == Op::parameter || op == Op::unset || index == leaf_.limit ||
           index == leaf_.limit_high;
  }

  bool push(Relation relation, std::int32_t found, std::int32_t limit) {
    const bool swapped = relation == Relation::equal || relation == Relation::not_equal;
    if (swapped && is_limit(found) && !is_limit(limit)) std::swap(found, limit);
    result_.list.push_back({relation, found, limit, -1});
    return true;
  }

  const Measure& measure_;
  const Condition& leaf_;
  Comparisons result_;
};

}  // namespace

Relation opposite(Relation relation) {
  switch (relation) {
    case Relation::at_least: return Relation::less_than;
    case Relation::more_than: return Relation::at_most;
    case Relation::at_most: return Relation::more_than;
    case Relation::less_than: return Relation::at_least;
    case Relation::equal: return Relation::not_equal;
    case Relation::not_equal: return Relation::equal;
  }
  return relation;
}

Comparisons comparisons_of(const Measure& measure, const Condition& leaf) {
  if (leaf.node < 0) return {};
  Reader reader(measure, leaf);
  return reader.read(leaf.node, false) ? reader.taken() : Comparisons{};
}

}  // namespace leye::policy
