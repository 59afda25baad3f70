#include "policy/explain/advice.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

// How far a fact may be moved, doubling the step each time: 45 years of days, a billion people,
// some ten million yuan.
int doublings_max(Type type) { return type == Type::day ? 14 : 30; }

std::int64_t distance_of(const Value& from, const Value& to) {
  return std::abs(to.low.top - from.low.top);
}

}  // namespace

Adviser::Adviser(Evaluator& evaluator, Row subject)
    : evaluator_(evaluator),
      measure_(*evaluator.measure_),
      reading_(evaluator.reading()),
      subject_(subject) {}

std::optional<Advice> Adviser::mend(const Condition& leaf, bool to_hold) {
  if (leaf.fixed) return std::nullopt;
  std::optional<Advice> best;
  std::ptrdiff_t best_steps = 0;
  for (const auto fact : reading_.program_of(leaf.node)) {
    if (!changeable(fact)) continue;
    const auto& id = reading_.name(fact).id;
    const auto steps = std::count(id.begin(), id.end(), '.');
    // What stands on the subject's own row before what stands on the rows it refers to.
    if (best && steps > best_steps) continue;
    auto found = change(fact, leaf.node, to_hold);
    if (!found) {
      const auto code = other_code(fact, leaf, to_hold);
      if (code) found = Advice{fact, evaluator_.values_[place(fact)], *code};
    }
    if (!found) continue;
    const bool nearer = !best || steps < best_steps ||
                        distance_of(found->from, found->to) < distance_of(best->from, best->to);
    if (!nearer) continue;
    best = found;
    best_steps = steps;
  }
  if (best) complete(*best);
  return best;
}

bool Adviser::changeable(std::int32_t fact) const {
  const auto& node = measure_.nodes[place(fact)];
  if (node.op != Op::fact) return false;
  const auto* declared = reading_.declaration(fact);
  if (!declared->changeable) return false;
  const bool shown =
      declared->sensitivity == Sensitivity::open || declared->sensitivity == Sensitivity::financial;
  if (!shown || declared->mask != Mask::none) return false;
  const auto& owner = evaluator_.values_[place(node.a)];
  if (!owner.known() || !evaluator_.values_[place(fact)].known()) return false;
  return declared->refers_to.empty() && node.entity != reading_.person_entity();
}

// Afterwards the values are those without the change.
std::optional<Advice> Adviser::change(std::int32_t fact, std::int32_t leaf, bool to_hold) {
  const auto& node = measure_.nodes[place(fact)];
  const auto from = evaluator_.values_[place(fact)];
  const auto row = static_cast<Row>(evaluator_.values_[place(node.a)].low.top);
  evaluator_.override_ = {node.entity, row, node.symbol, from};
  std::optional<Value> to;
  if (node.type == Type::boolean) {
    to = other_truth(fact, leaf, to_hold);
  } else if (from.low.bottom == 1 &&
             (node.type == Type::day || node.type == Type::count || node.type == Type::money)) {
    to = nearest(fact, leaf, to_hold);
  }
  evaluator_.override_ = {};
  rerun(leaf);
  if (!to) return std::nullopt;
  return Advice{fact, from, *to};
}

std::optional<Value> Adviser::other_truth(std::int32_t fact, std::int32_t leaf, bool to_hold) {
  const auto other = negate(evaluator_.values_[place(fact)]);
  if (!holds_with(other, leaf, to_hold)) return std::nullopt;
  return other;
}

std::optional<Value> Adviser::other_code(std::int32_t fact, const Condition& leaf, bool to_hold) {
  const auto& node = measure_.nodes[place(fact)];
  if (node.type != Type::code) return std::nullopt;
  const auto from = evaluator_.values_[place(fact)];
  const auto row = static_cast<Row>(evaluator_.values_[place(node.a)].low.top);
  std::optional<Value> to;
  const auto wanted = to_hold ? Relation::equal : Relation::not_equal;
  evaluator_.override_ = {node.entity, row, node.symbol, from};
  for (const auto& comparison : reading_.comparisons(leaf).list) {
    if (comparison.found != fact || comparison.relation != wanted || to) continue;
    const auto limit = evaluator_.values_[place(comparison.limit)];
    if (limit.known() && holds_with(limit, leaf.node, to_hold)) to = limit;
  }
  evaluator_.override_ = {};
  rerun(leaf.node);
  return to;
}

// Doubles the step until the leaf is as wanted, then halves the last one: either way, the nearer.
std::optional<Value> Adviser::nearest(std::int32_t fact, std::int32_t leaf, bool to_hold) {
  const auto type = measure_.nodes[place(fact)].type;
  const auto from = evaluator_.values_[place(fact)].low.top;
  std::optional<std::int64_t> best;
  for (const std::int64_t way : {1, -1}) {
    const auto holds = [&](std::int64_t step) {
      const auto tried = from + way * step;
      const bool possible = type == Type::day ? tried >= evaluator_.today_.number() : tried >= 0;
      if (!possible) return false;
      return holds_with(Value::of(tried), leaf, to_hold);
    };
    for (int i = 0; i <= doublings_max(type); ++i) {
      auto high = std::int64_t{1} << i;
      if (best && high / 2 >= std::abs(*best - from)) break;
      if (!holds(high)) continue;
      auto low = high / 2;
      while (high - low > 1) {
        const auto middle = low + (high - low) / 2;
        (holds(middle) ? high : low) = middle;
      }
      if (!best || high < std::abs(*best - from)) best = from + way * high;
      break;
    }
  }
  if (!best) return std::nullopt;
  return Value::of(*best);
}

bool Adviser::holds_with(const Value& value, std::int32_t leaf, bool to_hold) {
  evaluator_.override_.value = value;
  rerun(leaf);
  const auto& truth = evaluator_.values_[place(leaf)];
  return to_hold ? truth.yes() : truth.no();
}

void Adviser::rerun(std::int32_t leaf) {
  for (const auto node : reading_.program_of(leaf)) evaluator_.run_one(node);
}

// Says what the whole answer would be.
void Adviser::complete(Advice& advice) {
  const auto& node = measure_.nodes[place(advice.fact)];
  const auto row = static_cast<Row>(evaluator_.values_[place(node.a)].low.top);
  evaluator_.override_ = {node.entity, row, node.symbol, advice.to};
  const auto values = evaluator_.values_;
  const auto standings = evaluator_.standings_;
  const auto answer = evaluator_.evaluate(subject_);
  advice.enough = answer.outcome == Outcome::eligible;
  advice.amount = answer.amount;
  evaluator_.override_ = {};
  evaluator_.values_ = values;
  evaluator_.standings_ = standings;
}

}  // namespace leye::policy
