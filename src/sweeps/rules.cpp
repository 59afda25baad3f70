#include "sweeps/rules.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "policy/pack_file.hpp"
#include "sweeps/signs.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::sweeps {
namespace {

constexpr int undo_days_max = 366;

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

Status take_title(std::string_view title, Rules& rules) {
  constexpr std::string_view dot = "·";
  std::vector<std::string> names;
  while (true) {
    const auto at = title.find(dot);
    names.emplace_back(trimmed(title.substr(0, at)));
    if (at == title.npos) break;
    title.remove_prefix(at + dot.size());
  }
  if (names.size() != 3 || names[1] != "unemployed")
    return wrong("the title names no sweep",
                 "write `# 登记失业人员月度核查 · unemployed · monthly sweep`");
  rules.zh = names[0];
  rules.en = names[2];
  return Done{};
}

bool is_code(const Vocabulary& vocabulary, const char* table, std::string_view code) {
  const CodeTable* codes = vocabulary.find_code_table(table);
  return codes != nullptr &&
         std::any_of(codes->codes().begin(), codes->codes().end(),
                     [&](const Code& each) { return each.code == code; });
}

Status check_source(std::string_view source, const Vocabulary& vocabulary) {
  if (source == "death" || source == "employment" || source == "owner") return Done{};
  constexpr std::string_view insurance = "insurance ", list = "list ";
  if (source.starts_with(insurance) &&
      is_code(vocabulary, "insurance_kind", source.substr(insurance.size())))
    return Done{};
  if (source.starts_with(list) && is_code(vocabulary, "outside_list", source.substr(list.size())))
    return Done{};
  if (number_in(source, "silence") || number_in(source, "refusals")) return Done{};
  return wrong(fmt::format("`{}` is no source", source),
               "write `death`, `employment`, `owner`, `insurance` and a code of insurance_kind, "
               "`list` and a code of outside_list, `silence` and months, or `refusals` and how "
               "many");
}

Status take_rule(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                 Rules& rules) {
  if (cells.size() != 5 || cells[4].empty())
    return wrong("a rule has source, when, because, told and clause",
                 "write `| list army | later | army | yes | 第六十六条（六） |`");
  TRY(check_source(cells[0], vocabulary));
  if (cells[1] != "later" && cells[1] != "any")
    return wrong(fmt::format("`{}` is no when", cells[1]), "write `later` or `any`");
  if (!is_code(vocabulary, "unemployment_exit", cells[2]))
    return wrong(fmt::format("`{}` is no reason", cells[2]), "name a code of unemployment_exit");
  if (cells[3] != "yes" && cells[3] != "no")
    return wrong(fmt::format("`{}` does not say whether the person is told", cells[3]),
                 "write `yes` or `no`");
  if (std::any_of(rules.all.begin(), rules.all.end(),
                  [&](const Rule& one) { return one.source == cells[0]; }))
    return wrong(fmt::format("`{}` has a rule already", cells[0]), "leave one of them");
  rules.all.push_back({cells[0], cells[1] == "later", cells[2], cells[3] == "yes", cells[4]});
  return Done{};
}

Status take_counted(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                    Rules& rules) {
  constexpr std::string_view list = "list ";
  if (cells.size() != 1 || !cells[0].starts_with(list))
    return wrong("who counts as registered is named by a list",
                 "write `| list unemployment_aid |`");
  TRY(check_source(cells[0], vocabulary));
  rules.counted.push_back(cells[0].substr(list.size()));
  return Done{};
}

Status take_days(std::string_view value, Rules& rules) {
  const auto [end, error] =
      std::from_chars(value.data(), value.data() + value.size(), rules.undo_days);
  if (error == std::errc() && end == value.data() + value.size() && rules.undo_days >= 1 &&
      rules.undo_days <= undo_days_max)
    return Done{};
  return wrong("the days within which an exit can be undone are no such number",
               "write `undo days: 30`");
}

}  // namespace

Result<Rules> Rules::parse(std::string_view text, const std::string& file,
                           const Vocabulary& vocabulary) {
  Rules rules;
  TRY(policy::each_line(text, file, [&](const policy::PackLine& line) -> Status {
    constexpr std::string_view days = "undo days:";
    if (!line.title.empty()) return take_title(line.title, rules);
    if (line.text.starts_with(days))
      return take_days(trimmed(line.text.substr(days.size())), rules);
    if (line.cells.empty()) return Done{};
    return line.part == 0 ? take_rule(line.cells, vocabulary, rules)
                          : take_counted(line.cells, vocabulary, rules);
  }));
  if (rules.zh.empty() || rules.all.empty() || rules.undo_days == 0)
    return Result<Rules>(
               wrong("a sweep needs a title, `undo days` and rules", "add what is missing"))
        .at(file);
  return rules;
}

Result<Rules> Rules::load(const std::filesystem::path& pack, const Vocabulary& vocabulary) {
  const auto file = TRY(policy::pack_file(pack, "sweeps/unemployed.md"));
  return file ? parse(file->text, file->path.string(), vocabulary) : Rules{};
}

}  // namespace leye::sweeps
