#include "policy/batch/compiler.hpp"

#include <algorithm>

#include "policy/batch/operations.hpp"
#include "policy/batch/slots.hpp"
#include "policy/explain/calculate.hpp"

namespace leye::policy::batch {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

Kind kind_for(std::int64_t low, std::int64_t high) {
  return fits_narrow(low, high) ? Kind::narrow : Kind::wide;
}

// Of a column that promises nothing: beyond, numbers are kept apart.
Bounds usual_bounds(Type type) {
  switch (type) {
    case Type::day: return {-150'000, 150'000};
    case Type::money: return {-1'000'000'000'000'000, 1'000'000'000'000'000};
    case Type::place: return {-(std::int64_t{1} << 60), std::int64_t{1} << 60};
    default: return {-(std::int64_t{1} << 30), std::int64_t{1} << 30};
  }
}

std::vector<std::int64_t> key_of(const Step& step) {
  return {static_cast<std::int64_t>(step.act),
          static_cast<std::int64_t>(step.op),
          static_cast<std::int64_t>(step.type),
          step.domain,
          step.a,
          step.b,
          step.c,
          step.fa,
          step.fb,
          step.wide,
          step.symbol,
          step.entity,
          step.variant,
          step.match,
          step.cost,
          step.value_is_bounded,
          step.unit.top,
          step.unit.bottom};
}

}  // namespace

Compiler::Compiler(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
                   std::vector<Op> not_known)
    : plan_(plan), columns_(columns), today_(today), not_known_(std::move(not_known)) {
  program_.plan = &plan;
  program_.subject = subject;
  program_.domains.emplace_back();
  program_.domains[0].entity = subject;
  Vector rows;
  rows.low = 0;
  rows.high = narrow_max;
  rows.always_known = true;
  program_.domains[0].rows = emit({.act = Act::own_rows}, rows);
}

Compiler::Id Compiler::add_vector(Vector vector) {
  program_.vectors.push_back(std::move(vector));
  return static_cast<Id>(program_.vectors.size()) - 1;
}

Compiler::Id Compiler::constant(const Value& value) {
  for (const auto id : constants_) {
    const auto& known = at(id).value;
    if (at(id).text < 0 && known.state == value.state && known.may_be_none == value.may_be_none &&
        known.low == value.low && known.high == value.high)
      return id;
  }
  Vector vector;
  vector.constant = true;
  vector.value = value;
  vector.always_known = value.known() && value.low.bottom == 1;
  vector.low = vector.high = value.known() ? value.low.top : 0;
  vector.kind = kind_for(vector.low, vector.high);
  constants_.push_back(add_vector(vector));
  return constants_.back();
}

std::int32_t Compiler::text_number(const std::string& text) {
  auto& texts = program_.texts;
  const auto found = std::find(texts.begin(), texts.end(), text);
  const auto index = static_cast<std::int32_t>(found - texts.begin());
  if (found == texts.end()) texts.push_back(text);
  return index;
}

Compiler::Id Compiler::text_constant(const std::string& text) {
  const auto index = text_number(text);
  for (const auto id : constants_)
    if (at(id).text == index) return id;
  Vector vector;
  vector.constant = vector.always_known = true;
  vector.text = index;
  vector.low = -1;
  vector.high = narrow_max;
  constants_.push_back(add_vector(vector));
  return constants_.back();
}

Compiler::Id Compiler::emit(Step step, Vector out) {
  const auto [place_of, added] = steps_.try_emplace(key_of(step), -1);
  if (!added) return place_of->second;
  out.domain = step.domain;
  place_of->second = step.out = add_vector(std::move(out));
  program_.steps.push_back(step);
  return step.out;
}

int Compiler::depth(Id domain) const {
  int steps = 0;
  for (; domain > 0; domain = program_.domains[place(domain)].parent) ++steps;
  return steps;
}

Compiler::Id Compiler::deepest(Id a, Id b, Id c) const {
  Id found = 0;
  for (const auto id : {a, b, c})
    if (id >= 0 && !at(id).constant && depth(at(id).domain) > depth(found)) found = at(id).domain;
  return found;
}

// A vector of an outer domain is repeated for the rows of an inner one.
Compiler::Id Compiler::in_domain(Id id, Id domain) {
  if (id < 0 || at(id).constant || at(id).domain == domain) return id;
  const auto outer = in_domain(id, program_.domains[place(domain)].parent);
  return emit({.act = Act::expand, .domain = domain, .a = outer}, at(outer));
}

