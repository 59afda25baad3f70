#include "quality/check_plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "vocabulary/text_lines.hpp"

namespace leye::quality {
namespace {

constexpr std::array party_ids{"reporter", "subject", "independent"};
constexpr std::array roles{"window_clerk", "first_checker", "second_checker", "director"};

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

template <std::size_t size>
bool is_one_of(const std::array<const char*, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Status take_title(std::string_view title, CheckPlan& plan) {
  constexpr std::string_view dot = "·";
  std::vector<std::string> names;
  while (true) {
    const auto at = title.find(dot);
    names.emplace_back(trimmed(title.substr(0, at)));
    if (at == title.npos) break;
    title.remove_prefix(at + dot.size());
  }
  if (names.size() != 3 || names[1] != "quality")
    return wrong("the title names no check", "write `# 三方核查 · quality · three-party check`");
  plan.zh = names[0];
  plan.en = names[2];
  return Done{};
}

Status take_number(std::string_view value, int most, int& number) {
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error == std::errc() && end == value.data() + value.size() && number >= 1 && number <= most)
    return Done{};
  number = 0;
  return wrong(fmt::format("`{}` is no number from 1 to {}", value, most), "write such a number");
}

Status take_party(const std::vector<std::string>& cells, CheckPlan& plan) {
  if (cells.size() != 4 || cells[2].empty() || cells[3].empty())
    return wrong("a party has id, role and two names",
                 "write `| reporter | window_clerk | 填报单位 | reporting office |`");
  if (!is_one_of(party_ids, cells[0]))
    return wrong(fmt::format("`{}` is no party", cells[0]),
                 "write `reporter`, `subject` or `independent`");
  if (!is_one_of(roles, cells[1]))
    return wrong(fmt::format("`{}` is no role of those who check", cells[1]),
                 "write `window_clerk`, `first_checker`, `second_checker` or `director`");
  if (plan.find(cells[0]) != nullptr || plan.party_of_role(cells[1]) != nullptr)
    return wrong("party or role stands here already", "give each party a role of its own");
  plan.parties.push_back({cells[0], cells[1], cells[2], cells[3]});
  return Done{};
}

}  // namespace

const Party* CheckPlan::party_of_role(std::string_view role) const {
  for (const Party& party : parties)
    if (party.role == role) return &party;
  return nullptr;
}

const Party* CheckPlan::find(std::string_view id) const {
  for (const Party& party : parties)
    if (party.id == id) return &party;
  return nullptr;
}

Result<CheckPlan> CheckPlan::parse(std::string_view text, const std::string& file) {
  CheckPlan plan;
  std::size_t number = 0;
  int rows = 0;  // of the table; the first two are its heading
  const auto take = [&](std::string_view line) -> Status {
    constexpr std::string_view size = "rows of a county:";
    constexpr std::string_view answer = "days to answer:", correct = "days to correct:";
    if (line.starts_with("# ")) return take_title(line.substr(2), plan);
    if (line.starts_with(size))
      return take_number(trimmed(line.substr(size.size())), 1000, plan.county_rows);
    if (line.starts_with(answer))
      return take_number(trimmed(line.substr(answer.size())), 366, plan.answer_days);
    if (line.starts_with(correct))
      return take_number(trimmed(line.substr(correct.size())), 366, plan.correct_days);
    if (!line.starts_with("|") || ++rows <= 2) return Done{};
    line.remove_prefix(1);
    if (line.ends_with("|")) line.remove_suffix(1);
    return take_party(cells_of(line, '|'), plan);
  };
  for (const std::string_view line : lines_of(text))
    TRY(take(line).at(fmt::format("{}:{}", file, ++number)));
  if (plan.zh.empty() || plan.county_rows == 0 || plan.answer_days == 0 ||
      plan.correct_days == 0 || plan.parties.size() != party_ids.size())
    return Result<CheckPlan>(wrong("a check needs a title, rows, days and three parties",
                                   "add what is missing"))
        .at(file);
  return plan;
}

Result<CheckPlan> CheckPlan::load(const std::filesystem::path& pack) {
  const auto file = pack / "quality" / "checks.md";
  if (!std::filesystem::exists(file)) return CheckPlan{};
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.str(), file.string());
}

}  // namespace leye::quality
