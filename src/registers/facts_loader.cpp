#include "registers/facts_loader.hpp"

#include <algorithm>
#include <utility>

#include "registers/facts_loader.sql.hpp"

namespace leye::registers {

// The answers to the queries about a block of people, before they are read.
struct FactsLoader::PersonRows {
  store::Rows persons, employments, unemployment, education, insurance, grants;
};

FactsLoader::FactsLoader(store::Transaction& transaction, policy::Facts& facts, AsOf as_of)
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
      keys_(facts.vocabulary().entities().size()) {}

void FactsLoader::start_block() {
  facts_.clear();
  for (RowsByKey& keys : keys_) keys.clear();
}

void FactsLoader::close_if_complete(const FactReader& reader) {
  const auto& entity = facts_.vocabulary().entities()[static_cast<std::size_t>(reader.entity())];
  if (entity.completeness == Completeness::complete) facts_.close(reader.entity());
}

void FactsLoader::sweep_between(std::int64_t first, std::int64_t last) {
  last_person_ = last_organisation_ = first - 1;
  last_in_sweep_ = last;
}

Result<bool> FactsLoader::next_persons(std::size_t persons_max) {
  const auto block =
      TRY(transaction_.query(sql::last_person_of_block, last_person_, last_in_sweep_, persons_max));
  const auto last = block[0].get<std::optional<std::int64_t>>("last");
  start_block();
  if (!last) return false;
  if (!cache_) TRY(fill_cache());
  const std::int64_t from = last_person_ + 1;
  const Instant known = as_of_.known_at;
  auto persons =
      TRY(transaction_.query(sql::persons_between, as_of_.valid_on, known, false, from, *last));
  auto employments = TRY(transaction_.query(sql::employments_between, known, false, from, *last));
  auto unemployment =
      TRY(transaction_.query(sql::unemployment_registrations_between, known, false, from, *last));
  auto education =
      TRY(transaction_.query(sql::education_records_between, known, false, from, *last));
  auto insurance =
      TRY(transaction_.query(sql::insurance_spells_between, known, false, from, *last));
  auto grants = TRY(transaction_.query(sql::person_grants_between, known, from, *last));
  const PersonRows rows{std::move(persons),   std::move(employments), std::move(unemployment),
                        std::move(education), std::move(insurance),   std::move(grants)};
  last_person_ = *last;
  TRY(fill_around_persons(rows));
  return true;
}

Status FactsLoader::fill_around_persons(const PersonRows& rows) {
  std::vector<std::int64_t> organisations;
  employment_.collect(rows.employments, "employer", organisations);
  insurance_.collect(rows.insurance, "employer", organisations);
  grant_.collect(rows.grants, "organisation", organisations);
  TRY(person_.read(facts_, rows.persons, keys_));
  TRY(add_organisations(std::move(organisations)));
  TRY(employment_.read(facts_, rows.employments, keys_));
  TRY(unemployment_.read(facts_, rows.unemployment, keys_));
  TRY(education_.read(facts_, rows.education, keys_));
  TRY(insurance_.read(facts_, rows.insurance, keys_));
  TRY(grant_.read(facts_, rows.grants, keys_));
  for (const FactReader* reader : {&employment_, &unemployment_, &education_, &insurance_}) {
    close_if_complete(*reader);
  }
  mark_open_ended_contracts();
  facts_.link();
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
  for (std::size_t index = 0; index < facts_.size(entity); ++index) {
    const auto row = static_cast<policy::Row>(index);
    const policy::Value known = facts_.value(entity, row, kind);
    if (!known.known() || known.low.top != static_cast<std::int64_t>(open_ended)) continue;
    if (!facts_.value(entity, row, end).known()) facts_.set_none(entity, row, end);
  }
}

Status FactsLoader::add_organisations(std::vector<std::int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (!cache_) return load_organisations(ids, true);
  const auto organisation = organisation_.entity();
  const auto& known = cache_->keys[static_cast<std::size_t>(organisation)];
  for (const std::int64_t id : ids) {
    const auto row = known.find(id);
    if (row != known.end()) organisation_.copy(cache_->facts, row->second, facts_, keys_);
  }
  for (const FactReader* reader : {&year_, &grant_}) {
    const auto fact = cache_->facts.fact(reader->entity(), "organisation");
    for (const std::int64_t id : ids) {
      const auto target = known.find(id);
      if (target == known.end()) continue;
      for (const policy::Row row : cache_->facts.related(reader->entity(), fact, target->second)) {
        reader->copy(cache_->facts, row, facts_, keys_);
      }
    }
    close_if_complete(*reader);
  }
  return Done{};
}

Status FactsLoader::fill_cache() {
  cache_ = std::make_unique<Cache>(facts_.vocabulary());
  cache_->keys.resize(keys_.size());
  constexpr std::int64_t first = 1, last = INT64_MAX;
  const Instant known = as_of_.known_at;
  const auto organisations = TRY(
      transaction_.query(sql::organisations_between, as_of_.valid_on, known, false, first, last));
  TRY(organisation_.read(cache_->facts, organisations, cache_->keys));
  const auto years =
      TRY(transaction_.query(sql::organisation_years_between, known, false, first, last));
  TRY(year_.read(cache_->facts, years, cache_->keys));
  const auto grants = TRY(transaction_.query(sql::organisation_grants_between, known, first, last));
  TRY(grant_.read(cache_->facts, grants, cache_->keys));
  cache_->facts.link();
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
  close_if_complete(year_);
  close_if_complete(grant_);
  return Done{};
}

Result<bool> FactsLoader::next_organisations(std::size_t organisations_max) {
  const auto block = TRY(transaction_.query(sql::last_organisation_of_block, last_organisation_,
                                            last_in_sweep_, organisations_max));
  const auto last = block[0].get<std::optional<std::int64_t>>("last");
  start_block();
  if (!last) return false;
  const std::int64_t from = last_organisation_ + 1;
  const Instant known = as_of_.known_at;
  const auto organisations = TRY(
      transaction_.query(sql::organisations_between, as_of_.valid_on, known, false, from, *last));
  TRY(organisation_.read(facts_, organisations, keys_));
  const auto years =
      TRY(transaction_.query(sql::organisation_years_between, known, false, from, *last));
  TRY(year_.read(facts_, years, keys_));
  const auto grants = TRY(transaction_.query(sql::organisation_grants_between, known, from, *last));
  TRY(grant_.read(facts_, grants, keys_));
  close_if_complete(year_);
  close_if_complete(grant_);
  last_organisation_ = *last;
  facts_.link();
  return true;
}

Status FactsLoader::load(std::string_view entity, const std::vector<std::int64_t>& ids) {
  start_block();
  std::vector<std::int64_t> subjects = ids;
  const bool around_person = entity == "person" || entity == "employment";
  CHECK(around_person || entity == "organisation" || entity == "organisation_year");
  if (entity == "employment" || entity == "organisation_year") {
    const auto found = TRY(around_person ? transaction_.query(sql::persons_of_employments, ids)
                                         : transaction_.query(sql::organisations_of_years, ids));
    subjects.clear();
    for (const store::Row row : found) subjects.push_back(row.get<std::int64_t>("id"));
  }
  if (!around_person) {
    TRY(load_organisations(subjects, true));
    facts_.link();
    return Done{};
  }
  const Instant known = as_of_.known_at;
  auto persons = TRY(transaction_.query(sql::persons_of, as_of_.valid_on, known, true, subjects));
  auto employments = TRY(transaction_.query(sql::employments_of, known, true, subjects));
  auto unemployment =
      TRY(transaction_.query(sql::unemployment_registrations_of, known, true, subjects));
  auto education = TRY(transaction_.query(sql::education_records_of, known, true, subjects));
  auto insurance = TRY(transaction_.query(sql::insurance_spells_of, known, true, subjects));
  auto grants = TRY(transaction_.query(sql::person_grants_of, known, subjects));
  return fill_around_persons({std::move(persons), std::move(employments), std::move(unemployment),
                              std::move(education), std::move(insurance), std::move(grants)});
}

std::optional<policy::Row> FactsLoader::row(std::string_view entity, std::int64_t key) const {
  const RowsByKey& keys = keys_[static_cast<std::size_t>(facts_.entity(entity))];
  const auto found = keys.find(key);
  if (found == keys.end()) return std::nullopt;
  return found->second;
}

}  // namespace leye::registers
