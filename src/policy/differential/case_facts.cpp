#include "policy/differential/case_facts.hpp"

#include "policy/case_choices.hpp"

namespace leye::policy::differential {
namespace {

// The cell that tells situations apart; rows without one stand alone.
std::string id_of(const CaseTable& table, const std::vector<Cell>& line) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].kind == ColumnKind::id && i < line.size()) return line[i].text;
  return {};
}

void add_table(const CasesFence& fence, const Plan& plan, const Vocabulary& vocabulary,
               std::vector<CaseFacts>& out) {
  const auto table = read_case_table(fence, plan, vocabulary);
  if (!table.ok()) return;
  for (std::size_t first = 1; first < fence.rows.size();) {
    const auto& line = fence.rows[first];
    const auto id = id_of(table.value(), line);
    Situation situation(table.value(), vocabulary);
    const auto on = Day::parse(situation.value(line, ColumnKind::on));
    bool readable = on.ok();
    auto last = first;
    do {
      readable = situation.add(fence.rows[last]).ok() && readable;
      ++last;
    } while (last < fence.rows.size() && !id.empty() &&
             id_of(table.value(), fence.rows[last]) == id);
    first = last;
    if (!readable) continue;
    situation.finish();
    std::vector<Choices> choices;
    for (const auto& measure : plan.measures) {
      auto asked = choices_of(table.value(), situation, line, measure);
      choices.push_back(asked.ok() ? std::move(asked).value() : default_choices(measure));
    }
    out.push_back({table.value().subject, on.value(), situation.facts(), std::move(choices)});
  }
}

}  // namespace

std::vector<CaseFacts> facts_of_cases(const LoadedPack& pack, const Vocabulary& vocabulary) {
  std::vector<CaseFacts> all;
  for (const auto& document : pack.documents)
    for (const auto& part : document.parts)
      if (const auto* fence = std::get_if<CasesFence>(&part))
        add_table(*fence, *pack.plan, vocabulary, all);
  return all;
}

}  // namespace leye::policy::differential
