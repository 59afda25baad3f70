#include "registers/late_entries.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/cells.hpp"
#include "intake/csv.hpp"
#include "registers/late_entries.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500, name_bytes_max = 180;
constexpr std::chrono::hours china_offset{8};

Result<int> small_number(std::string_view text, int max) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || text.size() > 4)
      return Error{ErrorCode::invalid_input, fmt::format("'{}' is no number", text), {}, {}};
    number = number * 10 + (c - '0');
  }
  if (text.empty() || number > max)
    return Error{ErrorCode::invalid_input, fmt::format("'{}' is no number", text), {}, {}};
  return number;
}

Instant start_of(Day day) {
  return Instant(std::chrono::days(day.number()) - std::chrono::hours(china_offset));
}

}  // namespace

Result<LateRules> LateRules::load(const Vocabulary& vocabulary) {
  return read(TRY(resource("data/registers/late.csv")), vocabulary);
}

Result<LateRules> LateRules::read(const std::filesystem::path& path,
                                  const Vocabulary& vocabulary) {
  constexpr int days_max = 3660;
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  LateRules rules;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", path.filename().string(), row.number);
    if (row.cells.size() != 4)
      return Error{ErrorCode::invalid_input, "four columns: record,fact,days,why", {where}, {}};
    const int days = TRY(small_number(row.cells[2].text, days_max).at(where));
    Rule rule{std::string(row.cells[0].text), std::string(row.cells[1].text), days};
    const Entity* entity = vocabulary.find_entity(rule.entity);
    const Fact* fact = entity == nullptr ? nullptr : entity->find_fact(rule.fact);
    if (fact == nullptr || fact->type != FactType::day || entity->id != rule.entity ||
        fact->id != rule.fact)
      return Error{ErrorCode::invalid_input,
                   fmt::format("no record {} with a day {}", rule.entity, rule.fact),
                   {where},
                   "name a record of vocabulary/ and one of its days"};
    rules.rules_.push_back(std::move(rule));
  }
  return rules;
}

std::optional<Late> LateRules::late(const Entity& entity,
                                    const std::function<std::string(const Fact&)>& text_of,
                                    Day today) const {
  for (const Rule& rule : rules_) {
    const Fact* fact = rule.entity == entity.id ? entity.find_fact(rule.fact) : nullptr;
    if (fact == nullptr) continue;
    const auto on = intake::read_day(text_of(*fact));
    if (on.ok() && today - on.value() > rule.days) return Late{fact, on.value(), rule.days};
  }
  return std::nullopt;
}

int LateRules::days_of(const Entity& entity, const Fact& fact) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return rule.entity == entity.id && rule.fact == fact.id;
  });
  return found == rules_.end() ? 0 : found->days;
}

Status keep_late_entry(store::Transaction& transaction, const LateEntry& entry) {
  if (entry.reason.size() < reason_bytes_min || entry.reason.size() > reason_bytes_max)
    return Error{
        ErrorCode::invalid_input, "请写明补登的原因", {"reason"}, "两个汉字以上，五百字以内"};
  if (entry.done_by.empty() || entry.done_by.size() > name_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明由谁办理", {"done_by"}, "写经办人姓名"};
  if (entry.done_at > entry.known_from)
    return Error{ErrorCode::invalid_input, "办理时间晚于现在", {"done_at"}, "核对办理时间"};
  TRY(transaction.execute(sql::keep_late_entry, entry.entity, entry.person, entry.organisation,
                          entry.happened_on, entry.done_at, entry.done_by, entry.reason,
                          entry.account, entry.recorded_by, entry.known_from));
  return Done{};
}

Result<std::vector<LateEntry>> late_entries_of(store::Transaction& transaction,
                                               const std::string& owner, std::int64_t id,
                                               Instant known_at) {
  const auto rows = TRY(owner == "person"
                            ? transaction.query(sql::late_entries_of_person, id, known_at)
                            : transaction.query(sql::late_entries_of_organisation, id, known_at));
  std::vector<LateEntry> entries;
  for (const store::Row row : rows) {
    entries.push_back({row.get<std::string>("entity"),
                       row.get<std::optional<std::int64_t>>("person_id"),
                       row.get<std::optional<std::int64_t>>("organisation_id"),
                       row.get<Day>("happened_on"), row.get<Instant>("done_at"),
                       row.get<std::string>("done_by"), row.get<std::string>("reason"),
                       row.get<std::int64_t>("recorded_by"),
                       row.get<std::string>("recorded_by_name"), row.get<Instant>("known_from")});
  }
  return entries;
}

Result<Instant> moment_in_china(const std::string& text) {
  const Error wrong{
      ErrorCode::invalid_input, "办理时间写得不对", {"done_at"}, "如 2023-10-14T09:30"};
  if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return wrong;
  const auto day = Day::parse(text.substr(0, 10));
  const auto hours = small_number(text.substr(11, 2), 23);
  const auto minutes = small_number(text.substr(14, 2), 59);
  if (!day.ok() || !hours.ok() || !minutes.ok()) return wrong;
  return start_of(day.value()) + std::chrono::hours(hours.value()) +
         std::chrono::minutes(minutes.value());
}

Instant end_of(Day day) { return start_of(day + 1) - std::chrono::microseconds(1); }

}  // namespace leye::registers
