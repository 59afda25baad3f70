#include "registers/record_reader.hpp"

#include <algorithm>
#include <charconv>

namespace leye::registers {
namespace {

// The columns of facts_of_record.
constexpr int id_column = 0, source_column = 1, entity_column = 2, person_column = 3,
              organisation_column = 4, facts_column = 5;

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

RecordReader::RecordReader(const policy::Facts& facts,
                           const std::set<std::string, std::less<>>& entities)
    : person_(facts.entity("person")), organisation_(facts.entity("organisation")) {
  for (const Entity& entity : facts.vocabulary().entities()) {
    if (!entity.is_record() || !entities.contains(entity.id)) continue;
    Known known;
    known.entity = facts.entity(entity.id);
    known.declared = &entity;
    if (const Fact* person = entity.find_reference("person")) {
      known.person = facts.fact(known.entity, person->id);
    }
    if (const Fact* organisation = entity.find_reference("organisation")) {
      known.organisation = facts.fact(known.entity, organisation->id);
    }
    known_.emplace(entity.id, known);
    names_.push_back(entity.id);
  }
}

Status RecordReader::read(policy::Facts& facts, const store::Rows& rows,
                          std::vector<RowsByKey>& keys) {
  for (const store::Row row : rows) TRY(read(facts, row, keys));
  return Done{};
}

Status RecordReader::read(policy::Facts& facts, const store::Row& from,
                          std::vector<RowsByKey>& keys) {
  const auto at = known_.find(from.get_at<std::string>(entity_column));
  if (at == known_.end()) return Done{};
  const Known& known = at->second;
  const auto key = from.get_at<std::int64_t>(id_column);
  auto& own = keys[static_cast<std::size_t>(known.entity)];
  const auto [place, fresh] = own.try_emplace(key, policy::Row{0});
  if (!fresh) {
    set_owners(facts, known, place->second, from, keys);
    return Done{};
  }
  const policy::Row row = place->second = facts.add(known.entity, key);
  if (!from.field_at(source_column).null()) {
    facts.set_source(known.entity, row, from.get_at<std::string>(source_column));
  }
  const auto& declared = known.declared->facts;
  for (std::size_t fact = 0; fact < declared.size(); ++fact) {
    if (!declared[fact].empty_is_none) continue;
    facts.set_none(known.entity, row, static_cast<policy::FactIndex>(fact));
  }
  set_owners(facts, known, row, from, keys);
  const auto stored = from.get_at<std::string>(facts_column);
  for (const StoredFact& each : TRY(read_fact_json(*known.declared, stored))) {
    put(facts, known, row, each);
  }
  return Done{};
}

void RecordReader::set_owners(policy::Facts& facts, const Known& known, policy::Row row,
                              const store::Row& from, const std::vector<RowsByKey>& keys) const {
  const auto set = [&](policy::FactIndex fact, policy::EntityIndex entity, int column) {
    if (fact < 0 || from.field_at(column).null()) return;
    const RowsByKey& targets = keys[static_cast<std::size_t>(entity)];
    const auto target = targets.find(from.get_at<std::int64_t>(column));
    if (target == targets.end()) {
      facts.set_unknown(known.entity, row, fact);
    } else {
      facts.set_reference(known.entity, row, fact, target->second);
    }
  };
  set(known.person, person_, person_column);
  set(known.organisation, organisation_, organisation_column);
}

void RecordReader::put(policy::Facts& facts, const Known& known, policy::Row row,
                       const StoredFact& stored) {
  const Fact& fact = known.declared->facts[stored.fact];
  const auto index = static_cast<policy::FactIndex>(stored.fact);
  if (fact.type != FactType::reference) {
    return put_canonical(facts, known.entity, row, index, stored.value);
  }
  facts.set_unknown(known.entity, row, index);
  namings_.push_back(
      {known.entity, row, index, facts.entity(fact.refers_to), number_of(stored.value)});
}

std::vector<std::int64_t> RecordReader::wanted(const std::vector<RowsByKey>& keys) const {
  std::vector<std::int64_t> ids;
  for (const Naming& naming : namings_) {
    if (!keys[static_cast<std::size_t>(naming.target)].contains(naming.key)) {
      ids.push_back(naming.key);
    }
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void RecordReader::settle(policy::Facts& facts, const std::vector<RowsByKey>& keys) {
  for (const Naming& naming : namings_) {
    const RowsByKey& targets = keys[static_cast<std::size_t>(naming.target)];
    const auto target = targets.find(naming.key);
    if (target == targets.end()) continue;
    facts.set_reference(naming.entity, naming.row, naming.fact, target->second);
  }
  namings_.clear();
}

void RecordReader::collect(const store::Rows& rows, const char* column,
                           std::vector<std::int64_t>& ids) {
  if (rows.empty()) return;
  const int place = rows[0].find_column(column);
  for (const store::Row row : rows) {
    if (!row.field_at(place).null()) ids.push_back(row.get_at<std::int64_t>(place));
  }
}

}  // namespace leye::registers
