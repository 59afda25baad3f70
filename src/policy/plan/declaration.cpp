#include "policy/plan/declaration.hpp"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace leye::policy {
namespace {

constexpr std::array kind_names = {"target", "indicator", "warning", "appraisal",
                                   "duty",   "project",   "roll"};
constexpr std::array frequency_names = {"", "day", "week", "month", "quarter", "half_year", "year"};

constexpr std::array counted_names = {"", "in_all", "at_end", "yearly_mean", "always", "increase"};
constexpr std::array nature_names = {"", "binding", "expected"};

std::string bound(const std::optional<Fraction>& value, bool open, const char* closed_sign,
                  const char* open_sign) {
  return value ? fmt::format(" {}{}", open ? open_sign : closed_sign, to_text(*value)) : "";
}

}  // namespace

const char* name(DeclarationKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

const char* name(Frequency frequency) {
  return frequency_names[static_cast<std::size_t>(frequency)];
}

const char* name(Counted counted) { return counted_names[static_cast<std::size_t>(counted)]; }
const char* name(Nature nature) { return nature_names[static_cast<std::size_t>(nature)]; }

std::string to_text(const Declaration& declaration) {
  const auto& it = declaration;
  auto out = fmt::format("{} {} ({})  # {}\n", name(it.kind), it.name.id, it.name.label, it.clause);
  const auto entry = [&out](const char* key, const std::string& value) {
    if (!value.empty()) out += fmt::format("  {} {}\n", key, value);
  };
  entry("indicator", it.indicator);
  if (it.unset)
    entry("require", !it.required ? "unset" : it.required->at_most ? "<= unset" : ">= unset");
  if (it.required && !it.unset) {
    const auto& wanted = *it.required;
    const auto range = bound(wanted.low, wanted.low_open, ">= ", "> ") +
                       bound(wanted.high, wanted.high_open, "<= ", "< ");
    if (!wanted.indicator.empty())
      entry("require", (wanted.at_most ? "<= indicator " : ">= indicator ") + wanted.indicator);
    else if (range.empty())
      entry("require", wanted.text);
    else
      out += fmt::format("  require {}{}\n", name(wanted.type), range);
  }
  if (it.from && it.until) entry("period", to_text(*it.from) + " " + to_text(*it.until));
  entry("responsible", fmt::format("{}", fmt::join(it.responsible, " ")));
  if (it.responsible_unset) entry("responsible", "unset");
  entry("assisting", fmt::format("{}", fmt::join(it.assisting, " ")));
  entry("every", name(it.every));
  for (const auto& [unit, figure] : it.split) entry("split", unit + ": " + figure);
  for (const auto& [when, grade] : it.warning_lines) entry("warning_line", when + ": " + grade);
  for (const auto& [points, text] : it.points) entry("points", to_text(points) + " " + text);
  entry("counted", name(it.counted));
  entry("nature", name(it.nature));
  if (it.aspired) out += "  aspired\n";
  for (const auto& base : it.base)
    entry("base", fmt::format("{}: {}  # {}", base.year, base.figure, base.source));
  entry("part_of", it.part_of);
  entry("see", fmt::format("{}", fmt::join(it.see, " ")));
  entry("contents", it.contents);
  entry("computed", it.computed);
  entry("source", it.source);
  entry("note", it.note);
  return out;
}

}  // namespace leye::policy
