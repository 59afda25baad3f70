// The smallest measure and facts found for which the two readers still differ.
#pragma once

#include "policy/batch/differential.hpp"

namespace leye::policy::batch {

class Shrinker {
 public:
  Shrinker(Plan plan, Facts facts, EntityIndex subject, Day today, BatchSettings settings)
      : plan_(std::move(plan)),
        facts_(std::move(facts)),
        subject_(subject),
        today_(today),
        settings_(std::move(settings)) {}

  // What is left, and what the readers say of it.
  std::string smallest() {
    for (bool smaller = true; smaller;) smaller = fewer_lines() || simpler_nodes() || fewer_facts();
    const auto found = compare(plan_, subject_, facts_, today_, settings_);
    return (found.difference ? found.difference->text : "no difference") + "\n" + to_text(plan_) +
           known_facts();
  }

 private:
  Measure& measure() { return plan_.measures.front(); }
  bool differs() const {
    return compare(plan_, subject_, facts_, today_, settings_).difference.has_value();
  }

  // Tries the change; takes it back if the readers agree then.
  template <class Thing>
  bool keeps(Thing& thing, const Thing& simpler) {
    const auto before = thing;
    thing = simpler;
    if (differs()) return true;
    thing = before;
    return false;
  }

  bool fewer_lines() {
    for (auto& condition : measure().conditions) {
      for (std::size_t i = 0; i < condition.children.size(); ++i) {
        auto fewer = condition.children;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (keeps(condition.children, fewer)) return true;
      }
    }
    return false;
  }

  bool simpler_nodes() {
    for (auto& node : measure().nodes) {
      if (node.op == Op::constant || node.op == Op::item || node.op == Op::subject) continue;
      if (node.type == Type::reference || node.body_end > 0) continue;
      for (const std::int64_t number : {0, 1}) {
        Node constant;
        constant.type = node.type;
        constant.constant = {number, 1};
        if (keeps(node, constant)) return true;
      }
    }
    return false;
  }

  bool fewer_facts() {
    const auto& entities = facts_.vocabulary().entities();
    for (std::size_t e = 0; e < entities.size(); ++e) {
      const auto entity = static_cast<EntityIndex>(e);
      for (Row row = 0; row < static_cast<Row>(facts_.size(entity)); ++row) {
        for (FactIndex fact = 0; fact < static_cast<FactIndex>(entities[e].facts.size()); ++fact) {
          if (facts_.value(entity, row, fact).state == State::unknown) continue;
          auto fewer = facts_;
          fewer.set_unknown(entity, row, fact);
          fewer.link();
          if (keeps(facts_, fewer)) return true;
        }
      }
    }
    return false;
  }

  std::string known_facts() const {
    std::string text;
    const auto& entities = facts_.vocabulary().entities();
    for (std::size_t e = 0; e < entities.size(); ++e) {
      const auto entity = static_cast<EntityIndex>(e);
      for (Row row = 0; row < static_cast<Row>(facts_.size(entity)); ++row)
        for (FactIndex fact = 0; fact < static_cast<FactIndex>(entities[e].facts.size()); ++fact) {
          const auto value = facts_.value(entity, row, fact);
          if (value.state == State::unknown) continue;
          text += fmt::format("{}[{}].{} = {}\n", entities[e].id, row,
                              entities[e].facts[static_cast<std::size_t>(fact)].id,
                              value.known() ? to_text(value.low) : "none");
        }
    }
    return text;
  }

  Plan plan_;
  Facts facts_;
  EntityIndex subject_;
  Day today_;
  BatchSettings settings_;
};

}  // namespace leye::policy::batch
