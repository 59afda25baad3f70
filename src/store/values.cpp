#include "store/values.hpp"

#include <array>
#include <climits>

#include <fmt/format.h>

namespace leye::store {
namespace {

constexpr std::int64_t postgres_epoch_days = 10957;
constexpr std::int64_t day_us = std::int64_t{86'400} * 1'000'000;

// OIDs of PostgreSQL's own types never change (pg_type.dat).
namespace type {
constexpr unsigned unknown = 0, boolean = 16, bytea = 17, bigint = 20, smallint = 21, integer = 23,
                   json = 114, jsonb = 3802, numeric = 1700, date = 1082, timestamptz = 1184,
                   daterange = 3912, uuid = 2950, oid = 26, real = 700, double_precision = 701,
                   timestamp = 1114;
}

std::uint64_t big_endian(const char* data, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | static_cast<std::uint8_t>(data[i]);
  return value;
}

// Whole numbers only: a numeric that has decimals is cast in the statement, or is a mistake.
std::int64_t whole_numeric(const Field& field) {
  CHECK(field.length >= 8);
  const auto digits = static_cast<int>(big_endian(field.data, 2));
  const auto weight = static_cast<std::int16_t>(big_endian(field.data + 2, 2));
  const auto sign = big_endian(field.data + 4, 2);
  CHECK(sign == 0 || sign == 0x4000);
  CHECK(digits <= weight + 1 && weight < 5);
  __extension__ __int128 value = 0;
  for (int i = 0; i <= weight; ++i)
    value =
        value * 10000 + (i < digits ? static_cast<int>(big_endian(field.data + 8 + i * 2, 2)) : 0);
  if (sign == 0x4000) value = -value;
  CHECK(value >= INT64_MIN && value <= INT64_MAX);
  return static_cast<std::int64_t>(value);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

template <class Values, class Write>
Parameter array(const Values& values, Write write) {
  std::string text = "{";
  for (const auto& value : values) {
    if (text.size() > 1) text += ',';
    text += write(value);
  }
  return {text + "}"};
}

Day day_from(std::int32_t number) {
  if (number == INT32_MAX || number == INT32_MIN) return Day::from_number(number);
  return Day::from_number(static_cast<std::int32_t>(number + postgres_epoch_days));
}

// Elements of a one-dimensional array, each with its type.
std::vector<Field> elements(const Field& field) {
  CHECK(field.length >= 12);
  const auto dimensions = big_endian(field.data, 4);
  const auto element_type = static_cast<unsigned>(big_endian(field.data + 8, 4));
  if (dimensions == 0) return {};
  CHECK(dimensions == 1 && field.length >= 20);
  std::vector<Field> fields(big_endian(field.data + 12, 4));
  const char* data = field.data + 20;
  for (auto& element : fields) {
    const auto length = static_cast<std::int32_t>(big_endian(data, 4));
    data += 4;
    CHECK(length >= 0);  // arrays of ours hold no nulls
    element = Field{element_type, data, length};
    data += length;
  }
  return fields;
}

}  // namespace

Parameter parameter(bool value) { return {value ? "t" : "f"}; }
Parameter parameter(std::string_view value) { return {std::string(value)}; }
Parameter parameter(Money value) { return {std::to_string(value.fen())}; }

Parameter parameter(Day value) {
  if (value.number() == INT32_MAX) return {"infinity"};
  return {to_text(value)};
}

Parameter parameter(Instant value) {
  if (value == Instant::max()) return {"infinity"};
  const auto since = value.time_since_epoch().count();
  auto days = since / day_us, rest = since % day_us;
  if (rest < 0) rest += day_us, --days;
  const auto seconds = rest / 1'000'000;
  return {fmt::format("{} {:02}:{:02}:{:02}.{:06}+00",
                      to_text(Day::from_number(static_cast<std::int32_t>(days))), seconds / 3600,
                      seconds / 60 % 60, seconds % 60, rest % 1'000'000)};
}

Parameter parameter(const Bytes& value) { return {std::string(value.begin(), value.end()), true}; }

Parameter parameter(const Json& value) { return {value.text}; }

Parameter parameter(const DateRange& value) {
  if (value.from && value.until && *value.from >= *value.until) return {"empty"};
  return {fmt::format("[{},{})", value.from ? to_text(*value.from) : "",
                      value.until ? to_text(*value.until) : "")};
}

Parameter parameter(const std::vector<std::string>& values) { return array(values, quoted); }

Parameter parameter(const std::vector<std::optional<std::string>>& values) {
  return array(values, [](const auto& value) { return value ? quoted(*value) : "NULL"; });
}

Parameter parameter(const std::vector<std::int64_t>& values) {
  return array(values, [](std::int64_t value) { return std::to_string(value); });
}

Parameter parameter(const std::vector<std::optional<std::int64_t>>& values) {
  return array(values, [](const auto& value) { return value ? std::to_string(*value) : "NULL"; });
}

Parameter parameter(const std::vector<Money>& values) {
  return array(values, [](Money value) { return std::to_string(value.fen()); });
}

Parameter parameter(const std::vector<Day>& values) {
  return array(values, [](Day value) { return to_text(value); });
}

Parameter parameter(const std::vector<Bytes>& values) {
  return array(values, [](const Bytes& value) { return "\"\\\\x" + to_hex(value) + "\""; });
}

template <>
bool decode<bool>(const Field& field) {
  CHECK(field.type == type::boolean || field.type == type::unknown);
  CHECK(field.length == 1);
  return field.data[0] != 0;
}

template <>
std::int64_t decode<std::int64_t>(const Field& field) {
  if (field.type == type::numeric) return whole_numeric(field);
  CHECK(field.type == type::bigint || field.type == type::integer || field.type == type::oid ||
        field.type == type::smallint || field.type == type::unknown);
  switch (field.length) {
    case 2: return static_cast<std::int16_t>(big_endian(field.data, 2));
    case 4: return static_cast<std::int32_t>(big_endian(field.data, 4));
    default: CHECK(field.length == 8);
  }
  return static_cast<std::int64_t>(big_endian(field.data, 8));
}

template <>
int decode<int>(const Field& field) {
  const auto value = decode<std::int64_t>(field);
  CHECK(value >= INT_MIN && value <= INT_MAX);
  return static_cast<int>(value);
}

template <>
std::int16_t decode<std::int16_t>(const Field& field) {
  const auto value = decode<std::int64_t>(field);
  CHECK(value >= INT16_MIN && value <= INT16_MAX);
  return static_cast<std::int16_t>(value);
}

template <>
std::string decode<std::string>(const Field& field) {
  constexpr std::array not_text = {
      type::boolean,   type::bytea,    type::bigint, type::smallint,    type::integer,
      type::numeric,   type::date,     type::real,   type::timestamptz, type::double_precision,
      type::timestamp, type::daterange};
  for (const auto refused : not_text) CHECK(field.type != refused);
  if (field.type == type::jsonb) return std::string(field.data + 1, field.data + field.length);
  std::string text(field.data, static_cast<std::size_t>(field.length));
  if (field.type != type::uuid) return text;
  std::string digits = to_hex(to_bytes(text));
  for (const std::size_t place : {20u, 16u, 12u, 8u}) digits.insert(place, "-");
  return digits;
}

template <>
Json decode<Json>(const Field& field) {
  if (field.type == type::json) return {decode<std::string>(field)};
  CHECK(field.type == type::jsonb || field.type == type::unknown);
  CHECK(field.length >= 1 && field.data[0] == 1);
  return {std::string(field.data + 1, field.data + field.length)};
}

template <>
Money decode<Money>(const Field& field) {
  return Money::fen(decode<std::int64_t>(field));
}

template <>
Day decode<Day>(const Field& field) {
  CHECK(field.type == type::date || field.type == type::unknown);
  CHECK(field.length == 4);
  return day_from(static_cast<std::int32_t>(big_endian(field.data, 4)));
}

template <>
Instant decode<Instant>(const Field& field) {
  CHECK(field.type == type::timestamptz || field.type == type::unknown);
  CHECK(field.length == 8);
  const auto since = static_cast<std::int64_t>(big_endian(field.data, 8));
  if (since == INT64_MAX) return Instant::max();
  if (since == INT64_MIN) return Instant::min();
  return Instant(std::chrono::microseconds(since + postgres_epoch_days * day_us));
}

template <>
DateRange decode<DateRange>(const Field& field) {
  CHECK(field.type == type::daterange || field.type == type::unknown);
  CHECK(field.length >= 1);
  const int flags = field.data[0];
  if ((flags & 0x01) != 0) return {Day::from_number(0), Day::from_number(0)};
  DateRange range;
  const char* data = field.data + 1;
  if ((flags & 0x08) == 0) {
    range.from = day_from(static_cast<std::int32_t>(big_endian(data + 4, 4)));
    data += 8;
  }
  if ((flags & 0x10) == 0)
    range.until = day_from(static_cast<std::int32_t>(big_endian(data + 4, 4)));
  return range;
}

template <>
Bytes decode<Bytes>(const Field& field) {
  CHECK(field.type == type::bytea || field.type == type::unknown);
  return Bytes(field.data, field.data + field.length);
}

template <>
std::vector<std::int64_t> decode<std::vector<std::int64_t>>(const Field& field) {
  std::vector<std::int64_t> values;
  for (const auto& element : elements(field)) values.push_back(decode<std::int64_t>(element));
  return values;
}

template <>
std::vector<std::string> decode<std::vector<std::string>>(const Field& field) {
  std::vector<std::string> values;
  for (const auto& element : elements(field)) values.push_back(decode<std::string>(element));
  return values;
}

}  // namespace leye::store
