#include "benefits/year_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/pack.hpp"
#include "policy/pack_file.hpp"

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
  TRY(policy::each_line(text, file, [&](const policy::PackLine& line) -> Status {
    if (line.cells.empty()) return Done{};
    return line.part == 0 ? take_size(line.cells, vocabulary, rules)
                          : take_rate(line.cells, vocabulary, rules);
  }));
  return rules;
}

Result<YearRules> YearRules::load(const std::filesystem::path& pack,
                                  const Vocabulary& vocabulary) {
  const auto file = TRY(policy::pack_file(pack, "employers/year.md"));
  if (!file) return YearRules{};
  auto plan = TRY(policy::load_pack(file->folder, vocabulary));
  return parse(file->text, file->path.string(), std::move(plan), vocabulary);
}

}  // namespace leye::benefits
