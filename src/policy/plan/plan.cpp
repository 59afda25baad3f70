#include "policy/plan/plan.hpp"

#include <array>

#include <fmt/format.h>

#include "policy/plan/place.hpp"

namespace leye::policy {
namespace {

constexpr std::array op_names = {
    "constant",   "unset",      "subject",        "item",        "today",       "fact",
    "parameter",  "option",     "judgement",      "row_name",    "add",         "subtract",
    "multiply",   "divide",     "least",          "greatest",    "round_half",  "round_down",
    "round_up",   "add_months", "full_months",    "month_share", "month_start", "year_of",
    "year_start", "year_end",   "month_of",       "full_years",  "area_of",     "span",
    "less",       "at_most",    "equal",          "inside",      "begins_with", "contains",
    "is_none",    "is_known",   "both",           "either",      "not",         "select",
    "given",      "exists",     "count",          "sum",         "smallest",    "largest",
    "only",       "distinct",   "months_covered", "longest_run", "last_run"};

constexpr std::array condition_names = {"leaf", "all", "any", "none", "by_option"};

std::string operand(std::int32_t node) { return node < 0 ? "" : fmt::format(" %{}", node); }

std::string constant_text(const Node& node) {
  if (node.type == Type::money) return fmt::format(" {} fen", to_text(node.constant));
  if (node.type == Type::day) {
    return " " + to_text(Day::from_number(static_cast<std::int32_t>(node.constant.top)));
  }
  return " " + to_text(node.constant);
}

// The row's entity, and the fact of it that the node reads or is related by.
std::string place_text(const Node& node, const Vocabulary* vocabulary) {
  if (vocabulary == nullptr || node.entity < 0) {
    auto text = node.entity < 0 ? std::string{} : fmt::format(" entity:{}", node.entity);
    if (node.symbol >= 0) text += fmt::format(" symbol:{}", node.symbol);
    return text;
  }
  const auto& entity = vocabulary->entities()[static_cast<std::size_t>(node.entity)];
  if (node.op != Op::fact && node.op < Op::exists) {
    return node.symbol < 0 ? " " + entity.id : fmt::format(" {} symbol:{}", entity.id, node.symbol);
  }
  const auto& fact = entity.facts[static_cast<std::size_t>(node.symbol)];
  return fmt::format(" {}.{}", entity.id, fact.id);
}

std::string to_text(const Node& node, std::size_t index, const Plan& plan,
                    const Vocabulary* vocabulary) {
  auto line = fmt::format("  %{} {} {}", index, name(node.op), name(node.type));
  const bool rounds = node.op >= Op::round_half && node.op <= Op::round_up;
  if (node.op == Op::constant || rounds) line += constant_text(node);
  if (node.op == Op::parameter && static_cast<std::size_t>(node.symbol) < plan.parameters.size())
    line += " " + plan.parameters[static_cast<std::size_t>(node.symbol)].name.id;
  else
    line += place_text(node, vocabulary);
  line += operand(node.a) + operand(node.b) + operand(node.c);
  if (node.body_end > 0) line += fmt::format(" body:{}..{}", index + 1, node.body_end);
  return line + "\n";
}

void append(std::string& out, const Measure& measure, std::int32_t index, int depth) {
  const auto& condition = measure.conditions[static_cast<std::size_t>(index)];
  out += fmt::format("  {:{}}{}", "", depth * 2, name(condition.kind));
  if (condition.bit >= 0) out += fmt::format(" bit:{}", condition.bit);
  if (condition.node >= 0) out += fmt::format(" %{}", condition.node);
  if (condition.option >= 0)
    out += " " + measure.options[static_cast<std::size_t>(condition.option)].name.id;
  if (condition.fixed) out += " fixed";
  out += fmt::format("  {}  # {} {}\n", condition.id, condition.clause, condition.label_zh);
  for (const auto child : condition.children) append(out, measure, child, depth + 1);
}

void append_marks(std::string& out, const Measure& measure) {
  out += fmt::format("  on{}", operand(measure.event_on));
  if (measure.valid_from >= 0) out += fmt::format(" from{}", operand(measure.valid_from));
  if (measure.valid_until >= 0) out += fmt::format(" until{}", operand(measure.valid_until));
  if (measure.amount >= 0) out += fmt::format(" pay{}", operand(measure.amount));
  if (measure.person || measure.organisation)
    out += fmt::format(" to {}", measure.payee_is_person ? "person" : "organisation");
  if (!measure.fund.empty()) out += fmt::format(" from {}", measure.fund);
  if (!measure.amount_clause.empty()) out += "  # " + measure.amount_clause;
  out += "\n";
  if (measure.months >= 0) {
    out += fmt::format("  months{} from{} until{}\n", operand(measure.months),
                       operand(measure.period_from), operand(measure.period_until));
  }
  for (const auto& stage : measure.stages) {
    out += fmt::format("  stage %{} on %{}{} of %{}  # {} {}\n", stage.amount, stage.day,
                       stage.when < 0 ? "" : fmt::format(" when %{}", stage.when), stage.part,
                       stage.clause, stage.label_zh);
  }
  for (const auto& quota : measure.quotas) {
    out += fmt::format("  {} %{}{}{}\n", quota.money ? "budget" : "quota", quota.limit,
                       quota.period == LimitPeriod::year ? " each year" : "",
                       measure.rank < 0 ? "" : fmt::format(" by %{}", measure.rank));
  }
  if (measure.months_cap)
    out += fmt::format("  months left{}\n", operand(measure.months_cap->left));
  for (const auto& cap : measure.caps) out += fmt::format("  cap{}\n", operand(cap.left));
  for (const auto& output : measure.outputs) {
    out += fmt::format("  gives {} %{}{}{}\n", output.name.id, output.node,
                       output.unit.empty() ? "" : " " + output.unit,
                       output.clause.empty() ? "" : "  # " + output.clause);
  }
  if (measure.recognition) {
    const auto& it = *measure.recognition;
    out += fmt::format("  recognised by {}", it.by);
    if (it.valid_months) out += fmt::format(" for {} months", *it.valid_months);
    out += it.evidence.empty() ? "\n" : "  # " + it.evidence + "\n";
  }
  for (const auto& relation : measure.relations)
    out += fmt::format("  {} {}\n", name(relation.kind), relation.measure);
  for (const auto& renewal : measure.renewals)
    out += fmt::format("  renewed {} {}  # {}\n", to_text(renewal.from), to_text(renewal.until),
                       renewal.by);
  for (const auto& judgement : measure.judgements)
    out += fmt::format("  judgement {} by {}: {}\n", judgement.id, judgement.by, judgement.text);
  for (const auto& option : measure.options) {
    out += fmt::format("  option {} =", option.name.id);
    for (std::size_t i = 0; i < option.values.size(); ++i) {
      const bool chosen = static_cast<std::int32_t>(i) == option.default_value;
      out += fmt::format(" {}{}", option.values[i].name.id, chosen ? "*" : "");
    }
    out += "\n";
  }
}

}  // namespace

std::span<const ParameterValue> values_at(const Parameter& parameter, std::int64_t place) {
  const std::span all(parameter.values);
  std::span<const ParameterValue> smallest;
  for (std::size_t first = 0; first < all.size();) {
    auto last = first;
    while (last < all.size() && all[last].place == all[first].place) ++last;
    // Ascending: of areas that contain the place, the later one lies in the earlier.
    const auto area = all[first].place;
    if (area == 0 || lies_in(place, area)) smallest = all.subspan(first, last - first);
    first = last;
  }
  return smallest;
}

const char* name(Op op) { return op_names[static_cast<std::size_t>(op)]; }

const char* name(RelationKind kind) {
  constexpr std::array names = {"replaces", "adds to", "continues after"};
  return names[static_cast<std::size_t>(kind)];
}

const char* name(ConditionKind kind) { return condition_names[static_cast<std::size_t>(kind)]; }

const Measure* Plan::find_measure(std::string_view id_or_label) const {
  for (const auto& measure : measures) {
    if (measure.name.id == id_or_label || measure.name.label == id_or_label) return &measure;
  }
  return nullptr;
}

std::string to_text(const Plan& plan, const Measure& measure, const Vocabulary* vocabulary) {
  auto out = fmt::format("{} {} ({})  # {}\n", measure.word, measure.name.id, measure.name.label,
                         measure.clause);
  for (std::size_t i = 0; i < measure.nodes.size(); ++i)
    out += to_text(measure.nodes[i], i, plan, vocabulary);
  if (!measure.conditions.empty()) append(out, measure, 0, 0);
  append_marks(out, measure);
  for (const auto& exclusion : plan.exclusions) {
    for (const auto& id : exclusion.measures) {
      if (id == measure.name.id) out += fmt::format("  excluded by {}\n", exclusion.name.id);
    }
  }
  return out;
}

std::string to_text(const Plan& plan, const Vocabulary* vocabulary) {
  auto out = fmt::format("plan {}  # {} {}\n", plan.id, plan.document, plan.title);
  for (const auto& parameter : plan.parameters) {
    out += fmt::format("parameter {} {} ({})\n", parameter.name.id, name(parameter.type),
                       parameter.name.label);
    for (const auto& value : parameter.values) {
      const auto area = value.place == 0 ? "" : fmt::format("{} ", value.place);
      out += fmt::format("  {}{} {}  # {}\n", area, to_text(value.from),
                         value.value ? to_text(*value.value) : "unset", value.source);
    }
  }
  for (const auto& measure : plan.measures) out += to_text(plan, measure, vocabulary);
  for (const auto& exclusion : plan.exclusions) {
    out += fmt::format("exclusion {}:", exclusion.name.id);
    for (const auto& id : exclusion.measures) out += " " + id;
    out += "\n";
  }
  for (const auto& declaration : plan.declarations) out += to_text(declaration);
  return out;
}

}  // namespace leye::policy
