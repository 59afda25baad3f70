// Numbers: which kernel, how wide, and for which operands it holds.
#include <algorithm>
#include <array>

#include "base/wide.hpp"
#include "policy/batch/compiler.hpp"

namespace leye::policy::batch {
namespace {

constexpr std::int64_t days_max = 150'000;  // as in explain/calculate.cpp
constexpr std::int64_t months_max = 28'800;
constexpr std::int64_t years_max = 2'400;
constexpr std::int64_t sum_max = std::int64_t{1} << 61;
constexpr std::int64_t factor_max = std::int64_t{1} << 31;

constexpr Bounds no_bounds = {-wide_max, wide_max};

Bounds clipped(Bounds range, Bounds limit) {
  return {std::clamp(range.low, limit.low, limit.high),
          std::clamp(range.high, limit.low, limit.high)};
}

bool within(Bounds range, Bounds limit) {
  return range.low >= limit.low && range.high <= limit.high;
}

Bounds product(Bounds a, Bounds b, bool& fits) {
  Wide least = 0, most = 0;
  bool first = true;
  for (const auto x : {a.low, a.high})
    for (const auto y : {b.low, b.high}) {
      const auto corner = static_cast<Wide>(x) * y;
      least = first ? corner : std::min(least, corner);
      most = first ? corner : std::max(most, corner);
      first = false;
    }
  fits = least >= -static_cast<Wide>(wide_max) && most <= static_cast<Wide>(wide_max);
  if (!fits) return {};
  return {static_cast<std::int64_t>(least), static_cast<std::int64_t>(most)};
}

std::int64_t size_of(Bounds range) {
  return std::max(range.high, range.low == INT64_MIN ? INT64_MAX : -range.low);
}

}  // namespace

std::optional<Compiler::Rule> Compiler::rule_of(Op op, const Vector& left,
                                                const Vector& right) const {
  const Bounds a{left.low, left.high};
  const Bounds b{right.low, right.high};
  const Bounds days{-days_max, days_max};
  switch (op) {
    case Op::add:
    case Op::subtract: {
      const Bounds limit{-sum_max, sum_max};
      const auto x = clipped(a, limit), y = clipped(b, limit);
      if (op == Op::add) return Rule{limit, limit, {x.low + y.low, x.high + y.high}};
      return Rule{limit, limit, {x.low - y.high, x.high - y.low}};
    }
    case Op::multiply: {
      bool fits = false;
      auto range = product(a, b, fits);
      if (fits) return Rule{no_bounds, no_bounds, range};
      const Bounds limit{-factor_max, factor_max};
      range = product(clipped(a, limit), clipped(b, limit), fits);
      return Rule{limit, limit, range};
    }
    case Op::least:
      return Rule{no_bounds, no_bounds, {std::min(a.low, b.low), std::min(a.high, b.high)}};
    case Op::greatest:
      return Rule{no_bounds, no_bounds, {std::max(a.low, b.low), std::max(a.high, b.high)}};
    case Op::round_half:
    case Op::round_down:
    case Op::round_up: return Rule{no_bounds, no_bounds, a};
    case Op::add_months: return Rule{days, {-months_max, months_max}, {-1'100'000, 1'100'000}};
    case Op::year_of: return Rule{days, no_bounds, {1500, 2400}};
    case Op::month_of: return Rule{days, no_bounds, {18'000, 28'800}};
    case Op::year_start:
    case Op::year_end: return Rule{{-years_max, years_max}, no_bounds, {-1'600'000, 160'000}};
    case Op::full_years: return Rule{days, days, {-900, 900}};
    default: return std::nullopt;
  }
}

// An operand that a kernel can read: a vector, or a whole number for all rows.
Compiler::Id Compiler::plain_operand(Id id, bool share) {
  if (!at(id).constant || (is_whole(id) && !share)) return id;
  return filled(id, share ? Kind::share : at(id).kind);
}

Compiler::Id Compiler::widened(Id id) {
  if (id < 0 || at(id).constant || at(id).kind != Kind::narrow) return id;
  auto out = at(id);
  out.kind = Kind::wide;
  return emit({.act = Act::widen, .domain = at(id).domain, .a = id}, out);
}

// Year, month and day of the month in one number: shared by all that look at a day's calendar.
Compiler::Id Compiler::date_of(Id day) {
  Vector out;
  out.low = -narrow_max;
  out.high = narrow_max;
  return emit({.act = Act::calendar, .domain = at(day).domain, .a = day, .variant = to_date}, out);
}

Compiler::Id Compiler::each(Op op, Id a, Id b, Id c) {
  return each({.op = op, .a = a, .b = b, .c = c});
}

Compiler::Id Compiler::each(Step step) {
  for (auto* id : {&step.a, &step.b, &step.c})
    if (*id >= 0) *id = plain_operand(*id);
  // Texts are not known yet: looked at as vectors.
  if (deepest(step.a, step.b, step.c) == 0 && at(step.a).constant &&
      (step.b < 0 || at(step.b).constant) && (step.c < 0 || at(step.c).constant))
    step.a = filled(step.a, at(step.a).kind);
  step.domain = deepest(step.a, step.b, step.c);
  for (auto* id : {&step.a, &step.b, &step.c}) *id = in_domain(*id, step.domain);
  const bool truth = (step.op >= Op::less && step.op <= Op::contains) || step.op == Op::is_none ||
                     step.op == Op::judgement;
  Vector out;
  out.kind = truth ? Kind::truth : Kind::wide;
  out.low = -wide_max;
  out.high = wide_max;
  return emit(step, out);
}

// A whole number is a multiple of one already.
Compiler::Id Compiler::rounded(const Node& node, Id amount) {
  if (amount < 0) return -1;
  const bool share = at(amount).kind == Kind::share;
  if (node.constant == Fraction{1, 1} && (!share || node.op == Op::round_half))
    return number(node.op, amount, -1);
  return each({.op = node.op, .a = amount, .unit = node.constant});
}

Compiler::Id Compiler::number(Op op, Id a, Id b) {
  if (a < 0) return -1;
  const auto is_share = [&](Id id) {
    return id >= 0 && (at(id).kind == Kind::share ||
                       (at(id).constant && at(id).value.known() && !is_whole(id)));
  };
  if (op == Op::divide || is_share(a) || is_share(b)) return share_operation(op, a, b);
  a = plain_operand(a);
  if (b >= 0) b = plain_operand(b);
  if (at(a).constant && (b < 0 || at(b).constant)) a = filled(a, at(a).kind);
  const auto domain = deepest(a, b);
  a = in_domain(a, domain);
  b = in_domain(b, domain);
  const auto rule = rule_of(op, at(a), at(b < 0 ? a : b));
  if (!rule) return each(op, a, b);

  Step step{.act = Act::number, .op = op, .domain = domain, .a = a, .b = b};
  step.within_a = rule->a;
  step.within_b = rule->b;
  step.checked = !within({at(a).low, at(a).high}, rule->a) ||
                 (b >= 0 && !within({at(b).low, at(b).high}, rule->b));
  step.unknown_is_plain = op != Op::least && op != Op::greatest;
  const bool calendar = op >= Op::add_months && op <= Op::full_years;
  step.unit = {1, 1};
  const auto narrow = [&](Id id) { return id < 0 || at(id).kind == Kind::narrow; };
  step.wide =
      !calendar && (!fits_narrow(rule->out.low, rule->out.high) || !narrow(a) || !narrow(b));
  if (calendar && (!narrow(a) || !narrow(b))) return each(op, a, b);
  step.fa = step.wide ? widened(a) : a;
  step.fb = step.wide ? widened(b) : b;
  switch (op) {
    case Op::add: step.variant = plus; break;
    case Op::subtract: step.variant = minus; break;
    case Op::multiply: step.variant = times; break;
    case Op::least: step.variant = lesser; break;
    case Op::greatest: step.variant = larger; break;
    case Op::year_of:
    case Op::month_of: step.fa = date_of(a); break;
    case Op::full_years:
      if (at(a).constant) return each(op, filled(a, Kind::narrow), b);
      if (at(b).constant) b = step.b = filled(b, Kind::narrow);
      step.fa = date_of(a);
      step.fb = date_of(in_domain(b, domain));
      step.b = in_domain(b, domain);
      break;
    case Op::add_months: {
      if (at(a).constant) a = step.a = in_domain(filled(a, Kind::narrow), domain);
      Vector date;
      date.low = -narrow_max;
      date.high = narrow_max;
      step.fa = emit({.act = Act::shift_months, .domain = domain, .a = date_of(a), .b = b}, date);
      step.fb = -1;
      break;
    }
    default: break;
  }
  Vector out;
  out.kind = step.wide ? Kind::wide : Kind::narrow;
  out.low = rule->out.low;
  out.high = rule->out.high;
  out.always_known = at(a).always_known && (b < 0 || at(b).always_known) && !step.checked;
  const bool rounds = op >= Op::round_half && op <= Op::round_up;
  if (rounds && out.always_known) return a;
  return emit(step, out);
}

Compiler::Id Compiler::as_share(Id id) {
  if (at(id).kind == Kind::share && !at(id).constant) return id;
  if (at(id).constant) return filled(id, Kind::share);
  // Not a division by one: that of an interval says less than the interval.
  Step step{.act = Act::share, .op = Op::given, .domain = at(id).domain};
  step.a = constant(Value::of(0));
  step.b = id;
  step.fb = widened(id);
  auto out = at(id);
  out.kind = Kind::share;
  out.always_known = false;
  return emit(step, out);
}

Compiler::Id Compiler::share_operation(Op op, Id a, Id b) {
  const bool share_a = at(a).kind == Kind::share || (at(a).constant && !is_whole(a));
  const bool share_b = b >= 0 && (at(b).kind == Kind::share || (at(b).constant && !is_whole(b)));
  if (op == Op::multiply && share_a && !share_b) return share_operation(op, b, a);
  Vector out;
  out.kind = Kind::share;
  Step step{.act = Act::share, .op = op};
  if (op == Op::round_half && !at(a).constant) {
    step.unit = {1, 1};
    step.act = Act::number;
    step.domain = at(a).domain;
    step.a = step.fa = a;
    step.wide = true;
    out.kind = Kind::wide;
    out.always_known = at(a).always_known;
    out.low = std::min<std::int64_t>(at(a).low, 0) - 1;
    out.high = std::max<std::int64_t>(at(a).high, 0) + 1;
    return emit(step, out);
  }
  const bool simple =
      (op == Op::divide && !share_a && !share_b) || (op == Op::multiply && !share_a && share_b);
  if (!simple) return each(op, a, b);
  a = filled(a, at(a).kind);
  b = share_b ? filled(b, Kind::share) : filled(b, at(b).kind);
  const auto domain = deepest(a, b);
  step.domain = domain;
  step.a = in_domain(a, domain);
  step.b = in_domain(b, domain);
  step.fa = widened(step.a);
  step.fb = share_b ? step.b : widened(step.b);
  bool fits = true;
  Bounds top{at(a).low, at(a).high};
  if (op == Op::multiply) {
    top = product(top, {at(b).low, at(b).high}, fits);
    out.bottom_high = at(b).bottom_high;
  } else {
    out.bottom_high = std::max<std::int64_t>(at(b).high, 1);
  }
  if (!fits || size_of(top) > wide_max / 4 || out.bottom_high > wide_max / 4) return each(op, a, b);
  out.always_known =
      at(a).always_known && at(b).always_known && (op == Op::multiply || at(b).low > 0);
  out.low = std::min<std::int64_t>(top.low, 0);
  out.high = std::max<std::int64_t>(top.high, 0);
  return emit(step, out);
}

Compiler::Id Compiler::order(Op op, Id a, Id b) {
  if (a < 0 || b < 0) return -1;
  const auto share = [&](Id id) { return at(id).kind == Kind::share && !at(id).constant; };
  const auto fraction = [&](Id id) {
    return at(id).constant && at(id).value.known() && !is_whole(id);
  };
  if (share(a) || share(b) || fraction(a) || fraction(b)) return order_share(op, a, b);
  a = plain_operand(a);
  b = plain_operand(b);
  if (at(a).constant && at(b).constant) a = filled(a, at(a).kind);
  if (op == Op::equal && at(a).constant) std::swap(a, b);
  const auto domain = deepest(a, b);
  Step step{.act = Act::order, .op = op, .domain = domain};
  step.a = in_domain(a, domain);
  step.b = in_domain(b, domain);
  step.wide = at(a).kind == Kind::wide || at(b).kind == Kind::wide;
  step.fa = step.wide ? widened(step.a) : step.a;
  step.fb = step.wide ? widened(step.b) : step.b;
  step.variant = op == Op::less ? is_less : op == Op::at_most ? is_at_most : is_equal;
  Vector out{.kind = Kind::truth};
  out.always_known = at(a).always_known && at(b).always_known;
  return emit(step, out);
}

// A share against one number or fraction; anything else row by row.
Compiler::Id Compiler::order_share(Op op, Id a, Id b) {
  const bool swap = at(a).constant;
  const auto one = swap ? b : a, other = swap ? a : b;
  const auto& value = at(other).value;
  const bool against = at(other).constant && at(other).text < 0 && value.known();
  if (!against || at(one).constant) return each(op, a, b);
  const auto share = as_share(one);
  bool top_fits = false, bottom_fits = false;
  product({at(share).low, at(share).high}, {value.low.bottom, value.low.bottom}, top_fits);
  product({1, at(share).bottom_high}, {value.low.top, value.low.top}, bottom_fits);
  if (at(share).kind != Kind::share || !top_fits || !bottom_fits) return each(op, a, b);
  Step step{.act = Act::order_share, .op = op, .domain = at(share).domain};
  step.a = swap ? other : share;
  step.b = swap ? share : other;
  step.fa = share;
  step.fb = other;
  step.variant = op == Op::less ? is_less : op == Op::at_most ? is_at_most : is_equal;
  step.match = swap ? 1 : 0;
  Vector out{.kind = Kind::truth};
  out.always_known = at(share).always_known;
  return emit(step, out);
}

Compiler::Id Compiler::select(Id which, Id yes, Id no) {
  if (which < 0 || yes < 0 || no < 0) return -1;
  if (at(which).constant && !at(which).value.undecided()) return at(which).value.yes() ? yes : no;
  if (yes == no && at(yes).always_known) return yes;
  which = filled(which, Kind::truth);
  const auto truth = [&](Id id) { return at(id).kind == Kind::truth; };
  const auto share = [&](Id id) {
    return at(id).kind == Kind::share ||
           (at(id).constant && at(id).value.known() && !is_whole(id) && at(id).text < 0);
  };
  Step step{.act = Act::choose, .op = Op::select};
  Vector out;
  if (truth(yes) && truth(no)) {
    step.act = Act::choose_truth;
    out.kind = Kind::truth;
  } else {
    yes = as_number(yes);
    no = as_number(no);
    if (share(yes) || share(no)) {
      yes = as_share(yes);
      no = as_share(no);
      if (at(yes).kind != Kind::share || at(no).kind != Kind::share)
        return each(Op::select, which, yes, no);
      out.kind = Kind::share;
    } else {
      yes = plain_operand(yes);
      no = plain_operand(no);
      step.wide = at(yes).kind == Kind::wide || at(no).kind == Kind::wide;
      out.kind = step.wide ? Kind::wide : Kind::narrow;
    }
    out.low = std::min(at(yes).low, at(no).low);
    out.high = std::max(at(yes).high, at(no).high);
    out.bottom_high = std::max(at(yes).bottom_high, at(no).bottom_high);
  }
  const auto known = [&](Id id) { return at(id).always_known; };
  out.always_known = known(which) && known(yes) && known(no);
  const auto domain = deepest(which, yes, no);
  step.domain = domain;
  step.a = in_domain(which, domain);
  step.b = in_domain(yes, domain);
  step.c = in_domain(no, domain);
  step.fa = step.wide ? widened(step.b) : step.b;
  step.fb = step.wide ? widened(step.c) : step.c;
  return emit(step, out);
}

Compiler::Id Compiler::given(Id a, Id b) {
  if (a < 0 || b < 0) return -1;
  if (at(a).kind == Kind::truth || at(a).always_known) return b;
  b = as_number(b);
  if (at(b).kind == Kind::share) return each(Op::given, a, b);
  if (at(a).constant) a = filled(a, at(a).kind);
  if (at(b).constant) b = filled(b, at(b).kind);
  const auto domain = deepest(a, b);
  Step step{.act = Act::given, .op = Op::given, .domain = domain};
  step.a = in_domain(a, domain);
  step.b = in_domain(b, domain);
  auto out = at(b);
  out.always_known = false;
  return emit(step, out);
}

}  // namespace leye::policy::batch
