// What a block needs beyond its own rows, and which of its lists are complete: see
// facts_loader.hpp.
#include <algorithm>

#include "registers/facts_loader.hpp"
#include "registers/facts_loader.sql.hpp"

namespace leye::registers {
namespace {

constexpr int naming_levels_max = 4;  // a claim names a loan, which names an application …

const Entity& declared(const policy::Facts& facts, policy::EntityIndex entity) {
  return facts.vocabulary().entities()[static_cast<std::size_t>(entity)];
}

}  // namespace

std::vector<std::int64_t> FactsLoader::ids_of(policy::EntityIndex entity) const {
  std::vector<std::int64_t> ids;
  for (const auto& [key, row] : keys_[static_cast<std::size_t>(entity)]) ids.push_back(key);
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Rows that come later belong to other blocks.
void FactsLoader::mark_own_rows() {
  mark_own_records();
  for (std::size_t entity = 0; entity < own_rows_.size(); ++entity) {
    const auto index = static_cast<policy::EntityIndex>(entity);
    if (!declared(facts_, index).is_record()) own_rows_[entity] = facts_.size(index);
  }
}

// Once a block, before the records of organisations come.
void FactsLoader::mark_own_records() {
  if (own_records_marked_) return;
  own_records_marked_ = true;
  for (const auto& [name, known] : records_.known()) {
    own_rows_[static_cast<std::size_t>(known.entity)] = facts_.size(known.entity);
  }
}

// Record entities that have both owners and are counted for an organisation.
std::vector<std::string> FactsLoader::member_records() const {
  std::vector<std::string> names;
  for (const auto& [name, known] : records_.known()) {
    if (known.person < 0 || known.organisation < 0) continue;
    const auto& fact = known.declared->facts[static_cast<std::size_t>(known.organisation)];
    if (reach_.runs(name, fact.id)) names.push_back(name);
  }
  return names;
}

// Those who work for these organisations, are insured or recorded by them, as far as rules count
// them: each with all that stands around a person.
Status FactsLoader::add_members(std::vector<std::int64_t> organisations) {
  const std::vector<std::string> records = member_records();
  const bool staff = reach_.runs("employment", "employer");
  const bool insured = reach_.runs("insurance_spell", "employer");
  if ((!staff && !insured && records.empty()) || organisations.empty()) return Done{};
  const Instant known = as_of_.known_at;
  std::vector<std::int64_t> persons;
  if (staff) {
    const auto rows =
        TRY(transaction_.query(sql::employments_of_employers, known, false, organisations));
    employment_.collect(rows, "person", persons);
  }
  if (insured) {
    const auto rows =
        TRY(transaction_.query(sql::insurance_spells_of_employers, known, false, organisations));
    insurance_.collect(rows, "person", persons);
  }
  if (!records.empty()) {
    const auto rows =
        TRY(transaction_.query(sql::member_records_of, known, false, organisations, records));
    RecordReader::collect(rows, "person", persons);
  }
  with_members_.insert(organisations.begin(), organisations.end());
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  const RowsByKey& here = keys_[static_cast<std::size_t>(person_.entity())];
  std::erase_if(persons, [&](std::int64_t id) { return here.contains(id); });
  if (persons.empty()) return Done{};
  return add_persons(persons);
}

bool FactsLoader::looks_at_households() const {
  return counts_members() || reach_.runs("household_member", "person") ||
         reach_.runs("household", "householder");
}

bool FactsLoader::counts_members() const { return reach_.runs("household_member", "household"); }

// Those headed by people of the block are its own, and stand first.
Status FactsLoader::add_own_households() {
  std::vector<std::int64_t> heads;
  for (std::size_t row = 0; row < own_rows(person_.entity()); ++row)
    heads.push_back(facts_.key(person_.entity(), static_cast<policy::Row>(row)));
  if (heads.empty()) return Done{};
  const auto rows =
      TRY(transaction_.query(sql::households_of, as_of_.known_at, with_source_, heads));
  TRY(household_.read(facts_, rows, keys_));
  own_rows_[static_cast<std::size_t>(household_.entity())] = facts_.size(household_.entity());
  return Done{};
}

// The households of the people who are here; with all members, if rules count them. Those who come
// by this way bring no further households.
Status FactsLoader::add_households() {
  if (!looks_at_households()) return Done{};
  const Instant known = as_of_.known_at;
  const std::vector<std::int64_t> people = ids_of(person_.entity());
  const auto own = TRY(transaction_.query(sql::household_members_of, known, with_source_, people));
  const auto headed = TRY(transaction_.query(sql::households_of, known, with_source_, people));
  std::vector<std::int64_t> households, listed, persons;
  household_member_.collect(own, "person", listed);
  in_households_.insert(listed.begin(), listed.end());
  household_member_.collect(own, "household", households);
  for (const store::Row row : headed) households.push_back(row.get_at<std::int64_t>(0));
  std::sort(households.begin(), households.end());
  households.erase(std::unique(households.begin(), households.end()), households.end());
  if (households.empty()) return Done{};
  const auto all = TRY(transaction_.query(sql::households_by_id, known, with_source_, households));
  TRY(add_own_households());
  if (!counts_members()) {
    household_.collect(all, "householder", persons);
    TRY(add_bare_persons(std::move(persons)));
    TRY(household_.read(facts_, all, keys_));
    return household_member_.read(facts_, own, keys_);
  }
  const auto members =
      TRY(transaction_.query(sql::members_of_households, known, with_source_, households));
  household_.collect(all, "householder", persons);
  household_member_.collect(members, "person", persons);
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  const RowsByKey& here = keys_[static_cast<std::size_t>(person_.entity())];
  std::erase_if(persons, [&](std::int64_t id) { return here.contains(id); });
  if (!persons.empty()) TRY(add_persons(persons));
  TRY(household_.read(facts_, all, keys_));
  return household_member_.read(facts_, members, keys_);
}

// Records from elsewhere: their owners come with their own facts only.
Status FactsLoader::add_records(const store::Rows& rows) {
  std::vector<std::int64_t> persons, organisations;
  RecordReader::collect(rows, "person", persons);
  RecordReader::collect(rows, "organisation", organisations);
  TRY(add_organisations(std::move(organisations)));
  TRY(add_bare_persons(std::move(persons)));
  return records_.read(facts_, rows, keys_);
}

Status FactsLoader::add_bare_persons(std::vector<std::int64_t> ids) {
  RowsByKey& here = keys_[static_cast<std::size_t>(person_.entity())];
  std::erase_if(ids, [&](std::int64_t id) { return here.contains(id); });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty()) return Done{};
  const auto rows =
      TRY(transaction_.query(sql::persons_of, as_of_.valid_on, as_of_.known_at, with_source_, ids));
  TRY(person_.read(facts_, rows, keys_));
  for (const std::int64_t id : ids) {
    if (const auto found = here.find(id); found != here.end()) {
      bare_persons_.push_back(found->second);
    }
  }
  return Done{};
}

Status FactsLoader::add_named_records() {
  for (int level = 0; level < naming_levels_max; ++level) {
    const std::vector<std::int64_t> wanted = records_.wanted(keys_);
    if (wanted.empty()) return Done{};
    const auto rows = TRY(transaction_.query(sql::records_by_id, as_of_.known_at, with_source_,
                                             wanted, records_.names()));
    if (rows.empty()) return Done{};
    TRY(add_records(rows));
  }
  return Done{};
}

// Records that name those of this block, where rules count them.
Status FactsLoader::add_naming_records() {
  for (Relation& relation : of_records_) {
    const std::vector<std::int64_t> named = ids_of(relation.target);
    relation.whole = facts_.size(relation.target);
    if (named.empty()) continue;
    const std::vector<std::string> names{declared(facts_, relation.entity).id};
    const auto rows =
        TRY(transaction_.query(sql::records_naming, as_of_.known_at, with_source_, named, names));
    TRY(add_records(rows));
  }
  return Done{};
}

// Around records: their persons, or their organisations, or the records that they name.
Status FactsLoader::load_records(const std::vector<std::int64_t>& ids) {
  const auto rows = TRY(
      transaction_.query(sql::records_by_id, as_of_.known_at, with_source_, ids, records_.names()));
  std::vector<std::int64_t> persons, organisations;
  RecordReader::collect(rows, "person", persons);
  RecordReader::collect(rows, "organisation", organisations);
  TRY(records_.read(facts_, rows, keys_));
  mark_own_rows();
  if (!persons.empty()) TRY(add_persons(persons));
  TRY(add_organisations(std::move(organisations)));
  TRY(records_.read(facts_, rows, keys_));  // now with their owners
  return add_members(ids_of(organisation_.entity()));
}

Status FactsLoader::finish_block() {
  TRY(add_households());
  TRY(add_named_records());
  TRY(add_naming_records());
  TRY(add_named_records());
  records_.settle(facts_, keys_);
  leave_open_what_is_not_loaded();
  mark_open_ended_contracts();
  facts_.link();
  return Done{};
}

// Which lists a block holds whole depends on the reach alone; the exceptions are left open in each
// block.
void FactsLoader::close_relations() {
  const auto add = [&](std::vector<Relation>& list, policy::EntityIndex entity,
                       policy::FactIndex fact) {
    const Entity& owner = declared(facts_, entity);
    if (owner.completeness != Completeness::complete) return;
    facts_.close(entity, fact);
    const Fact& reference = owner.facts[static_cast<std::size_t>(fact)];
    list.push_back({entity, fact, facts_.entity(reference.refers_to)});
  };
  std::vector<Relation> whole;
  for (const FactReader* reader :
       {&employment_, &unemployment_, &education_, &insurance_, &grant_}) {
    add(of_persons_, reader->entity(), facts_.fact(reader->entity(), "person"));
  }
  for (const FactReader* reader : {&year_, &grant_}) {
    add(whole, reader->entity(), facts_.fact(reader->entity(), "organisation"));
  }
  for (const FactReader* reader : {&employment_, &insurance_}) {
    const auto fact = facts_.fact(reader->entity(), "employer");
    const std::string& name = declared(facts_, reader->entity()).id;
    if (reach_.runs(name, "employer")) add(of_members_, reader->entity(), fact);
  }
  if (looks_at_households()) {
    const auto member = household_member_.entity();
    facts_.close(member, facts_.fact(member, "person"));
    if (counts_members()) facts_.close(member, facts_.fact(member, "household"));
  }
  for (const auto& [name, known] : records_.known()) {
    const auto& facts = known.declared->facts;
    if (known.person >= 0) add(of_persons_, known.entity, known.person);
    if (known.organisation >= 0 && known.person < 0) add(whole, known.entity, known.organisation);
    for (std::size_t fact = 0; fact < facts.size(); ++fact) {
      const auto index = static_cast<policy::FactIndex>(fact);
      if (facts[fact].type != FactType::reference || !reach_.runs(name, facts[fact].id)) continue;
      if (index == known.person) continue;
      if (index != known.organisation) {
        add(of_records_, known.entity, index);
      } else if (known.person >= 0) {
        add(of_members_, known.entity, index);
      }
    }
  }
}

void FactsLoader::leave_open_what_is_not_loaded() {
  for (const Relation& relation : of_persons_) {
    for (const policy::Row person : bare_persons_) {
      facts_.leave_open(relation.entity, relation.fact, person);
    }
  }
  for (const Relation& relation : of_records_) {
    for (std::size_t row = relation.whole; row < facts_.size(relation.target); ++row) {
      facts_.leave_open(relation.entity, relation.fact, static_cast<policy::Row>(row));
    }
  }
  if (looks_at_households()) {
    const auto member = household_member_.entity();
    const auto person = facts_.fact(member, "person");
    for (const auto& [key, row] : keys_[static_cast<std::size_t>(person_.entity())])
      if (!in_households_.contains(key)) facts_.leave_open(member, person, row);
  }
  if (of_members_.empty()) return;
  for (const auto& [key, row] : keys_[static_cast<std::size_t>(organisation_.entity())]) {
    if (with_members_.contains(key)) continue;
    for (const Relation& relation : of_members_) {
      facts_.leave_open(relation.entity, relation.fact, row);
    }
  }
}

}  // namespace leye::registers
