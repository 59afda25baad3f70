// The kinds of value that cross between C++ and PostgreSQL.
//
//   C++                          PostgreSQL
//   bool                         boolean
//   std::int64_t, int …          bigint, integer, smallint (numeric too, when read and whole)
//   Money                        bigint, in fen
//   Day                          date ('infinity' reads as Day::from_number(INT32_MAX))
//   Instant                      timestamptz ('infinity' reads as Instant::max())
//   DateRange                    daterange
//   std::string                  text, varchar, enums, json, jsonb, uuid
//   Json                         jsonb
//   Bytes                        bytea
//   std::optional<T>             T or null
//   std::vector<std::int64_t>    bigint[] …
//   std::vector<std::string>     text[]
//
// There is no double.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/day.hpp"
#include "base/money.hpp"

namespace leye::store {

// A JSON text on its way into or out of a jsonb column.
struct Json {
  std::string text;
};

// Days from `from` up to but not including `until`; an absent end is open.
struct DateRange {
  std::optional<Day> from = {};
  std::optional<Day> until = {};
  friend bool operator==(const DateRange&, const DateRange&) = default;
};

// A value as it is sent with a statement.
struct Parameter {
  std::optional<std::string> value = {};  // absent: null
  bool binary = false;                    // only for bytea
};

Parameter parameter(bool value);
Parameter parameter(std::string_view value);
Parameter parameter(Money value);
Parameter parameter(Day value);
Parameter parameter(Instant value);
Parameter parameter(const Bytes& value);
Parameter parameter(const Json& value);
Parameter parameter(const DateRange& value);
Parameter parameter(const std::vector<std::string>& value);
Parameter parameter(const std::vector<std::optional<std::string>>& value);
Parameter parameter(const std::vector<std::int64_t>& value);
Parameter parameter(const std::vector<std::optional<std::int64_t>>& value);
Parameter parameter(const std::vector<Money>& value);
Parameter parameter(const std::vector<Day>& value);
Parameter parameter(const std::vector<Bytes>& value);
inline Parameter parameter(const std::string& value) { return parameter(std::string_view(value)); }
inline Parameter parameter(const char* value) { return parameter(std::string_view(value)); }
inline Parameter parameter(std::nullopt_t) { return {}; }

template <std::integral Number>
requires(!std::same_as<Number, bool> && !std::same_as<Number, char>) Parameter
    parameter(Number value) {
  return {std::to_string(value)};
}

template <class T>
Parameter parameter(const std::optional<T>& value) {
  return value ? parameter(*value) : Parameter{};
}

// A value as it comes back, in PostgreSQL's binary form. `type` is its OID, 0 where unknown (COPY).
struct Field {
  unsigned type = 0;
  const char* data = nullptr;
  int length = -1;  // -1: null

  bool null() const { return length < 0; }
};

// CHECKs that the type fits: a mismatch is a mistake in our statement, not in the data.
template <class T>
T decode(const Field& field);

template <>
bool decode<bool>(const Field&);
template <>
std::int64_t decode<std::int64_t>(const Field&);
template <>
std::string decode<std::string>(const Field&);
template <>
Json decode<Json>(const Field&);
template <>
Money decode<Money>(const Field&);
template <>
Day decode<Day>(const Field&);
template <>
Instant decode<Instant>(const Field&);
template <>
DateRange decode<DateRange>(const Field&);
template <>
Bytes decode<Bytes>(const Field&);
template <>
std::vector<std::int64_t> decode<std::vector<std::int64_t>>(const Field&);
template <>
std::vector<std::string> decode<std::vector<std::string>>(const Field&);
template <>
int decode<int>(const Field&);
template <>
std::int16_t decode<std::int16_t>(const Field&);

template <class T>
struct Decode {
  static T from(const Field& field) {
    CHECK(!field.null());
    return decode<T>(field);
  }
};
template <class T>
struct Decode<std::optional<T>> {
  static std::optional<T> from(const Field& field) {
    if (field.null()) return std::nullopt;
    return decode<T>(field);
  }
};

}  // namespace leye::store
