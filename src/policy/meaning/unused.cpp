#include "policy/meaning/unused.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "policy/meaning/measures.hpp"

namespace leye::policy {
namespace {

std::vector<const PolicyLine*> lines_of(std::span<const Document> documents) {
  std::vector<const PolicyLine*> lines;
  for (const auto& document : documents) {
    for (const auto& part : document.parts) {
      const auto* fence = std::get_if<PolicyFence>(&part);
      if (fence == nullptr) continue;
      for (const auto& line : fence->lines) lines.push_back(&line);
    }
  }
  return lines;
}

bool declares(const PolicyLine& line, Form form) {
  return line.tree != nullptr && line.tree->form == form;
}

bool declares_measure(const PolicyLine* line) {
  return line->depth == 0 && line->tree != nullptr && is_measure(line->tree->form);
}

}  // namespace

void warn_of_unused(std::span<const Document> documents, bool has_above, Reporter& reporter) {
  const auto lines = lines_of(documents);
  if (std::none_of(lines.begin(), lines.end(), declares_measure)) return;
  const auto says = [&](const PolicyLine& own, const std::string& name) {
    return !name.empty() && std::any_of(lines.begin(), lines.end(), [&](const PolicyLine* line) {
      return line != &own && line->raw.find(name) != std::string::npos;
    });
  };
  reporter.at_clause({});
  for (const auto& document : documents) {
    const auto own = lines_of(std::span(&document, 1));
    if (!has_above && std::none_of(own.begin(), own.end(), declares_measure)) continue;
    reporter.enter(document);
    for (const auto* line : own) {
      if (!declares(*line, Form::term) && !declares(*line, Form::formula)) continue;
      const auto name = name_of((*line->tree)[0]);
      if (says(*line, name.label) || says(*line, name.id)) continue;
      reporter.warning({"unused_term", (*line->tree)[0].at,
                        fmt::format("“{0}”没有用到, 里面的行没有检查 / nothing uses '{1}': its "
                                    "lines are not checked",
                                    name.label, name.id.empty() ? name.label : name.id),
                        "在条件里用它, 或删去 / use it in a condition, or leave it out"});
    }
  }
}

}  // namespace leye::policy
