// For tests: a measure written node by node, without a parser.
//
//   PlanBuilder build(facts, "employment");
//   const auto hire = build.subject();
//   build.in_force(build.fact(hire, "start_date"), "2023-01-01", "2023-12-31");
//   build.root({build.leaf(build.at_most(build.count(16), build.age(…)))});
//   build.pay(build.yuan(1000));
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/resources.hpp"
#include "policy/explain/explain.hpp"

namespace leye::policy {

inline const Vocabulary& test_vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

inline Day on(const char* iso) { return Day::parse(iso).value(); }

class PlanBuilder {
 public:
  using Index = std::int32_t;
  struct Part {  // of an aggregate's body
    Index filter = -1;
    Index value = -1;
  };

  PlanBuilder(const Facts& facts, const char* subject) : facts_(&facts) {
    plan.measures.emplace_back();
    measure().subject = facts.entity(subject);
    measure().name = {"hiring_subsidy", "一次性吸纳就业补贴"};
    measure().clause = "二(二)8";
    measure().conditions.emplace_back();
    measure().conditions[0].kind = ConditionKind::all;
    measure().conditions[0].label_zh = "全部满足";
    measure().conditions[0].label_en = "all of";
  }

  Measure& measure() { return plan.measures.front(); }

  Index add(Node node) {
    measure().nodes.push_back(node);
    return static_cast<Index>(measure().nodes.size()) - 1;
  }
  Index of(Op op, Type type, Index a, Index b = -1, Index c = -1) {
    return add({.op = op, .type = type, .a = a, .b = b, .c = c});
  }
  Index constant(Type type, std::int64_t top, std::int64_t bottom = 1) {
    return add({.op = Op::constant, .type = type, .constant = {top, bottom}});
  }
  Index count(std::int64_t number) { return constant(Type::count, number); }
  Index yuan(std::int64_t amount) { return constant(Type::money, amount * 100); }
  Index day(const char* iso) { return constant(Type::day, on(iso).number()); }
  Index code(const char* table, const char* name) {
    const auto* found = facts_->vocabulary().find_code_table(table);
    return constant(Type::code, found->understand(name) - found->codes().data());
  }
  Index subject() {
    return add({.op = Op::subject, .type = Type::reference, .entity = measure().subject});
  }
  Index fact(Index row, const char* id) {
    const auto entity = row_entity(row);
    const auto symbol = facts_->fact(entity, id);
    const auto& declared = declaration(entity, symbol);
    return add({.op = Op::fact,
                .type = type_of(declared.type),
                .a = row,
                .symbol = symbol,
                .entity = entity});
  }

  // Rows of `entity` whose reference `by` is the row `of_row`.
  Index aggregate(Op op, Type type, Index of_row, const char* entity, const char* by,
                  const std::function<Part(Index)>& body) {
    const auto related = facts_->entity(entity);
    const auto index = add({.op = op,
                            .type = type,
                            .a = of_row,
                            .symbol = facts_->fact(related, by),
                            .entity = related});
    const auto item =
        add({.op = Op::item, .type = Type::reference, .symbol = index, .entity = related});
    const auto part = body(item);
    auto& node = measure().nodes[static_cast<std::size_t>(index)];
    node.b = part.filter;
    node.c = part.value;
    node.body_end = static_cast<Index>(measure().nodes.size());
    return index;
  }

  Index leaf(Index node, const char* label, bool fixed = false) {
    Condition condition;
    condition.node = node;
    condition.bit = measure().leaf_count++;
    condition.fixed = fixed;
    condition.id = measure().name.id + ".c" + std::to_string(condition.bit + 1);
    condition.label_zh = label;
    condition.label_en = label;
    condition.clause = "二(二)8 句1";
    return push(std::move(condition));
  }
  Index group(ConditionKind kind, std::vector<Index> children) {
    Condition condition;
    condition.kind = kind;
    condition.children = std::move(children);
    condition.label_zh = kind == ConditionKind::all   ? "全部满足"
                         : kind == ConditionKind::any ? "任一满足"
                                                      : "均不满足";
    condition.label_en = name(kind);
    return push(std::move(condition));
  }
  void root(std::vector<Index> children) { measure().conditions[0].children = std::move(children); }

  void in_force(Index event, const char* from, const char* until) {
    measure().event_on = event;
    measure().valid_from = day(from);
    measure().valid_until = day(until);
  }
  void pay(Index amount) {
    measure().amount =
        add({.op = Op::round_half, .type = Type::money, .a = amount, .constant = {1, 1}});
  }

  Evaluator evaluator(const char* today = "2023-11-20") {
    return Evaluator(plan, measure(), *facts_, on(today));
  }

  Plan plan;

 private:
  static Type type_of(FactType type) {
    switch (type) {
      case FactType::boolean: return Type::boolean;
      case FactType::count: return Type::count;
      case FactType::ratio: return Type::ratio;
      case FactType::money: return Type::money;
      case FactType::day: return Type::day;
      case FactType::month: return Type::month;
      case FactType::text: return Type::text;
      case FactType::code: return Type::code;
      case FactType::place: return Type::place;
      case FactType::reference: return Type::reference;
    }
    return Type::text;
  }
  const Fact& declaration(EntityIndex entity, FactIndex fact) const {
    const auto& entities = facts_->vocabulary().entities();
    return entities[static_cast<std::size_t>(entity)].facts[static_cast<std::size_t>(fact)];
  }
  // A reference's own `entity` is the one that holds the fact; what it refers to is declared.
  EntityIndex row_entity(Index row) const {
    const auto& node = plan.measures.front().nodes[static_cast<std::size_t>(row)];
    if (node.op != Op::fact) return node.entity;
    return facts_->entity(declaration(node.entity, node.symbol).refers_to);
  }
  Index push(Condition condition) {
    measure().conditions.push_back(std::move(condition));
    return static_cast<Index>(measure().conditions.size()) - 1;
  }

  const Facts* facts_;
};

}  // namespace leye::policy
