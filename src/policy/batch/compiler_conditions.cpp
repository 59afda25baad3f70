// Conditions: what they come to, what it would cost to change them, and which lines fail.
#include <algorithm>

#include "policy/batch/compiler.hpp"

namespace leye::policy::batch {
namespace {

constexpr std::uint8_t no_truth = 0;
constexpr std::uint8_t yes_truth = 2;

}  // namespace

Compiler::Id Compiler::verdict(std::int32_t condition) {
  const auto& asked = measure_->conditions[static_cast<std::size_t>(condition)];
  if (asked.kind == ConditionKind::leaf) return truth(asked.node);
  if (asked.kind == ConditionKind::by_option) {
    const auto chosen = choices_->values[static_cast<std::size_t>(asked.option)];
    return verdict(asked.children[chosen]);
  }
  const bool all = asked.kind == ConditionKind::all;
  auto result = constant(Value::truth(all));
  for (const auto child : asked.children) {
    const auto part = verdict(child);
    if (part < 0) return -1;
    result = truth_operation(all ? Op::both : Op::either, result, part);
  }
  return asked.kind == ConditionKind::none ? truth_operation(Op::negate, result, -1) : result;
}

// The least number of lines to change so that the condition holds, or, `to_fail`, fails.
// −1: none for any row.
Compiler::Id Compiler::cost(std::int32_t condition, bool to_fail) {
  const auto& asked = measure_->conditions[static_cast<std::size_t>(condition)];
  Id result = -1;
  if (asked.kind == ConditionKind::leaf) {
    return cost_of_all({condition}, to_fail);
  } else if (asked.kind == ConditionKind::by_option) {
    const auto chosen = choices_->values[static_cast<std::size_t>(asked.option)];
    result = cost(asked.children[chosen], to_fail);
  } else {
    // All of, made true, and any or none of, made false or true, cost what their parts add up to.
    const bool below_fail = asked.kind == ConditionKind::none ? !to_fail : to_fail;
    const bool sum = asked.kind == ConditionKind::all ? !to_fail : below_fail;
    result = sum ? cost_of_all(asked.children, below_fail) : least_cost(asked.children, below_fail);
  }
  if (!asked.fixed || result < 0) return result;
  return emit({.act = Act::fix_cost, .a = result}, {.kind = Kind::truth});
}

Compiler::Id Compiler::cost_of_all(const std::vector<std::int32_t>& children, bool to_fail) {
  Id sum = -1;
  for (const auto child : children) {
    const auto& part = measure_->conditions[static_cast<std::size_t>(child)];
    if (part.kind != ConditionKind::leaf) {
      const auto more = cost(child, to_fail);
      if (more >= 0 && sum >= 0)
        sum = emit({.act = Act::add_costs, .a = sum, .b = more}, {.kind = Kind::truth});
      if (sum < 0) sum = more;
      continue;
    }
    Step step{.act = Act::cost, .a = sum, .b = filled(truth(part.node), Kind::truth)};
    step.match = to_fail ? yes_truth : no_truth;
    step.cost = part.fixed ? distance_none : std::uint8_t{1};
    sum = emit(step, {.kind = Kind::truth});
  }
  return sum;
}

Compiler::Id Compiler::least_cost(const std::vector<std::int32_t>& children, bool to_fail) {
  if (children.empty()) {
    Vector never{.kind = Kind::truth};
    never.low = never.high = distance_none;
    Step step{.act = Act::cost, .b = filled(constant(Value::truth(true)), Kind::truth)};
    step.match = yes_truth;
    step.cost = distance_none;
    return emit(step, never);
  }
  Id least = -1;
  for (std::size_t i = 0; i < children.size(); ++i) {
    const auto part = cost(children[i], to_fail);
    if (part < 0) return -1;
    least = i == 0 ? part
                   : emit({.act = Act::least_cost, .a = least, .b = part}, {.kind = Kind::truth});
  }
  return least;
}

void Compiler::mark_leaves(std::int32_t condition, bool unwanted) {
  const auto& asked = measure_->conditions[static_cast<std::size_t>(condition)];
  if (asked.kind == ConditionKind::leaf) {
    if (asked.bit < 0) return;
    const auto leaf = truth(asked.node);
    if (leaf < 0) return;
    Step step{.act = Act::mark, .a = filled(leaf, Kind::truth)};
    step.symbol = static_cast<std::int32_t>(program_.measures.size());
    step.cost = static_cast<std::uint8_t>(asked.bit);
    step.match = unwanted ? yes_truth : no_truth;
    program_.steps.push_back(step);
    return;
  }
  if (asked.kind == ConditionKind::by_option) {
    const auto chosen = choices_->values[static_cast<std::size_t>(asked.option)];
    return mark_leaves(asked.children[chosen], unwanted);
  }
  const bool below = unwanted != (asked.kind == ConditionKind::none);
  for (const auto child : asked.children) mark_leaves(child, below);
}

// Yes for every row: −1.
Compiler::Id Compiler::in_force() {
  if (measure_->event_on < 0) return -1;
  const auto event = as_number(translate(measure_->event_on));
  auto found = constant(Value::truth(true));
  if (event < 0) return -1;
  const auto narrow_down = [&](Id first, Id last) {
    if (first < 0 || last < 0 || found < 0) return;
    const auto holds = folds(first, last) ? constant(at_most(at(first).value, at(last).value))
                                          : order(Op::at_most, first, last);
    found = truth_operation(Op::both, found, holds);
  };
  if (measure_->valid_from >= 0) narrow_down(as_number(translate(measure_->valid_from)), event);
  if (measure_->valid_until >= 0) narrow_down(event, as_number(translate(measure_->valid_until)));
  if (found < 0 || failed_) return -1;
  if (at(event).constant) {
    const auto& value = at(event).value;
    if (value.state == State::none) found = constant(Value::maybe());
    if (value.state == State::unknown && at(found).constant && !at(found).value.no())
      found = constant(Value::maybe());
    if (at(found).constant && at(found).value.yes()) return -1;
    return filled(found, Kind::truth);
  }
  found = filled(found, Kind::truth);
  if (at(event).always_known) return found;
  return emit({.act = Act::dated, .a = found, .b = event}, {.kind = Kind::truth});
}

void Compiler::finish() {
  const auto measure = static_cast<std::int32_t>(program_.measures.size());
  program_.steps.push_back({.act = Act::begin, .symbol = measure});
  Step step{.act = Act::finish, .symbol = measure};
  step.a = in_force();
  const bool asks = !measure_->conditions.empty() && !failed_;
  const auto met = asks ? verdict(0) : constant(Value::truth(true));
  if (failed_ || met < 0) {
    failed_ = true;
    return;
  }
  step.b = filled(met, Kind::truth);
  if (asks) {
    step.c = cost(0, false);
    mark_leaves(0, false);
  }
  if (measure_->amount >= 0) step.fa = as_number(translate(measure_->amount));
  if (failed_) return;
  if (step.c < 0) {
    Step none{.act = Act::cost, .b = filled(constant(Value::truth(true)), Kind::truth)};
    step.c = emit(none, {.kind = Kind::truth});
  }
  if (step.fa >= 0 && at(step.fa).kind == Kind::share && !at(step.fa).constant)
    step.fa = each(Op::given, constant(Value::of(0)), step.fa);
  program_.steps.push_back(step);
}

}  // namespace leye::policy::batch