Compiler::Id Compiler::filled(Id id, Kind kind) {
  if (!at(id).constant) return id;
  Vector out;
  out.kind = kind;
  out.always_known = at(id).always_known;
  out.low = at(id).low;
  out.high = at(id).high;
  if (kind == Kind::share) {
    out.low = std::min<std::int64_t>(out.low, 0);
    out.high = std::max<std::int64_t>(out.high, 0);
    out.bottom_high = at(id).value.known() ? at(id).value.low.bottom : 1;
    out.always_known = at(id).value.known();
  }
  return emit({.act = Act::fill, .a = id, .variant = static_cast<std::uint8_t>(kind)}, out);
}

bool Compiler::is_whole(Id id) const {
  const auto& vector = at(id);
  return vector.text >= 0 || (vector.value.known() && vector.value.low.bottom == 1 &&
                              vector.value.low.top > -wide_max && vector.value.low.top < wide_max);
}

// Whether the result is the same for every row, now and after texts were added.
bool Compiler::folds(Id a, Id b, Id c) const {
  for (const auto id : {a, b, c})
    if (id >= 0 && (!at(id).constant || at(id).text >= 0)) return false;
  return true;
}

Compiler::Id Compiler::translate(std::int32_t index) {
  if (failed_ || index < 0) return -1;
  auto& known = ids_[place(index)];
  if (known >= 0) return known;
  const auto id = translated(measure_->nodes[place(index)], index);
  if (id < 0) failed_ = true;
  return ids_[place(index)] = id;
}

Compiler::Id Compiler::translated(const Node& node, std::int32_t index) {
  const bool known = std::find(not_known_.begin(), not_known_.end(), node.op) == not_known_.end();
  if (!known || !covered(node.op)) {
    unknown_op_ = node.op;
    return -1;
  }
  switch (node.op) {
    case Op::constant:
      if (node.type != Type::text) return constant(Value::of(node.constant));
      return text_constant(measure_->texts[place(node.symbol)]);
    case Op::unset: return constant(unknown_of(node.type));
    case Op::subject: return program_.domains[0].rows;
    case Op::item: return program_.domains[place(domains_[place(node.symbol)])].rows;
    case Op::today: return constant(Value::of(today_.number()));
    case Op::option: return constant(Value::of(choices_->values[place(node.symbol)]));
    case Op::judgement: {
      const auto& id = measure_->judgements[place(node.symbol)].id;
      return each({.op = node.op, .a = translate(node.a), .symbol = text_number(id)});
    }
    case Op::row_name: return each({.op = node.op, .a = translate(node.a), .entity = node.entity});
    case Op::fact: return fact(node);
    case Op::parameter: {
      const auto day = as_number(translate(node.a));
      const auto where = node.b < 0 ? -1 : as_number(translate(node.b));
      if (failed_) return -1;
      const auto& parameter = plan_.parameters[place(node.symbol)];
      if (folds(day, where))
        return constant(
            parameter_on(parameter, at(day).value, where < 0 ? Value::unknown() : at(where).value));
      return each({.op = Op::parameter, .a = day, .b = where, .symbol = node.symbol});
    }
    case Op::exists:
    case Op::count:
    case Op::sum:
    case Op::smallest:
    case Op::largest:
    case Op::only:
    case Op::distinct: return aggregate(node, index);
    default: return operation(node);
  }
}

Compiler::Id Compiler::fact(const Node& node) {
  const auto owner = translate(node.a);
  if (owner < 0) return -1;
  const auto shape = columns_.shape(node.entity, node.symbol);
  const auto usual = usual_bounds(node.type);
  Vector out;
  out.low = shape.promised ? shape.low : usual.low;
  out.high = shape.promised ? shape.high : usual.high;
  out.kind = node.type == Type::boolean ? Kind::truth : kind_for(out.low, out.high);
  out.always_known = shape.always_known && (shape.promised || node.type == Type::boolean);
  Step step{.act = Act::own_fact, .op = Op::fact, .type = node.type, .domain = 0};
  step.symbol = node.symbol;
  step.entity = node.entity;
  if (owner == program_.domains[0].rows) return emit(step, out);
  step.act = Act::fact;
  step.a = at(owner).constant ? filled(owner, Kind::narrow) : owner;
  step.domain = at(step.a).domain;
  out.always_known = out.always_known && at(step.a).always_known;
  return emit(step, out);
}

