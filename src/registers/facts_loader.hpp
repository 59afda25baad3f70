// The registers as facts for rules: a block of people or organisations with all that can be
// reached from them, as it was valid on a day and known at a moment.
//
//   policy::Facts facts(vocabulary);
//   FactsLoader loader(transaction, facts, {.valid_on = day, .known_at = now});
//   while (TRY(loader.next_persons(8192))) {           // a sweep over the whole register
//     for (each row of facts.entity("employment")) …   // all employments of these people
//   }
//   TRY(loader.load("employment", {17, 18}));          // or just some, with sources for the trace
//
// Around a person: versions of the person, all employments, registrations as unemployed, education,
// insurance and grants of that person, and the employers with their years and grants. Around an
// organisation: its years and its grants. Not around an organisation: its other staff; so a rule
// about an organisation's employments finds that relation open, and the answer is undetermined.
// Relations that the vocabulary calls complete are closed where they were loaded.
//
// Use a scope that bypasses row-level security, after checking that the caller may see the subject:
// a rule needs all facts of a person, wherever they are registered.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/facts/facts.hpp"
#include "registers/fact_reader.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct AsOf {
  Day valid_on;      // versions of persons and organisations; spells carry their own days
  Instant known_at;  // what we held to be so at that moment
};

class FactsLoader {
 public:
  // Fills `facts`, which it clears before each block. Both must outlive the loader.
  FactsLoader(store::Transaction& transaction, policy::Facts& facts, AsOf as_of);

  // Sweeps over a part of the keys, both ends included: two workers halve the time.
  void sweep_between(std::int64_t first, std::int64_t last);

  // The next block in the order of the keys; false when the register is through.
  Result<bool> next_persons(std::size_t persons_max);
  Result<bool> next_organisations(std::size_t organisations_max);

  // The block around these rows of person, organisation, employment or organisation_year.
  Status load(std::string_view entity, const std::vector<std::int64_t>& ids);

  // The row of the last block that has this key in the database.
  std::optional<policy::Row> row(std::string_view entity, std::int64_t key) const;

 private:
  struct PersonRows;
  Status fill_around_persons(const PersonRows& rows);
  Status add_organisations(std::vector<std::int64_t> ids);
  Status load_organisations(const std::vector<std::int64_t>& ids, bool with_source);
  void mark_open_ended_contracts();
  Status fill_cache();
  void start_block();
  void close_if_complete(const FactReader& reader);

  store::Transaction& transaction_;
  policy::Facts& facts_;
  AsOf as_of_;
  FactReader person_, organisation_, employment_, unemployment_, education_, insurance_, year_,
      grant_;
  std::vector<RowsByKey> keys_;  // of each entity, in this block
  std::int64_t last_in_sweep_ = INT64_MAX;
  std::int64_t last_person_ = 0;
  std::int64_t last_organisation_ = 0;

  // Organisations are few and met again in every block of a sweep over people: read once.
  struct Cache {
    explicit Cache(const Vocabulary& vocabulary) : facts(vocabulary) {}
    policy::Facts facts;
    std::vector<RowsByKey> keys;
  };
  std::unique_ptr<Cache> cache_;
};

}  // namespace leye::registers
