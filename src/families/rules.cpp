#include "families/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/resources.hpp"
#include "intake/csv.hpp"
#include "policy/pack_file.hpp"

namespace leye::families {
namespace {

constexpr std::size_t columns = 14;
constexpr int working_days_max = 250;  // a year of them
constexpr int days_max = 3660;
constexpr int months_max = 120;
constexpr int age_max = 120;

Error wrong(std::string what) { return {ErrorCode::invalid_input, std::move(what), {}, {}}; }

Result<int> number(std::string_view text, int least, int most, const char* of) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
    return wrong(fmt::format("'{}' is no number of {}, {} to {}", text, of, least, most));
  return number;
}

Status check_code(const Vocabulary& vocabulary, const char* table, const std::string& code) {
  const CodeTable* codes = vocabulary.find_code_table(table);
  if (codes != nullptr && codes->find(code) != nullptr) return Done{};
  return wrong(fmt::format("{} has no code '{}'", table, code));
}

std::vector<std::string> parts_of(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto to = std::min(text.find(mark, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

// "16-59"
Result<Ages> ages_of(const std::string& text) {
  const auto ends = parts_of(text, '-');
  if (ends.size() != 2) return wrong(fmt::format("'{}' is no span of ages", text));
  const Ages ages{TRY(number(ends[0], 0, age_max, "years")),
                  TRY(number(ends[1], 0, age_max, "years"))};
  if (ages.to < ages.from) return wrong(fmt::format("'{}' is no span of ages", text));
  return ages;
}

Status take_member(const std::string& member, const std::string& ages, FamilyRule& rule) {
  if (member == "any" && !rule.group.empty()) {
    rule.member = FamilyRule::Member::any;
  } else if (member == "registered" && rule.group.empty()) {
    rule.member = FamilyRule::Member::registered;
  } else if (member == "able") {
    rule.member = FamilyRule::Member::able;
    const auto both = parts_of(ages, '/');
    if (both.size() != 2) return wrong("who is able has ages of men and of women: 16-59/16-54");
    rule.men = TRY(ages_of(both[0]));
    rule.women = TRY(ages_of(both[1]));
  } else {
    return wrong(
        fmt::format("'{}': write registered without a group, able, or any with a group", member));
  }
  return Done{};
}

Result<FamilyRule> rule_of(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                           bool over) {
  FamilyRule rule;
  rule.id = cells[0];
  rule.zh = cells[1];
  rule.en = cells[2];
  rule.household_kind = cells[3];
  rule.group = cells[4];
  TRY(check_code(vocabulary, "household_kind", rule.household_kind));
  if (!rule.group.empty()) TRY(check_code(vocabulary, "key_group", rule.group));
  TRY(take_member(cells[5], cells[6], rule));
  rule.not_states = parts_of(cells[7], '|');
  for (const auto& state : rule.not_states)
    TRY(check_code(vocabulary, "registered_state", state));
  rule.working_days = TRY(number(cells[8], over ? 0 : 1, working_days_max, "working days"));
  rule.relapse_days = TRY(number(cells[9], 1, days_max, "days"));
  rule.stands_days = TRY(number(cells[10], 1, days_max, "days"));
  rule.stable_months = TRY(number(cells[11], 1, months_max, "months"));
  rule.owner = cells[12];
  rule.why = cells[13];
  if (rule.id.empty() || rule.zh.empty() || rule.owner.empty())
    return wrong("a rule has an id, a name and an owner");
  return rule;
}

}  // namespace

Result<FamilyRules> FamilyRules::load(const Vocabulary& vocabulary) {
  return read(TRY(resource("data/registers/families.csv")), vocabulary);
}

Result<FamilyRules> FamilyRules::load(const std::filesystem::path& pack,
                                      const Vocabulary& vocabulary) {
  auto rules = TRY(load(vocabulary));
  if (const auto own = TRY(policy::pack_file(pack, "families/rules.csv")))
    TRY(rules.add(own->path, vocabulary, true));
  return rules;
}

Result<FamilyRules> FamilyRules::read(const std::filesystem::path& path,
                                      const Vocabulary& vocabulary) {
  FamilyRules rules;
  TRY(rules.add(path, vocabulary, false));
  return rules;
}

Status FamilyRules::add(const std::filesystem::path& path, const Vocabulary& vocabulary,
                        bool over) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  std::vector<std::string> told;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", path.filename().string(), row.number);
    if (row.cells.size() != columns)
      return Error{ErrorCode::invalid_input,
                   "fourteen columns: rule,zh,en,household_kind,group,member,ages,not_states,"
                   "working_days,relapse_days,stands_days,stable_months,owner,why",
                   {where},
                   {}};
    std::vector<std::string> cells;
    for (const auto& cell : row.cells) cells.emplace_back(cell.text);
    auto rule = TRY(rule_of(cells, vocabulary, over).at(where));
    if (std::find(told.begin(), told.end(), rule.id) != told.end())
      return Error{ErrorCode::invalid_input, "two rules have one id", {where, rule.id}, {}};
    told.push_back(rule.id);
    std::erase_if(rules_, [&](const FamilyRule& known) { return known.id == rule.id; });
    if (rule.working_days > 0) rules_.push_back(std::move(rule));
  }
  return Done{};
}

const FamilyRule* FamilyRules::find(const std::string& id) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const FamilyRule& rule) { return rule.id == id; });
  return found == rules_.end() ? nullptr : &*found;
}

Deadline deadline_of(Day since, const FamilyRule& rule, const WorkingDays& calendar, Day today) {
  // A number of working days is over within twice as many days and the longest holidays.
  constexpr int holidays = 15;
  Deadline deadline;
  const auto due = calendar.add(since, rule.working_days);
  if (!due.ok()) {
    deadline.overdue = today - since > 2 * rule.working_days + holidays;
    return deadline;
  }
  deadline.due = due.value();
  deadline.overdue = due.value() < today;
  const auto left = calendar.between(today, due.value());
  if (left.ok()) deadline.left = left.value();
  return deadline;
}

}  // namespace leye::families
