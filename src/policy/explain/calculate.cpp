#include "policy/explain/calculate.hpp"

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
  if (born.state == State::none || on.state == State::none) return Value::nothing();
  const auto years = [](Fraction from, Fraction to, Fraction end) {
    if (!whole_within(from, days_max) || !whole_within(to, days_max)) return end;
    return Fraction{leye::full_years(day_of(from), day_of(to)), 1};
  };
  const auto low = years(born.high, on.low, low_end);
  const auto high = years(born.low, on.high, high_end);
  return Value::between(low, high, born.perhaps_none() || on.perhaps_none());
}

Value round_fen(const Value& amount) {
  if (amount.state == State::none) return amount;
  const auto low = amount.bounded_below() ? Fraction{round_half_away(amount.low), 1} : low_end;
  const auto high = amount.bounded_above() ? Fraction{round_half_away(amount.high), 1} : high_end;
  return Value::between(low, high, amount.perhaps_none());
}

Value is_none(const Value& value) {
  if (value.perhaps_none()) return Value::maybe();
  return Value::truth(value.state == State::none);
}

Value select(const Value& which, const Value& yes, const Value& no) {
  if (which.known()) return which.yes() ? yes : no;
  return hull(yes, no);
}

Value parameter_on(const Parameter& parameter, const Value& day) {
  const auto nothing_known = unknown_of(parameter.type);
  if (day.state == State::none || parameter.values.empty()) return nothing_known;
  if (compare(day.low, {parameter.values.front().from.number(), 1}) < 0) return nothing_known;
  std::optional<Value> found;
  std::optional<Day> covered_until;
  for (std::size_t i = 0; i < parameter.values.size(); ++i) {
    const auto& value = parameter.values[i];
    const auto* next = i + 1 < parameter.values.size() ? &parameter.values[i + 1] : nullptr;
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
