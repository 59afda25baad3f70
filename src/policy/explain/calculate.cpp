#include "policy/explain/calculate.hpp"

#include <algorithm>

#include "policy/plan/place.hpp"

namespace leye::policy {
namespace {

constexpr Fraction low_end = {no_low, 1};
constexpr Fraction high_end = {no_high, 1};

// Calendar arithmetic is done for some four centuries either way; beyond, nothing is said.
constexpr std::int64_t days_max = 150'000;
constexpr std::int64_t years_max = 2'400;

bool whole_within(Fraction number, std::int64_t limit) {
  return number.bottom == 1 && number.top >= -limit && number.top <= limit;
}

Day day_of(Fraction number) { return Day::from_number(static_cast<std::int32_t>(number.top)); }

// The image of both bounds under something that never decreases.
template <class Function>
Value rising(const Value& a, std::int64_t limit, Function function) {
  if (a.state == State::none) return a;
  const auto image = [&](Fraction bound, Fraction end) {
    return whole_within(bound, limit) ? Fraction{function(bound), 1} : end;
  };
  if (a.known()) {
    return whole_within(a.low, limit) ? Value::of(function(a.low)) : Value::unknown();
  }
  return Value::between(image(a.low, low_end), image(a.high, high_end), a.may_be_none);
}

std::int64_t year_number(Fraction day) { return day_of(day).civil().year; }

std::int64_t first_of_year(Fraction year) {
  constexpr Day epoch = Day::from_number(0);
  return leye::add_months(epoch, static_cast<int>(year.top - 1970) * 12).number();
}

// Largest of the later day and the earlier first day, least the other way round.
template <class Function>
Value apart(const Value& from, const Value& to, Function function) {
  if (from.state == State::none || to.state == State::none) return Value::nothing();
  const auto image = [&](Fraction a, Fraction b, Fraction end) {
    if (!whole_within(a, days_max) || !whole_within(b, days_max)) return end;
    return Fraction{function(day_of(a), day_of(b))};
  };
  const auto low = image(from.high, to.low, low_end);
  const auto high = image(from.low, to.high, high_end);
  return Value::between(low, high, from.perhaps_none() || to.perhaps_none());
}

// Of each calendar month from the first day to the last, the share of its days.
Fraction share_of_months(Day from, Day until) {
  Fraction share;
  for (auto first = from; first <= until;) {
    const auto civil = first.civil();
    const int length = days_in_month(civil.year, civil.month);
    const auto next = first + (length - civil.day + 1);
    const auto part = add(share, {std::min(next, until + 1) - first, length});
    share = part.value_or(share);
    first = next;
  }
  return share;
}

std::int64_t whole(Op way, Fraction number) {
  if (way == Op::round_half) return round_half_away(number);
  const auto top = way == Op::round_up ? -number.top : number.top;
  const auto down = top / number.bottom - (top % number.bottom < 0 ? 1 : 0);
  return way == Op::round_up ? -down : down;
}

bool reaches(const ParameterValue& value, const ParameterValue* next, Fraction from) {
  if (value.until && compare({value.until->number(), 1}, from) < 0) return false;
  return next == nullptr || compare({next->from.number(), 1}, from) > 0;
}

}  // namespace

Value unknown_of(Type type) {
  switch (type) {
    case Type::boolean: return Value::maybe();
    case Type::count:
    case Type::ratio:
    case Type::money: return Value::between({0, 1}, high_end);
    default: return Value::unknown();
  }
}

Value add_months(const Value& day, const Value& months) {
  if (day.state == State::none || months.state == State::none) return Value::nothing();
  const auto moved = [](Fraction from, Fraction count, Fraction end) {
    if (!whole_within(from, days_max) || !whole_within(count, years_max * 12)) return end;
    return Fraction{leye::add_months(day_of(from), static_cast<int>(count.top)).number(), 1};
  };
  const auto low = moved(day.low, months.low, low_end);
  const auto high = moved(day.high, months.high, high_end);
  return Value::between(low, high, day.perhaps_none() || months.perhaps_none());
}

Value year_of(const Value& day) { return rising(day, days_max, year_number); }

Value year_start(const Value& year) { return rising(year, years_max, first_of_year); }

Value year_end(const Value& year) {
  return rising(year, years_max, [](Fraction number) {
    return first_of_year({number.top + 1, 1}) - 1;
  });
}

Value month_of(const Value& day) {
  return rising(day, days_max, [](Fraction number) {
    const auto civil = day_of(number).civil();
    return std::int64_t{civil.year} * 12 + civil.month - 1;
  });
}

Value full_years(const Value& born, const Value& on) {
  return apart(born, on, [](Day from, Day to) { return Fraction{leye::full_years(from, to), 1}; });
}

Value full_months(const Value& from, const Value& to) {
  return apart(from, to, [](Day a, Day b) { return Fraction{leye::full_months(a, b), 1}; });
}

Value month_share(const Value& from, const Value& until) {
  auto share = apart(from, until, share_of_months);
  share.low = compare(share.low, {0, 1}) < 0 ? Fraction{0, 1} : share.low;
  return share;
}

Value month_start(const Value& month) {
  return rising(month, years_max * 12, [](Fraction number) {
    constexpr Day epoch = Day::from_number(0);
    return leye::add_months(epoch, static_cast<int>(number.top - 1970 * 12)).number();
  });
}

Value rounded(Op way, const Value& amount, Fraction unit) {
  if (amount.state == State::none) return amount;
  const auto to_unit = [&](Fraction bound, Fraction end) {
    const auto units = divide(bound, unit);
    const auto back = units ? multiply({whole(way, *units), 1}, unit) : units;
    return back.value_or(end);
  };
  const auto low = amount.bounded_below() ? to_unit(amount.low, low_end) : low_end;
  const auto high = amount.bounded_above() ? to_unit(amount.high, high_end) : high_end;
  return Value::between(low, high, amount.perhaps_none());
}

Value inside(const Value& place, const Value& area) {
  if (place.state == State::none || area.state == State::none) return Value::truth(false);
  if (!place.known() || !area.known()) return Value::maybe();
  if (lies_in(place.low.top, area.low.top)) return Value::truth(true);
  return lies_in(area.low.top, place.low.top) ? Value::maybe() : Value::truth(false);
}

Value area_of(const Value& place, int digits) {
  if (place.state == State::none) return place;
  const auto area = place.known() ? area_at(place.low.top, digits) : std::nullopt;
  return area ? Value::of(*area) : unknown_of(Type::place);
}

Value is_none(const Value& value) {
  if (value.perhaps_none()) return Value::maybe();
  return Value::truth(value.state == State::none);
}

Value select(const Value& which, const Value& yes, const Value& no) {
  if (which.known()) return which.yes() ? yes : no;
  return hull(yes, no);
}

Value parameter_on(const Parameter& parameter, const Value& day, const Value& place) {
  const auto nothing_known = unknown_of(parameter.type);
  if (day.state == State::none || (parameter.by_area && !place.known())) return nothing_known;
  const auto values = values_at(parameter, parameter.by_area ? place.low.top : 0);
  if (values.empty() || compare(day.low, {values.front().from.number(), 1}) < 0) {
    return nothing_known;
  }
  std::optional<Value> found;
  std::optional<Day> covered_until;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    const auto* next = i + 1 < values.size() ? &values[i + 1] : nullptr;
    if (!reaches(value, next, day.low)) continue;
    if (compare({value.from.number(), 1}, day.high) > 0) break;
    const bool gap = (!found && compare({value.from.number(), 1}, day.low) > 0) ||
                     (covered_until && value.from > *covered_until + 1);
    if (gap || !value.value) return nothing_known;
    found = found ? hull(*found, Value::of(*value.value)) : Value::of(*value.value);
    covered_until = next == nullptr ? value.until : next->from + -1;
    if (value.until && (!covered_until || *value.until < *covered_until))
      covered_until = value.until;
  }
  const bool whole =
      found && (!covered_until || compare(day.high, {covered_until->number(), 1}) <= 0);
  return whole ? *found : nothing_known;
}

}  // namespace leye::policy
