// Names of answers, and the choice of options.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policy/explain/explain.hpp"

namespace leye::policy {
namespace {

constexpr std::array outcome_names = {"eligible", "not_eligible", "undetermined", "not_in_force"};
constexpr std::array outcome_labels = {"符合", "不符合", "待核", "不在有效期"};

template <class Item>
std::string listed(const std::vector<Item>& items) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {}", item.name.id, item.name.label);
  }
  return out;
}

template <class Item>
auto find_named(const std::vector<Item>& items, std::string_view name) {
  return std::find_if(items.begin(), items.end(), [&](const Item& item) {
    return item.name.id == name || item.name.label == name;
  });
}

}  // namespace

const char* name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

const char* label_zh(Outcome outcome) { return outcome_labels[static_cast<std::size_t>(outcome)]; }

bool same(const Answer& a, const Answer& b) {
  return a.outcome == b.outcome && a.amount == b.amount && a.low == b.low && a.high == b.high &&
         a.distance == b.distance && a.failed == b.failed && a.unknown == b.unknown;
}

std::string said(const Answer& answer) {
  return fmt::format("{} {} [{}, {}] distance {} failed {:x} unknown {:x}", name(answer.outcome),
                     answer.amount.fen(), answer.low.fen(),
                     answer.high ? fmt::format("{}", answer.high->fen()) : "∞", answer.distance,
                     answer.failed, answer.unknown);
}

Choices default_choices(const Measure& measure) {
  Choices choices;
  for (const auto& option : measure.options)
    choices.values.push_back(static_cast<std::uint8_t>(option.default_value));
  return choices;
}

Status choose(Choices& choices, const Measure& measure, std::string_view option,
              std::string_view value) {
  const auto chosen = find_named(measure.options, option);
  if (chosen == measure.options.end()) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("{} 没有选项“{}”", measure.name.label, option),
                 {measure.clause},
                 "可选: " + listed(measure.options)};
  }
  const auto wanted = find_named(chosen->values, value);
  if (wanted == chosen->values.end()) {
    return Error{ErrorCode::invalid_input,
                 fmt::format("选项“{}”没有取值“{}”", chosen->name.label, value),
                 {measure.clause},
                 "可选: " + listed(chosen->values)};
  }
  auto all = default_choices(measure);
  std::copy_n(choices.values.begin(), std::min(choices.values.size(), all.values.size()),
              all.values.begin());
  all.values[static_cast<std::size_t>(chosen - measure.options.begin())] =
      static_cast<std::uint8_t>(wanted - chosen->values.begin());
  choices = std::move(all);
  return Done{};
}

}  // namespace leye::policy
