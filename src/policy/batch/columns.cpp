#include "policy/batch/columns.hpp"

namespace leye::policy::batch {

static_assert(sizeof(State) == 1 && static_cast<int>(State::known) == 0 &&
              static_cast<int>(State::unknown) == 1 && static_cast<int>(State::none) == 2);

Cells FactsColumns::cells(EntityIndex entity, FactIndex fact) const {
  const Column& column = facts_->cells(entity, fact);
  Cells cells;
  cells.values = column.values.data();
  cells.states = reinterpret_cast<const std::uint8_t*>(column.states.data());
  cells.rows = column.values.size();
  cells.bottom_rows = column.denominators.size();
  if (cells.bottom_rows > 0) cells.bottoms = column.denominators.data();
  return cells;
}

Links FactsColumns::links(EntityIndex entity, FactIndex reference) const {
  const auto relation = facts_->relation(entity, reference);
  Links links;
  if (relation.starts.empty()) return links;
  links.starts = relation.starts.data();
  links.rows = relation.rows.data();
  links.targets = relation.starts.size() - 1;
  return links;
}

}  // namespace leye::policy::batch
