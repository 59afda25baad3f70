// Facts and relations: from columns to vectors.
#include <algorithm>
#include <cstring>

#include "policy/batch/executor.hpp"
#include "policy/batch/slots.hpp"
#include "policy/explain/aggregate.hpp"
#include "policy/explain/calculate.hpp"

namespace leye::policy::batch {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

const void* moved(const void* from, Width width, Row rows) {
  return static_cast<const std::byte*>(from) + place(rows) * (std::size_t{1} << int(width));
}

}  // namespace

void Executor::own_rows(const Step& step) {
  auto* out = data<std::int32_t>(step.out);
  for (std::size_t i = 0; i < extent(0).rows; ++i) out[i] = first_ + static_cast<Row>(i);
}

// What is certain where a fact is unknown or none: see Evaluator::load.
void Executor::store_gap(const Step& step, std::size_t row, State state) {
  auto& out = lane(step.out);
  const auto kind = vector(step.out).kind;
  if (kind == Kind::truth) {
    static_cast<Byte*>(out.data)[row] = state == State::unknown ? 1 : 0;
  } else if (is_number(step.type)) {
    put_number(out, kind, row, not_negative, apart_state);
  } else {
    put_number(out, kind, row, 0, state == State::unknown ? unknown_state : none_state);
  }
}

template <class Number>
void Executor::load_slowly(const Step& step, const Cells& cells) {
  const auto rows = extent(step.domain).rows;
  const auto& known = vector(step.out);
  const auto* values = static_cast<const Number*>(cells.values);
  const bool own = step.act == Act::own_fact;
  auto& out = lane(step.out);
  for (std::size_t i = 0; i < rows; ++i) {
    auto at = place(first_) + i;
    if (!own) {
      const auto& owner = lane(step.a);
      if (!owner.plain && owner.state[i] != 0) {
        const auto value = get(step.a, i);
        if (!value.known()) {
          store_gap(step, i, value.state);
          continue;
        }
        at = static_cast<std::size_t>(value.low.top);
      } else {
        at = static_cast<std::size_t>(whole(step.a, i));
      }
    }
    const auto state = at >= cells.rows          ? std::uint8_t{1}
                       : cells.states == nullptr ? std::uint8_t{0}
                                                 : cells.states[at];
    if (state != 0) {
      store_gap(step, i, static_cast<State>(state));
      continue;
    }
    const std::int64_t number = values[at];
    const bool whole_number = at >= cells.bottom_rows || cells.bottoms[at] == 1;
    if (known.kind == Kind::truth) {
      static_cast<Byte*>(out.data)[i] = number != 0 ? 2 : 0;
    } else if (whole_number && number >= known.low && number <= known.high) {
      put_number(out, known.kind, i, number, 0);
    } else {
      put(step.out, i, Value::of(Fraction{number, whole_number ? 1 : cells.bottoms[at]}));
    }
  }
  if (known.kind != Kind::truth) out.plain = !kernels_.any_set(rows, out.state);
}

// A part of a column as it is, or made as wide as the vector. False: some cells need a closer look.
bool Executor::own_fact_fast(const Step& step, const Cells& cells, const Shape& shape) {
  const auto rows = extent(step.domain).rows;
  if (cells.rows < place(first_) + rows || cells.bottom_rows > 0) return false;
  const auto& known = vector(step.out);
  auto& out = lane(step.out);
  const auto* states = cells.states == nullptr ? nullptr : cells.states + first_;
  const bool gaps = states != nullptr && kernels_.any_set(rows, states);
  const auto* from = moved(cells.values, shape.width, first_);
  if (known.kind == Kind::truth) {
    kernels_.truth_from[int(shape.width)](rows, out.data, from);
    if (gaps) kernels_.settle_truth(rows, static_cast<Byte*>(out.data), states);
    return true;
  }
  if (gaps && is_number(step.type)) return false;
  const bool wide = known.kind == Kind::wide;
  const bool same_width = shape.width == (wide ? Width::bits64 : Width::bits32);
  if (!shape.promised) {
    if (shape.width != Width::bits64 || kernels_.outside[1](rows, from, known.low, known.high))
      return false;
  }
  if (same_width) {
    out.data = const_cast<void*>(from);
  } else {
    kernels_.widen[int(shape.width)][wide](rows, out.data, from);
  }
  out.plain = !gaps;
  if (gaps) std::memcpy(out.state, states, rows);
  return true;
}

