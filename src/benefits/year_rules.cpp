#include "benefits/year_rules.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::benefits {
namespace {

constexpr const char* subject = "organisation_year";
constexpr const char* size_codes = "size_class";

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

Result<std::size_t> measure_of(const std::string& id, const YearRules& rules,
                               const Vocabulary& vocabulary) {
  const auto& measures = rules.plan.measures;
  const auto found = std::find_if(measures.begin(), measures.end(),
                                  [&](const auto& measure) { return measure.name.id == id; });
  if (found == measures.end())
    return wrong(fmt::format("`{}` is no rule of this pack", id), "name a 类别 or 资格 by its id");
  if (vocabulary.entities()[static_cast<std::size_t>(found->subject)].id != subject)
    return wrong(fmt::format("`{}` is not about a year of an employer", id), "write 对 单位年度");
  return static_cast<std::size_t>(found - measures.begin());
}

Status take_size(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                 YearRules& rules) {
  if (cells.size() != 2)
    return wrong("a size has its code and its category", "write `| large | size_large |`");
  const CodeTable* table = vocabulary.find_code_table(size_codes);
  const bool known =
      table != nullptr && std::any_of(table->codes().begin(), table->codes().end(),
                                      [&](const Code& code) { return code.code == cells[0]; });
  if (!known) return wrong(fmt::format("`{}` is no size", cells[0]), "name a code of size_class");
  const auto at = TRY(measure_of(cells[1], rules, vocabulary));
  if (rules.plan.measures[at].word != "category" || rules.plan.measures[at].recognition)
    return wrong(fmt::format("`{}` is no category that needs no recognition", cells[1]),
                 "name a 类别 with 无需认定");
  rules.sizes.push_back({cells[0], at});
  return Done{};
}

Status take_rate(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                 YearRules& rules) {
  if (cells.size() != 1)
    return wrong("a row names one measure", "write `| layoff_rate |`");
  const auto at = TRY(measure_of(cells[0], rules, vocabulary));
  const auto& outputs = rules.plan.measures[at].outputs;
  const auto& nodes = rules.plan.measures[at].nodes;
  const bool rates = std::all_of(outputs.begin(), outputs.end(), [&](const auto& output) {
    return nodes[static_cast<std::size_t>(output.node)].type == policy::Type::ratio;
  });
  if (outputs.empty() || !rates)
    return wrong(fmt::format("`{}` gives no rates", cells[0]), "write 给出 … 为 a share");
  rules.rates.push_back(at);
  return Done{};
}

}  // namespace

Result<YearRules> YearRules::parse(std::string_view text, const std::string& file,
                                   policy::Plan plan, const Vocabulary& vocabulary) {
  YearRules rules;
  rules.plan = std::move(plan);
  std::size_t number = 0;
  int rows = 0;  // of the table that is read; the first two are its heading
  bool of_rates = false;
  const auto take = [&](std::string_view line) -> Status {
    if (line.starts_with("## ")) {
      of_rates = true;
      rows = 0;
      return Done{};
    }
    if (!line.starts_with("|") || ++rows <= 2) return Done{};
    line.remove_prefix(1);
    if (line.ends_with("|")) line.remove_suffix(1);
    const auto cells = cells_of(line, '|');
    return of_rates ? take_rate(cells, vocabulary, rules) : take_size(cells, vocabulary, rules);
  };
  for (const std::string_view line : lines_of(text))
    TRY(take(line).at(fmt::format("{}:{}", file, ++number)));
  return rules;
}

Result<YearRules> YearRules::load(const std::filesystem::path& pack,
                                  const Vocabulary& vocabulary) {
  auto folders = policy::pack_folders(pack);
  std::reverse(folders.begin(), folders.end());  // its own first
  for (const auto& folder : folders) {
    const auto file = folder / "employers" / "year.md";
    if (!std::filesystem::exists(file)) continue;
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto plan = TRY(policy::load_pack(folder, vocabulary));
    return parse(text.str(), file.string(), std::move(plan), vocabulary);
  }
  return YearRules{};
}

}  // namespace leye::benefits
