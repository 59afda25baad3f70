#include "registers/records.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "registers/fact_json.hpp"
#include "registers/records.sql.hpp"

namespace leye::registers {
namespace {

using Labels = std::map<std::int64_t, std::string>;

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_owner(const Fact& fact) {
  return fact.type == FactType::reference &&
         (fact.refers_to == "person" || fact.refers_to == "organisation");
}

FactValue owner_value(const Fact& fact, const store::Row& row) {
  const bool person = fact.refers_to == "person";
  FactValue value{&fact, "", ""};
  const auto id = row.get<std::optional<std::int64_t>>(person ? "person_id" : "organisation_id");
  if (!id) return value;
  value.value = std::to_string(*id);
  const int shown = row.find_column(person ? "person_shown" : "organisation_shown");
  if (shown >= 0 && !row.field_at(shown).null()) value.shown = row.get_at<std::string>(shown);
  return value;
}

template <class Use>
void each_value(std::vector<RecordList>& lists, Use use) {
  for (RecordList& list : lists) {
    for (RecordEntry& entry : list.entries) {
      for (FactValue& value : entry.record.values) use(value);
      for (PastRecord& past : entry.past) {
        for (FactValue& value : past.record.values) use(value);
      }
    }
    for (PastRecord& past : list.withdrawn) {
      for (FactValue& value : past.record.values) use(value);
    }
  }
}

}  // namespace

Result<Record> read_register_record(const Vocabulary& vocabulary, const Entity& entity,
                                    const store::Row& row) {
  Record record;
  record.entity = &entity;
  record.id = row.get<std::int64_t>("id");
  record.source = row.get<std::string>("source");
  record.known_from = row.get<Instant>("known_from");
  record.valid = row.get<store::DateRange>("valid");
  for (const Fact& fact : entity.facts) {
    record.values.push_back(is_owner(fact) ? owner_value(fact, row) : FactValue{&fact, "", ""});
  }
  const auto facts = row.get<std::string>("facts");
  for (StoredFact& stored : TRY(read_fact_json(entity, facts))) {
    FactValue& value = record.values[stored.fact];
    value.shown = shown_value(vocabulary, *value.fact, stored.value);
    value.shown_en = shown_value_en(vocabulary, *value.fact, stored.value);
    value.value = std::move(stored.value);
  }
  return record;
}

Result<std::vector<RecordList>> Records::of_person(std::int64_t id, Instant known_at,
                                                   int count_max) {
  const auto now = TRY(transaction_.query(sql::records_of_person, id, known_at));
  const auto past = TRY(transaction_.query(sql::history_of_person, id, known_at));
  return lists("person", now, past, count_max);
}

Result<std::vector<RecordList>> Records::of_organisation(std::int64_t id, Instant known_at,
                                                         int count_max) {
  const auto now = TRY(transaction_.query(sql::records_of_organisation, id, known_at, count_max));
  std::vector<std::int64_t> ids;
  for (const store::Row row : now) ids.push_back(row.get<std::int64_t>("id"));
  const auto past = TRY(transaction_.query(sql::history_of_organisation, id, known_at, ids));
  return lists("organisation", now, past, count_max);
}

Result<std::vector<RecordList>> Records::lists(const char* owner, const store::Rows& now,
                                               const store::Rows& past, int count_max) {
  std::vector<RecordList> found;
  for (const Entity& entity : vocabulary_.entities()) {
    if (entity.is_record() && entity.find_reference(owner) != nullptr) {
      found.push_back({&entity, 0, {}, {}});
    }
  }
  const auto list_of = [&](const store::Row& row) -> RecordList* {
    const auto name = row.get<std::string>("entity");
    const auto at = std::find_if(found.begin(), found.end(),
                                 [&](const RecordList& each) { return each.entity->id == name; });
    return at == found.end() ? nullptr : &*at;
  };
  for (const store::Row row : now) {
    RecordList* list = list_of(row);
    if (list == nullptr) continue;
    const int total = row.find_column("total");
    list->total = total < 0 ? list->total + 1 : row.get_at<std::int64_t>(total);
    if (list->entries.size() == static_cast<std::size_t>(count_max)) continue;
    list->entries.push_back({TRY(read_register_record(vocabulary_, *list->entity, row)), {}});
  }
  for (const store::Row row : past) {
    RecordList* list = list_of(row);
    if (list == nullptr) continue;
    const auto id = row.get<std::int64_t>("id");
    PastRecord before{TRY(read_register_record(vocabulary_, *list->entity, row)),
                      row.get<Instant>("known_to"),
                      row.get<std::optional<std::string>>("reason").value_or(""),
                      row.get<std::optional<std::string>>("made_by").value_or("")};
    if (row.get<bool>("withdrawn")) {
      list->withdrawn.push_back(std::move(before));
      continue;
    }
    for (RecordEntry& entry : list->entries) {
      if (entry.record.id == id) entry.past.push_back(before);
    }
  }
  TRY(label(found));
  return found;
}

// Names of places and of records that are named.
Status Records::label(std::vector<RecordList>& lists) {
  std::vector<std::int64_t> places, records;
  each_value(lists, [&](const FactValue& value) {
    if (value.value.empty()) return;
    if (value.fact->type == FactType::place) places.push_back(number_of(value.value));
    if (value.fact->type == FactType::reference && !is_owner(*value.fact)) {
      records.push_back(number_of(value.value));
    }
  });
  Labels place_labels, record_labels;
  const auto fill = [](Labels& labels, const store::Rows& rows, const char* key) {
    for (const store::Row row : rows) {
      labels.emplace(row.get<std::int64_t>(key),
                     row.get<std::optional<std::string>>("label").value_or(""));
    }
  };
  if (!places.empty()) {
    fill(place_labels, TRY(transaction_.query(sql::labels_of_places, places)), "code");
  }
  if (!records.empty()) {
    fill(record_labels, TRY(transaction_.query(sql::labels_of_records, records)), "id");
  }
  each_value(lists, [&](FactValue& value) {
    const bool place = value.fact->type == FactType::place;
    const Labels& labels = place ? place_labels : record_labels;
    if (!place && (value.fact->type != FactType::reference || is_owner(*value.fact))) return;
    const auto at = value.value.empty() ? labels.end() : labels.find(number_of(value.value));
    if (at != labels.end() && !at->second.empty()) value.shown = at->second;
  });
  return Done{};
}

}  // namespace leye::registers
