// Described structs as JSON text, members in their order; an empty optional is left out.
// Money, Day and Id are strings. Heavy to compile: for .cpp files only.
#pragma once

#include "base/json_read.hpp"

namespace leye::json {

template <class T>
void append(std::string& out, const T& value);

template <class T>
void append_struct(std::string& out, const T& value) {
  out += '{';
  bool first = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    const auto& field = value.*member.pointer;
    using Field = std::remove_cvref_t<decltype(field)>;
    if constexpr (OptionOf<Field>::value) {
      if (!field) return;
    }
    if (!first) out += ',';
    first = false;
    append_quoted(out, member.name);
    out += ':';
    append(out, field);
  });
  out += '}';
}

template <class T>
void append(std::string& out, const T& value) {
  if constexpr (OptionOf<T>::value) {
    value ? append(out, *value) : void(out += "null");
  } else if constexpr (std::is_same_v<T, std::string>) {
    append_quoted(out, value);
  } else if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    out += std::to_string(value);
  } else if constexpr (std::is_same_v<T, Id>) {
    append_quoted(out, std::to_string(value.number));
  } else if constexpr (std::is_same_v<T, Raw>) {
    out += value.text;
  } else if constexpr (std::is_same_v<T, Money> || std::is_same_v<T, Day>) {
    append_quoted(out, leye::to_text(value));
  } else if constexpr (ListOf<T>::value) {
    out += '[';
    for (std::size_t index = 0; index < value.size(); ++index) {
      if (index > 0) out += ',';
      append(out, value[index]);
    }
    out += ']';
  } else if constexpr (MapOf<T>::value) {
    out += '{';
    for (bool first = true; const auto& [key, item] : value) {
      if (!std::exchange(first, false)) out += ',';
      append_quoted(out, key);
      out += ':';
      append(out, item);
    }
    out += '}';
  } else if constexpr (std::is_enum_v<T>) {
    append_quoted(out, boost::describe::enum_to_string(value, "?"));
  } else {
    append_struct(out, value);
  }
}

template <class T>
std::string write(const T& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace leye::json
