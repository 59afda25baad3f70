#include "policy/edges/own_rule.hpp"

#include <map>

#include <fmt/format.h>

#include "policy/plan/rule_text.hpp"

namespace leye::policy::edges {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

// Nodes in the order in which they are reached.
class Printer {
 public:
  Printer(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary)
      : plan_(plan), measure_(measure), vocabulary_(vocabulary) {}

  std::string print(const char* what, std::int32_t node) {
    if (node >= 0) out_ += fmt::format("{} {}\n", what, number(node));
    return std::move(out_);
  }

 private:
  // "#3"; its own line comes before that of who reads it first.
  std::string number(std::int32_t index) {
    if (index < 0) return "-";
    const auto [known, is_new] = numbers_.emplace(index, numbers_.size());
    const auto name = fmt::format("#{}", known->second);
    if (!is_new) return name;
    const auto& node = measure_.nodes[place(index)];
    const auto read = fmt::format("{} {} {}", number(node.a), number(node.b), number(node.c));
    out_ += fmt::format("{} {} {} {} {} {}\n", name, policy::name(node.op), policy::name(node.type),
                        to_text(node.constant), meant(node), read);
    return name;
  }

  std::string meant(const Node& node) {
    switch (node.op) {
      case Op::parameter: return rule_text(plan_.parameters[place(node.symbol)]);
      case Op::option: return measure_.options[place(node.symbol)].name.id;
      case Op::judgement: return measure_.judgements[place(node.symbol)].id;
      case Op::item: return "of " + number(node.symbol);
      case Op::begins_with:
      case Op::contains: return measure_.texts[place(node.symbol)];
      case Op::constant:
        if (node.symbol >= 0) return measure_.texts[place(node.symbol)];
        break;
      default: break;
    }
    if (node.entity < 0) return node.symbol < 0 ? "" : fmt::format("{}", node.symbol);
    const auto& entity = vocabulary_.entities()[place(node.entity)];
    if (node.op != Op::fact && node.op < Op::exists) return entity.id;
    return entity.id + "." + entity.facts[place(node.symbol)].id;
  }

  const Plan& plan_;
  const Measure& measure_;
  const Vocabulary& vocabulary_;
  std::map<std::int32_t, std::size_t> numbers_;
  std::string out_;
};

bool reads(const Measure& measure, std::int32_t root, std::int32_t wanted) {
  std::vector<std::uint8_t> seen(measure.nodes.size(), 0);
  std::vector<std::int32_t> next = {root};
  while (!next.empty()) {
    const auto index = next.back();
    next.pop_back();
    if (index == wanted) return true;
    if (index < 0 || seen[place(index)] != 0) continue;
    seen[place(index)] = 1;
    const auto& node = measure.nodes[place(index)];
    for (const auto operand : {node.a, node.b, node.c}) next.push_back(operand);
  }
  return false;
}

// The groups that a line stands in, from the root on.
std::string groups_above(const Measure& measure, std::int32_t condition) {
  std::string above;
  for (std::size_t at = measure.conditions.size(); at-- > 0;) {
    const auto& group = measure.conditions[at];
    for (std::size_t child = 0; child < group.children.size(); ++child) {
      if (group.children[child] != condition) continue;
      auto line = fmt::format("in {}", name(group.kind));
      if (group.kind == ConditionKind::by_option) {
        const auto& option = measure.options[place(group.option)];
        line += fmt::format(" {} {}", option.name.id, option.values[child].name.id);
      }
      return groups_above(measure, static_cast<std::int32_t>(at)) + line + "\n";
    }
  }
  return above;
}

}  // namespace

std::string own_rule(const Plan& plan, const Edge& edge, const Vocabulary& vocabulary) {
  const auto& measure = *edge.measure;
  auto text = fmt::format("{} each {}\n", measure.name.id,
                          vocabulary.entities()[place(measure.subject)].id);
  const auto add = [&](const char* what, std::int32_t root) {
    text += Printer(plan, measure, vocabulary).print(what, root);
  };
  if (edge.of_validity) {
    add("in force by", edge.found);
    add("and", edge.limit);
  } else if (edge.condition >= 0) {
    text += groups_above(measure, edge.condition);
    add("condition", measure.conditions[place(edge.condition)].node);
  } else {
    const auto add_if = [&](const char* what, std::int32_t root) {
      if (reads(measure, root, edge.found) && reads(measure, root, edge.limit)) add(what, root);
    };
    add_if("amount", measure.amount);
    for (const auto& stage : measure.stages) add_if("stage", stage.when);
    for (const auto& output : measure.outputs) add_if(output.name.id.c_str(), output.node);
  }
  return text;
}

}  // namespace leye::policy::edges
