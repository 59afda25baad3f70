#include "policy/explain/missing.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

MissingFacts::MissingFacts(Evaluator& evaluator)
    : evaluator_(evaluator),
      measure_(*evaluator.measure_),
      visited_(evaluator.measure_->nodes.size(), 0) {
  evaluator_.reading();
}

Missing MissingFacts::collect(Verdict in_force, Verdict met) {
  if (in_force == Verdict::unknown) {
    for (const auto node : {measure_.event_on, measure_.valid_from, measure_.valid_until})
      if (node >= 0) blame(node);
  }
  if (met == Verdict::unknown) condition(0);
  if (met != Verdict::no && measure_.amount >= 0) blame(measure_.amount);
  return std::move(missing_);
}

void MissingFacts::ask(std::int32_t index) {
  const auto& node = measure_.nodes[place(index)];
  const bool judged = node.op == Op::judgement;
  const auto& id =
      judged ? measure_.judgements[place(node.symbol)].id : evaluator_.reading().name(index).id;
  auto& known = judged ? missing_.judgements : missing_.facts;
  if (std::find(known.begin(), known.end(), id) == known.end()) known.push_back(id);
}

void MissingFacts::condition(std::int32_t index) {
  const auto& asked = measure_.conditions[place(index)];
  if (evaluator_.standings_[place(index)].verdict != Verdict::unknown) return;
  if (asked.kind == ConditionKind::leaf) {
    blame(asked.node);
  } else if (asked.kind == ConditionKind::by_option) {
    condition(asked.children[evaluator_.choices_.values[place(asked.option)]]);
  } else {
    for (const auto child : asked.children) condition(child);
  }
}

// Goes down to what leaves the node undecided.
void MissingFacts::blame(std::int32_t index) {
  const auto value_of = [&](std::int32_t node) { return evaluator_.values_[place(node)]; };
  if (visited_[place(index)] == pass_ || value_of(index).known()) return;
  visited_[place(index)] = pass_;
  const auto& node = measure_.nodes[place(index)];
  if (node.op >= Op::exists) return blame_aggregate(index);
  const bool placed = node.op == Op::parameter && node.b >= 0;
  if (placed && value_of(node.b).state == State::unknown) return blame(node.b);
  if (node.op == Op::fact || node.op == Op::parameter) {
    return value_of(node.a).state == State::unknown ? blame(node.a) : ask(index);
  }
  if (node.op == Op::unset || node.op == Op::judgement) return ask(index);
  if (node.op == Op::select && value_of(node.a).known()) {
    return blame(value_of(node.a).yes() ? node.b : node.c);
  }
  for (const auto operand : {node.a, node.b, node.c})
    if (operand >= 0) blame(operand);
}

void MissingFacts::blame_aggregate(std::int32_t index) {
  const auto& node = measure_.nodes[place(index)];
  auto& values = evaluator_.values_;
  const auto owner = values[place(node.a)];
  if (!owner.known()) return blame(node.a);
  const auto result = values[place(index)];
  const auto first = index + 1;
  int certain = 0;
  const auto target = static_cast<Row>(owner.low.top);
  for (const auto row : evaluator_.facts_->related(node.entity, node.symbol, target)) {
    ++pass_;
    values[place(index)] = Value::of(row);
    evaluator_.run(first, evaluator_.end_of(index));
    const auto passes = node.b < 0 ? Value::truth(true) : values[place(node.b)];
    if (passes.no()) continue;
    if (passes.yes()) ++certain;
    if (node.b >= 0) blame(node.b);
    if (node.c >= 0) blame(node.c);
  }
  values[place(index)] = result;
  const bool unlisted = !evaluator_.facts_->closed(node.entity, node.symbol, target);
  if (unlisted || (node.op == Op::only && certain != 1)) ask(index);
}

}  // namespace leye::policy
