#include "policy/meaning/code_advice.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "policy/meaning/reporter.hpp"

namespace leye::policy {

namespace {

// As a rule writes it in English: by its id, unless that is a number.
std::string english(const Code& code) {
  if (!code.code.empty() && (code.code[0] < '0' || code.code[0] > '9')) return code.code;
  auto name = code.en;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

}  // namespace

std::string code_advice(std::string_view wrong, const CodeTable& table) {
  constexpr std::size_t shown_max = 8;
  std::vector<std::string> zh, en;
  for (const auto& code : table.codes()) {
    zh.push_back(code.zh);
    en.push_back(english(code));
  }
  for (const auto* names : {&zh, &en}) {
    const auto near = nearest(wrong, *names);
    if (!near.empty()) return fmt::format("是否想写 {0} / did you mean {0}", near);
  }
  const bool more = zh.size() > shown_max;
  zh.resize(std::min(zh.size(), shown_max));
  en.resize(zh.size());
  const auto file = more ? fmt::format(" …, vocabulary/codes/{}.csv", table.id()) : "";
  return fmt::format("可以写 {0}{2} / write one of {1}{2}", fmt::join(zh, "、"),
                     fmt::join(en, ", "), file);
}

}  // namespace leye::policy
