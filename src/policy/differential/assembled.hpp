// Facts put together from rows of other facts: many situations in one, in another order, or fewer.
#pragma once

#include <vector>

#include "policy/differential/limits.hpp"
#include "policy/facts/facts.hpp"

namespace leye::policy::differential {

// Rows to be taken. A world may be added several times; its copies are told apart.
class Rows {
 public:
  struct Source {
    std::int32_t copy = -1;
    Row row = -1;
  };

  explicit Rows(const Vocabulary& vocabulary)
      : by_entity(vocabulary.entities().size()), sizes_(vocabulary.entities().size(), 0) {}

  // All rows of a world; the number of this copy.
  std::int32_t add(const Facts& world);
  const Facts& world(Source source) const {
    return *copies_[static_cast<std::size_t>(source.copy)].world;
  }
  // A number for each row that was added, whether it is still to be taken or not.
  std::size_t number(EntityIndex entity, Source source) const;
  std::size_t size(EntityIndex entity) const { return sizes_[static_cast<std::size_t>(entity)]; }

  std::vector<std::vector<Source>> by_entity;  // may be put in another order, or made shorter

 private:
  struct Copy {
    const Facts* world = nullptr;
    std::vector<std::size_t> firsts;  // by entity
  };
  std::vector<Copy> copies_;
  std::vector<std::size_t> sizes_;
};

// References to rows that are left out become unknown. What was complete for a row stays so. Facts
// that are not used are unknown. Linked.
Facts assembled(const Vocabulary& vocabulary, const Used& used, const Rows& rows);

}  // namespace leye::policy::differential
