#include "reports/rules.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/csv.hpp"

namespace leye::reports {
namespace {

constexpr std::size_t columns = 12;
constexpr int days_max = 366;

Error wrong(const std::string& what, const std::string& fix) {
  return Error{ErrorCode::invalid_input, what, {}, fix};
}

Result<const Fact*> fact_of(const Entity& entity, std::string_view name) {
  const Fact* fact = entity.find_fact(name);
  if (fact == nullptr || fact->id != name)
    return wrong(fmt::format("{} has no fact '{}'", entity.id, name),
                 "name a fact of vocabulary/" + entity.id + ".md by its id");
  return fact;
}

Result<std::vector<const Fact*>> facts_of(const Entity& entity, std::string_view names) {
  std::vector<const Fact*> facts;
  while (!names.empty()) {
    const auto bar = names.find('|');
    facts.push_back(TRY(fact_of(entity, names.substr(0, bar))));
    names = bar == names.npos ? std::string_view{} : names.substr(bar + 1);
  }
  return facts;
}

Result<int> days_of(std::string_view text) {
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc() || end != text.data() + text.size() || days < 0 || days > days_max)
    return wrong(fmt::format("'{}' is no number of days", text), "0 to 366");
  return days;
}

// Whose it is must be told apart: a body by a text, an employer by the reference.
Status check_bound(const Report& report, const Vocabulary& vocabulary) {
  const CodeTable* bodies = vocabulary.find_code_table("body");
  if (!report.of_employer() && (bodies == nullptr || bodies->find(report.by) == nullptr))
    return wrong(fmt::format("'{}' reports nothing", report.by),
                 "employer, or a code of vocabulary/codes/body.csv");
  const bool reference = report.bound->type == FactType::reference;
  const bool fits = report.of_employer() ? reference && report.bound->refers_to == "organisation"
                                         : report.bound->type == FactType::text;
  if (!fits)
    return wrong(fmt::format("'{}' does not tell whose it is", report.bound->id),
                 "a reference to organisation for an employer, a text with its name for a body");
  return Done{};
}

Status check_asked(const Report& report) {
  if (report.asks() == (report.stamp == nullptr) ||
      (report.stamp != nullptr && report.stamp->type != FactType::day))
    return wrong("what is asked needs a day that shows the answer", "name a fact of type day");
  if (report.asks() && report.entity->find_reference("person") == nullptr)
    return wrong(fmt::format("{} is about no person", report.entity->id), "ask nothing of it");
  const auto& writes = report.writes;
  if (std::find(writes.begin(), writes.end(), report.stamp) != writes.end())
    return wrong("the reporter cannot confirm", "take the stamp out of what he writes");
  return Done{};
}

}  // namespace

std::vector<std::string> Report::asked_names() const {
  std::vector<std::string> names;
  for (const Fact* fact : asked) names.push_back(fact->id);
  return names;
}

Result<Rules> Rules::load(const Vocabulary& vocabulary) {
  return read(TRY(resource("data/registers/reports.csv")), vocabulary);
}

Result<Rules> Rules::read(const std::filesystem::path& path, const Vocabulary& vocabulary) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  Rules rules;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", path.filename().string(), row.number);
    if (row.cells.size() != columns)
      return Error{ErrorCode::invalid_input,
                   "twelve columns: report,zh,en,entity,by,bound,writes,asked,given,stamp,days,why",
                   {where},
                   {}};
    const auto cell = [&row](std::size_t at) { return std::string(row.cells[at].text); };
    Report report;
    report.id = cell(0);
    report.zh = cell(1);
    report.en = cell(2);
    report.entity = vocabulary.find_entity(cell(3));
    if (report.entity == nullptr || !report.entity->is_record() || rules.find(report.id) != nullptr)
      return Error{ErrorCode::invalid_input,
                   fmt::format("'{}' is no record, or '{}' stands twice", cell(3), report.id),
                   {where},
                   {}};
    report.by = cell(4);
    report.bound = TRY(fact_of(*report.entity, cell(5)).at(where));
    report.writes = TRY(facts_of(*report.entity, cell(6)).at(where));
    report.asked = TRY(facts_of(*report.entity, cell(7)).at(where));
    if (!cell(8).empty()) report.given = TRY(fact_of(*report.entity, cell(8)).at(where));
    if (!cell(9).empty()) report.stamp = TRY(fact_of(*report.entity, cell(9)).at(where));
    report.days = TRY(days_of(cell(10)).at(where));
    report.why = cell(11);
    TRY(check_bound(report, vocabulary).at(where));
    TRY(check_asked(report).at(where));
    rules.all_.push_back(std::move(report));
  }
  return rules;
}

const Report* Rules::find(std::string_view id) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Report& each) { return each.id == id; });
  return found == all_.end() ? nullptr : &*found;
}

std::vector<const Report*> Rules::of(std::string_view by) const {
  std::vector<const Report*> found;
  for (const Report& report : all_)
    if (report.by == by) found.push_back(&report);
  return found;
}

const Report* Rules::on(std::string_view by, std::string_view entity) const {
  for (const Report* report : of(by))
    if (report->entity->id == entity) return report;
  return nullptr;
}

}  // namespace leye::reports
