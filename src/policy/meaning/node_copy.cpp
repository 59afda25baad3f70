#include "policy/meaning/node_copy.hpp"

namespace leye::policy {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

// Inside one measure: what stands before the aggregate is what it is.
class AggregateCopy {
 public:
  AggregateCopy(Nodes& nodes, std::int32_t aggregate) : nodes_(nodes), first_(aggregate) {}

  std::int32_t run(Op op) {
    const Node from = nodes_.at(first_);
    const auto copy = open(first_, op);
    auto filter = from.b < 0 ? -1 : of(from.b);
    const auto value = from.c < 0 ? -1 : of(from.c);
    if (op == Op::count && value >= 0) {
      const auto none = nodes_.unary(Op::is_none, Type::boolean, value);
      const auto some = nodes_.unary(Op::negate, Type::boolean, none);
      filter = filter < 0 ? some : nodes_.binary(Op::both, Type::boolean, filter, some);
    }
    Typed result;
    result.type = from.type;
    if (op != Op::count) result.node = value;
    return nodes_.close(copy, filter, result).node;
  }

 private:
  std::int32_t open(std::int32_t index, Op op) {
    const Node from = nodes_.at(index);
    Typed base;
    base.node = of(from.a);
    const auto copy = nodes_.open(op, base, from.entity, from.symbol);
    made_.emplace_back(index, copy);
    return copy;
  }

  std::int32_t of(std::int32_t index) {
    if (index < first_) return index;
    for (const auto& [from, made] : made_)
      if (from == index) return made;
    Node node = nodes_.at(index);
    std::int32_t copy = -1;
    if (node.body_end > 0) {
      const auto known = made_.size();
      const auto inner = open(index, node.op);
      Typed value;
      value.type = node.type;
      const auto filter = node.b < 0 ? -1 : of(node.b);
      if (node.c >= 0) value.node = of(node.c);
      copy = nodes_.close(inner, filter, value).node;
      made_.resize(known);  // a finished body may not be looked into
    } else {
      if (node.op == Op::item) node.symbol = of(node.symbol);
      for (auto* operand : {&node.a, &node.b, &node.c})
        if (*operand >= 0) *operand = of(*operand);
      copy = nodes_.add(node);
    }
    made_.emplace_back(index, copy);
    return copy;
  }

  Nodes& nodes_;
  std::int32_t first_;
  std::vector<std::pair<std::int32_t, std::int32_t>> made_;
};

}  // namespace

std::int32_t copy_aggregate(Nodes& nodes, std::int32_t aggregate, Op op) {
  return AggregateCopy(nodes, aggregate).run(op);
}

std::int32_t MeasureCopy::copy(std::int32_t index) {
  if (index < 0) return -1;
  if (made_[place(index)] >= 0) return made_[place(index)];
  Node node = from_.nodes[place(index)];
  std::int32_t made = -1;
  if (node.body_end > 0) {
    made = aggregate(index);
  } else if (node.op == Op::subject) {
    made = row_;
  } else if (node.op == Op::option) {
    const auto& option = from_.options[place(node.symbol)];
    made = nodes_.constant(Type::code, {option.default_value, 1});
  } else if (node.op == Op::judgement) {
    made = judgement(node);
  } else {
    const bool text = (node.op == Op::constant && node.type == Type::text) ||
                      node.op == Op::begins_with || node.op == Op::contains;
    if (text) node.symbol = nodes_.text_symbol(from_.texts[place(node.symbol)]);
    if (node.op == Op::item) node.symbol = copy(node.symbol);
    node.a = copy(node.a);
    node.b = copy(node.b);
    node.c = copy(node.c);
    made = nodes_.add(node);
  }
  made_[place(index)] = made;
  return made;
}

// Somebody's judgement of another row than the subject is not at hand.
std::int32_t MeasureCopy::judgement(Node node) {
  const bool of_subject = nodes_.at(row_).op == Op::subject;
  if (of_subject) {
    node.symbol = nodes_.judgement_symbol(from_.judgements[place(node.symbol)]);
    node.a = row_;
  } else {
    node = {};
    node.op = Op::unset;
    node.type = Type::boolean;
  }
  return nodes_.add(node);
}

std::int32_t MeasureCopy::aggregate(std::int32_t index) {
  const auto& node = from_.nodes[place(index)];
  Typed base;
  base.node = copy(node.a);
  const auto opened = nodes_.open(node.op, base, node.entity, node.symbol);
  made_[place(index)] = opened;
  const auto filter = copy(node.b);
  Typed value;
  value.type = node.type;
  value.node = copy(node.c);
  const auto made = nodes_.close(opened, filter, value).node;
  // A finished body may not be looked into from outside.
  for (auto& each : made_)
    if (each > opened) each = -1;
  return made;
}

}  // namespace leye::policy
