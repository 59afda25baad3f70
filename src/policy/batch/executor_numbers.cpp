// Numbers and choices: the kernels' results, and what is mended of them.
#include <algorithm>
#include <cstring>

#include "policy/batch/executor.hpp"
#include "policy/batch/slots.hpp"

namespace leye::policy::batch {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

void Executor::number(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto* out = lane(step.out).data;
  switch (step.op) {
    case Op::year_of: kernels_.calendar[date_year](rows, out, lane(step.fa).data); break;
    case Op::month_of: kernels_.calendar[date_month](rows, out, lane(step.fa).data); break;
    case Op::year_start: kernels_.calendar[start_of_year](rows, out, lane(step.fa).data); break;
    case Op::year_end: kernels_.calendar[end_of_year](rows, out, lane(step.fa).data); break;
    case Op::add_months: kernels_.calendar[from_date](rows, out, lane(step.fa).data); break;
    case Op::full_years:
      kernels_.years_between[vv](rows, out, lane(step.fa).data, lane(step.fb).data);
      break;
    case Op::round_half:
    case Op::round_down:
    case Op::round_up:
      if (vector(step.a).kind == Kind::share) return round_share(step);
      std::memcpy(out, lane(step.fa).data, rows * (step.wide ? 8 : 4));
      break;
    default:
      kernels_.arithmetic[step.variant][step.wide][form(step.fa, step.fb)](
          rows, out, operand(step.fa, step.wide), operand(step.fb, step.wide));
  }
  settle_number(step);
}

void Executor::share(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto& out = lane(step.out);
  auto* top = static_cast<std::int64_t*>(out.data);
  const auto* a = step.fa < 0 ? nullptr : data<std::int64_t>(step.fa);
  const auto* b = data<std::int64_t>(step.fb);
  const auto* bottom = lane(step.fb).bottom;
  if (!states_of(step, out.state, rows)) std::memset(out.state, known_state, rows);
  out.plain = true;
  for (std::size_t i = 0; i < rows; ++i) {
    switch (step.op) {
      case Op::divide:
        top[i] = a[i];
        out.bottom[i] = b[i];
        break;
      case Op::multiply:
        top[i] = a[i] * b[i];
        out.bottom[i] = bottom[i];
        break;
      default:  // a whole number
        top[i] = b[i];
        out.bottom[i] = 1;
    }
    if (out.state[i] == known_state && out.bottom[i] > 0) continue;
    out.plain = false;
    if (out.state[i] == apart_state || out.state[i] == known_state)
      put(step.out, i, applied(step, i));
  }
}

void Executor::round_share(const Step& step) {
  const auto rows = extent(step.domain).rows;
  const auto& from = lane(step.a);
  const auto* top = static_cast<const std::int64_t*>(from.data);
  auto* out = data<std::int64_t>(step.out);
  for (std::size_t i = 0; i < rows; ++i) {
    if (!from.plain && from.state[i] != known_state) continue;
    const auto size = top[i] < 0 ? -top[i] : top[i];
    const auto whole_fen = (2 * size + from.bottom[i]) / (2 * from.bottom[i]);
    out[i] = top[i] < 0 ? -whole_fen : whole_fen;
  }
  settle_number(step);
}

void Executor::choose(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto& out = lane(step.out);
  const auto* which = truth(step.a);
  if (vector(step.out).kind == Kind::share) {
    kernels_.choose[1][vv](rows, out.data, which, lane(step.b).data, lane(step.c).data);
    kernels_.choose[1][vv](rows, out.bottom, which, lane(step.b).bottom, lane(step.c).bottom);
  } else {
    kernels_.choose[step.wide][form(step.fa, step.fb)](
        rows, out.data, which, operand(step.fa, step.wide), operand(step.fb, step.wide));
  }
  const auto plain = [&](Id id) { return vector(id).constant || lane(id).plain; };
  const bool unsure = kernels_.any(rows, which, 1);
  out.plain = plain(step.b) && plain(step.c) && !unsure;
  if (out.plain) return;
  const auto* yes = plain(step.b) ? zeros_.data() : lane(step.b).state;
  const auto* no = plain(step.c) ? zeros_.data() : lane(step.c).state;
  kernels_.choose_truth(rows, out.state, which, yes, no);
  if (!unsure) return;
  for (std::size_t i = 0; i < rows; ++i)
    if (which[i] == 1) put(step.out, i, applied(step, i));
}

void Executor::none_test(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto* out = truth(step.out);
  const auto& from = lane(step.a);
  if (from.plain) {
    std::memset(out, 0, rows);
    return;
  }
  std::memcpy(out, from.state, rows);
  for (std::size_t i = 0; i < rows; ++i)
    if (out[i] == apart_state) put(step.out, i, applied(step, i));
}

void Executor::given(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto& out = lane(step.out);
  const auto& a = lane(step.a);
  const auto& b = lane(step.b);
  std::memcpy(out.data, b.data, rows * place(bytes_of(vector(step.out).kind)));
  out.plain = a.plain && b.plain;
  if (out.plain) return;
  std::memcpy(out.state, b.plain ? zeros_.data() : b.state, rows);
  if (a.plain) return;
  for (std::size_t i = 0; i < rows; ++i)
    if (a.state[i] == none_state) out.state[i] = none_state;
}

void Executor::as_number(const Step& step) {
  const auto rows = extent(step.domain).rows;
  auto& out = lane(step.out);
  const auto* from = truth(step.a);
  auto* to = static_cast<std::int32_t*>(out.data);
  for (std::size_t i = 0; i < rows; ++i) {
    to[i] = from[i] == 1 ? std::int32_t{maybe_truth} : from[i] >> 1;
    out.state[i] = from[i] == 1 ? apart_state : known_state;
  }
  out.plain = !kernels_.any(rows, from, 1);
}

void Executor::as_truth(const Step& step) {
  const auto rows = extent(step.domain).rows;
  for (std::size_t i = 0; i < rows; ++i) put(step.out, i, get(step.a, i));
}

void Executor::each(const Step& step) {
  const auto rows = extent(step.domain).rows;
  lane(step.out).plain = false;
  for (std::size_t i = 0; i < rows; ++i) put(step.out, i, applied(step, i));
  if (vector(step.out).kind != Kind::truth)
    lane(step.out).plain = !kernels_.any_set(rows, lane(step.out).state);
}

void Executor::fill(const Step& step) {
  const auto rows = extent(step.domain).rows;
  const auto& value = constants_[place(step.a)];
  auto& out = lane(step.out);
  out.plain = false;
  put(step.out, 0, value);
  if (vector(step.out).kind == Kind::truth) {
    std::memset(out.data, static_cast<Byte*>(out.data)[0], rows);
    return;
  }
  const auto number = whole(step.out, 0);
  const auto bottom = vector(step.out).kind == Kind::share ? out.bottom[0] : 1;
  for (std::size_t i = 0; i < rows; ++i) {
    put_number(out, vector(step.out).kind, i, number, out.state[0]);
    if (vector(step.out).kind == Kind::share) out.bottom[i] = bottom;
  }
  out.plain = out.state[0] == known_state;
}

}  // namespace leye::policy::batch
