#include "registers/families.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/resources.hpp"
#include "intake/csv.hpp"
#include "registers/families.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t columns = 7;
constexpr int days_max = 250;  // a year of working days

Result<int> number_of_days(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > days_max)
    return Error{ErrorCode::invalid_input,
                 fmt::format("'{}' is no number of working days, 1 to {}", text, days_max)};
  return number;
}

Status check_code(const Vocabulary& vocabulary, const char* table, const std::string& code) {
  const CodeTable* codes = vocabulary.find_code_table(table);
  if (codes != nullptr && codes->find(code) != nullptr) return Done{};
  return Error{ErrorCode::invalid_input, fmt::format("{} has no code '{}'", table, code)};
}

}  // namespace

Result<FamilyRules> FamilyRules::load(const Vocabulary& vocabulary) {
  return read(TRY(resource("data/registers/families.csv")), vocabulary);
}

Result<FamilyRules> FamilyRules::read(const std::filesystem::path& path,
                                      const Vocabulary& vocabulary) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  FamilyRules rules;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", path.filename().string(), row.number);
    if (row.cells.size() != columns)
      return Error{ErrorCode::invalid_input,
                   "seven columns: rule,zh,en,household_kind,group,working_days,why",
                   {where},
                   {}};
    const auto cell = [&row](std::size_t at) { return std::string(row.cells[at].text); };
    FamilyRule rule{cell(0), cell(1), cell(2), cell(3), cell(4), 0, cell(6)};
    TRY(check_code(vocabulary, "household_kind", rule.household_kind).at(where));
    if (!rule.group.empty()) TRY(check_code(vocabulary, "key_group", rule.group).at(where));
    rule.working_days = TRY(number_of_days(row.cells[5].text).at(where));
    if (rules.find(rule.id) != nullptr)
      return Error{ErrorCode::invalid_input, "two rules have one id", {where, rule.id}, {}};
    rules.rules_.push_back(std::move(rule));
  }
  return rules;
}

const FamilyRule* FamilyRules::find(const std::string& id) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const FamilyRule& rule) { return rule.id == id; });
  return found == rules_.end() ? nullptr : &*found;
}

Result<Families> families_without_work(store::Transaction& transaction, const FamilyRule& rule,
                                       const FamiliesWanted& wanted) {
  Families found;
  const auto rows = TRY(transaction.query(sql::families_without_work, wanted.on,
                                          rule.household_kind, rule.group, wanted.place_low,
                                          wanted.place_high, wanted.household, wanted.limit));
  for (const store::Row row : rows) {
    Family family;
    family.household = row.get<std::int64_t>("id");
    family.householder = row.get<std::int64_t>("householder_id");
    family.place = row.get<Place>("place");
    family.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    family.people = row.get<std::int64_t>("people");
    family.since = row.get<Day>("since");
    found.total = row.get<std::int64_t>("total");
    found.families.push_back(std::move(family));
  }
  return found;
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

}  // namespace leye::registers
