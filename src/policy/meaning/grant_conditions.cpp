#include "policy/meaning/grant_conditions.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy {

namespace {

// Of a limit: who or what it counts by, and whose grants are looked through.
struct CountedBy {
  LimitScope scope = LimitScope::person;
  Typed owner;
  std::string zh, en;
};

// A record is counted by its own grants, which are among those of the person (or the organisation)
// that the measure is about. Nothing for any other value.
std::optional<CountedBy> counted_by(const Typed& value, const Measure& measure,
                                    const Vocabulary& vocabulary, Nodes& nodes) {
  if (!value.ok() || value.type != Type::reference) return std::nullopt;
  const auto& entity = vocabulary.entities()[static_cast<std::size_t>(value.entity)];
  if (const auto scope = grants_owner(value, vocabulary))
    return CountedBy{*scope, value, *scope == LimitScope::person ? "人" : "单位", entity.id};
  const auto& path = measure.person ? measure.person : measure.organisation;
  if (nodes.at(value.node).op != Op::subject || !path) return std::nullopt;
  auto owner = value;
  for (const auto step : path->steps) owner = nodes.fact(vocabulary, owner, step);
  return CountedBy{LimitScope::record, owner, entity.zh, spaced(entity.id)};
}

}  // namespace

std::optional<Draft> limit_condition(const Block& block, Conditions& conditions,
                                     Expressions& expressions, Measure& measure) {
  const auto& tree = block.tree();
  auto& scope = expressions.scope();
  auto& nodes = expressions.nodes();
  const auto value = scope.path(tree[0]);
  const bool by_grant = tree.form == Form::limit_year_on;
  const bool yearly = tree.form == Form::limit_year || by_grant;
  auto year_day = yearly ? measure.event_on : -1;
  if (by_grant) year_day = expressions.read(tree[2], Type::day, "按年计的日期").node;
  std::int32_t times = 0;
  for (const char digit : tree[1].text) times = times * 10 + std::clamp(digit - '0', 0, 9);
  const auto by = counted_by(value, measure, scope.vocabulary(), nodes);
  if (!by || times < 1 || tree[1].text.size() > 3 || (yearly && year_day < 0)) {
    if (value.ok())
      expressions.reporter().error(
          {"bad_limit", tree.at,
           "次数按人员、单位或 每 的那一种记录计, 至少一次 / a limit counts by person, by "
           "organisation or by the record that the measure is per, once or more",
           "写在 付给、对象 之后, 按年的写在 有效 之后 / it follows `pay` and `about`, a yearly "
           "one "
           "`in force`"});
    return std::nullopt;
  }
  GrantFilter filter{{measure.name.id}, year_day, {}};
  if (by->scope == LimitScope::record) filter.subject = value;
  const auto count = live_grants(Op::count, by->owner, filter, scope.vocabulary(), nodes);
  CHECK(count.has_value());
  const auto allowed = nodes.constant(Type::count, {times, 1});
  const auto node = nodes.binary(Op::less, Type::boolean, count->node, allowed);
  auto draft = conditions.leaf(block, node);
  draft.condition.found = count->node;
  draft.condition.limit = allowed;
  draft.condition.fixed = true;
  draft.condition.label_zh =
      fmt::format("享受次数未满 (每{}{} {} 次)", by->zh, yearly ? "每年" : "", times);
  draft.condition.label_en = fmt::format("granted fewer than {} time{} to the {}{}", times,
                                         times == 1 ? "" : "s", by->en, yearly ? " this year" : "");
  measure.limits.push_back(
      {by->scope, yearly ? LimitPeriod::year : LimitPeriod::life, times, by_grant});
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
