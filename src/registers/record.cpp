#include "registers/record.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "registers/fact_json.hpp"

namespace leye::registers {
namespace {

const std::string nothing;

std::string canonical(const Fact& fact, const store::Row& row, int column) {
  switch (fact.type) {
    case FactType::boolean: return row.get_at<bool>(column) ? "yes" : "no";
    case FactType::count:
    case FactType::place:
    case FactType::reference: return std::to_string(row.get_at<std::int64_t>(column));
    case FactType::ratio:
      return fmt::format("{}/{}", row.get_at<std::int64_t>(column),
                         row.get_at<std::int64_t>(column + 1));
    case FactType::money: return to_text(row.get_at<Money>(column));
    case FactType::day: return to_text(row.get_at<Day>(column));
    case FactType::month: return to_text(row.get_at<Day>(column)).substr(0, 7);
    case FactType::text:
    case FactType::code: return row.get_at<std::string>(column);
  }
  CHECK(false);
}

Status read_extra(const Vocabulary& vocabulary, const store::Row& row, int column, Record& record) {
  const auto extra = row.get_at<std::string>(column);
  for (StoredFact& stored : TRY(read_fact_json(*record.entity, extra))) {
    const Fact& fact = record.entity->facts[stored.fact];
    std::string shown = shown_value(vocabulary, fact, stored.value);
    std::string english = shown_value_en(vocabulary, fact, stored.value);
    record.values.push_back({&fact, std::move(stored.value), std::move(shown), std::move(english)});
  }
  return Done{};
}

}  // namespace

const FactValue* Record::find(std::string_view fact) const {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const FactValue& each) { return each.fact->id == fact; });
  return found == values.end() ? nullptr : &*found;
}

const std::string& Record::value(std::string_view fact) const {
  const FactValue* found = find(fact);
  return found == nullptr ? nothing : found->value;
}

const std::string& Record::shown(std::string_view fact) const {
  const FactValue* found = find(fact);
  return found == nullptr ? nothing : found->shown;
}

std::string column_of(const Fact& fact) {
  switch (fact.type) {
    case FactType::reference: return fact.id + "_id";
    case FactType::money: return fact.id + "_fen";
    case FactType::ratio: return fact.id + "_numerator";
    default: return fact.id;
  }
}

Result<Record> read_record(const Vocabulary& vocabulary, const Entity& entity,
                           const store::Row& row) {
  Record record;
  record.entity = &entity;
  record.id = row.get<std::int64_t>("id");
  record.source = row.get<std::optional<std::string>>("source").value_or("");
  record.known_from = row.get<Instant>("known_from");
  if (const int valid = row.find_column("valid"); valid >= 0) {
    record.valid = row.get_at<store::DateRange>(valid);
  }
  for (const Fact& fact : entity.facts) {
    const int column = fact.core ? row.find_column(column_of(fact).c_str()) : -1;
    if (column < 0) continue;
    FactValue value{&fact, "", ""};
    if (!row.field_at(column).null()) {
      value.value = canonical(fact, row, column);
      value.shown = shown_value(vocabulary, fact, value.value);
      value.shown_en = shown_value_en(vocabulary, fact, value.value);
      const int shown = row.find_column((fact.id + "_shown").c_str());
      if (shown >= 0 && !row.field_at(shown).null()) value.shown = row.get_at<std::string>(shown);
    }
    record.values.push_back(std::move(value));
  }
  const int extra = row.find_column("extra");
  if (extra >= 0 && !row.field_at(extra).null()) TRY(read_extra(vocabulary, row, extra, record));
  return record;
}

const std::string& Record::shown_en(std::string_view fact) const {
  static const std::string nothing;
  const FactValue* found = find(fact);
  return found == nullptr ? nothing : found->shown_en;
}

std::string shown_value_en(const Vocabulary& vocabulary, const Fact& fact,
                           const std::string& value) {
  if (value.empty() || fact.type != FactType::code) return "";
  const Code* code = vocabulary.code_table(fact)->find(value);
  return code == nullptr ? "" : code->en;
}

std::string shown_value(const Vocabulary& vocabulary, const Fact& fact, const std::string& value) {
  if (value.empty()) return "";
  if (fact.type == FactType::boolean) return value == "yes" ? "是" : "否";
  if (fact.type == FactType::code) {
    const Code* code = vocabulary.code_table(fact)->find(value);
    return code == nullptr ? value : code->zh;
  }
  if (fact.type == FactType::money) {
    const auto amount = Money::parse(value);
    return amount.ok() ? to_display(amount.value()) : value;
  }
  return value;
}

namespace {

// What a record says beside its days: names, codes, texts.
void tell(const Record& record, TimelineEntry& entry) {
  for (const FactValue& each : record.values) {
    const bool says_what = each.fact->type == FactType::reference ||
                           each.fact->type == FactType::code || each.fact->type == FactType::text;
    if (!says_what || each.shown.empty() || each.fact->id == "person") continue;
    entry.detail += (entry.detail.empty() ? "" : "，") + each.shown;
    entry.detail_en += (entry.detail_en.empty() ? "" : ", ") +
                       (each.shown_en.empty() ? each.shown : each.shown_en);
  }
}

}  // namespace

std::vector<TimelineEntry> timeline(const std::vector<const std::vector<Record>*>& records) {
  std::vector<TimelineEntry> entries;
  for (const auto* list : records) {
    for (const Record& record : *list) {
      TimelineEntry entry;
      entry.kind = record.entity->id;
      entry.source = record.source;
      tell(record, entry);
      for (const FactValue& each : record.values) {
        const bool month = each.fact->type == FactType::month;
        if (each.value.empty() || (each.fact->type != FactType::day && !month)) continue;
        const auto on = Day::parse(month ? each.value + "-01" : each.value);
        if (!on.ok()) continue;
        entry.on = on.value();
        entry.title = record.entity->zh + "：" + each.fact->zh;
        entry.title_en = record.entity->en + ": " + each.fact->en;
        entries.push_back(entry);
      }
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.on > b.on; });
  return entries;
}

}  // namespace leye::registers
