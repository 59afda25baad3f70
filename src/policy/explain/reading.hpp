// How the nodes of a measure are named to people and programs, and which of them a condition looks
// at. Made once for a measure; evaluation itself does without.
#pragma once

#include <string>
#include <vector>

#include "policy/explain/comparison.hpp"
#include "policy/plan/plan.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

class Reading {
 public:
  Reading(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary);

  // Of a row, a fact, a relation or a parameter: "employment.person.birth_date" and
  // 招用.人员.出生日期. Other nodes have no name.
  const Name& name(std::int32_t node) const { return names_[static_cast<std::size_t>(node)]; }
  const Name* find(std::string_view id) const;  // null if no node is called so

  // Facts and relations that the node depends on, those in bodies too, ascending.
  const std::vector<std::int32_t>& facts_of(std::int32_t node) const;
  // Everything that the node depends on outside bodies, itself last: run it to see the node anew.
  const std::vector<std::int32_t>& program_of(std::int32_t node) const;
  // As the vocabulary declares it; null if the node is no fact.
  const Fact* declaration(std::int32_t node) const {
    return declarations_[static_cast<std::size_t>(node)];
  }
  const Comparisons& comparisons(const Condition& condition) const {
    return comparisons_[static_cast<std::size_t>(&condition - measure_->conditions.data())];
  }
  // Of the person whom the measure is about; -1 if it is about none.
  EntityIndex person_entity() const { return person_entity_; }
  // Measures that share an exclusion and a subject with this one.
  const std::vector<const Measure*>& rivals() const { return rivals_; }
  // The aggregate in whose body a node is, or -1.
  std::int32_t body_of(std::int32_t node) const { return bodies_[static_cast<std::size_t>(node)]; }

 private:
  struct Dependencies {
    std::vector<std::int32_t> facts;
    std::vector<std::int32_t> program;
  };
  void name_nodes(const Plan& plan, const Vocabulary& vocabulary);
  void find_rivals(const Plan& plan);
  EntityIndex entity_at_end(const ReferencePath& path, const Vocabulary& vocabulary) const;
  void follow(std::int32_t node);
  const Dependencies& of(std::int32_t node) const;

  const Measure* measure_;
  std::vector<Name> names_;
  std::vector<const Fact*> declarations_;
  std::vector<Comparisons> comparisons_;
  std::vector<const Measure*> rivals_;
  EntityIndex person_entity_ = -1;
  std::vector<std::int32_t> bodies_;
  std::vector<Dependencies> dependencies_;  // of the nodes of conditions
};

}  // namespace leye::policy
