// Sweeps over whole registers: see facts_loader.hpp.
#include "registers/facts_loader.sql.hpp"
#include "registers/facts_loader_blocks.hpp"

namespace leye::registers {
namespace {

// The key of the last row of the block that begins after `after`; none: there are no more.
Result<std::optional<std::int64_t>> last_of_block(store::Transaction& transaction, Swept swept,
                                                  std::int64_t after, std::int64_t until,
                                                  std::size_t rows,
                                                  const std::vector<std::string>& records) {
  const auto found = [](const store::Rows& block) {
    return block[0].get<std::optional<std::int64_t>>("last");
  };
  switch (swept) {
    case Swept::persons:
      return found(TRY(transaction.query(sql::last_person_of_block, after, until, rows)));
    case Swept::organisations:
      return found(TRY(transaction.query(sql::last_organisation_of_block, after, until, rows)));
    case Swept::unowned:
      if (records.empty()) return std::optional<std::int64_t>();
      return found(TRY(transaction.query(sql::last_unowned_of_block, after, until, rows, records)));
  }
  return std::optional<std::int64_t>();
}

std::vector<std::string> names(const std::set<std::string, std::less<>>& set) {
  return {set.begin(), set.end()};
}

}  // namespace

KeyRanges::KeyRanges(Swept swept, std::size_t rows_max, const Reach& reach)
    : swept_(swept), rows_max_(rows_max), records_(names(reach.records)) {}

Result<std::optional<KeyRange>> KeyRanges::next(store::Transaction& transaction) {
  const std::lock_guard lock(mutex_);
  const auto last = TRY(last_of_block(transaction, swept_, last_, INT64_MAX, rows_max_, records_));
  if (!last) return std::optional<KeyRange>();
  const KeyRange range{last_ + 1, *last};
  last_ = *last;
  return std::optional(range);
}

void FactsLoader::sweep_between(std::int64_t first, std::int64_t last) {
  last_person_ = last_organisation_ = first - 1;
  last_in_sweep_ = last;
}

Result<std::optional<KeyRange>> FactsLoader::range_after(Swept swept, std::int64_t& after,
                                                         std::size_t rows) {
  start_block();
  const std::int64_t until = swept == Swept::unowned ? INT64_MAX : last_in_sweep_;
  const auto last =
      TRY(last_of_block(transaction_, swept, after, until, rows, names(reach_.records)));
  if (!last) return std::optional<KeyRange>();
  const KeyRange range{after + 1, *last};
  after = *last;
  return std::optional(range);
}

Result<bool> FactsLoader::next_persons(std::size_t persons_max) {
  const auto range = TRY(range_after(Swept::persons, last_person_, persons_max));
  if (range) TRY(load_range(Swept::persons, *range));
  return range.has_value();
}

Result<bool> FactsLoader::next_organisations(std::size_t organisations_max) {
  const auto range = TRY(range_after(Swept::organisations, last_organisation_, organisations_max));
  if (range) TRY(load_range(Swept::organisations, *range));
  return range.has_value();
}

Result<bool> FactsLoader::next_unowned(std::size_t records_max) {
  const auto range = TRY(range_after(Swept::unowned, last_record_, records_max));
  if (range) TRY(load_range(Swept::unowned, *range));
  return range.has_value();
}

Status FactsLoader::load_range(Swept swept, KeyRange range) {
  start_block();
  with_source_ = false;
  switch (swept) {
    case Swept::persons: TRY(load_persons_in(range)); break;
    case Swept::organisations: TRY(load_organisations_in(range)); break;
    case Swept::unowned: TRY(load_unowned_in(range)); break;
  }
  return finish_block();
}

Status FactsLoader::load_persons_in(KeyRange range) {
  if (!organisations_) share(TRY(read_organisations()));
  const auto [from, last] = range;
  const Instant known = as_of_.known_at;
  auto persons =
      TRY(transaction_.query(sql::persons_between, as_of_.valid_on, known, false, from, last));
  auto employments = TRY(transaction_.query(sql::employments_between, known, false, from, last));
  auto unemployment =
      TRY(transaction_.query(sql::unemployment_registrations_between, known, false, from, last));
  auto education =
      TRY(transaction_.query(sql::education_records_between, known, false, from, last));
  auto insurance = TRY(transaction_.query(sql::insurance_spells_between, known, false, from, last));
  auto grants = TRY(transaction_.query(sql::person_grants_between, known, from, last));
  PersonRows rows{std::move(persons),   std::move(employments), std::move(unemployment),
                  std::move(education), std::move(insurance),   std::move(grants),
                  std::nullopt};
  if (!records_.names().empty()) {
    rows.records = TRY(transaction_.query(sql::records_of_persons_between, known, false, from, last,
                                          records_.names()));
  }
  TRY(add_persons(rows));
  mark_own_rows();
  return add_members(ids_of(organisation_.entity()));
}

Status FactsLoader::load_organisations_in(KeyRange range) {
  const auto [from, last] = range;
  const Instant known = as_of_.known_at;
  const auto organisations = TRY(
      transaction_.query(sql::organisations_between, as_of_.valid_on, known, false, from, last));
  TRY(organisation_.read(facts_, organisations, keys_));
  const auto years =
      TRY(transaction_.query(sql::organisation_years_between, known, false, from, last));
  TRY(year_.read(facts_, years, keys_));
  const auto grants = TRY(transaction_.query(sql::organisation_grants_between, known, from, last));
  TRY(grant_.read(facts_, grants, keys_));
  if (!records_.names().empty()) {
    const auto records = TRY(transaction_.query(sql::organisation_records_between, known, false,
                                                from, last, records_.names()));
    TRY(records_.read(facts_, records, keys_));
  }
  mark_own_rows();
  return add_members(ids_of(organisation_.entity()));
}

Status FactsLoader::load_unowned_in(KeyRange range) {
  if (records_.names().empty()) return Done{};
  const auto rows = TRY(transaction_.query(sql::unowned_records_between, as_of_.known_at, false,
                                           range.first, range.last, records_.names()));
  TRY(records_.read(facts_, rows, keys_));
  mark_own_rows();
  return Done{};
}

void FactsLoader::share(std::shared_ptr<const Organisations> organisations) {
  organisations_ = std::move(organisations);
  texts_of_organisations_.clear();
}

Result<std::shared_ptr<const FactsLoader::Organisations>> FactsLoader::read_organisations() {
  auto all = std::make_shared<Organisations>(facts_.vocabulary());
  all->keys.resize(keys_.size());
  const Instant known = as_of_.known_at;
  // An answer of the database is as large as the facts made of it: only some rows at a time.
  constexpr std::size_t rows_at_once = 10'000;
  KeyRanges ranges(Swept::organisations, rows_at_once, reach_);
  while (const auto range = TRY(ranges.next(transaction_))) {
    const auto [from, until] = *range;
    const auto organisations = TRY(
        transaction_.query(sql::organisations_between, as_of_.valid_on, known, false, from, until));
    TRY(organisation_.read(all->facts, organisations, all->keys));
  }
  KeyRanges again(Swept::organisations, rows_at_once, reach_);
  while (const auto range = TRY(again.next(transaction_))) {
    const auto [from, until] = *range;
    {
      const auto years =
          TRY(transaction_.query(sql::organisation_years_between, known, false, from, until));
      TRY(year_.read(all->facts, years, all->keys));
    }
    const auto grants =
        TRY(transaction_.query(sql::organisation_grants_between, known, from, until));
    TRY(grant_.read(all->facts, grants, all->keys));
  }
  all->facts.link();
  if (records_.names().empty()) return std::shared_ptr<const Organisations>(std::move(all));
  const auto [first, last] = KeyRange{};
  all->records = TRY(transaction_.query(sql::organisation_records_between, known, false, first,
                                        last, records_.names()));
  for (std::size_t at = 0; at < all->records->size(); ++at) {
    all->records_of.emplace((*all->records)[at].get<std::int64_t>("organisation"), at);
  }
  return std::shared_ptr<const Organisations>(std::move(all));
}

}  // namespace leye::registers
