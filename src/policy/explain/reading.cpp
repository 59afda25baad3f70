#include "policy/explain/reading.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace leye::policy {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

Reading::Reading(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary)
    : measure_(&measure),
      names_(measure.nodes.size()),
      declarations_(measure.nodes.size(), nullptr),
      bodies_(measure.nodes.size(), -1),
      dependencies_(measure.nodes.size()) {
  for (std::size_t i = 0; i < measure.nodes.size(); ++i) {
    for (auto j = i + 1; j < place(measure.nodes[i].body_end); ++j)
      bodies_[j] = static_cast<std::int32_t>(i);
  }
  name_nodes(plan, vocabulary);
  for (const auto& condition : measure.conditions) {
    if (condition.node >= 0) follow(condition.node);
    comparisons_.push_back(comparisons_of(measure, condition));
  }
  find_rivals(plan);
  if (measure.person) person_entity_ = entity_at_end(*measure.person, vocabulary);
  for (const auto node :
       {measure.event_on, measure.valid_from, measure.valid_until, measure.amount})
    if (node >= 0) follow(node);
  for (const auto& output : measure.outputs) follow(output.node);
  for (const auto& stage : measure.stages)
    if (stage.when >= 0) follow(stage.when);
}

namespace {

const std::string& in_english(const Name& name) {
  return name.label_en.empty() ? name.id : name.label_en;
}

}  // namespace

void Reading::name_nodes(const Plan& plan, const Vocabulary& vocabulary) {
  const auto& entities = vocabulary.entities();
  for (std::size_t i = 0; i < measure_->nodes.size(); ++i) {
    const auto& node = measure_->nodes[i];
    auto& name = names_[i];
    if (node.op == Op::subject) {
      const auto& entity = entities[place(measure_->subject)];
      name = {entity.id, entity.zh, entity.en};
    } else if (node.op == Op::today) {
      name = {"today", "申请日期", "day of application"};
    } else if (node.op == Op::item) {
      name = names_[place(node.symbol)];
    } else if (node.op == Op::fact) {
      const auto& fact = entities[place(node.entity)].facts[place(node.symbol)];
      declarations_[i] = &fact;
      const auto& owner = names_[place(node.a)];
      name = {owner.id + "." + fact.id, owner.label + "." + fact.zh,
              in_english(owner) + " · " + fact.en};
    } else if (node.op >= Op::exists) {
      const auto& entity = entities[place(node.entity)];
      const auto& owner = names_[place(node.a)];
      name = {owner.id + "." + entity.plural, owner.label + "." + entity.zh,
              in_english(owner) + " · " + entity.en};
    } else if (node.op == Op::parameter) {
      const auto& parameter = plan.parameters[place(node.symbol)];
      name = {"parameter." + parameter.name.id, parameter.name.label, parameter.name.label_en};
    } else if (node.op == Op::judgement) {
      const auto& judgement = measure_->judgements[place(node.symbol)];
      name = {"judgement." + judgement.id, judgement.text, {}};
    } else if (node.op == Op::unset) {
      name = {measure_->name.id + ".amount", "标准未定", "standard not set"};
    } else if (node.op == Op::select && node.type == Type::reference) {
      name = names_[place(node.b)];
    }
  }
}

const Name* Reading::find(std::string_view id) const {
  for (const auto& name : names_)
    if (name.id == id) return &name;
  return nullptr;
}

EntityIndex Reading::entity_at_end(const ReferencePath& path, const Vocabulary& vocabulary) const {
  auto entity = measure_->subject;
  for (const auto step : path.steps) {
    const auto& fact = vocabulary.entities()[place(entity)].facts[place(step)];
    const auto* target = vocabulary.find_entity(fact.refers_to);
    CHECK(target != nullptr);
    entity = static_cast<EntityIndex>(target - vocabulary.entities().data());
  }
  return entity;
}

void Reading::find_rivals(const Plan& plan) {
  for (const auto& exclusion : plan.exclusions) {
    const auto& all = exclusion.measures;
    if (std::find(all.begin(), all.end(), measure_->name.id) == all.end()) continue;
    for (const auto& id : all) {
      const auto* rival = plan.find_measure(id);
      if (rival == nullptr || rival == measure_ || rival->subject != measure_->subject) continue;
      if (std::find(rivals_.begin(), rivals_.end(), rival) == rivals_.end()) {
        rivals_.push_back(rival);
      }
    }
  }
}

void Reading::follow(std::int32_t node) {
  auto& found = dependencies_[place(node)];
  if (!found.program.empty()) return;
  std::vector<std::uint8_t> used(measure_->nodes.size(), 0);
  used[place(node)] = 1;
  for (auto i = node; i >= 0; --i) {
    // The body of an aggregate stands after it; what it uses outside counts as used by both.
    const auto& here = measure_->nodes[place(i)];
    if (used[place(i)] == 0) continue;
    for (auto j = here.body_end - 1; j > i; --j) {
      const auto& inner = measure_->nodes[place(j)];
      used[place(j)] = 1;
      for (const auto operand : {inner.a, inner.b, inner.c})
        if (operand >= 0) used[place(operand)] = 1;
    }
    for (const auto operand : {here.a, here.b, here.c})
      if (operand >= 0) used[place(operand)] = 1;
  }
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(used.size()); ++i) {
    if (used[place(i)] == 0) continue;
    const auto& here = measure_->nodes[place(i)];
    const bool shown = here.op == Op::fact ? here.type != Type::reference : here.op >= Op::exists;
    if (shown) found.facts.push_back(i);
    if (bodies_[place(i)] < 0) found.program.push_back(i);
  }
}

const Reading::Dependencies& Reading::of(std::int32_t node) const {
  const auto& found = dependencies_[place(node)];
  CHECK(!found.program.empty());
  return found;
}

const std::vector<std::int32_t>& Reading::facts_of(std::int32_t node) const {
  return of(node).facts;
}

const std::vector<std::int32_t>& Reading::program_of(std::int32_t node) const {
  return of(node).program;
}

}  // namespace leye::policy
