// Conditions, continued: readings chosen by option, and the names that 设 gives.
#include <fmt/format.h>

#include "policy/meaning/conditions.hpp"
#include "policy/meaning/tiers.hpp"

namespace leye::policy {

std::int32_t Conditions::find_option(const Tree& word) {
  for (std::size_t i = 0; i < measure_.options.size(); ++i) {
    const auto& known = measure_.options[i].name;
    if (known.id != word.text && known.label != word.text) continue;
    expressions_.reporter().spell(word.at, known.label, known.id);
    return static_cast<std::int32_t>(i);
  }
  expressions_.reporter().error(
      {"unknown_option", word.at,
       fmt::format("本措施没有选项“{0}” / this measure has no option '{0}'", word.text),
       "先写 选项 … 默认 … / declare it first: option … default …"});
  return -1;
}

std::int32_t Conditions::find_option_value(std::int32_t option, const Tree& word) {
  const auto& declared = measure_.options[static_cast<std::size_t>(option)];
  for (std::size_t i = 0; i < declared.values.size(); ++i) {
    const auto& known = declared.values[i].name;
    if (known.id != word.text && known.label != word.text) continue;
    expressions_.reporter().spell(word.at, known.label, known.id);
    return static_cast<std::int32_t>(i);
  }
  expressions_.reporter().error(
      {"unknown_option_value", word.at,
       fmt::format("选项“{0}”没有取值“{1}” / option '{0}' has no choice '{1}'", declared.name.label,
                   word.text)});
  return -1;
}

std::int32_t Conditions::option_node(std::int32_t option) {
  Node node;
  node.op = Op::option;
  node.type = Type::code;
  node.symbol = option;
  return expressions_.nodes().add(node);
}

std::int32_t Conditions::option_is(std::int32_t option, std::int32_t value) {
  auto& nodes = expressions_.nodes();
  const auto chosen = option_node(option);
  const auto wanted = nodes.constant(Type::code, {value, 1});
  return nodes.binary(Op::equal, Type::boolean, chosen, wanted);
}

// One branch for each value of the option; only the chosen one counts.
Draft Conditions::by_option(const Block& block) {
  Draft draft;
  draft.condition.kind = ConditionKind::by_option;
  const auto option = find_option(block.tree()[0]);
  if (option < 0) return leaf(block, -1);
  auto& nodes = expressions_.nodes();
  const auto& declared = measure_.options[static_cast<std::size_t>(option)];
  draft.children.resize(declared.values.size());
  for (const auto& child : block.children) {
    if (child.form() != Form::case_of) {
      expressions_.reporter().error(
          {"not_a_case", child.tree().at, "这里应为 情形 … / a `case` line is expected here"});
      continue;
    }
    const auto value = find_option_value(option, child.tree()[0]);
    if (value < 0) continue;
    auto branch = all_of(child);
    const auto node = branch.condition.node;
    const auto kind = branch.condition.kind;
    auto labelled = leaf(child, node);
    branch.condition = labelled.condition;
    branch.condition.kind = kind;
    draft.children[static_cast<std::size_t>(value)] = std::move(branch);
  }
  std::int32_t whole = -1;
  for (std::size_t i = declared.values.size(); i-- > 0;) {
    const auto node = draft.children[i].condition.node;
    if (node < 0) {
      expressions_.reporter().error(
          {"missing_case", block.tree().at,
           fmt::format("选项“{0}”缺少情形“{1}” / option '{0}' lacks the case '{1}'",
                       declared.name.label, declared.values[i].name.label),
           "每个取值都要写 / write every choice"});
      return leaf(block, -1);
    }
    const auto chosen = option_is(option, static_cast<std::int32_t>(i));
    whole = whole < 0 ? node : nodes.select(Type::boolean, chosen, node, whole);
  }
  auto labelled = leaf(block, whole);
  labelled.condition.kind = ConditionKind::by_option;
  labelled.condition.option = option;
  labelled.children = std::move(draft.children);
  return labelled;
}

bool Conditions::let(const Block& block) {
  switch (block.form()) {
    case Form::let_is: let_value(block); return true;
    case Form::let_by_option: let_by_option(block); return true;
    case Form::let_count: let_aggregate(block, Op::count); return true;
    case Form::let_sum: let_aggregate(block, Op::sum); return true;
    case Form::let_earliest: let_aggregate(block, Op::smallest); return true;
    case Form::let_latest: let_aggregate(block, Op::largest); return true;
    case Form::let_only: let_aggregate(block, Op::only); return true;
    case Form::let_exists: let_aggregate(block, Op::exists); return true;
    case Form::points: let_points(block); return true;
    case Form::tiers:
    case Form::tiers_two:
    case Form::tiers_mode:
    case Form::tiers_two_mode:
      bind(block.tree()[0], read_tiers(block, expressions_), block.tree()[0].at);
      return true;
    case Form::let_mean: let_mean(block); return true;
    case Form::let_distinct: let_aggregate(block, Op::distinct); return true;
    case Form::let_covered:
    case Form::let_covered_to: let_months(block, Op::months_covered); return true;
    case Form::let_longest:
    case Form::let_longest_to: let_months(block, Op::longest_run); return true;
    case Form::let_last:
    case Form::let_last_to: let_months(block, Op::last_run); return true;
    default: return false;
  }
}

void Conditions::bind(const Tree& named, const Typed& value, Span at) {
  const auto name = name_of(named);
  expressions_.scope().bind(name.label, name.id, value, at);
}

// 设 x 为 e, with at most one 例外 below it.
void Conditions::let_value(const Block& block) {
  auto& reporter = expressions_.reporter();
  auto value = expressions_.read(block.tree()[1]);
  for (const auto& child : block.children) {
    if (child.form() != Form::exception) {
      reporter.error({"unexpected_lines", child.tree().at,
                      "设 的下面只能写 例外 / only `except` may stand below `let`"});
      continue;
    }
    if (&child != &block.children.front()) {
      reporter.error(
          {"exceptions_meet",
           child.tree().at,
           "两个例外可能同时成立, 没有说明哪个优先 / two exceptions may hold at once and "
           "nothing says which goes first",
           "只留一个例外, 或给第一个例外另设名称再作例外 / keep one, or give the first a "
           "name of its own",
           {{block.children.front().tree().at, "另一个例外 / the other exception"}}});
      continue;
    }
    const auto other = expressions_.read(child.tree()[1]);
    const auto when = all_of(child);
    if (!value.ok() || !other.ok() || !when.ok()) continue;
    if (!same_kind(value, other)) {
      reporter.error({"type_mismatch", child.tree()[1].at,
                      fmt::format("例外是{}, 原值是{} / the exception is a {}, the value a {}",
                                  type_zh(other.type), type_zh(value.type), name(other.type),
                                  name(value.type))});
      continue;
    }
    if (other.type == Type::ratio) value.type = Type::ratio;
    value.node =
        expressions_.nodes().select(value.type, when.condition.node, other.node, value.node);
  }
  bind(block.tree()[0], value, block.tree()[0].at);
}

void Conditions::let_by_option(const Block& block) {
  auto& reporter = expressions_.reporter();
  const auto option = find_option(block.tree()[1]);
  if (option < 0) return bind(block.tree()[0], {}, block.tree()[0].at);
  const auto& declared = measure_.options[static_cast<std::size_t>(option)];
  std::vector<Typed> values(declared.values.size());
  for (const auto& child : block.children) {
    if (child.form() != Form::case_is) {
      reporter.error({"not_a_case", child.tree().at,
                      "这里应为 情形 … 为 … / a `case … is …` line is expected here"});
      continue;
    }
    const auto value = find_option_value(option, child.tree()[0]);
    if (value >= 0) values[static_cast<std::size_t>(value)] = expressions_.read(child.tree()[1]);
  }
  Typed whole;
  for (std::size_t i = values.size(); i-- > 0;) {
    const auto& value = values[i];
    const bool fits = !whole.ok() || same_kind(value, whole);
    if (!value.ok() || !fits) {
      reporter.error({"missing_case", block.tree().at,
                      fmt::format("选项“{0}”的情形“{1}”没有值, 或类型不一致 / the case '{1}' of "
                                  "option '{0}' has no value, or one of another type",
                                  declared.name.label, declared.values[i].name.label)});
      return bind(block.tree()[0], {}, block.tree()[0].at);
    }
    const auto chosen = option_is(option, static_cast<std::int32_t>(i));
    const auto before = whole.node;
    const bool ratio = before >= 0 && whole.type == Type::ratio;
    whole = value;
    if (ratio) whole.type = Type::ratio;
    if (before >= 0)
      whole.node = expressions_.nodes().select(whole.type, chosen, value.node, before);
  }
  bind(block.tree()[0], whole, block.tree()[0].at);
}

}  // namespace leye::policy
