// Values of the policy language: a fraction, or bounds on one, or nothing, or unknown.
//
// Every value is kept as exact fractions: money in fen, days as day numbers, months as
// year × 12 + month − 1, codes as positions in their table, references as rows, truth as 0 or 1.
// What is not known exactly is an interval [low, high]; what is not bounded has no_low or no_high.
// `none` is known: there is no such thing (an open-ended contract has no last day). What is unknown
// may turn out to be none unless may_be_none says otherwise; truths are never none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leye::policy {

enum class Type : std::uint8_t {
  boolean,
  count,
  ratio,
  money,
  day,
  month,
  duration,  // whole days, months or years: only written, never stored
  text,
  code,
  place,
  reference,
};

const char* name(Type type);
bool is_number(Type type);   // count, ratio, money
bool is_ordered(Type type);  // numbers, day, month, duration: may be compared by size

// In lowest terms, denominator positive. Arithmetic gives nothing where 64 bits do not suffice.
struct Fraction {
  std::int64_t top = 0;
  std::int64_t bottom = 1;
  friend bool operator==(const Fraction&, const Fraction&) = default;
};

std::optional<Fraction> add(Fraction a, Fraction b);
std::optional<Fraction> subtract(Fraction a, Fraction b);
std::optional<Fraction> multiply(Fraction a, Fraction b);
std::optional<Fraction> divide(Fraction a, Fraction b);  // also nothing for b = 0
int compare(Fraction a, Fraction b);                     // -1, 0, 1
std::int64_t round_half_away(Fraction a);
std::string to_text(Fraction a);  // "11/200", "5"

enum class State : std::uint8_t { known, unknown, none };

inline constexpr std::int64_t no_low = INT64_MIN;
inline constexpr std::int64_t no_high = INT64_MAX;

struct Value {
  State state = State::unknown;
  bool may_be_none = true;  // of an unknown value only
  Fraction low = {no_low, 1};
  Fraction high = {no_high, 1};

  static Value of(Fraction number) { return {State::known, false, number, number}; }
  static Value of(std::int64_t number) { return of(Fraction{number, 1}); }
  static Value nothing() { return {State::none, false, {0, 1}, {0, 1}}; }
  static Value between(Fraction low, Fraction high, bool may_be_none = false);
  static Value unknown() { return {}; }
  static Value truth(bool yes) { return of(yes ? 1 : 0); }
  static Value maybe() { return {State::unknown, false, {0, 1}, {1, 1}}; }

  bool known() const { return state == State::known; }
  bool yes() const { return state == State::known && low.top != 0; }
  bool no() const { return state == State::known && low.top == 0; }
  bool undecided() const { return state != State::known; }
  bool perhaps_none() const { return state == State::unknown && may_be_none; }
  bool bounded_below() const { return low.top != no_low; }
  bool bounded_above() const { return high.top != no_high; }
};

// Kleene's three-valued logic.
Value both(const Value& a, const Value& b);
Value either(const Value& a, const Value& b);
Value negate(const Value& a);

// Comparisons are decided only if the bounds agree, and nothing decides them for 'yes' while a side
// may be none. Compared with none: no.
Value less(const Value& a, const Value& b);
Value at_most(const Value& a, const Value& b);
Value equal(const Value& a, const Value& b);

// Interval arithmetic. With none: none. Beyond 64 bits: unbounded.
Value add(const Value& a, const Value& b);
Value subtract(const Value& a, const Value& b);
Value multiply(const Value& a, const Value& b);
Value divide(const Value& a, const Value& b);
Value least(const Value& a, const Value& b);
Value greatest(const Value& a, const Value& b);
Value hull(const Value& a, const Value& b);

}  // namespace leye::policy
