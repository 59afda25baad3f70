// Import of records of the generic register: see import.hpp.
#include <fmt/format.h>

#include "registers/fact_json.hpp"
#include "registers/identity.hpp"
#include "registers/import.hpp"
#include "registers/import_record.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t key_max = 400;  // characters, as the table's check has it

const CellValue* present_value(const Entity& entity, const SheetRow& row, const Fact* fact) {
  if (fact == nullptr) return nullptr;
  const CellValue& value = row.values[static_cast<std::size_t>(fact - entity.facts.data())];
  return value.present ? &value : nullptr;
}

// A reference is not known yet: {fact} holds its place.
std::string key_of(const Entity& entity, const SheetRow& row) {
  std::string key;
  for (std::size_t at = 0; at < entity.key.size(); ++at) {
    const Fact* fact = entity.find_fact(entity.key[at]);
    if (at > 0) key += "/";
    const CellValue* value = present_value(entity, row, fact);
    if (value == nullptr) continue;
    const bool record = fact->type == FactType::reference && kept_as_json(entity, *fact);
    key += record ? "{" + fact->id + "}" : canonical(*fact, *value);
  }
  return key;
}

// The place that a record has of its own: its first required fact of that type.
const Fact* own_place(const Entity& entity) {
  for (const Fact& fact : entity.facts) {
    if (fact.type == FactType::place && fact.required) return &fact;
  }
  return nullptr;
}

}  // namespace

void Import::check_owner(SheetRow& row) const {
  const Fact* person = entity_->find_reference("person");
  const Fact* organisation = entity_->find_reference("organisation");
  const bool owned = present_value(*entity_, row, person) != nullptr ||
                     present_value(*entity_, row, organisation) != nullptr ||
                     own_place(*entity_) != nullptr;
  const Fact* first = person != nullptr ? person : organisation;
  if (!owned && row.problems.empty()) {
    row.problems.push_back({row.number, first->zh, "", "没有写明是谁的",
                            person != nullptr && organisation != nullptr
                                ? fmt::format("填{}或{}", person->zh, organisation->zh)
                                : fmt::format("填{}", first->zh)});
  }
  if (key_of(*entity_, row).size() > key_max) {
    const Fact* key = entity_->find_fact(entity_->key.front());
    row.problems.push_back({row.number, key->zh, "", "太长", "至多一百来字"});
  }
}

void Import::encode_record(const SheetRow& row, store::CopyRow& out) {
  const CellValue* person = present_value(*entity_, row, entity_->find_reference("person"));
  const CellValue* owner = present_value(*entity_, row, entity_->find_reference("organisation"));
  const CellValue* place = present_value(*entity_, row, own_place(*entity_));
  out.add(person == nullptr ? std::nullopt : std::optional(cipher_.number_blind(person->text)));
  out.add(owner == nullptr ? std::nullopt : std::optional<std::string>(owner->text));
  out.add(place == nullptr ? std::nullopt : std::optional(place->number));
  out.add(key_of(*entity_, row));
  const std::string facts = json_of_cells(*entity_, row.values);
  out.add(store::Json{facts.empty() ? "{}" : facts});
  for (const Fact& fact : entity_->facts) {
    if (fact.type != FactType::reference || !kept_as_json(*entity_, fact)) continue;
    const CellValue* value = present_value(*entity_, row, &fact);
    if (value == nullptr) continue;
    namings_.push_back(naming_of(row.number, fact, value->text));
  }
}

Import::Naming Import::naming_of(std::int64_t row, const Fact& fact,
                                 const std::string& text) const {
  Naming naming;
  naming.row = row;
  naming.fact = &fact;
  const auto stroke = text.find('/');
  const auto owner = std::string_view(text).substr(0, stroke);
  const auto uscc = canonical_uscc(owner);
  const auto number = canonical_id_number(owner);
  if (uscc.ok()) naming.uscc = uscc.value();
  if (number.ok()) naming.person_blind = cipher_.number_blind(number.value());
  if (!uscc.ok() && !number.ok()) {
    naming.key = text;
  } else if (stroke != text.npos) {
    naming.key = text.substr(stroke + 1);
  }
  return naming;
}

Status Import::resolve_references() {
  TRY(transaction_.execute(sql::create_staged_reference));
  TRY(transaction_.execute(sql::create_resolved_reference));
  if (namings_.empty()) return Done{};
  std::size_t next = 0;
  TRY(transaction_.copy_in(sql::copy_staged_reference, [&](store::CopyRow& out) -> Result<bool> {
    if (next == namings_.size()) return false;
    const Naming& naming = namings_[next++];
    out.add(naming.row).add(naming.fact->id).add(naming.fact->refers_to);
    out.add(naming.uscc).add(naming.person_blind).add(naming.key);
    return true;
  }));
  TRY(follow_merged("staged_reference"));
  TRY(transaction_.execute(sql::resolve_references));
  TRY(transaction_.execute(sql::add_references));
  for (const std::string& id : entity_->key) {
    if (entity_->find_fact(id)->type != FactType::reference) continue;
    TRY(transaction_.execute(sql::put_reference_into_key, id));
  }
  return Done{};
}

std::vector<std::string> Import::reference_facts() const {
  std::vector<std::string> names;
  for (const Fact& fact : entity_->facts) {
    if (fact.type == FactType::reference && kept_as_json(*entity_, fact)) names.push_back(fact.id);
  }
  return names;
}

Status Import::store_records() {
  const auto& [kind, source, now, valid_on, low, high, columns, reporter] = order_;
  const Entity& entity = *entity_;
  const std::vector<std::string> refers = reference_facts();
  TRY(transaction_.execute(sql::keep_past_record, now));
  TRY(transaction_.execute(sql::change_record, now, source, entity.period_from, entity.period_until,
                           refers));
  TRY(transaction_.execute(sql::insert_record, now, source, entity.id, entity.period_from,
                           entity.period_until, refers));
  TRY(transaction_.execute(sql::drop_stale_stamps));
  TRY(transaction_.execute(sql::close_stale_words, now));
  return Done{};
}

}  // namespace leye::registers
