#include "policy/case_choices.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

bool expected(const CaseTable& table, const Measure& measure) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const CaseColumn& each) {
    return each.kind == ColumnKind::expect &&
           (each.name == measure.name.id || each.name == measure.name.label);
  });
}

}  // namespace

Result<Choices> choices_of(const CaseTable& table, const Situation& situation,
                           const std::vector<Cell>& line, const Measure& measure) {
  auto choices = default_choices(measure);
  const auto apply = [&](const std::string& name, const std::string& value) -> Status {
    const auto has = [&](const Option& option) {
      return option.name.id == name || option.name.label == name;
    };
    const auto& options = measure.options;
    if (value.empty() || std::none_of(options.begin(), options.end(), has)) return Done{};
    const Status chosen = choose(choices, measure, name, value);
    return chosen.ok() || !expected(table, measure) ? Status(Done{}) : chosen;
  };
  // A default holds where no column says otherwise; of a column, where its cell is empty.
  for (const auto& each : table.defaults) {
    if (each.column.kind != ColumnKind::option) continue;
    TRY(apply(each.column.name, each.value));
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].kind != ColumnKind::option) continue;
    TRY(apply(table.columns[i].name, situation.value(line, i)));
  }
  return choices;
}

}  // namespace leye::policy
