#include "policy/sql/bounds.hpp"

#include <algorithm>

namespace leye::policy::sql {

Bounds Arithmetic::known(Share number) {
  return {number, number, number, e_.truth(false), e_.truth(false)};
}

Bounds Arithmetic::nothing(Sort sort) {
  const auto empty = null_share(sort);
  return {empty, empty, empty, e_.truth(true), e_.truth(false)};
}

Bounds Arithmetic::unknown(Sort sort) {
  const auto empty = null_share(sort);
  return {empty, empty, empty, e_.truth(false), e_.truth(true)};
}

Bounds Arithmetic::unknown_of(Type type, Sort sort) {
  if (!is_number(type)) return unknown(sort);
  const auto empty = null_share(sort);
  return {whole(e_.number(0)), empty, empty, e_.truth(false), e_.truth(false)};
}

Bounds Arithmetic::fact(Share cell, Id none, Type type) {
  if (!is_number(type)) {
    const auto maybe = e_.both(e_.is_null(cell.top), e_.negate(none));
    return {cell, cell, cell, none, maybe};
  }
  if (!e_.at(cell.top).nullable) return known(cell);
  const Share low = e_.is_number(cell.bottom, 1) ? whole(e_.coalesce(cell.top, e_.number(0)))
                                                 : Share{e_.coalesce(cell.top, e_.number(0)),
                                                         e_.coalesce(cell.bottom, e_.number(1))};
  return {low, cell, cell, e_.truth(false), e_.truth(false)};
}

Bounds Arithmetic::between(Share low, Share high, Id maybe) {
  return {low, high, {}, e_.truth(false), maybe};
}

bool Arithmetic::always_known(const Bounds& a) const {
  return a.point.top >= 0 && !e_.at(a.point.top).nullable;
}

Id Arithmetic::is_known(const Bounds& a) {
  if (a.point.top >= 0) return e_.is_given(a.point.top);
  return e_.both(e_.is_true(compare("=", a.low, a.high)), e_.negate(a.maybe));
}

Share Arithmetic::point(const Bounds& a) {
  if (a.point.top >= 0) return a.point;
  return {e_.choose(is_known(a), a.low.top, e_.null(e_.at(a.low.top).sort)), a.low.bottom};
}

Bounds Arithmetic::as_number(Id truth) {
  const auto zero = e_.number(0), one = e_.number(1);
  Bounds out;
  out.low = whole(e_.choose(truth, one, zero));
  out.high = whole(e_.choose(e_.is_false(truth), zero, one));
  out.point =
      whole(e_.choose(truth, one, e_.choose(e_.is_false(truth), zero, e_.null(Sort::integer))));
  out.none = out.maybe = e_.truth(false);
  return out;
}

Id Arithmetic::as_truth(const Bounds& a) {
  const auto value = point(a);
  return e_.negate(e_.equal(value.top, e_.number(0)));
}

Arithmetic::Both Arithmetic::both_of(const Bounds& a, const Bounds& b) {
  const auto none = either_none(a, b);
  const auto maybe = e_.both(e_.either(a.maybe, b.maybe), e_.negate(none));
  return {none, maybe};
}

Bounds Arithmetic::masked(Bounds a, Id none) {
  if (e_.is(none, false)) return a;
  const auto clear = [&](Share share) {
    return Share{e_.choose(none, e_.null(e_.at(share.top).sort), share.top), share.bottom};
  };
  a.low = clear(a.low);
  a.high = clear(a.high);
  if (a.point.top >= 0) a.point = clear(a.point);
  a.maybe = e_.both(a.maybe, e_.negate(none));
  a.none = e_.either(a.none, none);
  return a;
}

Share Arithmetic::choose(Id when, Share yes, Share no) {
  if (e_.is_null_literal(yes.top)) yes.bottom = no.bottom;
  if (e_.is_null_literal(no.top)) no.bottom = yes.bottom;
  return {e_.choose(when, yes.top, no.top), e_.choose(when, yes.bottom, no.bottom)};
}

Id Arithmetic::compare(const char* op, Share a, Share b) {
  Id left = a.top, right = b.top;
  if (!same_bottom(a, b)) {
    left = e_.multiply(a.top, b.bottom);
    right = e_.multiply(b.top, a.bottom);
  }
  if (op[0] == '=') return e_.equal(left, right);
  return op[1] == '=' ? e_.at_most(left, right) : e_.less(left, right);
}

Share Arithmetic::smaller(Share a, Share b) {
  if (same_bottom(a, b)) {
    const auto top = e_.least(a.top, b.top);
    const auto given = e_.both(e_.is_given(a.top), e_.is_given(b.top));
    return {e_.choose(given, top, e_.null(e_.at(top).sort)), a.bottom};
  }
  return choose(compare("<=", a, b), a,
                choose(e_.is_null(a.top), null_share(e_.at(a.top).sort), b));
}

Share Arithmetic::larger(Share a, Share b) {
  if (same_bottom(a, b)) {
    const auto top = e_.greatest(a.top, b.top);
    const auto given = e_.both(e_.is_given(a.top), e_.is_given(b.top));
    return {e_.choose(given, top, e_.null(e_.at(top).sort)), a.bottom};
  }
  return choose(compare("<=", b, a), a,
                choose(e_.is_null(a.top), null_share(e_.at(a.top).sort), b));
}

Share Arithmetic::least_given(Share a, Share b) {
  if (same_bottom(a, b)) return {e_.least(a.top, b.top), a.bottom};
  return choose(e_.either(e_.is_null(b.top), e_.is_true(compare("<=", a, b))), a, b);
}

Share Arithmetic::greatest_given(Share a, Share b) {
  if (same_bottom(a, b)) return {e_.greatest(a.top, b.top), a.bottom};
  return choose(e_.either(e_.is_null(b.top), e_.is_true(compare("<=", b, a))), a, b);
}

Share Arithmetic::checked(Share a) {
  const auto top = e_.at(a.top);
  const auto bottom = e_.at(a.bottom);
  if (e_.is_null_literal(a.top)) return a;
  if (within(top.range, of_64_bits) && bottom.range.high <= of_64_bits.high) return a;
  const auto limit = of_64_bits.high;
  const auto fits = [&](Id value) {
    return e_.both(e_.at_most(e_.number(-limit), value), e_.at_most(value, e_.number(limit)));
  };
  const auto kept = [&](Id when, Id value) {
    const auto checked = e_.choose(when, value, e_.null(e_.at(value).sort));
    // The same text with the range that was found: whole numbers go on in 64 bits.
    const bool whole = within(e_.at(checked).range, of_64_bits);
    return whole ? checked : e_.make("\1", {checked}, e_.at(checked).sort, of_64_bits, true);
  };
  if (e_.is_number(a.bottom, 1)) return whole(kept(fits(a.top), a.top));
  const auto n = [&](Id value) { return e_.cast(value, Sort::numeric); };
  const auto common = e_.make("gcd(\1, \1)", {n(a.top), n(a.bottom)}, Sort::numeric, {1, wide_end},
                              top.nullable, true);
  const auto divided = [&](Id value) {
    const auto range = e_.at(value).range;
    return e_.make("div(\1, \1)", {n(value), common}, Sort::numeric, range, e_.at(value).nullable,
                   true);
  };
  const auto t = divided(a.top);
  const auto b = divided(a.bottom);
  const auto fit = e_.both(fits(t), fits(b));
  return {kept(fit, t), e_.make("\1", {b}, Sort::numeric, {1, limit}, e_.at(b).nullable)};
}

Share Arithmetic::product(Share a, Share b) {
  return {e_.multiply(a.top, b.top), e_.multiply(a.bottom, b.bottom)};
}

Share Arithmetic::sum(Share a, Share b) {
  if (same_bottom(a, b)) return {e_.add(a.top, b.top), a.bottom};
  return {e_.add(e_.multiply(a.top, b.bottom), e_.multiply(b.top, a.bottom)),
          e_.multiply(a.bottom, b.bottom)};
}

Share Arithmetic::quotient(Share a, Share b) {
  auto top = e_.multiply(a.top, b.bottom);
  auto bottom = e_.multiply(a.bottom, b.top);
  if (e_.at(bottom).range.low < 0) {
    top = e_.choose(e_.less(bottom, e_.number(0)), e_.negative(top), top);
    bottom = e_.absolute(bottom);
  }
  return {top, bottom};
}

Bounds Arithmetic::add(const Bounds& a, const Bounds& b) {
  const auto [none, maybe] = both_of(a, b);
  Bounds out;
  const auto exact = sum(a.low, b.low);
  out.low = checked(exact);
  out.high =
      a.low.top == a.high.top && b.low.top == b.high.top ? out.low : checked(sum(a.high, b.high));
  out.none = none;
  // What is known exactly and leaves 64 bits is not known at all, not even whether it exists.
  const auto surely = e_.both(is_known(a), is_known(b));
  const auto lost = out.low.top == exact.top ? e_.truth(false) : e_.is_null(out.low.top);
  out.maybe = e_.either(maybe, e_.both(surely, lost));
  if (point_is_high(a) && point_is_high(b)) out.point = out.high;
  return out;
}

Bounds Arithmetic::subtract(const Bounds& a, const Bounds& b) {
  const auto [none, maybe] = both_of(a, b);
  const auto apart = [&](Share x, Share y) {
    if (same_bottom(x, y)) return Share{e_.subtract(x.top, y.top), x.bottom};
    return sum(x, negative(y));
  };
  Bounds out;
  const auto exact = apart(a.low, b.high);
  out.low = checked(exact);
  out.high =
      a.low.top == a.high.top && b.low.top == b.high.top ? out.low : checked(apart(a.high, b.low));
  out.none = none;
  const auto surely = e_.both(is_known(a), is_known(b));
  const auto lost = out.low.top == exact.top ? e_.truth(false) : e_.is_null(out.low.top);
  out.maybe = e_.either(maybe, e_.both(surely, lost));
  if (point_is_high(a) && b.point.top >= 0 && b.point.top == b.low.top) out.point = out.high;
  return out;
}

Bounds Arithmetic::multiply(const Bounds& a, const Bounds& b) {
  if (from_zero(b) && !from_zero(a)) return multiply(b, a);
  if (always_known(a) && always_known(b)) {
    const auto exact = product(a.point, b.point);
    const auto fit = checked(exact);
    const auto lost = fit.top == exact.top ? e_.truth(false) : e_.is_null(fit.top);
    return {fit, fit, fit, e_.truth(false), lost};
  }
  if (from_zero(a) && constant_from(b, 0)) {
    Bounds out;
    out.low = checked(product(a.low, b.point));
    out.high = out.point = checked(product(a.high, b.point));
    out.none = e_.truth(false);
    out.maybe = e_.both(e_.is_given(a.point.top), e_.is_null(out.high.top));
    if (within(e_.at(e_.multiply(a.point.top, b.point.top)).range, of_64_bits))
      out.maybe = e_.truth(false);
    return out;
  }
  const auto none = either_none(a, b);
  const auto zero = whole(e_.number(0));
  const auto not_negative = [&](const Bounds& x) { return e_.is_true(compare("<=", zero, x.low)); };
  const auto positive = e_.both(not_negative(a), not_negative(b));
  const auto ll = checked(product(a.low, b.low));
  const auto lh = checked(product(a.low, b.high));
  const auto hl = checked(product(a.high, b.low));
  const auto hh = checked(product(a.high, b.high));
  auto bounded = e_.truth(true), fits = e_.truth(true);
  for (const auto& share : {a.low, a.high, b.low, b.high})
    bounded = e_.both(bounded, e_.is_given(share.top));
  for (const auto& share : {ll, lh, hl, hh}) fits = e_.both(fits, e_.is_given(share.top));
  const auto empty = null_share(e_.at(ll.top).sort);
  const auto lowest = smaller(smaller(ll, lh), smaller(hl, hh));
  const auto highest = larger(larger(ll, lh), larger(hl, hh));
  Bounds out;
  const auto open = e_.both(e_.negate(bounded), positive);
  const auto least_product = choose(e_.is_null(ll.top), zero, ll);
  out.low = choose(fits, lowest, choose(open, least_product, empty));
  out.high = choose(fits, highest, empty);
  out.none = none;
  out.maybe = e_.choose(e_.either(fits, open), e_.either(a.maybe, b.maybe), e_.truth(true));
  out.maybe = e_.both(out.maybe, e_.negate(none));
  // What is none has no bounds, so `fits` is false there; `open` needs both to be at least 0.
  return out;
}

Bounds Arithmetic::divide(const Bounds& a, const Bounds& b) {
  const auto none = either_none(a, b);
  const auto zero = whole(e_.number(0));
  const auto surely = e_.both(is_known(a), is_known(b));
  const auto by = point(b);
  const auto exists = e_.both(surely, e_.negate(e_.is_true(e_.equal(by.top, e_.number(0)))));
  // Nothing is ever divided by zero: there the quotient is not looked at.
  const auto apart = [&](Share x, Share y, Id when) {
    const auto top = e_.choose(when, x.top, e_.null(e_.at(x.top).sort));
    Share safe{e_.choose(when, y.top, e_.number(1)), e_.choose(when, y.bottom, e_.number(1))};
    if (e_.at(safe.top).nullable) {
      safe.top = e_.coalesce(safe.top, e_.number(1));
      safe.bottom = e_.coalesce(safe.bottom, e_.number(1));
    }
    return checked(quotient({top, x.bottom}, safe));
  };
  const auto exact = apart(point(a), by, exists);
  if (always_known(a) && always_known(b))
    return {exact, exact, exact, e_.truth(false), e_.is_null(exact.top)};
  const auto usual = e_.both(e_.negate(surely), e_.both(e_.is_true(compare("<=", zero, a.low)),
                                                        e_.is_true(compare("<", zero, b.low))));
  const auto low_given = e_.both(usual, e_.is_given(b.high.top));
  const auto high_given = e_.both(usual, e_.is_given(a.high.top));
  const auto low = apart(a.low, b.high, low_given);
  const auto high = apart(a.high, b.low, high_given);
  const auto empty = null_share(e_.at(exact.top).sort);
  const auto at_least = choose(e_.is_null(low.top), zero, low);
  Bounds out;
  out.low = choose(surely, exact, choose(usual, at_least, empty));
  out.high = choose(surely, exact, choose(usual, high, empty));
  if (point_is_high(a) && from_zero(b)) out.high = out.point = exact;
  out.none = none;
  const auto either = e_.either(a.maybe, b.maybe);
  out.maybe = e_.choose(surely, e_.is_null(exact.top), e_.choose(usual, either, e_.truth(true)));
  out.maybe = e_.both(out.maybe, e_.negate(none));
  return out;
}

Bounds Arithmetic::extreme(bool least, const Bounds& a, const Bounds& b) {
  const auto [none, maybe] = both_of(a, b);
  Bounds out;
  out.low = least ? smaller(a.low, b.low) : greatest_given(a.low, b.low);
  out.high = least ? least_given(a.high, b.high) : larger(a.high, b.high);
  out.none = e_.truth(false);
  out.maybe = maybe;
  if (always_known(a) && always_known(b)) out.point = out.low;
  return masked(out, none);
}

Bounds Arithmetic::least(const Bounds& a, const Bounds& b) { return extreme(true, a, b); }
Bounds Arithmetic::greatest(const Bounds& a, const Bounds& b) { return extreme(false, a, b); }

Bounds Arithmetic::hull(const Bounds& a, const Bounds& b) {
  Bounds out;
  out.low = choose(a.none, b.low, choose(b.none, a.low, smaller(a.low, b.low)));
  out.high = choose(a.none, b.high, choose(b.none, a.high, larger(a.high, b.high)));
  out.none = e_.both(a.none, b.none);
  const auto some = e_.either(e_.either(a.none, b.none), e_.either(a.maybe, b.maybe));
  out.maybe = e_.both(some, e_.negate(out.none));
  return out;
}

Bounds Arithmetic::select(Id which, const Bounds& yes, const Bounds& no) {
  if (e_.is(which, true)) return yes;
  if (e_.is(which, false)) return no;
  const bool decided = !e_.at(which).nullable;
  if (!decided && e_.is(yes.none, false) && e_.is(no.none, false) && bounded(yes) && bounded(no))
    return either_of(which, yes, no);
  const auto otherwise = e_.is_false(which);
  const auto both = decided ? no : hull(yes, no);
  const auto chosen = [&](Share y, Share n, Share h) {
    return decided ? choose(which, y, n) : choose(which, y, choose(otherwise, n, h));
  };
  Bounds out;
  out.low = chosen(yes.low, no.low, both.low);
  out.high = chosen(yes.high, no.high, both.high);
  const auto truth = [&](Id y, Id n, Id h) {
    return decided ? e_.choose(which, y, n) : e_.choose(which, y, e_.choose(otherwise, n, h));
  };
  out.none = truth(yes.none, no.none, both.none);
  out.maybe = truth(yes.maybe, no.maybe, both.maybe);
  if (decided && yes.point.top >= 0 && no.point.top >= 0)
    out.point = choose(which, yes.point, no.point);
  return out;
}

bool Arithmetic::bounded(const Bounds& a) const {
  return !e_.at(a.low.top).nullable && !e_.at(a.high.top).nullable &&
         e_.is_number(a.low.bottom, 1) && e_.is_number(a.high.bottom, 1);
}

// What may be it counts: each alternative stands once, however long the chain of a table is.
Bounds Arithmetic::either_of(Id which, const Bounds& yes, const Bounds& no) {
  const auto may = e_.negate(e_.is_false(which)), may_not = e_.negate(e_.is_true(which));
  const auto empty = e_.null(Sort::integer);
  const auto chosen = [&](bool least, Id y, Id n) {
    if (y == n) return y;
    y = e_.choose(may, y, empty);
    n = e_.choose(may_not, n, empty);
    // One of the two is always there.
    return e_.given(least ? e_.least(y, n) : e_.greatest(y, n));
  };
  Bounds out;
  out.low = whole(chosen(true, yes.low.top, no.low.top));
  out.high = whole(chosen(false, yes.high.top, no.high.top));
  out.none = e_.truth(false);
  out.maybe = e_.either(e_.both(may, yes.maybe), e_.both(may_not, no.maybe));
  return out;
}

Bounds Arithmetic::given(const Bounds& a, const Bounds& b) { return masked(b, a.none); }

Id Arithmetic::is_none(const Bounds& a) { return e_.choose(a.maybe, e_.null(Sort::truth), a.none); }

Id Arithmetic::select_truth(Id which, Id yes, Id no) {
  if (e_.is(which, true)) return yes;
  if (e_.is(which, false)) return no;
  if (!e_.at(which).nullable) return e_.choose(which, yes, no);
  const auto same = e_.choose(e_.equal(yes, no), yes, e_.null(Sort::truth));
  return e_.choose(which, yes, e_.choose(e_.is_false(which), no, same));
}

// Whether "not known" makes the comparison unknown without further ado: no bound decides it.
bool Arithmetic::matters_not(const Bounds& a, const Bounds& b) const {
  return a.point.top == a.low.top && a.point.top == a.high.top && b.point.top == b.low.top &&
         b.point.top == b.high.top;
}

// A number of at least 0 while it is not known, and no more is said of it.
bool Arithmetic::from_zero(const Bounds& a) {
  return a.point.top >= 0 && a.point.top == a.high.top &&
         a.low.top == e_.coalesce(a.point.top, e_.number(0));
}

bool Arithmetic::constant_from(const Bounds& a, Wide least) const {
  if (a.point.top < 0) return false;
  const auto& top = e_.at(a.point.top);
  return top.constant && !top.nullable && top.number >= least;
}

Id Arithmetic::ordered(bool strict, const Bounds& a, const Bounds& b) {
  const char* op = strict ? "<" : "<=";
  const char* never = strict ? "<=" : "<";
  const auto none = either_none(a, b);
  const bool undecided = (from_zero(a) && constant_from(b, strict ? 1 : 0)) ||
                         (from_zero(b) && constant_from(a, strict ? 0 : 1));
  if (matters_not(a, b) || undecided)
    return e_.choose(none, e_.truth(false), compare(op, a.point, b.point));
  const auto maybe = e_.either(a.maybe, b.maybe);
  const auto yes = e_.both(e_.is_true(compare(op, a.high, b.low)), e_.negate(maybe));
  const auto no = e_.is_true(compare(never, b.high, a.low));
  return e_.choose(
      none, e_.truth(false),
      e_.choose(yes, e_.truth(true), e_.choose(no, e_.truth(false), e_.null(Sort::truth))));
}

Id Arithmetic::equal(const Bounds& a, const Bounds& b) {
  const auto none = either_none(a, b);
  if (matters_not(a, b)) return e_.choose(none, e_.truth(false), compare("=", a.point, b.point));
  const auto same = compare("=", point(a), point(b));
  const auto apart =
      e_.either(e_.is_true(compare("<", a.high, b.low)), e_.is_true(compare("<", b.high, a.low)));
  const auto otherwise = e_.choose(apart, e_.truth(false), e_.null(Sort::truth));
  const auto known = e_.both(is_known(a), is_known(b));
  return e_.choose(none, e_.truth(false), e_.choose(known, same, otherwise));
}

Id Arithmetic::whole_within(Share a, Wide limit) {
  auto top = a.top;
  if (!e_.is_number(a.bottom, 1)) {
    const auto whole = e_.equal(e_.remainder(a.top, a.bottom), e_.number(0));
    top = e_.choose(whole, e_.quotient(a.top, a.bottom), e_.null(e_.at(a.top).sort));
  }
  const auto range = e_.at(top).range;
  if (range.low >= -limit && range.high <= limit) return top;
  const auto fits = e_.both(e_.at_most(e_.number(-limit), top), e_.at_most(top, e_.number(limit)));
  const auto kept = e_.choose(fits, top, e_.null(e_.at(top).sort));
  const Range narrow{std::max(range.low, -limit), std::min(range.high, limit)};
  if (e_.at(kept).sort == Sort::date) return kept;
  return e_.make("\1", {e_.cast(kept, Sort::integer)}, Sort::integer, narrow, true);
}

Bounds Arithmetic::rounded(Op way, const Bounds& a, Fraction unit) {
  const auto to_unit = [&](Share bound) {
    // In units: bound / unit, as top / bottom.
    Share units{e_.multiply(bound.top, e_.number(unit.bottom)),
                e_.multiply(bound.bottom, e_.number(unit.top))};
    if (e_.is_number(units.bottom, 1)) return bound;
    units = checked(units);
    Id number = -1;
    if (way == Op::round_down) {
      number = e_.quotient(units.top, units.bottom);
    } else if (way == Op::round_up) {
      number = e_.negative(e_.quotient(e_.negative(units.top), units.bottom));
    } else {
      const auto twice = e_.multiply(units.bottom, e_.number(2));
      const auto size = e_.absolute(units.top);
      const auto up = e_.quotient(e_.add(e_.multiply(size, e_.number(2)), units.bottom), twice);
      const bool signed_top = e_.at(units.top).range.low < 0;
      number = signed_top ? e_.choose(e_.less(units.top, e_.number(0)), e_.negative(up), up) : up;
    }
    auto back = Share{e_.multiply(number, e_.number(unit.top)), e_.number(unit.bottom)};
    return checked(back);
  };
  Bounds out;
  out.low = to_unit(a.low);
  out.high = a.low.top == a.high.top && a.low.bottom == a.high.bottom ? out.low : to_unit(a.high);
  out.none = a.none;
  out.maybe = a.maybe;
  if (point_is_high(a)) out.point = out.high;
  return out;
}

}  // namespace leye::policy::sql
