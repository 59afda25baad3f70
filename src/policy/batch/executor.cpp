#include "policy/batch/executor.hpp"

#include <algorithm>
#include <cstring>

#include "policy/batch/operations.hpp"
#include "policy/batch/slots.hpp"
#include "policy/explain/calculate.hpp"

namespace leye::policy::batch {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

constexpr std::size_t alignment = 64;
constexpr std::size_t rounded_up(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace

Executor::Executor(const Program& program, const Columns& columns, const Kernels& kernels,
                   std::size_t block)
    : program_(program),
      columns_(columns),
      kernels_(kernels),
      block_(block),
      lanes_(program.vectors.size()),
      constants_(program.vectors.size()),
      narrow_(program.vectors.size()),
      wide_(program.vectors.size()),
      slots_(program.slot_bytes.size()),
      extents_(program.domains.size()),
      results_(program.measures.size()),
      answers_(program.measures.size()) {
  for (std::size_t i = 0; i < program.measures.size(); ++i) {
    auto& result = results_[i];
    for (auto* bytes : {&result.outcomes, &result.distances}) bytes->resize(block);
    for (auto* words : {&result.failed, &result.unknown}) words->resize(block);
    for (auto* amounts : {&result.low, &result.high}) amounts->resize(block);
  }
  bind(0, block);
}

void Executor::prepare() {
  for (std::size_t id = 0; id < program_.vectors.size(); ++id) {
    const auto& vector = program_.vectors[id];
    if (!vector.constant) continue;
    auto& value = constants_[id] = vector.value;
    if (vector.text >= 0) value = Value::of(columns_.find_text(program_.texts[place(vector.text)]));
    if (!value.known() || value.low.bottom != 1) continue;
    wide_[id] = value.low.top;
    narrow_[id] = static_cast<std::int32_t>(value.low.top);
  }
}

// Memory for the vectors of a domain that has so many rows now.
void Executor::bind(Id domain, std::size_t rows) {
  bool moved = false;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    auto& slot = slots_[i];
    if (program_.slot_domain[i] != domain || slot.rows >= rows) continue;
    slot.rows = std::max(rows, slot.rows * 2);
    // Three parts at most, each with room to be aligned.
    const auto bytes = place(program_.slot_bytes[i]) * slot.rows + 5 * alignment;
    slot.memory = std::make_unique_for_overwrite<std::byte[]>(bytes);
    moved = true;
  }
  if (scratch_.size() < rows) {
    scratch_.resize(rows);
    zeros_.resize(rows, 0);
  }
  if (!moved) return;
  for (std::size_t id = 0; id < lanes_.size(); ++id) {
    const auto& vector = program_.vectors[id];
    if (vector.slot < 0 || vector.domain != domain) continue;
    auto& slot = slots_[place(vector.slot)];
    auto* from = slot.memory.get();
    const auto off = reinterpret_cast<std::uintptr_t>(from) % alignment;
    if (off != 0) from += alignment - off;
    lanes_[id].data = lanes_[id].memory = from;
    const auto part = vector.kind == Kind::share ? 8 : place(bytes_of(vector.kind));
    from += rounded_up(part * slot.rows);
    if (vector.kind == Kind::share) {
      lanes_[id].bottom = reinterpret_cast<std::int64_t*>(from);
      from += rounded_up(8 * slot.rows);
    }
    lanes_[id].state = reinterpret_cast<Byte*>(from);
  }
}

void Executor::run(Row first, std::size_t rows) {
  CHECK(rows <= block_);
  first_ = first;
  extents_[0].rows = rows;
  apart_.clear();
  apart_.push_back(unknown_of(Type::count));
  apart_.push_back(Value::maybe());
  for (const auto& step : program_.steps) {
    // In a domain without rows there is nothing to do but to say so.
    if (extent(step.domain).rows == 0 && step.act != Act::enter && step.act != Act::reduce) {
      if (step.out >= 0) lane(step.out).plain = true;
      continue;
    }
    execute(step);
  }
}

void Executor::execute(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto* out = step.out < 0 ? nullptr : lane(step.out).data;
  const auto* a = step.a < 0 ? nullptr : lane(step.a).data;
  const auto* b = step.b < 0 ? nullptr : lane(step.b).data;
  switch (step.act) {
    case Act::own_rows: return own_rows(step);
    case Act::own_fact: return own_fact(step);
    case Act::fact: return fact(step);
    case Act::enter: return enter(step);
    case Act::expand: return expand(step);
    case Act::fill: return fill(step);
    case Act::widen: return kernels_.widen[2][1](rows, out, a);
    case Act::calendar: return kernels_.calendar[step.variant](rows, out, a);
    case Act::shift_months:
      return kernels_.shift_months[form(step.a, step.b)](rows, out, a, operand(step.b, false));
    case Act::number: return number(step);
    case Act::order: {
      kernels_.order[step.variant][step.wide][form(step.fa, step.fb)](
          rows, out, operand(step.fa, step.wide), operand(step.fb, step.wide));
      return settle_truth(step);
    }
    case Act::order_share: {
      const auto& limit = constants_[place(step.fb)].low;
      const std::int64_t against[] = {limit.top, limit.bottom};
      const auto& from = lane(step.fa);
      kernels_.order_share(rows, static_cast<Byte*>(out), static_cast<std::int64_t*>(from.data),
                           from.bottom, against, static_cast<Ordering>(step.variant),
                           step.match != 0);
      return settle_truth(step);
    }
    case Act::share: return share(step);
    case Act::choose: return choose(step);
    case Act::choose_truth:
      return kernels_.choose_truth(rows, out, truth(step.a), b, lane(step.c).data);
    case Act::truth_and: return kernels_.truth_and(rows, out, a, b);
    case Act::truth_or: return kernels_.truth_or(rows, out, a, b);
    case Act::truth_not: return kernels_.truth_not(rows, out, a);
    case Act::none_test: return none_test(step);
    case Act::given: return given(step);
    case Act::as_number: return as_number(step);
    case Act::as_truth: return as_truth(step);
    case Act::each: return each(step);
    case Act::reduce: return reduce(step);
    case Act::cost:
      return kernels_.add_cost(rows, static_cast<Byte*>(out),
                               step.a < 0 ? zeros_.data() : truth(step.a), truth(step.b),
                               step.match, step.cost);
    case Act::add_costs: return kernels_.add_costs(rows, out, a, b);
    case Act::least_cost: return kernels_.truth_and(rows, out, a, b);
    case Act::fix_cost: return kernels_.fix_cost(rows, out, a);
    case Act::dated: {
      std::memcpy(out, a, rows);
      const auto& event = lane(step.b);
      if (event.plain) return;
      auto* in_force = static_cast<Byte*>(out);
      for (std::size_t i = 0; i < rows; ++i) {
        if (event.state[i] == known_state ||
            (event.state[i] == apart_state && get(step.b, i).known()))
          continue;
        if (event.state[i] == none_state || in_force[i] == 2) in_force[i] = 1;
      }
      return;
    }
    case Act::begin: return begin(step);
    case Act::mark: return mark(step);
    case Act::finish: return finish(step);
  }
}

const void* Executor::operand(Id id, bool wide) {
  if (!vector(id).constant) return lane(id).data;
  if (wide) return &wide_[place(id)];
  return &narrow_[place(id)];
}

Form Executor::form(Id a, Id b) const {
  const bool one = vector(a).constant, other = vector(b).constant;
  if (one && other) return ss;
  return one ? sv : other ? vs : vv;
}

Value Executor::get(Id id, std::size_t row) {
  const auto& known = vector(id);
  if (known.constant) return constants_[place(id)];
  const auto& from = lane(id);
  if (known.kind == Kind::truth) {
    const auto truth = static_cast<const Byte*>(from.data)[row];
    return truth == 1 ? Value::maybe() : Value::truth(truth == 2);
  }
  const auto state = from.plain ? known_state : from.state[row];
  if (state == unknown_state) return Value::unknown();
  if (state == none_state) return Value::nothing();
  const auto number = whole(id, row);
  if (state == apart_state) return apart_[static_cast<std::size_t>(number)];
  if (known.kind != Kind::share) return Value::of(number);
  return Value::of(*multiply(Fraction{number, 1}, Fraction{1, from.bottom[row]}));
}

// The number of a vector as it lies there.
std::int64_t Executor::whole(Id id, std::size_t row) {
  if (vector(id).constant) return wide_[place(id)];
  if (vector(id).kind == Kind::narrow) return data<std::int32_t>(id)[row];
  return data<std::int64_t>(id)[row];
}

void Executor::put_number(Lane& to, Kind kind, std::size_t row, std::int64_t number, Byte state) {
  if (kind == Kind::narrow) {
    static_cast<std::int32_t*>(to.data)[row] = static_cast<std::int32_t>(number);
  } else {
    static_cast<std::int64_t*>(to.data)[row] = number;
  }
  to.state[row] = state;
}

std::int64_t Executor::keep(const Value& value) {
  apart_.push_back(value);
  return static_cast<std::int64_t>(apart_.size()) - 1;
}

// A number's lane must not be plain.
void Executor::put(Id id, std::size_t row, const Value& value) {
  auto& to = lane(id);
  const auto& known = vector(id);
  if (known.kind == Kind::truth) {
    static_cast<Byte*>(to.data)[row] = value.undecided() ? 1 : value.yes() ? 2 : 0;
    return;
  }
  const auto kept_here = [&] {
    if (!value.known() || value.low.top < known.low || value.low.top > known.high) return false;
    return value.low.bottom == 1 ||
           (known.kind == Kind::share && value.low.bottom <= known.bottom_high);
  };
  if (value.state == State::none) return put_number(to, known.kind, row, 0, none_state);
  if (kept_here()) {
    put_number(to, known.kind, row, value.low.top, known_state);
    if (known.kind == Kind::share) to.bottom[row] = value.low.bottom;
    return;
  }
  const bool nothing_known = value.state == State::unknown && value.may_be_none &&
                             !value.bounded_below() && !value.bounded_above();
  if (nothing_known) return put_number(to, known.kind, row, 0, unknown_state);
  put_number(to, known.kind, row, keep(value), apart_state);
}

Value Executor::applied(const Step& step, std::size_t row) {
  const auto a = step.a < 0 ? Value::unknown() : get(step.a, row);
  if (step.op == Op::judgement)
    return columns_.judgement(program_.subject, static_cast<Row>(a.low.top),
                              program_.texts[place(step.symbol)]);
  if (step.op == Op::row_name) {
    if (!a.known()) return a.state == State::none ? a : Value::unknown();
    return Value::of(columns_.row_name(step.entity, static_cast<Row>(a.low.top)));
  }
  if (step.op == Op::area_of) return area_of(a, step.symbol);
  if (step.op == Op::begins_with || step.op == Op::contains) return spelled(step, a);
  const auto b = step.b < 0 ? Value::unknown() : get(step.b, row);
  if (step.op == Op::parameter)
    return parameter_on(program_.plan->parameters[place(step.symbol)], a, b);
  return calculated(step.op, step.unit, a, b, step.c < 0 ? Value::unknown() : get(step.c, row));
}

// As Evaluator::spelled.
Value Executor::spelled(const Step& step, const Value& text) const {
  if (!text.known()) return text.state == State::none ? Value::truth(false) : Value::maybe();
  const auto whole_text = columns_.text(text.low.top);
  const auto& part = program_.texts[place(step.symbol)];
  return Value::truth(step.op == Op::begins_with ? whole_text.starts_with(part)
                                                 : whole_text.find(part) != whole_text.npos);
}

// The greatest state of the operands a and b, row by row.
bool Executor::states_of(const Step& step, Byte* to, std::size_t rows) {
  bool any = false;
  for (const auto id : {step.a, step.b}) {
    if (id < 0 || vector(id).constant || vector(id).kind == Kind::truth || lane(id).plain) continue;
    if (any) {
      for (std::size_t i = 0; i < rows; ++i) to[i] = std::max(to[i], lane(id).state[i]);
    } else {
      std::memcpy(to, lane(id).state, rows);
    }
    any = true;
  }
  return any;
}

bool Executor::any_beyond(const Step& step, std::size_t rows) {
  if (!step.checked) return false;
  const auto outside = [&](Id id, Bounds within) {
    if (id < 0) return false;
    const auto& known = vector(id);
    if (known.low >= within.low && known.high <= within.high) return false;
    if (known.constant) return true;
    const auto narrow = known.kind == Kind::narrow;
    if (narrow) {
      within.low = std::max<std::int64_t>(within.low, INT32_MIN);
      within.high = std::min<std::int64_t>(within.high, INT32_MAX);
    }
    return kernels_.outside[narrow ? 0 : 1](rows, lane(id).data, within.low, within.high);
  };
  return outside(step.a, step.within_a) || outside(step.b, step.within_b);
}

bool Executor::beyond(const Step& step, std::size_t row) {
  const auto a = whole(step.a, row);
  if (a < step.within_a.low || a > step.within_a.high) return true;
  if (step.b < 0) return false;
  const auto b = whole(step.b, row);
  return b < step.within_b.low || b > step.within_b.high;
}

void Executor::settle_number(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto& out = lane(step.out);
  out.plain = !states_of(step, out.state, rows);
  const bool check = any_beyond(step, rows);
  if (out.plain && !check) return;
  if (out.plain) std::memset(out.state, known_state, rows);
  out.plain = false;
  const bool mend = check || kernels_.any(rows, out.state, apart_state) ||
                    (!step.unknown_is_plain && kernels_.any(rows, out.state, unknown_state));
  if (!mend) return;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto state = out.state[i];
    const bool apart = state == apart_state || (state == unknown_state && !step.unknown_is_plain) ||
                       (check && state == known_state && beyond(step, i));
    if (apart) put(step.out, i, applied(step, i));
  }
}

void Executor::settle_truth(const Step& step) {
  const auto rows = extent(step.domain).rows;
  if (!states_of(step, scratch_.data(), rows)) return;
  auto* out = truth(step.out);
  kernels_.settle_truth(rows, out, scratch_.data());
  if (!kernels_.any(rows, scratch_.data(), apart_state)) return;
  for (std::size_t i = 0; i < rows; ++i)
    if (scratch_[i] == apart_state) put(step.out, i, applied(step, i));
}

}  // namespace leye::policy::batch