void Executor::own_fact(const Step& step) {
  const auto cells = columns_.cells(step.entity, step.symbol);
  const auto shape = columns_.shape(step.entity, step.symbol);
  lane(step.out).data = lane(step.out).memory;
  if (own_fact_fast(step, cells, shape)) return;
  switch (shape.width) {
    case Width::bits8: return load_slowly<std::int8_t>(step, cells);
    case Width::bits16: return load_slowly<std::int16_t>(step, cells);
    case Width::bits32: return load_slowly<std::int32_t>(step, cells);
    case Width::bits64: return load_slowly<std::int64_t>(step, cells);
  }
}

void Executor::fact(const Step& step) {
  const auto rows = extent(step.domain).rows;
  const auto cells = columns_.cells(step.entity, step.symbol);
  const auto shape = columns_.shape(step.entity, step.symbol);
  const auto& known = vector(step.out);
  auto& out = lane(step.out);
  const bool full = cells.rows >= columns_.size(step.entity) && cells.states == nullptr &&
                    cells.bottom_rows == 0 && shape.promised;
  if (full && lane(step.a).plain && known.kind != Kind::truth) {
    kernels_.gather[int(shape.width)][known.kind == Kind::wide](rows, out.data, cells.values,
                                                                lane(step.a).data);
    out.plain = true;
    return;
  }
  switch (shape.width) {
    case Width::bits8: return load_slowly<std::int8_t>(step, cells);
    case Width::bits16: return load_slowly<std::int16_t>(step, cells);
    case Width::bits32: return load_slowly<std::int32_t>(step, cells);
    case Width::bits64: return load_slowly<std::int64_t>(step, cells);
  }
}

// The rows that refer to each owner, one after the other.
void Executor::enter(const Step& step) {
  const auto& domain = program_.domains[place(step.symbol)];
  auto& inner = extent(step.symbol);
  const auto outer_rows = extent(domain.parent).rows;
  const auto links = columns_.links(domain.entity, domain.reference);
  const auto target = [&](std::size_t row) -> std::int64_t {
    const auto& owner = lane(step.a);
    if (owner.plain || owner.state[row] == 0) return whole(step.a, row);
    const auto value = get(step.a, row);
    return value.known() ? value.low.top : -1;
  };
  inner.starts.resize(outer_rows + 1);
  std::size_t rows = 0;
  for (std::size_t i = 0; i < outer_rows; ++i) {
    inner.starts[i] = static_cast<std::int32_t>(rows);
    const auto at = target(i);
    if (at < 0 || static_cast<std::size_t>(at) >= links.targets) continue;
    rows += place(links.starts[at + 1] - links.starts[at]);
  }
  inner.starts[outer_rows] = static_cast<std::int32_t>(rows);
  inner.rows = rows;
  inner.parents.resize(rows);
  bind(step.symbol, rows);
  auto* out = data<std::int32_t>(step.out);
  lane(step.out).plain = true;
  for (std::size_t i = 0; i < outer_rows; ++i) {
    const auto first = place(inner.starts[i]), last = place(inner.starts[i + 1]);
    if (first == last) continue;
    const auto from = links.starts[target(i)];
    for (auto j = first; j < last; ++j) {
      const auto position = from + static_cast<std::int32_t>(j - first);
      inner.parents[j] = static_cast<std::int32_t>(i);
      out[j] = links.rows == nullptr ? position : links.rows[position];
    }
  }
}

