#include "policy/plan/value.hpp"

#include <array>
#include <numeric>

#include <fmt/format.h>

#include "base/wide.hpp"

namespace leye::policy {
namespace {

constexpr std::array type_names = {"boolean",  "count", "ratio", "money", "day",      "month",
                                   "duration", "text",  "code",  "place", "reference"};

std::optional<Fraction> reduced(Wide top, Wide bottom) {
  if (bottom != 1) {
    Wide a = top < 0 ? -top : top;
    Wide b = bottom;
    while (b != 0) {
      const Wide rest = a % b;
      a = b;
      b = rest;
    }
    if (a > 1) {
      top /= a;
      bottom /= a;
    }
  }
  constexpr auto largest = static_cast<Wide>(no_high);
  // Both ends stand for "unbounded", so a number may not be either.
  if (top >= largest || top <= -largest || bottom >= largest) return std::nullopt;
  return Fraction{static_cast<std::int64_t>(top), static_cast<std::int64_t>(bottom)};
}

constexpr Fraction low_end = {no_low, 1};
constexpr Fraction high_end = {no_high, 1};

bool any_none(const Value& a, const Value& b) {
  return a.state == State::none || b.state == State::none;
}

bool perhaps_none(const Value& a, const Value& b) { return a.perhaps_none() || b.perhaps_none(); }

// What the bounds say is so, unless there may be nothing to compare.
Value surely(const Value& a, const Value& b) {
  return perhaps_none(a, b) ? Value::maybe() : Value::truth(true);
}

Value exactly(std::optional<Fraction> number) {
  return number ? Value::of(*number) : Value::unknown();
}

Fraction smaller(Fraction a, Fraction b) { return compare(a, b) <= 0 ? a : b; }
Fraction larger(Fraction a, Fraction b) { return compare(a, b) >= 0 ? a : b; }

}  // namespace

const char* name(Type type) { return type_names[static_cast<std::size_t>(type)]; }

bool is_number(Type type) {
  return type == Type::count || type == Type::ratio || type == Type::money;
}

bool is_ordered(Type type) {
  return is_number(type) || type == Type::day || type == Type::month || type == Type::duration;
}

std::optional<Fraction> add(Fraction a, Fraction b) {
  if (a.bottom == 1 && b.bottom == 1) return reduced(static_cast<Wide>(a.top) + b.top, 1);
  // Denominators may use the full 63 bits, so the cross products are checked one at a time.
  const auto shared = std::gcd(a.bottom, b.bottom);
  const auto left = static_cast<Wide>(a.top) * (b.bottom / shared);
  const auto right = static_cast<Wide>(b.top) * (a.bottom / shared);
  return reduced(left + right, static_cast<Wide>(a.bottom) * (b.bottom / shared));
}

std::optional<Fraction> subtract(Fraction a, Fraction b) { return add(a, {-b.top, b.bottom}); }

std::optional<Fraction> multiply(Fraction a, Fraction b) {
  return reduced(static_cast<Wide>(a.top) * b.top, static_cast<Wide>(a.bottom) * b.bottom);
}

std::optional<Fraction> divide(Fraction a, Fraction b) {
  if (b.top == 0) return std::nullopt;
  if (b.top < 0) return multiply(a, {-b.bottom, -b.top});
  return multiply(a, {b.bottom, b.top});
}

int compare(Fraction a, Fraction b) {
  if (a.bottom == b.bottom) return a.top < b.top ? -1 : a.top > b.top ? 1 : 0;
  const auto left = static_cast<Wide>(a.top) * b.bottom;
  const auto right = static_cast<Wide>(b.top) * a.bottom;
  return left < right ? -1 : left > right ? 1 : 0;
}

std::int64_t round_half_away(Fraction a) {
  if (a.bottom == 1) return a.top;
  const Wide top = a.top < 0 ? -static_cast<Wide>(a.top) : static_cast<Wide>(a.top);
  const Wide rounded = (2 * top + a.bottom) / (2 * static_cast<Wide>(a.bottom));
  return static_cast<std::int64_t>(a.top < 0 ? -rounded : rounded);
}

std::string to_text(Fraction a) {
  if (a.top == no_low) return "-∞";
  if (a.top == no_high) return "∞";
  return a.bottom == 1 ? fmt::format("{}", a.top) : fmt::format("{}/{}", a.top, a.bottom);
}

Value Value::between(Fraction low, Fraction high, bool may_be_none) {
  const bool bounded = low.top != no_low && low.top != no_high;
  if (low == high && bounded && !may_be_none) return of(low);
  return {State::unknown, may_be_none, low, high};
}

Value both(const Value& a, const Value& b) {
  if (a.no() || b.no()) return Value::truth(false);
  if (a.yes() && b.yes()) return Value::truth(true);
  return Value::maybe();
}

Value either(const Value& a, const Value& b) {
  if (a.yes() || b.yes()) return Value::truth(true);
  if (a.no() && b.no()) return Value::truth(false);
  return Value::maybe();
}

Value negate(const Value& a) { return a.undecided() ? Value::maybe() : Value::truth(a.no()); }

Value less(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::truth(false);
  if (compare(a.high, b.low) < 0) return surely(a, b);
  if (compare(a.low, b.high) >= 0) return Value::truth(false);
  return Value::maybe();
}

Value at_most(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::truth(false);
  if (compare(a.high, b.low) <= 0) return surely(a, b);
  if (compare(a.low, b.high) > 0) return Value::truth(false);
  return Value::maybe();
}

Value equal(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::truth(false);
  if (a.known() && b.known()) return Value::truth(a.low == b.low);
  const bool apart = compare(a.high, b.low) < 0 || compare(b.high, a.low) < 0;
  return apart ? Value::truth(false) : Value::maybe();
}

Value add(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::nothing();
  if (a.known() && b.known()) return exactly(add(a.low, b.low));
  const auto low = a.bounded_below() && b.bounded_below() ? add(a.low, b.low) : std::nullopt;
  const auto high = a.bounded_above() && b.bounded_above() ? add(a.high, b.high) : std::nullopt;
  return Value::between(low.value_or(low_end), high.value_or(high_end), perhaps_none(a, b));
}

Value subtract(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::nothing();
  if (a.known() && b.known()) return exactly(subtract(a.low, b.low));
  const auto low = a.bounded_below() && b.bounded_above() ? subtract(a.low, b.high) : std::nullopt;
  const auto high = a.bounded_above() && b.bounded_below() ? subtract(a.high, b.low) : std::nullopt;
  return Value::between(low.value_or(low_end), high.value_or(high_end), perhaps_none(a, b));
}

Value multiply(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::nothing();
  if (a.known() && b.known()) return exactly(multiply(a.low, b.low));
  const bool not_negative = a.low.top >= 0 && b.low.top >= 0;
  const bool bounded =
      a.bounded_below() && a.bounded_above() && b.bounded_below() && b.bounded_above();
  if (!bounded && !not_negative) return Value::unknown();
  if (!bounded) {
    const auto low = multiply(a.low, b.low).value_or(Fraction{0, 1});
    return Value::between(low, high_end, perhaps_none(a, b));
  }
  Fraction low = high_end;
  Fraction high = low_end;
  for (const auto& left : {a.low, a.high})
    for (const auto& right : {b.low, b.high}) {
      const auto product = multiply(left, right);
      if (!product) return Value::unknown();
      low = smaller(low, *product);
      high = larger(high, *product);
    }
  return Value::between(low, high, perhaps_none(a, b));
}

Value divide(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::nothing();
  if (a.known() && b.known()) return exactly(divide(a.low, b.low));
  // Only the case that registers have: a ≥ 0 and b > 0. Where b may be zero nothing is known.
  if (a.low.top < 0 || b.low.top <= 0) return Value::unknown();
  const auto low = b.bounded_above() ? divide(a.low, b.high) : Fraction{0, 1};
  const auto high = a.bounded_above() ? divide(a.high, b.low) : std::nullopt;
  return Value::between(low.value_or(Fraction{0, 1}), high.value_or(high_end), perhaps_none(a, b));
}

Value least(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::nothing();
  return Value::between(smaller(a.low, b.low), smaller(a.high, b.high), perhaps_none(a, b));
}

Value greatest(const Value& a, const Value& b) {
  if (any_none(a, b)) return Value::nothing();
  return Value::between(larger(a.low, b.low), larger(a.high, b.high), perhaps_none(a, b));
}

Value hull(const Value& a, const Value& b) {
  if (a.state == State::none && b.state == State::none) return a;
  if (a.state == State::none) return Value::between(b.low, b.high, true);
  if (b.state == State::none) return Value::between(a.low, a.high, true);
  return Value::between(smaller(a.low, b.low), larger(a.high, b.high), perhaps_none(a, b));
}

}  // namespace leye::policy
