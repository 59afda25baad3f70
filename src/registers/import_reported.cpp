// Sheets of who reports only his own (ReportedBy): see import.hpp.
#include <algorithm>

#include <fmt/format.h>

#include "registers/import.hpp"
#include "registers/import_record.sql.hpp"

namespace leye::registers {

void Import::keep_to_own(SheetRow& row) const {
  if (!order_.reporter) return;
  const auto& [own, value, before, writes] = *order_.reporter;
  for (std::size_t at = 0; at < entity_->facts.size(); ++at) {
    const Fact* fact = &entity_->facts[at];
    CellValue& cell = row.values[at];
    if (fact == own) {
      if (cell.present && cell.text != value)
        row.problems.push_back({row.number, fact->zh, cell.text, "不是本校或本单位的",
                                fmt::format("只报本校或本单位的：{}", value)});
      cell.present = true;
      cell.text = value;
    } else if (std::find(writes.begin(), writes.end(), fact) == writes.end()) {
      cell = {};
    }
  }
}

// A unit is an owner of its records, so that its rows never meet another one's; a name is a fact.
Status Import::leave_others() {
  if (!order_.reporter || order_.reporter->fact->type != FactType::text) return Done{};
  auto own = order_.reporter->before;
  own.push_back(order_.reporter->value);
  TRY(transaction_.execute(sql::leave_others, order_.reporter->fact->id, own));
  return Done{};
}

}  // namespace leye::registers
