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

Result<int> days_in(const std::string& cell) {
  int days = 0;
  const char* end = cell.data() + cell.size();
  const auto [at, error] = std::from_chars(cell.data(), end, days);
  if (error == std::errc() && at == end && days >= 1 && days <= days_max) return days;
  return wrong(fmt::format("`{}` is no number of days", cell), "write a number from 1 to 366");
}

Status must_be_a_state(const std::string& code, const Rules& rules) {
  const bool known = std::any_of(rules.states.begin(), rules.states.end(),
                                 [&](const State& state) { return state.code == code; });
  if (known) return Done{};
  return wrong(fmt::format("`{}` is no state of this file", code),
               "name one of the table of states");
}

Status take_hand_over(const std::vector<std::string>& cells, Rules& rules) {
  if (cells.size() != 4 || cells[2].empty())
    return wrong("a hand-over has a state, a group or nothing, a visit plan and days",
                 "write `| unemployed | | registered_unemployed | 15 |`");
  TRY(must_be_a_state(cells[0], rules));
  rules.hand_overs.push_back({cells[0], cells[1], cells[2], TRY(days_in(cells[3]))});
  return Done{};
}

Status take_stop(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                 Rules& rules) {
  if (cells.size() != 5 || cells[3].empty())
    return wrong("what is to stop has a state, a record, the fact that ends it, an owner and days",
                 "write `| employed | unemployment_benefit | last_month | window_clerk | 5 |`");
  TRY(must_be_a_state(cells[0], rules));
  const Entity* entity = vocabulary.find_entity(cells[1]);
  const bool record = entity != nullptr && entity->id == cells[1] && entity->is_record() &&
                      entity->find_reference("person") != nullptr &&
                      entity->find_fact(cells[2]) != nullptr;
  if (!record)
    return wrong(fmt::format("`{}` with `{}` is no record of people that ends", cells[1], cells[2]),
                 "name a kind of records about people and its fact that says when it ended");
  rules.stops.push_back({cells[0], cells[1], cells[2], entity->zh});
  rules.stop_owner = cells[3];
  rules.stop_days = TRY(days_in(cells[4]));
  return Done{};
}

Status take_contradiction(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                          Rules& rules) {
  if (cells.size() != 3 || cells[1].empty())
    return wrong("a contradiction has a category, an owner and days",
                 "write `| conflict_two_jobs | window_clerk | 30 |`");
  const int days = TRY(days_in(cells[2]));
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
    if (line.part == 0) return take_state(line.cells, vocabulary, rules);
    if (line.part == 1) return take_contradiction(line.cells, vocabulary, rules);
    return line.part == 2 ? take_hand_over(line.cells, rules)
                          : take_stop(line.cells, vocabulary, rules);
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
