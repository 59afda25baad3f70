#include "policy/sql/layout.hpp"

#include <fmt/format.h>

#include "base/day.hpp"

namespace leye::policy::sql {
namespace {

const Range days = {Day::from_civil(1900, 1, 1).value().number(),
                    Day::from_civil(2199, 12, 31).value().number()};

Range range_of(FactType type) {
  switch (type) {
    case FactType::boolean: return {0, 1};
    case FactType::day: return days;
    case FactType::month: return {0, 2'400 * 12};
    case FactType::code: return {0, INT16_MAX};
    case FactType::place: return {-9'999'999'999'999, 9'999'999'999'999};
    default: return of_64_bits;
  }
}

}  // namespace

Sort sort_of(FactType type) {
  switch (type) {
    case FactType::boolean: return Sort::truth;
    case FactType::day: return Sort::date;
    case FactType::text: return Sort::text;
    case FactType::month:
    case FactType::code: return Sort::integer;
    default: return Sort::bigint;
  }
}

Type type_of(FactType type) {
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

std::string FactsLayout::table(EntityIndex entity) const {
  return "rule_" + vocabulary_.entities()[static_cast<std::size_t>(entity)].id;
}

FactColumn FactsLayout::fact(EntityIndex entity, FactIndex fact) const {
  const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)]
                             .facts[static_cast<std::size_t>(fact)];
  FactColumn column;
  column.column = declared.id;
  if (declared.type == FactType::ratio) column.bottom = declared.id + "_bottom";
  column.none = declared.id + "_none";
  column.range = range_of(declared.type);
  return column;
}

Listing FactsLayout::listing(EntityIndex entity, FactIndex fact) const {
  const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)];
  return {false, fmt::format("{}_{}_listed", declared.id,
                             declared.facts[static_cast<std::size_t>(fact)].id)};
}

std::map<EntityIndex, Looked> looked_at(const Plan& plan, const Vocabulary& vocabulary) {
  std::map<EntityIndex, Looked> looked;
  for (const auto& measure : plan.measures) {
    auto& subject = looked[measure.subject];
    for (const auto& judgement : measure.judgements) subject.judgements.insert(judgement.id);
    for (const auto& node : measure.nodes) {
      if (node.op != Op::fact && node.op < Op::exists) continue;
      looked[node.entity].facts.insert(node.symbol);
      const auto& fact = vocabulary.entities()[static_cast<std::size_t>(node.entity)]
                             .facts[static_cast<std::size_t>(node.symbol)];
      if (fact.type != FactType::reference) continue;
      const auto owner = static_cast<EntityIndex>(vocabulary.find_entity(fact.refers_to) -
                                                  vocabulary.entities().data());
      auto& of_owner = looked[owner];
      if (node.op >= Op::exists) of_owner.listings.insert({node.entity, node.symbol});
    }
  }
  return looked;
}

std::string FactsLayout::judgement(EntityIndex, std::string_view id) const {
  return fmt::format("{}_judged", id);
}

}  // namespace leye::policy::sql
