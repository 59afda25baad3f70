#include "registers/facts_loader.hpp"

#include <algorithm>
#include <utility>

#include "registers/facts_loader.sql.hpp"
#include "registers/facts_loader_blocks.hpp"

namespace leye::registers {

namespace {

void make_unique(std::vector<std::int64_t>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace

FactsLoader::FactsLoader(store::Transaction& transaction, policy::Facts& facts, AsOf as_of,
                         Reach reach)
    : transaction_(transaction),
      facts_(facts),
      as_of_(as_of),
      person_(facts, "person"),
      organisation_(facts, "organisation"),
      employment_(facts, "employment"),
      unemployment_(facts, "unemployment_registration"),
      education_(facts, "education_record"),
      insurance_(facts, "insurance_spell"),
      year_(facts, "organisation_year"),
      grant_(facts, "grant"),
      household_(facts, "household"),
      household_member_(facts, "household_member"),
      reach_(std::move(reach)),
      records_(facts, reach_.records),
      keys_(facts.vocabulary().entities().size()),
      own_rows_(keys_.size(), 0) {
  close_relations();
}

void FactsLoader::start_block() {
  facts_.clear();
  for (RowsByKey& keys : keys_) keys.clear();
  std::fill(own_rows_.begin(), own_rows_.end(), 0);
  own_records_marked_ = false;
  bare_persons_.clear();
  with_members_.clear();
  in_households_.clear();
}

Status FactsLoader::add_persons(const std::vector<std::int64_t>& ids) {
  const Instant known = as_of_.known_at;
  auto persons =
      TRY(transaction_.query(sql::persons_of, as_of_.valid_on, known, with_source_, ids));
  auto employments = TRY(transaction_.query(sql::employments_of, known, with_source_, ids));
  auto unemployment =
      TRY(transaction_.query(sql::unemployment_registrations_of, known, with_source_, ids));
  auto education = TRY(transaction_.query(sql::education_records_of, known, with_source_, ids));
  auto insurance = TRY(transaction_.query(sql::insurance_spells_of, known, with_source_, ids));
  auto grants = TRY(transaction_.query(sql::person_grants_of, known, ids));
  PersonRows rows{std::move(persons),   std::move(employments), std::move(unemployment),
                  std::move(education), std::move(insurance),   std::move(grants),
                  std::nullopt};
  if (!records_.names().empty()) {
    rows.records = TRY(
        transaction_.query(sql::records_of_persons, known, with_source_, ids, records_.names()));
  }
  return add_persons(rows);
}

// People with all that stands around them. Their records come before those of their employers: they
// are the block's own.
Status FactsLoader::add_persons(const PersonRows& rows) {
  std::vector<std::int64_t> organisations;
  employment_.collect(rows.employments, "employer", organisations);
  insurance_.collect(rows.insurance, "employer", organisations);
  grant_.collect(rows.grants, "organisation", organisations);
  TRY(person_.read(facts_, rows.persons, keys_));
  if (rows.records) {
    RecordReader::collect(*rows.records, "organisation", organisations);
    TRY(records_.read(facts_, *rows.records, keys_));
  }
  mark_own_records();
  TRY(add_organisations(std::move(organisations)));
  if (rows.records) TRY(records_.read(facts_, *rows.records, keys_));  // now with their owners
  TRY(employment_.read(facts_, rows.employments, keys_));
  TRY(unemployment_.read(facts_, rows.unemployment, keys_));
  TRY(education_.read(facts_, rows.education, keys_));
  TRY(insurance_.read(facts_, rows.insurance, keys_));
  TRY(grant_.read(facts_, rows.grants, keys_));
  return Done{};
}

// A contract without fixed term has no last day (劳动合同法第十四条); one that has lost its last
// day in the files stays unknown.
void FactsLoader::mark_open_ended_contracts() {
  const auto entity = employment_.entity();
  const auto kind = facts_.fact(entity, "contract_kind");
  const auto end = facts_.fact(entity, "contract_end");
  const auto open_ended =
      facts_.vocabulary().find_code_table("contract_kind")->index("open_ended").value();
  const policy::Column& kinds = facts_.cells(entity, kind);
  for (std::size_t row = 0; row < kinds.values.size(); ++row) {
    if (kinds.states[row] != policy::State::known) continue;
    if (kinds.values[row] != static_cast<std::int64_t>(open_ended)) continue;
    const auto at = static_cast<policy::Row>(row);
    if (!facts_.value(entity, at, end).known()) facts_.set_none(entity, at, end);
  }
}

Status FactsLoader::add_organisations(std::vector<std::int64_t> ids) {
  make_unique(ids);
  const RowsByKey& here = keys_[static_cast<std::size_t>(organisation_.entity())];
  std::erase_if(ids, [&](std::int64_t id) { return here.contains(id); });
  if (ids.empty()) return Done{};
  if (!organisations_) return load_organisations(ids, with_source_);
  const Organisations& all = *organisations_;
  const auto& known = all.keys[static_cast<std::size_t>(organisation_.entity())];
  std::vector<policy::Row> rows;
  for (const std::int64_t id : ids) {
    if (const auto row = known.find(id); row != known.end()) rows.push_back(row->second);
  }
  organisation_.copy(all.facts, rows, facts_, keys_, texts_of_organisations_);
  for (const FactReader* reader : {&year_, &grant_}) {
    const auto fact = all.facts.fact(reader->entity(), "organisation");
    std::vector<policy::Row> theirs;
    for (const policy::Row row : rows) {
      const auto related = all.facts.related(reader->entity(), fact, row);
      theirs.insert(theirs.end(), related.begin(), related.end());
    }
    reader->copy(all.facts, theirs, facts_, keys_, texts_of_organisations_);
  }
  for (const std::int64_t id : ids) {
    const auto [first, last] = all.records_of.equal_range(id);
    for (auto each = first; each != last; ++each) {
      TRY(records_.read(facts_, (*all.records)[each->second], keys_));
    }
  }
  return Done{};
}

Status FactsLoader::load_organisations(const std::vector<std::int64_t>& ids, bool with_source) {
  const Instant known = as_of_.known_at;
  const auto organisations =
      TRY(transaction_.query(sql::organisations_of, as_of_.valid_on, known, with_source, ids));
  TRY(organisation_.read(facts_, organisations, keys_));
  const auto years = TRY(transaction_.query(sql::organisation_years_of, known, with_source, ids));
  TRY(year_.read(facts_, years, keys_));
  const auto grants = TRY(transaction_.query(sql::organisation_grants_of, known, ids));
  TRY(grant_.read(facts_, grants, keys_));
  if (records_.names().empty()) return Done{};
  const auto records = TRY(
      transaction_.query(sql::organisation_records_of, known, with_source, ids, records_.names()));
  return records_.read(facts_, records, keys_);
}

Status FactsLoader::load(std::string_view entity, const std::vector<std::int64_t>& ids) {
  start_block();
  with_source_ = true;
  const Entity* declared = facts_.vocabulary().find_entity(entity);
  CHECK(declared != nullptr);
  if (declared->is_record()) {
    TRY(load_records(ids));
    return finish_block();
  }
  std::vector<std::int64_t> subjects = ids;
  const bool of_head = entity == "household";
  const bool around_person = entity == "person" || entity == "employment" || of_head;
  CHECK(around_person || entity == "organisation" || entity == "organisation_year");
  if (entity == "employment" || entity == "organisation_year" || of_head) {
    const auto found = TRY(of_head         ? transaction_.query(sql::heads_of_households, ids)
                           : around_person ? transaction_.query(sql::persons_of_employments, ids)
                                           : transaction_.query(sql::organisations_of_years, ids));
    subjects.clear();
    for (const store::Row row : found) subjects.push_back(row.get<std::int64_t>("id"));
  }
  if (around_person) {
    TRY(add_persons(subjects));
  } else {
    TRY(load_organisations(subjects, true));
  }
  mark_own_rows();
  TRY(add_members(ids_of(organisation_.entity())));
  return finish_block();
}

std::optional<policy::Row> FactsLoader::row(std::string_view entity, std::int64_t key) const {
  const RowsByKey& keys = keys_[static_cast<std::size_t>(facts_.entity(entity))];
  const auto found = keys.find(key);
  if (found == keys.end()) return std::nullopt;
  return found->second;
}

}  // namespace leye::registers
