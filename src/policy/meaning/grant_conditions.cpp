#include "policy/meaning/grant_conditions.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy {

std::optional<Draft> limit_condition(const Block& block, Conditions& conditions,
                                     Expressions& expressions, Measure& measure) {
  const auto& tree = block.tree();
  auto& scope = expressions.scope();
  auto& nodes = expressions.nodes();
  const auto owner = scope.path(tree[0]);
  const bool record = owner.ok() && owner.type == Type::reference;
  const auto id = record ? scope.entity(owner.entity).id : std::string{};
  const bool by_grant = tree.form == Form::limit_year_on;
  const bool yearly = tree.form == Form::limit_year || by_grant;
  auto year_day = yearly ? measure.event_on : -1;
  if (by_grant) year_day = expressions.read(tree[2], Type::day, "按年计的日期").node;
  std::int32_t times = 0;
  for (const char digit : tree[1].text) times = times * 10 + std::clamp(digit - '0', 0, 9);
  if ((id != "person" && id != "organisation") || times < 1 || tree[1].text.size() > 3 ||
      (yearly && year_day < 0)) {
    if (owner.ok())
      expressions.reporter().error(
          {"bad_limit", tree.at,
           "次数按人员或单位计, 至少一次; 按年的写在 有效 之后 / a limit counts by person "
           "or organisation, once or more; a yearly one follows `in force`"});
    return std::nullopt;
  }
  GrantFilter filter{{measure.name.id}, year_day, {}};
  const auto count = live_grants(Op::count, owner, filter, scope.vocabulary(), nodes);
  CHECK(count.has_value());
  const auto allowed = nodes.constant(Type::count, {times, 1});
  const auto node = nodes.binary(Op::less, Type::boolean, count->node, allowed);
  auto draft = conditions.leaf(block, node);
  draft.condition.found = count->node;
  draft.condition.limit = allowed;
  draft.condition.fixed = true;
  draft.condition.label_zh = fmt::format(
      "享受次数未满 (每{}{} {} 次)", id == "person" ? "人" : "单位", yearly ? "每年" : "", times);
  draft.condition.label_en = fmt::format("granted fewer than {} time{} to the {}{}", times,
                                         times == 1 ? "" : "s", id, yearly ? " this year" : "");
  measure.limits.push_back({id == "person" ? LimitScope::person : LimitScope::organisation,
                            yearly ? LimitPeriod::year : LimitPeriod::life, times, by_grant});
  return draft;
}

Draft exclusion_condition(const Exclusion& exclusion, const Typed& owner, const Typed& organisation,
                          Nodes& nodes, const Vocabulary& vocabulary, const Measure& measure) {
  auto others = exclusion.measures;
  std::erase(others, measure.name.id);
  const GrantFilter filter{others, -1, organisation};
  const auto found = live_grants(Op::exists, owner, filter, vocabulary, nodes);
  CHECK(found.has_value());
  Draft draft;
  draft.condition.node = nodes.unary(Op::negate, Type::boolean, found->node);
  draft.condition.fixed = true;
  draft.condition.label_zh = fmt::format("未享受过不得重复的补贴 ({})", exclusion.name.label);
  draft.condition.label_en =
      fmt::format("nothing granted that excludes it ({})",
                  exclusion.name.label_en.empty() ? exclusion.name.id : exclusion.name.label_en);
  draft.condition.clause = exclusion.clause;
  draft.condition.line = measure.line;
  return draft;
}

}  // namespace leye::policy