Compiler::Id Compiler::aggregate(const Node& node, std::int32_t index) {
  auto owner = translate(node.a);
  if (owner < 0) return -1;
  const auto around = enclosing_[place(index)];
  const auto outer = around < 0 ? 0 : domains_[place(around)];
  owner = in_domain(at(owner).constant ? filled(owner, Kind::narrow) : owner, outer);
  Domain inner{outer, owner, node.entity, node.symbol, -1};
  auto& domains = program_.domains;
  const auto same = std::find_if(domains.begin() + 1, domains.end(), [&](const Domain& known) {
    return known.parent == outer && known.owner == owner && known.entity == node.entity &&
           known.reference == node.symbol;
  });
  const auto domain = static_cast<Id>(same - domains.begin());
  if (same == domains.end()) {
    domains.push_back(inner);
    Vector rows;
    rows.high = narrow_max;
    rows.always_known = true;
    const auto out =
        emit({.act = Act::enter, .domain = domain, .a = owner, .symbol = domain}, rows);
    domains[place(domain)].rows = out;
  }
  domains_[place(index)] = domain;
  auto filter = node.b < 0 ? -1 : truth(node.b);
  auto value = node.c < 0 ? -1 : as_number(translate(node.c));
  if (failed_) return -1;
  if (filter >= 0) filter = in_domain(filled(filter, Kind::truth), domain);
  if (value >= 0 && at(value).kind == Kind::share)
    value = each(Op::given, constant(Value::of(0)), value);
  if (value >= 0) value = in_domain(filled(value, at(value).kind), domain);
  const auto as_narrow = value < 0 || at(value).kind == Kind::narrow;
  Step step{.act = Act::reduce, .op = node.op, .type = node.type, .domain = outer, .a = owner};
  step.b = filter;
  step.c = node.op == Op::exists || node.op == Op::count ? -1 : value;
  step.symbol = domain;
  step.entity = node.entity;
  // As in Evaluator::aggregate: facts have the bounds of their type, what is counted is at least 0.
  const auto looked_at = node.c < 0 ? Op::constant : measure_->nodes[place(node.c)].op;
  step.value_is_bounded =
      looked_at == Op::fact || looked_at == Op::count || looked_at >= Op::distinct;
  Vector out;
  const bool counts = node.op == Op::count || node.op == Op::distinct;
  out.kind = node.op == Op::exists ? Kind::truth : as_narrow || counts ? Kind::narrow : Kind::wide;
  out.high = narrow_max;
  if (step.c >= 0 && node.op != Op::distinct) {
    out.low = at(step.c).low;
    out.high = at(step.c).high;
  }
  if (node.op == Op::sum) {
    out.kind = Kind::wide;
    out.low = -wide_max;
    out.high = wide_max;
  }
  return emit(step, out);
}

Compiler::Id Compiler::operation(const Node& node) {
  auto a = translate(node.a);
  auto b = node.b < 0 ? -1 : translate(node.b);
  const auto c = node.c < 0 ? -1 : translate(node.c);
  if (failed_) return -1;
  if (node.op == Op::begins_with || node.op == Op::contains)
    return each(
        {.op = node.op, .a = a, .symbol = text_number(measure_->texts[place(node.symbol)])});
  if (node.op != Op::area_of && folds(a, b, c)) {
    const auto value = [&](Id id) { return id < 0 ? Value::unknown() : at(id).value; };
    return constant(calculated(node.op, node.constant, value(a), value(b), value(c)));
  }
  switch (node.op) {
    case Op::both:
    case Op::either:
    case Op::negate: return truth_operation(node.op, as_truth(a), b < 0 ? -1 : as_truth(b));
    case Op::is_none:
    case Op::is_known: {
      Id none;
      if (at(a).kind == Kind::truth || at(a).always_known) {
        none = constant(Value::truth(false));
      } else {
        none = emit({.act = Act::none_test, .op = Op::is_none, .domain = at(a).domain, .a = a},
                    {.kind = Kind::truth});
      }
      return node.op == Op::is_none ? none : truth_operation(Op::negate, none, -1);
    }
    case Op::select: return select(as_truth(a), b, c);
    case Op::given: return given(a, b);
    case Op::less:
    case Op::at_most:
    case Op::equal: return order(node.op, as_number(a), as_number(b));
    case Op::round_half:
    case Op::round_down:
    case Op::round_up: return rounded(node, as_number(a));
    case Op::area_of: return each({.op = node.op, .a = as_number(a), .symbol = node.symbol});
    case Op::inside:
    case Op::full_months:
    case Op::month_share:
    case Op::month_start: return each(node.op, as_number(a), b < 0 ? -1 : as_number(b));
    default: return number(node.op, as_number(a), b < 0 ? -1 : as_number(b));
  }
}

