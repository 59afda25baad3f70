#include "states/rules.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "policy/pack.hpp"
#include "policy/pack_file.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::states {
namespace {

constexpr int days_max = 366;

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

Status take_title(std::string_view title, Rules& rules) {
  constexpr std::string_view dot = "·";
  const auto first = title.find(dot);
  const auto second = first == title.npos ? title.npos : title.find(dot, first + dot.size());
  if (second == title.npos)
    return wrong("the title names no rule",
                 "write `# 登记状态 · registered_state · Registered state`");
  rules.id = trimmed(title.substr(first + dot.size(), second - first - dot.size()));
  return Done{};
}

Result<std::size_t> category_of(const std::string& id, const Rules& rules,
                                const Vocabulary& vocabulary) {
  const auto& measures = rules.plan.measures;
  const auto found = std::find_if(measures.begin(), measures.end(),
                                  [&](const auto& measure) { return measure.name.id == id; });
  if (found == measures.end() || found->word != "category" || found->recognition)
    return wrong(fmt::format("`{}` is no category of this pack that needs no recognition", id),
                 "name a 类别 with 无需认定");
  if (vocabulary.entities()[static_cast<std::size_t>(found->subject)].id != "person")
    return wrong(fmt::format("`{}` is no category of people", id), "write 类别 … 对 人员");
  return static_cast<std::size_t>(found - measures.begin());
}

Status take_state(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                  Rules& rules) {
  if (cells.size() != 2)
    return wrong("a state has its code and its category", "write `| employed | state_employed |`");
  const CodeTable* table = vocabulary.find_code_table("registered_state");
  const bool known =
      table != nullptr && std::any_of(table->codes().begin(), table->codes().end(),
                                      [&](const Code& code) { return code.code == cells[0]; });
  if (!known)
    return wrong(fmt::format("`{}` is no state", cells[0]), "name a code of registered_state");
  rules.states.push_back({cells[0], TRY(category_of(cells[1], rules, vocabulary))});
  return Done{};
}

Status take_contradiction(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                          Rules& rules) {
  if (cells.size() != 3 || cells[1].empty())
    return wrong("a contradiction has a category, an owner and days",
                 "write `| conflict_two_jobs | window_clerk | 30 |`");
  int days = 0;
  const char* end = cells[2].data() + cells[2].size();
  const auto [at, error] = std::from_chars(cells[2].data(), end, days);
  if (error != std::errc() || at != end || days < 1 || days > days_max)
    return wrong(fmt::format("`{}` is no number of days", cells[2]),
                 "write a number from 1 to 366");
  rules.contradictions.push_back({TRY(category_of(cells[0], rules, vocabulary)), cells[1], days});
  return Done{};
}

}  // namespace

Result<Rules> Rules::parse(std::string_view text, const std::string& file, policy::Plan plan,
                           const Vocabulary& vocabulary) {
  Rules rules;
  rules.plan = std::move(plan);
  TRY(policy::each_line(text, file, [&](const policy::PackLine& line) -> Status {
    if (!line.title.empty()) return take_title(line.title, rules);
    if (line.cells.empty()) return Done{};
    return line.part == 0 ? take_state(line.cells, vocabulary, rules)
                          : take_contradiction(line.cells, vocabulary, rules);
  }));
  if (rules.id.empty() || rules.states.empty())
    return Result<Rules>(
               wrong("the rule of states needs a title and states", "add what is missing"))
        .at(file);
  return rules;
}

Result<Rules> Rules::load(const std::filesystem::path& pack, const Vocabulary& vocabulary) {
  const auto file = TRY(policy::pack_file(pack, "states/registered.md"));
  if (!file) return Rules{};
  auto plan = TRY(policy::load_pack(file->folder, vocabulary));
  return parse(file->text, file->path.string(), std::move(plan), vocabulary);
}

}  // namespace leye::states