void Executor::expand(const Step& step) {
  const auto& inner = extent(step.domain);
  const auto& from = lane(step.a);
  auto& to = lane(step.out);
  const auto spread = [&](auto* out, const auto* in) {
    for (std::size_t i = 0; i < inner.rows; ++i) out[i] = in[inner.parents[i]];
  };
  switch (vector(step.out).kind) {
    case Kind::truth: return spread(data<Byte>(step.out), data<Byte>(step.a));
    case Kind::narrow: spread(data<std::int32_t>(step.out), data<std::int32_t>(step.a)); break;
    case Kind::share: spread(to.bottom, from.bottom); [[fallthrough]];
    case Kind::wide: spread(data<std::int64_t>(step.out), data<std::int64_t>(step.a)); break;
  }
  to.plain = from.plain;
  if (!from.plain) spread(to.state, from.state);
}

Value Executor::reduce_slowly(const Step& step, std::size_t first, std::size_t last, bool open) {
  const auto rows = program_.domains[place(step.symbol)].rows;
  Tally tally(step.op);
  for (auto i = first; i < last && !tally.decided(); ++i) {
    const auto passes = step.b < 0 ? Byte{2} : truth(step.b)[i];
    if (passes != 0) tally.add(passes == 2, get(step.c < 0 ? rows : step.c, i));
  }
  return tally.result(open, step.value_is_bounded ? unknown_of(step.type) : Value::unknown());
}

// Where all that counts is certain and known. False: too little is.
bool Executor::reduce_fast(const Step& step, std::size_t row, std::size_t first, std::size_t last) {
  if (step.op == Op::distinct) return false;
  const auto* filter = step.b < 0 ? nullptr : truth(step.b);
  std::int64_t found = 0, result = 0;
  const auto values = step.c < 0 ? program_.domains[place(step.symbol)].rows : step.c;
  const auto& from = lane(values);
  for (auto i = first; i < last; ++i) {
    if (filter != nullptr && filter[i] != 2) {
      if (filter[i] == 1) return false;
      continue;
    }
    if (step.op == Op::count) {
      ++found;
      continue;
    }
    const auto state = from.plain ? Byte{0} : from.state[i];
    if (state == 2 && step.op != Op::only) continue;
    if (state != 0) return false;
    const auto value = whole(values, i);
    if (found++ == 0) {
      result = value;
    } else if (step.op == Op::sum) {
      if (__builtin_add_overflow(result, value, &result)) return false;
    } else if (step.op == Op::only) {
      return false;
    } else {
      result = step.op == Op::smallest ? std::min(result, value) : std::max(result, value);
    }
  }
  if (step.op == Op::count) result = found;
  const bool none = found == 0 && (step.op == Op::smallest || step.op == Op::largest);
  if (found == 0 && step.op == Op::only) return false;
  const auto& known = vector(step.out);
  if (!none && (result < known.low || result > known.high)) return false;
  put_number(lane(step.out), known.kind, row, none ? 0 : result, none ? 2 : 0);
  return true;
}

void Executor::reduce(const Step& step) {
  const auto rows = extent(step.domain).rows;
  const auto& inner = extent(step.symbol);
  const auto reference = program_.domains[place(step.symbol)].reference;
  const auto& owner = lane(step.a);
  auto& out = lane(step.out);
  const bool is_truth = step.op == Op::exists;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto state = owner.plain ? Byte{0} : owner.state[i];
    const auto first = place(inner.starts[i]), last = place(inner.starts[i + 1]);
    const auto target = state == 0   ? Value::of(whole(step.a, i))
                        : state == 3 ? get(step.a, i)
                                     : Value::unknown();
    const bool known = target.known();
    const bool open =
        known && !columns_.closed(step.entity, reference, static_cast<Row>(target.low.top));
    if (!known && state != 2) {
      put(step.out, i, unknown_aggregate(step.op, step.type));
    } else if (is_truth) {
      Byte found = open ? 1 : 0;
      if (step.b < 0 && last > first) found = 2;
      if (step.b >= 0)
        for (auto j = first; j < last; ++j) found = std::max(found, truth(step.b)[j]);
      static_cast<Byte*>(out.data)[i] = found;
    } else if (open || !reduce_fast(step, i, first, last)) {
      put(step.out, i, reduce_slowly(step, first, last, open));
    }
  }
  if (!is_truth) out.plain = rows == 0 || !kernels_.any_set(rows, out.state);
}

}  // namespace leye::policy::batch
