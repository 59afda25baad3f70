// Described structs from JSON, strictly: an unknown member, a missing one, a wrong type or an
// unknown word of an enum is invalid_input that names the field ("rows[3].amount").
//
//   struct Claim { std::string measure; std::optional<Money> amount; };
//   BOOST_DESCRIBE_STRUCT(Claim, (), (measure, amount))
//   Claim claim = TRY(json::read<Claim>(body));
//
// An optional member may be absent or null. Money, Day and Id are strings on the wire.
// BOOST_DESCRIBE_STRUCT takes at most 52 members. Heavy to compile: for .cpp files only.
#pragma once

#include <map>
#include <optional>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11.hpp>

#include "base/day.hpp"
#include "base/json.hpp"
#include "base/money.hpp"

namespace leye::json {

template <class T>
struct ListOf : std::false_type {};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {
  using Item = T;
};
template <class T>
struct OptionOf : std::false_type {};
template <class T>
struct OptionOf<std::optional<T>> : std::true_type {
  using Item = T;
};
template <class T>
struct MapOf : std::false_type {};
template <class T>
struct MapOf<std::map<std::string, T>> : std::true_type {
  using Item = T;
};

// The members of a described struct, those of its bases first.
template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;

template <class T>
Result<T> read_value(const boost::json::value& value, const Place& place);

inline Result<std::string> read_text(const boost::json::value& value, const Place& place) {
  if (!value.is_string()) return misread(place, "应为字符串");
  const auto& text = value.get_string();
  return std::string(text.data(), text.size());
}

inline Result<Id> read_id(const boost::json::value& value, const Place& place) {
  const auto text = TRY(read_text(value, place));
  const bool digits =
      !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == text.npos;
  if (!digits) return misread(place, "应为编号（数字字符串）");
  return Id{std::stoll(text)};
}

template <class T>
Result<T> read_enum(const boost::json::value& value, const Place& place) {
  const auto text = TRY(read_text(value, place));
  std::optional<T> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto word) {
    if (text == word.name) found = word.value;
  });
  if (!found) return misread(place, fmt::format("不认识的取值“{}”", text));
  return *found;
}

template <class T>
Result<T> read_list(const boost::json::value& value, const Place& place) {
  if (!value.is_array()) return misread(place, "应为数组");
  T list;
  std::size_t index = 0;
  for (const auto& item : value.get_array()) {
    list.push_back(TRY(read_value<typename ListOf<T>::Item>(item, Place{&place, {}, index++})));
  }
  return list;
}

template <class T>
Result<T> read_map(const boost::json::value& value, const Place& place) {
  if (!value.is_object()) return misread(place, "应为对象");
  T map;
  for (const auto& member : value.get_object()) {
    const std::string_view key(member.key().data(), member.key().size());
    map.emplace(key, TRY(read_value<typename MapOf<T>::Item>(member.value(), Place{&place, key})));
  }
  return map;
}

template <class T>
Result<T> read_struct(const boost::json::value& value, const Place& place) {
  if (!value.is_object()) return misread(place, "应为对象");
  const auto& object = value.get_object();
  T result;
  std::optional<Error> error;
  std::size_t known = 0;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (error) return;
    auto& field = result.*member.pointer;
    using Field = std::remove_reference_t<decltype(field)>;
    const Place here{&place, member.name};
    const auto* found = object.if_contains(member.name);
    if (found == nullptr) {
      if (!OptionOf<Field>::value) error = misread(here, "缺少此字段");
      return;
    }
    ++known;
    auto read = read_value<Field>(*found, here);
    if (!read.ok()) {
      error = std::move(read).error();
    } else {
      field = std::move(read).value();
    }
  });
  if (error) return std::move(*error);
  if (known == object.size()) return result;
  for (const auto& member : object) {
    bool named = false;
    boost::mp11::mp_for_each<Members<T>>([&](auto m) { named |= member.key() == m.name; });
    const std::string_view key(member.key().data(), member.key().size());
    if (!named) return misread(Place{&place, key}, "没有这个字段");
  }
  return result;
}

template <class T>
Result<T> read_value(const boost::json::value& value, const Place& place) {
  if constexpr (OptionOf<T>::value) {
    if (value.is_null()) return T{};
    return T{TRY(read_value<typename OptionOf<T>::Item>(value, place))};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return read_text(value, place);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_bool()) return misread(place, "应为 true 或 false");
    return value.get_bool();
  } else if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::int32_t>) {
    const bool fits = value.is_int64() && value.get_int64() >= std::numeric_limits<T>::min() &&
                      value.get_int64() <= std::numeric_limits<T>::max();
    if (!fits) return misread(place, "应为整数");
    return static_cast<T>(value.get_int64());
  } else if constexpr (std::is_same_v<T, Id>) {
    return read_id(value, place);
  } else if constexpr (std::is_same_v<T, Money>) {
    const auto text = TRY(read_text(value, place));
    return Money::parse(text).at(to_text(place));
  } else if constexpr (std::is_same_v<T, Day>) {
    const auto text = TRY(read_text(value, place));
    return Day::parse(text).at(to_text(place));
  } else if constexpr (ListOf<T>::value) {
    return read_list<T>(value, place);
  } else if constexpr (MapOf<T>::value) {
    return read_map<T>(value, place);
  } else if constexpr (std::is_enum_v<T>) {
    return read_enum<T>(value, place);
  } else {
    return read_struct<T>(value, place);
  }
}

template <class T>
Result<T> read(std::string_view text, const Limits& limits = {}) {
  const auto tree = TRY(parse(text, limits));
  return read_value<T>(tree, Place{});
}

}  // namespace leye::json
