#include "policy/meaning/condition_layout.hpp"

#include <fmt/format.h>

namespace leye::policy {
namespace {

std::int32_t place(Draft& draft, Measure& measure) {
  const auto index = measure.conditions.size();
  draft.condition.id = fmt::format("{}.c{}", measure.name.id, index);
  const bool leaf = draft.condition.kind == ConditionKind::leaf;
  if (leaf) draft.condition.bit = measure.leaf_count++;
  measure.conditions.push_back(draft.condition);
  for (auto& child : draft.children) {
    const auto at = place(child, measure);
    measure.conditions[index].children.push_back(at);
  }
  return static_cast<std::int32_t>(index);
}

}  // namespace

void lay_out(std::vector<Draft> drafts, const std::string& clause, Measure& measure, Nodes& nodes) {
  Draft root;
  root.condition.kind = ConditionKind::all;
  root.condition.label_zh = "条件";
  root.condition.label_en = "conditions";
  root.condition.clause = clause;
  root.condition.line = measure.line;
  std::int32_t all = -1;
  for (const auto& draft : drafts) {
    if (!draft.ok()) continue;
    const auto node = draft.condition.node;
    all = all < 0 ? node : nodes.binary(Op::both, Type::boolean, all, node);
  }
  root.condition.node = all < 0 ? nodes.truth(true) : all;
  root.children = std::move(drafts);
  place(root, measure);
}

}  // namespace leye::policy