Compiler::Id Compiler::truth_operation(Op op, Id a, Id b) {
  if (a < 0 || (b < 0 && op != Op::negate)) return -1;
  if (folds(a, b)) {
    return constant(calculated(op, {}, at(a).value, b < 0 ? Value::unknown() : at(b).value, {}));
  }
  Vector out{.kind = Kind::truth};
  out.always_known = at(a).always_known && (b < 0 || at(b).always_known);
  if (op == Op::negate) return emit({.act = Act::truth_not, .domain = at(a).domain, .a = a}, out);
  for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
    if (!at(one).constant) continue;
    // A constant that decides, or leaves it to the other.
    const auto& value = at(one).value;
    if (op == Op::both && value.no()) return one;
    if (op == Op::either && value.yes()) return one;
    if (!value.undecided()) return other;
  }
  if (a == b) return a;
  a = filled(a, Kind::truth);
  b = filled(b, Kind::truth);
  const auto domain = deepest(a, b);
  Step step{.act = op == Op::both ? Act::truth_and : Act::truth_or, .domain = domain};
  step.a = in_domain(a, domain);
  step.b = in_domain(b, domain);
  if (step.a > step.b) std::swap(step.a, step.b);
  return emit(step, out);
}

// A truth that is a number elsewhere: as the interpreter sees it, decided only if known.
Compiler::Id Compiler::as_truth(Id id) {
  if (id < 0 || at(id).kind == Kind::truth) return id;
  if (at(id).constant) {
    const auto& value = at(id).value;
    if (at(id).text >= 0) return -1;
    return constant(value.undecided() ? Value::maybe() : Value::truth(value.yes()));
  }
  return emit({.act = Act::as_truth, .domain = at(id).domain, .a = id}, {.kind = Kind::truth});
}

Compiler::Id Compiler::as_number(Id id) {
  if (id < 0 || at(id).kind != Kind::truth) return id;
  Vector out;
  out.high = 1;
  return emit({.act = Act::as_number, .domain = at(id).domain, .a = id}, out);
}

bool Compiler::add(const Measure& measure, const Choices& choices) {
  const auto vectors = program_.vectors.size();
  const auto domains = program_.domains.size();
  const auto steps = program_.steps.size();
  const auto known_steps = steps_;
  const auto known_constants = constants_;
  measure_ = &measure;
  choices_ = &choices;
  failed_ = false;
  ids_.assign(measure.nodes.size(), -1);
  domains_.assign(measure.nodes.size(), -1);
  enclosing_.assign(measure.nodes.size(), -1);
  for (std::size_t i = 0; i < measure.nodes.size(); ++i)
    for (auto j = i + 1; j < place(measure.nodes[i].body_end); ++j)
      enclosing_[j] = static_cast<Id>(i);
  finish();
  if (!failed_) {
    program_.measures.push_back(&measure);
    program_.choices.push_back(choices);
    return true;
  }
  program_.vectors.resize(vectors);
  program_.domains.resize(domains);
  program_.steps.resize(steps);
  steps_ = known_steps;
  constants_ = known_constants;
  return false;
}

Program Compiler::take() {
  assign_slots(program_);
  return std::move(program_);
}

bool covered(Op op) {
  switch (op) {
    case Op::constant:
    case Op::unset:
    case Op::subject:
    case Op::item:
    case Op::today:
    case Op::fact:
    case Op::parameter:
    case Op::option:
    case Op::judgement:
    case Op::row_name:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::least:
    case Op::greatest:
    case Op::round_half:
    case Op::round_down:
    case Op::round_up:
    case Op::add_months:
    case Op::full_months:
    case Op::month_share:
    case Op::month_start:
    case Op::year_of:
    case Op::year_start:
    case Op::year_end:
    case Op::month_of:
    case Op::full_years:
    case Op::less:
    case Op::at_most:
    case Op::equal:
    case Op::inside:
    case Op::begins_with:
    case Op::contains:
    case Op::is_none:
    case Op::is_known:
    case Op::both:
    case Op::either:
    case Op::negate:
    case Op::select:
    case Op::given:
    case Op::exists:
    case Op::count:
    case Op::sum:
    case Op::smallest:
    case Op::largest:
    case Op::only:
    case Op::distinct:
    case Op::area_of: return true;
    default: return false;
  }
}

Program compile(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
                const std::vector<Choices>& choices, const std::vector<Op>& not_known,
                std::vector<NotCovered>& not_covered) {
  CHECK(choices.empty() || choices.size() == plan.measures.size());
  Compiler compiler(plan, subject, columns, today, not_known);
  for (std::size_t i = 0; i < plan.measures.size(); ++i) {
    const auto& measure = plan.measures[i];
    if (measure.subject != subject) continue;
    auto chosen = default_choices(measure);
    if (!choices.empty())
      std::copy(choices[i].values.begin(), choices[i].values.end(), chosen.values.begin());
    if (!compiler.add(measure, chosen)) not_covered.push_back({&measure, compiler.unknown_op()});
  }
  return compiler.take();
}

}  // namespace leye::policy::batch
