#include "policy/edges/added_rows.hpp"

#include <algorithm>

namespace leye::policy::edges {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

void put(Facts& facts, EntityIndex entity, Row row, FactIndex fact, const Value& value,
         std::int32_t days) {
  const auto& declared = facts.vocabulary().entities()[place(entity)].facts[place(fact)];
  const auto number = value.low.top;
  switch (declared.type) {
    case FactType::boolean: return facts.set(entity, row, fact, number != 0);
    case FactType::day:
      return facts.set(entity, row, fact,
                       Day::from_number(static_cast<std::int32_t>(number) + days));
    case FactType::money: return facts.set(entity, row, fact, Money::fen(number));
    case FactType::ratio: return;
    case FactType::reference:
      return facts.set_reference(entity, row, fact, static_cast<Row>(number));
    case FactType::text: return;  // put_text
    default: return facts.set(entity, row, fact, number + days);
  }
}

}  // namespace

AddedRows::AddedRows(const Plan& plan, const Measure& measure, std::int32_t aggregate)
    : plan_(plan), aggregate_(measure.nodes[place(aggregate)]), asked_(measure) {
  asked_.valid_from = asked_.valid_until = -1;
  asked_.outputs.clear();
  asked_.outputs.push_back({{}, aggregate_.a, {}, {}, {}});
  for (auto at = aggregate + 1; at < aggregate_.body_end; ++at) {
    const auto& node = measure.nodes[place(at)];
    if (node.op == Op::item && node.symbol == aggregate) {
      for (auto other = at + 1; other < aggregate_.body_end; ++other)
        want(measure.nodes[place(other)], at);
      break;
    }
  }
  for (const auto& each : wanted_)
    asked_.outputs.push_back({{}, each.node < 0 ? aggregate_.a : each.node, {}, {}, {}});
}

bool AddedRows::is_fact_of(std::int32_t node, std::int32_t item) const {
  return node >= 0 && asked_.nodes[place(node)].op == Op::fact &&
         asked_.nodes[place(node)].a == item;
}

void AddedRows::want(const Node& node, std::int32_t item) {
  const auto note = [&](std::int32_t fact, std::int32_t other, std::int32_t days) {
    const auto index = asked_.nodes[place(fact)].symbol;
    const bool known = std::any_of(wanted_.begin(), wanted_.end(),
                                   [&](const Wanted& each) { return each.fact == index; });
    if (!known) wanted_.push_back({index, other, days});
  };
  if (node.op == Op::equal || node.op == Op::less || node.op == Op::at_most) {
    const int strict = node.op == Op::less ? 1 : 0;
    if (is_fact_of(node.a, item))
      note(node.a, node.b, -strict);
    else if (is_fact_of(node.b, item))
      note(node.b, node.a, strict);
  } else if (node.op == Op::both) {
    for (const auto part : {node.a, node.b})
      if (is_fact_of(part, item)) note(part, -1, 0);
  }
}

void AddedRows::put_text(Facts& facts, Row row, const Wanted& wanted, const Value& value,
                         Row subject) const {
  const auto& compared = asked_.nodes[place(wanted.node)];
  if (compared.op == Op::constant)
    facts.set_text(aggregate_.entity, row, wanted.fact, asked_.texts[place(compared.symbol)]);
  else if (compared.op == Op::fact && value.known())
    facts.set_text(aggregate_.entity, row, wanted.fact, std::string(facts.text(value.low.top)));
  else if (compared.op == Op::row_name && asked_.nodes[place(compared.a)].op == Op::subject)
    facts.set_text(aggregate_.entity, row, wanted.fact, facts.row_name(asked_.subject, subject));
}

bool AddedRows::add(Facts& facts, Row subject, Day on, const Choices& choices) const {
  std::vector<Value> seen;
  {
    Evaluator evaluator(plan_, asked_, facts, on, choices);
    seen = evaluator.evaluate(subject).outputs;
  }
  if (!seen[0].known()) return false;
  const auto entity = aggregate_.entity;
  const auto row = facts.add(entity);
  facts.set_reference(entity, row, aggregate_.symbol, static_cast<Row>(seen[0].low.top));
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const auto& each = wanted_[i];
    if (each.fact == aggregate_.symbol) continue;
    const auto& value = seen[i + 1];
    if (each.node < 0)
      facts.set(entity, row, each.fact, true);
    else if (asked_.nodes[place(each.node)].type == Type::text)
      put_text(facts, row, each, value, subject);
    else if (value.known())
      put(facts, entity, row, each.fact, value, each.days);
  }
  facts.link();
  return true;
}

}  // namespace leye::policy::edges
