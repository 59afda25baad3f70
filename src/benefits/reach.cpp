#include "benefits/reach.hpp"

namespace leye::benefits {
namespace {

bool is_aggregate(policy::Op op) { return op >= policy::Op::exists; }

// A record that is looked at brings those it names.
void add_entity(registers::Reach& reach, const Vocabulary& vocabulary, const Entity& entity) {
  if (entity.is_record() && !reach.records.insert(entity.id).second) return;
  if (!entity.is_record()) return;
  for (const Fact& fact : entity.facts) {
    if (fact.type == FactType::reference) {
      add_entity(reach, vocabulary, *vocabulary.find_entity(fact.refers_to));
    }
  }
}

}  // namespace

registers::Reach reach_of(const policy::Measure& measure, const Vocabulary& vocabulary) {
  registers::Reach reach;
  const auto entity_at = [&](policy::EntityIndex index) -> const Entity& {
    return vocabulary.entities()[static_cast<std::size_t>(index)];
  };
  add_entity(reach, vocabulary, entity_at(measure.subject));
  // Households are loaded with their heads.
  if (entity_at(measure.subject).id == "household")
    reach.relations.insert({"household", "householder"});
  // Screening asks who is recognised already.
  if (measure.recognition) add_entity(reach, vocabulary, *vocabulary.find_entity("recognition"));
  for (const policy::Node& node : measure.nodes) {
    if (node.entity < 0) continue;
    const Entity& entity = entity_at(node.entity);
    add_entity(reach, vocabulary, entity);
    if (!is_aggregate(node.op) || node.symbol < 0) continue;
    reach.relations.insert({entity.id, entity.facts[static_cast<std::size_t>(node.symbol)].id});
  }
  return reach;
}

registers::Reach reach_of(const std::vector<const policy::Measure*>& measures,
                          const Vocabulary& vocabulary) {
  registers::Reach reach;
  for (const policy::Measure* measure : measures) {
    registers::Reach one = reach_of(*measure, vocabulary);
    reach.records.merge(one.records);
    reach.relations.merge(one.relations);
  }
  return reach;
}

registers::Reach reach_of(const policy::Plan& plan, const Vocabulary& vocabulary) {
  std::vector<const policy::Measure*> measures;
  for (const policy::Measure& measure : plan.measures) measures.push_back(&measure);
  return reach_of(measures, vocabulary);
}

}  // namespace leye::benefits
