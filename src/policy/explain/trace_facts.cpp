// The facts that a condition looked at, with their values and sources.
#include <algorithm>

#include <fmt/format.h>

#include "policy/explain/tracer.hpp"

namespace leye::policy {
namespace {

constexpr int rows_shown_max = 3;  // of a relation

}  // namespace

// Of a number that was computed, the fact that its codes are of; of a fact, itself.
const Fact* Tracer::fact_of(std::int32_t index) const {
  return index < 0 ? nullptr : reading_.declaration(index);
}

Shape Tracer::shape_of(std::int32_t index) const {
  const auto& here = node(index);
  Shape shape{here.type, Unit::none, fact_of(index)};
  if (here.op == Op::full_years) shape.unit = Unit::years_of_age;
  if (here.op == Op::subtract && node(here.a).type == Type::day && here.type != Type::day) {
    shape.unit = Unit::days;
  }
  if (here.op == Op::add && here.type == Type::count) shape.unit = shape_of(here.a).unit;
  if (here.op == Op::subtract && node(here.a).type == Type::month && here.type != Type::month) {
    shape.unit = Unit::months;
  }
  return shape;
}

std::vector<FactLine> Tracer::facts_of(std::int32_t index) const {
  std::vector<FactLine> lines;
  const auto& facts = reading_.facts_of(index);
  lines.reserve(facts.size());
  for (std::size_t i = 0; i < facts.size();) {
    if (node(facts[i]).op >= Op::exists) {
      relation_lines(facts, i, lines);
    } else {
      lines.push_back(fact_line(facts[i]));
      ++i;
    }
  }
  return lines;
}

FactLine Tracer::fact_line(std::int32_t index) const {
  const auto& name = reading_.name(index);
  return {name.id, label(name), spelled(index), source_of(index)};
}

std::string Tracer::spelled(std::int32_t index) const {
  const auto& here = node(index);
  const auto& owner = value(here.a);
  auto found = value(index);
  // As it stands in the register, not as the rule takes it.
  if (owner.known()) {
    found = facts_.value(here.entity, static_cast<Row>(owner.low.top), here.symbol);
    if (found.state == State::unknown) found = Value::unknown();
  }
  return words_.value(found, shape_of(index));
}

std::string Tracer::source_of(std::int32_t index) const {
  const auto& here = node(index);
  const auto& owner = value(here.a);
  if (!owner.known()) return "";
  return std::string(facts_.source(here.entity, static_cast<Row>(owner.low.top)));
}

// A relation and the facts in its body: how many rows there are, and what the first ones say.
void Tracer::relation_lines(const std::vector<std::int32_t>& facts, std::size_t& at,
                            std::vector<FactLine>& lines) const {
  const auto relation = facts[at];
  const auto& here = node(relation);
  const auto first = ++at;
  while (at < facts.size() && facts[at] < here.body_end) ++at;
  FactLine line{reading_.name(relation).id, label(reading_.name(relation)), "", ""};
  const auto owner = value(here.a);
  if (!owner.known()) {
    line.value = words_.value(owner, {Type::reference});
    lines.push_back(std::move(line));
    return;
  }
  const auto target = static_cast<Row>(owner.low.top);
  const auto rows = facts_.related(here.entity, here.symbol, target);
  line.value = fmt::format(fmt::runtime(words_.pick("{} 条", "{} on record")), rows.size());
  if (!facts_.closed(here.entity, here.symbol, target))
    line.value += words_.pick(" (登记不全)", " (list not complete)");
  lines.push_back(std::move(line));
  const auto lines_first = lines.size();
  const auto result = value(relation);
  int shown = 0;
  for (const auto row : rows) {
    if (++shown > rows_shown_max) break;
    evaluator_.values_[static_cast<std::size_t>(relation)] = Value::of(row);
    evaluator_.run(relation + 1, here.body_end);
    auto into = lines_first;
    for (auto i = first; i < at; ++i) {
      if (reading_.body_of(facts[i]) != relation || node(facts[i]).op >= Op::exists) continue;
      const auto& item = node(node(facts[i]).a);
      if (item.op != Op::item || item.symbol != relation) continue;
      if (into == lines.size()) {
        lines.push_back(fact_line(facts[i]));
      } else {
        lines[into].value += words_.pick("、", "; ") + spelled(facts[i]);
      }
      ++into;
    }
  }
  evaluator_.values_[static_cast<std::size_t>(relation)] = result;
}

}  // namespace leye::policy
