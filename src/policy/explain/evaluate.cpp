#include <algorithm>

#include "policy/explain/aggregate.hpp"
#include "policy/explain/calculate.hpp"
#include "policy/explain/explain.hpp"
#include "policy/explain/missing.hpp"
#include "policy/explain/spells.hpp"

namespace leye::policy {
namespace {

Verdict verdict_of(const Value& value) {
  if (value.yes()) return Verdict::yes;
  return value.no() ? Verdict::no : Verdict::unknown;
}

Verdict both(Verdict a, Verdict b) {
  if (a == Verdict::no || b == Verdict::no) return Verdict::no;
  return a == Verdict::yes && b == Verdict::yes ? Verdict::yes : Verdict::unknown;
}

Verdict opposite(Verdict a) {
  if (a == Verdict::unknown) return a;
  return a == Verdict::yes ? Verdict::no : Verdict::yes;
}

std::uint8_t plus(std::uint8_t a, std::uint8_t b) {
  return static_cast<std::uint8_t>(std::min(int{a} + int{b}, int{distance_none}));
}

const Value& at(const std::vector<Value>& values, std::int32_t index) {
  return values[static_cast<std::size_t>(index)];
}

Day day_of(const Value& value) {
  return Day::from_number(static_cast<std::int32_t>(value.low.top));
}

bool is_aggregate(Op op) { return op >= Op::exists; }

}  // namespace

Evaluator::Evaluator(const Plan& plan, const Measure& measure, const Facts& facts, Day today,
                     Choices choices)
    : plan_(&plan),
      measure_(&measure),
      facts_(&facts),
      today_(today),
      choices_(default_choices(measure)),
      values_(measure.nodes.size()),
      standings_(measure.conditions.size()),
      constant_(measure.nodes.size(), 0) {
  CHECK(choices.values.size() <= choices_.values.size());
  std::copy(choices.values.begin(), choices.values.end(), choices_.values.begin());
  for (const auto node : {measure.event_on, measure.valid_from, measure.valid_until})
    if (node >= 0) validity_end_ = std::max(validity_end_, end_of(node));
  settle_constants();
}

const Reading& Evaluator::reading() {
  if (!reading_) {
    reading_ = std::make_shared<const Reading>(*plan_, *measure_, facts_->vocabulary());
  }
  return *reading_;
}

std::int32_t Evaluator::end_of(std::int32_t node) const {
  return std::max(node + 1, measure_->nodes[static_cast<std::size_t>(node)].body_end);
}

// What does not look at any row is computed once, here, and again when facts bring new texts: a
// text that no fact has is equal to none of them.
void Evaluator::settle_constants() {
  text_count_ = facts_->text_count();
  for (std::size_t i = 0; i < measure_->nodes.size(); ++i) {
    const auto& node = measure_->nodes[i];
    const bool looks = node.op == Op::subject || node.op == Op::item || node.op == Op::fact;
    if (looks || is_aggregate(node.op)) continue;
    const auto constant = [&](std::int32_t operand) {
      return operand < 0 || constant_[static_cast<std::size_t>(operand)] != 0;
    };
    if (!constant(node.a) || !constant(node.b) || !constant(node.c)) continue;
    values_[i] = compute(node);
    constant_[i] = 1;
  }
}

void Evaluator::run(std::int32_t first, std::int32_t last) {
  for (auto i = first; i < last; i = end_of(i)) run_one(i);
}

void Evaluator::run_one(std::int32_t index) {
  if (constant_[static_cast<std::size_t>(index)] != 0) return;
  const auto& node = measure_->nodes[static_cast<std::size_t>(index)];
  const auto value = is_aggregate(node.op) ? aggregate(index) : compute(node);
  values_[static_cast<std::size_t>(index)] = value;
}

Value Evaluator::compute(const Node& node) const {
  const auto a = [&]() -> const Value& { return at(values_, node.a); };
  const auto b = [&]() -> const Value& { return at(values_, node.b); };
  switch (node.op) {
    case Op::constant:
      if (node.type != Type::text) return Value::of(node.constant);
      return Value::of(facts_->find_text(measure_->texts[static_cast<std::size_t>(node.symbol)]));
    case Op::unset: return unknown_of(node.type);
    case Op::subject: return Value::of(subject_);
    case Op::item: return at(values_, node.symbol);
    case Op::today: return Value::of(today_.number());
    case Op::fact: return load(node);
    case Op::parameter:
      return parameter_on(plan_->parameters[static_cast<std::size_t>(node.symbol)], a(),
                          node.b < 0 ? Value::unknown() : b());
    case Op::option: return Value::of(choices_.values[static_cast<std::size_t>(node.symbol)]);
    case Op::judgement:
      return facts_->judgement(measure_->subject, static_cast<Row>(a().low.top),
                               measure_->judgements[static_cast<std::size_t>(node.symbol)].id);
    case Op::row_name:
      if (!a().known()) return a().state == State::none ? a() : unknown_of(node.type);
      return Value::of(
          facts_->find_text(facts_->row_name(node.entity, static_cast<Row>(a().low.top))));
    case Op::add: return add(a(), b());
    case Op::subtract: return subtract(a(), b());
    case Op::multiply: return multiply(a(), b());
    case Op::divide: return divide(a(), b());
    case Op::least: return least(a(), b());
    case Op::greatest: return greatest(a(), b());
    case Op::round_half:
    case Op::round_down:
    case Op::round_up: return rounded(node.op, a(), node.constant);
    case Op::add_months: return add_months(a(), b());
    case Op::full_months: return full_months(a(), b());
    case Op::month_share: return month_share(a(), b());
    case Op::month_start: return month_start(a());
    case Op::year_of: return year_of(a());
    case Op::year_start: return year_start(a());
    case Op::year_end: return year_end(a());
    case Op::month_of: return month_of(a());
    case Op::full_years: return full_years(a(), b());
    case Op::less: return less(a(), b());
    case Op::at_most: return at_most(a(), b());
    case Op::equal: return equal(a(), b());
    case Op::area_of: return area_of(a(), node.symbol);
    case Op::span: return hull(a(), b());  // its aggregate looks at both
    case Op::inside: return inside(a(), b());
    case Op::begins_with:
    case Op::contains: return spelled(node, a());
    case Op::is_none: return is_none(a());
    case Op::is_known: return negate(is_none(a()));
    case Op::both: return leye::policy::both(a(), b());
    case Op::either: return either(a(), b());
    case Op::negate: return negate(a());
    case Op::select: return select(a(), b(), at(values_, node.c));
    case Op::given: return a().state == State::none ? a() : b();
    default: break;
  }
  CHECK(!is_aggregate(node.op));
  return Value::unknown();
}

// Whether a text begins with another one, or has it somewhere.
Value Evaluator::spelled(const Node& node, const Value& text) const {
  if (!text.known()) return text.state == State::none ? Value::truth(false) : Value::maybe();
  const auto whole = facts_->text(text.low.top);
  const auto& part = measure_->texts[static_cast<std::size_t>(node.symbol)];
  return Value::truth(node.op == Op::begins_with ? whole.starts_with(part)
                                                 : whole.find(part) != whole.npos);
}

Value Evaluator::load(const Node& node) const {
  const auto& owner = at(values_, node.a);
  if (owner.known()) {
    const auto row = static_cast<Row>(owner.low.top);
    const bool overridden =
        override_.row == row && override_.fact == node.symbol && override_.entity == node.entity;
    auto value = overridden ? override_.value : facts_->value(node.entity, row, node.symbol);
    if (value.known()) return value;
    if (value.state == State::unknown) return unknown_of(node.type);
  } else if (owner.state == State::unknown) {
    return unknown_of(node.type);
  }
  if (node.type == Type::boolean) return Value::truth(false);
  return is_number(node.type) ? unknown_of(node.type) : Value::nothing();
}

Value Evaluator::aggregate(std::int32_t index) {
  const auto& node = measure_->nodes[static_cast<std::size_t>(index)];
  const auto owner = at(values_, node.a);
  if (owner.state == State::unknown) return unknown_aggregate(node.op, node.type);
  Tally tally(node.op);
  Spells spells;
  const auto* span =
      node.op >= Op::months_covered ? &measure_->nodes[static_cast<std::size_t>(node.c)] : nullptr;
  bool open = false;
  if (owner.known()) {
    const auto target = static_cast<Row>(owner.low.top);
    open = !facts_->closed(node.entity, node.symbol, target);
    for (const auto row : facts_->related(node.entity, node.symbol, target)) {
      values_[static_cast<std::size_t>(index)] = Value::of(row);
      run(index + 1, end_of(index));
      const auto passes = node.b < 0 ? Value::truth(true) : at(values_, node.b);
      if (passes.no()) continue;
      if (span != nullptr) {
        spells.add(passes.yes(), at(values_, span->a), at(values_, span->b));
        continue;
      }
      tally.add(passes.yes(), node.c < 0 ? Value::of(row) : at(values_, node.c));
      if (tally.decided()) break;
    }
  }
  if (span != nullptr) return spells.result(node.op, open, at(values_, span->c));
  const auto value =
      node.c < 0 ? Op::constant : measure_->nodes[static_cast<std::size_t>(node.c)].op;
  // Facts have the bounds of their type; whatever is counted is at least 0.
  const bool bounded = value == Op::fact || value == Op::count || value >= Op::distinct;
  return tally.result(open, bounded ? unknown_of(node.type) : Value::unknown());
}

Verdict Evaluator::validity() const {
  if (measure_->event_on < 0) return Verdict::yes;
  const auto& event = at(values_, measure_->event_on);
  if (event.state == State::none) return Verdict::unknown;
  auto in_force = Verdict::yes;
  if (measure_->valid_from >= 0) {
    in_force = both(in_force, verdict_of(at_most(at(values_, measure_->valid_from), event)));
  }
  if (measure_->valid_until >= 0) {
    in_force = both(in_force, verdict_of(at_most(event, at(values_, measure_->valid_until))));
  }
  return event.known() || in_force == Verdict::no ? in_force : Verdict::unknown;
}

// `unwanted`: below an odd number of none-of groups, where holding speaks against the subject.
Evaluator::Standing Evaluator::judge(std::int32_t condition, bool unwanted, Answer& answer) {
  const auto& asked = measure_->conditions[static_cast<std::size_t>(condition)];
  Standing standing;
  if (asked.kind == ConditionKind::leaf) {
    const auto verdict = verdict_of(at(values_, asked.node));
    const auto bit = asked.bit < 0 ? 0 : std::uint64_t{1} << asked.bit;
    if (verdict == Verdict::unknown) answer.unknown |= bit;
    if (verdict == (unwanted ? Verdict::yes : Verdict::no)) answer.failed |= bit;
    standing = {verdict, static_cast<std::uint8_t>(verdict == Verdict::no),
                static_cast<std::uint8_t>(verdict == Verdict::yes)};
  } else if (asked.kind == ConditionKind::by_option) {
    const auto chosen = choices_.values[static_cast<std::size_t>(asked.option)];
    standing = judge(asked.children[chosen], unwanted, answer);
  } else {
    // all: every child true; none: every child false; any: not every child false.
    const bool false_wanted = asked.kind != ConditionKind::all;
    const bool below = unwanted != (asked.kind == ConditionKind::none);
    standing = {Verdict::yes, 0, distance_none};
    for (const auto child : asked.children) {
      auto part = judge(child, below, answer);
      if (false_wanted) part = {opposite(part.verdict), part.holds_firm, part.falls_short};
      standing.verdict = both(standing.verdict, part.verdict);
      standing.falls_short = plus(standing.falls_short, part.falls_short);
      standing.holds_firm = std::min(standing.holds_firm, part.holds_firm);
    }
    if (asked.kind == ConditionKind::any) {
      standing = {opposite(standing.verdict), standing.holds_firm, standing.falls_short};
    }
  }
  if (asked.fixed) {
    if (standing.falls_short > 0) standing.falls_short = distance_none;
    if (standing.holds_firm > 0) standing.holds_firm = distance_none;
  }
  standings_[static_cast<std::size_t>(condition)] = standing;
  return standing;
}

void Evaluator::conclude(Answer& answer, Verdict in_force, Verdict met) const {
  if (in_force == Verdict::yes && met == Verdict::no) {
    answer.outcome = Outcome::not_eligible;
    return;
  }
  const auto amount = measure_->amount < 0 ? Value::of(0) : at(values_, measure_->amount);
  if (amount.state != State::none && met != Verdict::no) {
    answer.low = Money::fen(amount.bounded_below() ? std::max<std::int64_t>(amount.low.top, 0) : 0);
    answer.high.reset();
    if (amount.bounded_above()) {
      answer.high = Money::fen(std::max<std::int64_t>(amount.high.top, 0));
    }
  }
  if (in_force == Verdict::yes && met == Verdict::yes && amount.known()) {
    answer.outcome = Outcome::eligible;
    answer.amount = answer.low;
    return;
  }
  if (in_force != Verdict::yes || met != Verdict::yes || amount.perhaps_none()) answer.low = {};
}

Answer Evaluator::evaluate(Row subject) {
  Answer answer;
  subject_ = subject;
  if (facts_->text_count() != text_count_) settle_constants();
  run(0, validity_end_);
  const auto in_force = validity();
  const bool dated = measure_->event_on >= 0 && at(values_, measure_->event_on).known();
  if (dated) answer.event_on = day_of(at(values_, measure_->event_on));
  if (in_force == Verdict::no) {
    answer.outcome = Outcome::not_in_force;
    answer.distance = distance_none;
    return answer;
  }
  run(validity_end_, static_cast<std::int32_t>(measure_->nodes.size()));
  set_period(answer);
  Standing standing{Verdict::yes, 0, 0};
  if (!measure_->conditions.empty()) standing = judge(0, false, answer);
  answer.distance = standing.falls_short;
  // Refused whenever it was: asking for the day would change nothing.
  const bool refused = standing.verdict == Verdict::no;
  conclude(answer, refused ? Verdict::yes : in_force, standing.verdict);
  if (answer.outcome == Outcome::undetermined) {
    auto missing = MissingFacts(*this).collect(in_force, standing.verdict);
    answer.missing = std::move(missing.facts);
    answer.waiting = std::move(missing.judgements);
  }
  if (!refused) set_stages(answer);
  if (answer.outcome == Outcome::eligible) set_competing(answer);
  for (const auto& output : measure_->outputs) answer.outputs.push_back(at(values_, output.node));
  return answer;
}

Row Evaluator::person(Row subject) const { return follow(measure_->person, subject); }

Row Evaluator::organisation(Row subject) const { return follow(measure_->organisation, subject); }

Row Evaluator::follow(const std::optional<ReferencePath>& path, Row subject) const {
  if (!path) return -1;
  const auto& entities = facts_->vocabulary().entities();
  auto entity = measure_->subject;
  for (const auto step : path->steps) {
    const auto value = facts_->value(entity, subject, step);
    if (!value.known()) return -1;
    subject = static_cast<Row>(value.low.top);
    const auto& fact =
        entities[static_cast<std::size_t>(entity)].facts[static_cast<std::size_t>(step)];
    entity = facts_->entity(fact.refers_to);
  }
  return subject;
}

}  // namespace leye::policy
