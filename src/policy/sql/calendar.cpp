#include "policy/sql/calendar.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/day.hpp"

namespace leye::policy::sql {
namespace {

constexpr Wide days_max = 150'000;  // as explain/calculate.cpp
constexpr Wide years_max = 2'400;
// 28, 29, 30 and 31 go into it: shares of months have it as their bottom.
constexpr Wide share_bottom = 377'580;

Wide year_at(Wide day) { return Day::from_number(static_cast<std::int32_t>(day)).civil().year; }

}  // namespace

Id Calendar::day_of(Share bound) { return e_.as_date(arithmetic_.whole_within(bound, days_max)); }

Id Calendar::year(Id date) {
  const auto it = e_.at(date);
  if (e_.is_null_literal(date)) return e_.null(Sort::integer);
  if (it.constant) return e_.number(year_at(it.number));
  return e_.make("date_part('year', \1)::integer", {date}, Sort::integer,
                 {year_at(it.range.low), year_at(it.range.high)}, it.nullable, true);
}

Id Calendar::month_index(Id date) {
  if (e_.is_null_literal(date)) return e_.null(Sort::integer);
  const auto it = e_.at(date);
  const auto month =
      e_.make("date_part('month', \1)::integer", {date}, Sort::integer, {1, 12}, it.nullable, true);
  return e_.add(e_.multiply(year(date), e_.number(12)), e_.subtract(month, e_.number(1)));
}

Id Calendar::day_in_month(Id date) {
  if (e_.is_null_literal(date)) return e_.null(Sort::integer);
  return e_.make("date_part('day', \1)::integer", {date}, Sort::integer, {1, 31},
                 e_.at(date).nullable, true);
}

Id Calendar::days_in_month(Id date) {
  if (e_.is_null_literal(date)) return e_.null(Sort::integer);
  return e_.make(
      "date_part('day', date_trunc('month', \1) + interval '1 month' - interval '1 day')::integer",
      {date}, Sort::integer, {28, 31}, e_.at(date).nullable, true);
}

Id Calendar::digits_of_date(Id date) {
  if (e_.is_null_literal(date)) return e_.null(Sort::integer);
  const auto it = e_.at(date);
  const auto month =
      e_.make("date_part('month', \1)::integer", {date}, Sort::integer, {1, 12}, it.nullable, true);
  return e_.add(
      e_.add(e_.multiply(year(date), e_.number(10'000)), e_.multiply(month, e_.number(100))),
      day_in_month(date));
}

Id Calendar::moved(Id date, Id months) {
  if (e_.is_null_literal(date) || e_.is_null_literal(months)) return e_.null(Sort::date);
  const auto from = e_.at(date).range;
  const auto by = e_.at(months).range;
  const Range range{from.low + std::min<Wide>(by.low * 31, by.low * 28) - 31,
                    from.high + std::max<Wide>(by.high * 31, by.high * 28) + 31};
  const bool nullable = e_.at(date).nullable || e_.at(months).nullable;
  const auto& count = e_.at(months);
  if (count.constant && e_.at(date).constant) {
    const auto day = Day::from_number(static_cast<std::int32_t>(e_.at(date).number));
    return e_.date(leye::add_months(day, static_cast<int>(count.number)).number());
  }
  if (count.constant)
    return e_.make(fmt::format("(\1 + interval '{} months')::date", count.number), {date},
                   Sort::date, range, nullable, true);
  return e_.make("(\1 + make_interval(months => \1))::date", {date, e_.cast(months, Sort::integer)},
                 Sort::date, range, nullable, true);
}

// A point stays one; bounds that are the same expression are not written twice.
Bounds Calendar::pair(const Bounds& like, Share low, Share high, Id none, Id maybe) {
  Bounds out{low, high, {}, none, maybe};
  if (low.top == high.top && like.point.top >= 0) out.point = low;
  return out;
}

Bounds Calendar::add_months(const Bounds& day, const Bounds& months) {
  const auto none = arithmetic_.either_none(day, months);
  const auto maybe = e_.both(e_.either(day.maybe, months.maybe), e_.negate(none));
  const auto move = [&](Share from, Share count) {
    return arithmetic_.whole(moved(day_of(from), arithmetic_.whole_within(count, years_max * 12)));
  };
  const auto low = move(day.low, months.low);
  const auto high = move(day.high, months.high);
  Bounds out{low, high, {}, none, maybe};
  if (low.top == high.top && day.point.top == day.low.top && months.point.top == months.low.top)
    out.point = low;
  return out;
}

template <class Function>
Bounds Calendar::apart(const Bounds& from, const Bounds& to, Function function) {
  const auto none = arithmetic_.either_none(from, to);
  const auto maybe = e_.both(e_.either(from.maybe, to.maybe), e_.negate(none));
  const Share low = function(day_of(from.high), day_of(to.low));
  const Share high = function(day_of(from.low), day_of(to.high));
  Bounds out{low, high, {}, none, maybe};
  if (low.top == high.top && from.point.top == from.low.top && to.point.top == to.low.top)
    out.point = low;
  return out;
}

Bounds Calendar::full_months(const Bounds& from, const Bounds& to) {
  return apart(from, to, [&](Id a, Id b) {
    const auto months = e_.subtract(month_index(b), month_index(a));
    const auto early = e_.less(b, moved(a, months));
    return arithmetic_.whole(e_.choose(early, e_.subtract(months, e_.number(1)), months));
  });
}

Bounds Calendar::full_years(const Bounds& born, const Bounds& on) {
  return apart(born, on, [&](Id a, Id b) {
    // Rounded towards minus infinity: 29 February has its birthday on 1 March of a common year.
    // Ten thousand years more keep the quotient from being rounded towards zero.
    constexpr Wide more = 10'000;
    const auto digits = e_.subtract(digits_of_date(b), digits_of_date(a));
    const auto years = e_.quotient(e_.add(digits, e_.number(more * more)), e_.number(more));
    return arithmetic_.whole(e_.subtract(years, e_.number(more)));
  });
}

Bounds Calendar::month_share(const Bounds& from, const Bounds& until) {
  auto out = apart(from, until, [&](Id a, Id b) {
    const auto share = [&](Id days, Id date) {
      return e_.quotient(e_.multiply(days, e_.number(share_bottom)), days_in_month(date));
    };
    const auto one = e_.number(1);
    const auto within = share(e_.add(e_.subtract(b, a), one), a);
    const auto begun = share(e_.add(e_.subtract(days_in_month(a), day_in_month(a)), one), a);
    const auto ended = share(day_in_month(b), b);
    const auto between = e_.subtract(e_.subtract(month_index(b), month_index(a)), one);
    const auto several =
        e_.add(e_.add(begun, ended), e_.multiply(between, e_.number(share_bottom)));
    const auto same = e_.equal(month_index(a), month_index(b));
    const auto given = e_.both(e_.is_given(a), e_.is_given(b));
    const auto top =
        e_.choose(e_.is_true(e_.less(b, a)), e_.number(0), e_.choose(same, within, several));
    return Share{e_.choose(given, top, e_.null(Sort::integer)), e_.number(share_bottom)};
  });
  // At least nothing, whatever is not known.
  const auto known = out.point.top;
  const auto zero = e_.number(0);
  out.low.top = e_.choose(out.none, e_.null(Sort::integer), e_.coalesce(out.low.top, zero));
  if (known >= 0 && out.low.top != known) out.point = out.high;
  return out;
}

Bounds Calendar::rising(Op op, const Bounds& a) {
  const auto limit = op == Op::month_start                        ? years_max * 12
                     : op == Op::year_start || op == Op::year_end ? years_max
                                                                  : days_max;
  const auto image = [&](Share bound) {
    const auto whole = arithmetic_.whole_within(bound, limit);
    switch (op) {
      case Op::year_of: return arithmetic_.whole(year(e_.as_date(whole)));
      case Op::month_of: return arithmetic_.whole(month_index(e_.as_date(whole)));
      case Op::month_start:
        return arithmetic_.whole(moved(e_.date(0), e_.subtract(whole, e_.number(Wide{1970} * 12))));
      case Op::year_start:
      case Op::year_end: {
        const auto years = e_.subtract(whole, e_.number(op == Op::year_start ? 1970 : 1969));
        const auto first = moved(e_.date(0), e_.multiply(years, e_.number(12)));
        return arithmetic_.whole(
            op == Op::year_start ? first : e_.as_date(e_.subtract(first, e_.number(1))));
      }
      default: return arithmetic_.null_share(Sort::integer);
    }
  };
  Bounds out;
  out.low = image(a.low);
  out.high = image(a.high);
  out.none = a.none;
  // A known number of which nothing is said may be none, too.
  const auto lost = e_.both(arithmetic_.is_known(a), e_.is_null(out.low.top));
  const bool never_lost =
      within(e_.at(a.low.top).range, {-limit, limit}) && e_.is_number(a.low.bottom, 1);
  out.maybe = never_lost ? a.maybe : e_.either(a.maybe, lost);
  if (a.point.top >= 0 && a.point.top == a.high.top) out.point = out.high;
  return out;
}

// The last code of the area, which ends in zeros.
Id Calendar::last_place_of(Id area) {
  const auto it = e_.at(area);
  const Range range{0, 1'000'000'000'000};
  return e_.make(
      "\1 + case when \1 = 0 then 999999999999 when \1 % 10000000000 = 0 then 9999999999 "
      "when \1 % 100000000 = 0 then 99999999 when \1 % 1000000 = 0 then 999999 "
      "when \1 % 1000 = 0 then 999 else 0 end",
      {e_.cast(area, Sort::bigint), area, area, area, area, area}, Sort::bigint,
      {it.range.low, it.range.high + range.high}, it.nullable);
}

Id Calendar::inside(const Bounds& place, const Bounds& area) {
  const auto none = arithmetic_.either_none(place, area);
  const auto a = arithmetic_.point(place).top, b = arithmetic_.point(area).top;
  const auto lies = [&](Id inner, Id outer) {
    return e_.both(e_.at_most(outer, inner), e_.at_most(inner, last_place_of(outer)));
  };
  const auto unknown = e_.null(Sort::truth);
  const auto around = e_.choose(lies(b, a), unknown, e_.truth(false));
  const auto known = e_.both(e_.is_given(a), e_.is_given(b));
  const auto held = e_.choose(lies(a, b), e_.truth(true), around);
  return e_.choose(none, e_.truth(false), e_.choose(known, held, unknown));
}

Bounds Calendar::area_of(const Bounds& place, int digits) {
  std::int64_t width = 1;
  for (auto i = digits; i < 12; ++i) width *= 10;
  const auto at = e_.cast(arithmetic_.point(place).top, Sort::bigint);
  const auto area = e_.subtract(at, e_.remainder(at, e_.number(width)));
  const auto fits = e_.is_true(e_.at_most(last_place_of(at), e_.add(area, e_.number(width - 1))));
  const auto value = arithmetic_.whole(e_.choose(fits, area, e_.null(Sort::bigint)));
  const auto lost = e_.both(e_.is_null(value.top), e_.negate(place.none));
  return {value, value, value, place.none, lost};
}

}  // namespace leye::policy::sql
