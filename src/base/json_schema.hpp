// JSON Schema (OpenAPI 3.1) of described structs, from the same metadata that reads them.
//
//   Schemas schemas;
//   schemas.of<Claim>()         // {"$ref":"#/components/schemas/Claim"}
//   schemas.components()        // {"Claim":{"type":"object",…},…}
//
// A struct's schema is named by its unqualified C++ name. For .cpp files only.
#pragma once

#include <boost/core/demangle.hpp>

#include "base/json_write.hpp"

namespace leye::json {

class Schemas {
 public:
  template <class T>
  std::string of() {
    if constexpr (OptionOf<T>::value) {
      return of<typename OptionOf<T>::Item>();
    } else if constexpr (std::is_same_v<T, std::string>) {
      return R"({"type":"string"})";
    } else if constexpr (std::is_same_v<T, bool>) {
      return R"({"type":"boolean"})";
    } else if constexpr (std::is_integral_v<T>) {
      return R"({"type":"integer"})";
    } else if constexpr (std::is_same_v<T, Id>) {
      return R"({"type":"string","pattern":"^[0-9]{1,18}$"})";
    } else if constexpr (std::is_same_v<T, Raw>) {
      return "{}";
    } else if constexpr (std::is_same_v<T, Money>) {
      return R"({"type":"string","pattern":"^-?[0-9]+\\.[0-9]{2}$"})";
    } else if constexpr (std::is_same_v<T, Day>) {
      return R"({"type":"string","format":"date"})";
    } else if constexpr (ListOf<T>::value) {
      return R"({"type":"array","items":)" + of<typename ListOf<T>::Item>() + "}";
    } else if constexpr (MapOf<T>::value) {
      return R"({"type":"object","additionalProperties":)" + of<typename MapOf<T>::Item>() + "}";
    } else {
      return reference<T>();
    }
  }

  // One schema to a line.
  std::string components() const {
    std::string out = "{";
    for (bool first = true; const auto& [name, schema] : schemas_) {
      if (!std::exchange(first, false)) out += ',';
      out += '\n';
      append_quoted(out, name);
      out += ':' + schema;
    }
    return out + "\n}";
  }

  // "Task", and "TaskPage" for Page<Task>.
  template <class T>
  static std::string name_of() {
    const auto full = boost::core::demangle(typeid(T).name());
    const auto bracket = full.find('<');
    if (bracket == full.npos) return unqualified(full);
    return unqualified(full.substr(bracket + 1, full.rfind('>') - bracket - 1)) +
           unqualified(full.substr(0, bracket));
  }

 private:
  static std::string unqualified(const std::string& name) {
    const auto last = name.rfind("::");
    return last == name.npos ? name : name.substr(last + 2);
  }

  template <class T>
  std::string reference() {
    const auto name = name_of<T>();
    // The name is taken before its members are described, so that a tree of itself ends.
    if (schemas_.emplace(name, "{}").second) {
      // Describing a member may insert, but never moves, other entries.
      schemas_[name] = describe<T>();
    }
    return R"({"$ref":"#/components/schemas/)" + name + "\"}";
  }

  template <class T>
  std::string describe() {
    if constexpr (std::is_enum_v<T>) {
      std::string words;
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto word) {
        if (!words.empty()) words += ',';
        append_quoted(words, word.name);
      });
      return R"({"type":"string","enum":[)" + words + "]}";
    } else {
      std::string properties;
      std::string required;
      boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
        if (!properties.empty()) properties += ',';
        append_quoted(properties, member.name);
        properties += ':' + of<Field>();
        if (OptionOf<Field>::value) return;
        if (!required.empty()) required += ',';
        append_quoted(required, member.name);
      });
      return R"({"type":"object","additionalProperties":false,"properties":{)" + properties +
             R"(},"required":[)" + required + "]}";
    }
  }

  std::map<std::string, std::string> schemas_;
};

}  // namespace leye::json
