#include "policy/inheritance.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace leye::policy {
namespace {

Diagnostic at(const Measure& measure, const char* code, std::string title, std::string fix) {
  Diagnostic problem;
  problem.code = code;
  problem.file = measure.file;
  problem.at = {measure.line, 1, 1};
  problem.clause = measure.clause;
  problem.title = std::move(title);
  problem.fix = std::move(fix);
  return problem;
}

bool related(const Measure& measure, const std::string& other) {
  return std::any_of(measure.relations.begin(), measure.relations.end(),
                     [&](const MeasureRelation& each) { return each.measure == other; });
}

// "gansu-2022/1-hiring.md:12"
std::string place_of(const Plan& plan, const Measure& measure) {
  return fmt::format("{}/{}:{}", plan.id, std::filesystem::path(measure.file).filename().string(),
                     measure.line);
}

}  // namespace

std::vector<Diagnostic> compare_with_above(const Plan& plan, std::span<const Plan* const> above) {
  std::vector<Diagnostic> problems;
  std::vector<std::string> known;
  for (const auto* higher : above) {
    for (const auto& other : higher->measures) {
      const auto full = higher->id + "." + other.name.id;
      known.push_back(full);
      const auto* own = plan.find_measure(other.name.id);
      if (own == nullptr || related(*own, full)) continue;
      problems.push_back(at(
          *own, "same_measure",
          fmt::format("上级 {0} 也有措施“{1}”, 没有说明关系 / the pack above, {0}, has a measure "
                      "'{2}' too, and nothing says how they stand to each other",
                      place_of(*higher, other), other.name.label, other.name.id),
          fmt::format("关系 取代|叠加|接续 {0}, 或换一个标识 / relation replaces|adds_to|"
                      "continues_after {0}, or another id",
                      full)));
    }
  }
  for (const auto& measure : plan.measures) {
    for (const auto& relation : measure.relations) {
      if (std::find(known.begin(), known.end(), relation.measure) != known.end()) continue;
      problems.push_back(
          at(measure, "unknown_relation",
             fmt::format("上级没有措施“{0}” / no pack above has a measure '{0}'", relation.measure),
             "在开头写 上级: 包名, 关系后写 包名.措施标识 / name the pack above at the top: above: "
             "pack"));
    }
  }
  return problems;
}

}  // namespace leye::policy
