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
// insurance, grants and records of that person, and the employers with their years, grants and
// records. Around an organisation: its years, its grants and its records; and, if a rule counts
// them (Reach::relations), those who work there or are insured or recorded by it, each with all
// that stands around a person. Around each person, if a rule runs through them: the households with
// all of their members, each again with all that stands around a person. Records that are named are
// there with their owners' own facts.
//
// Relations that the vocabulary calls complete are closed where they were loaded: of a person whose
// own facts alone are there, all lists are open. A household that is registered lists all of its
// members, and of a person who stands in one we know all; who stands in none may belong to some.
//
// Use a scope that bypasses row-level security, after checking that the caller may see the subject:
// a rule needs all facts of a person, wherever they are registered.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/facts/facts.hpp"
#include "registers/fact_reader.hpp"
#include "registers/reach.hpp"
#include "registers/record_reader.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

// What the blocks of a sweep are made of. Unowned: records that belong to a place alone.
enum class Swept : std::uint8_t { persons, organisations, unowned };

struct KeyRange {  // both ends included
  std::int64_t first = 1;
  std::int64_t last = INT64_MAX;
};

struct AsOf {
  Day valid_on;      // versions of persons and organisations; spells carry their own days
  Instant known_at;  // what we held to be so at that moment
};

class FactsLoader {
 public:
  // Fills `facts`, which it clears before each block. Both must outlive the loader.
  FactsLoader(store::Transaction& transaction, policy::Facts& facts, AsOf as_of, Reach reach = {});

  // Sweeps over a part of the keys, both ends included: two workers halve the time.
  void sweep_between(std::int64_t first, std::int64_t last);

  // The next block in the order of the keys; false when the register is through.
  Result<bool> next_persons(std::size_t persons_max);
  Result<bool> next_organisations(std::size_t organisations_max);
  // Records that belong to a place alone.
  Result<bool> next_unowned(std::size_t records_max);

  // A block of a sweep that several loaders share: what lies between these keys, see KeyRanges.
  Status load_range(Swept swept, KeyRange range);

  // All organisations with their years, grants and records. A sweep over people meets them in every
  // block, so they are read once; loaders with the same day, moment and reach may share them.
  struct Organisations;
  Result<std::shared_ptr<const Organisations>> read_organisations();
  void share(std::shared_ptr<const Organisations> organisations);

  // The block around these rows of person, organisation, employment, organisation_year, household
  // or a record entity.
  Status load(std::string_view entity, const std::vector<std::int64_t>& ids);

  // The rows of an entity that make up the block stand first; the others are there because rules
  // look at them, and belong to another block.
  std::size_t own_rows(policy::EntityIndex entity) const {
    return own_rows_[static_cast<std::size_t>(entity)];
  }

  // The row of the last block that has this key in the database.
  std::optional<policy::Row> row(std::string_view entity, std::int64_t key) const;

 private:
  struct PersonRows;
  Status add_persons(const PersonRows& rows);
  Status add_persons(const std::vector<std::int64_t>& ids);
  Status add_bare_persons(std::vector<std::int64_t> ids);
  Status add_organisations(std::vector<std::int64_t> ids);
  Status load_organisations(const std::vector<std::int64_t>& ids, bool with_source);
  Status add_members(std::vector<std::int64_t> organisations);
  Status add_households();
  Status add_own_households();
  bool looks_at_households() const;
  bool counts_members() const;
  Status add_records(const store::Rows& rows);
  Status add_named_records();
  Status add_naming_records();
  Status load_records(const std::vector<std::int64_t>& ids);
  Status finish_block();
  std::vector<std::int64_t> ids_of(policy::EntityIndex entity) const;
  std::vector<std::string> member_records() const;
  void mark_own_rows();
  void mark_own_records();
  void close_relations();
  void leave_open_what_is_not_loaded();
  void mark_open_ended_contracts();
  void start_block();
  Result<std::optional<KeyRange>> range_after(Swept swept, std::int64_t& last, std::size_t rows);
  Status load_persons_in(KeyRange range);
  Status load_organisations_in(KeyRange range);
  Status load_unowned_in(KeyRange range);

  store::Transaction& transaction_;
  policy::Facts& facts_;
  AsOf as_of_;
  FactReader person_, organisation_, employment_, unemployment_, education_, insurance_, year_,
      grant_, household_, household_member_;
  Reach reach_;
  RecordReader records_;
  std::vector<RowsByKey> keys_;        // of each entity, in this block
  std::vector<std::size_t> own_rows_;  // of each entity
  std::vector<policy::Row> bare_persons_;
  std::set<std::int64_t> with_members_;   // organisations, by key
  std::set<std::int64_t> in_households_;  // people of whom all memberships are here, by key

  // A relation that was closed though only some targets have all their rows here.
  struct Relation {
    policy::EntityIndex entity;
    policy::FactIndex fact;
    policy::EntityIndex target;
    std::size_t whole = 0;  // of records: how many of the targets have all theirs
  };
  std::vector<Relation> of_persons_, of_members_, of_records_;
  std::int64_t last_in_sweep_ = INT64_MAX;
  std::int64_t last_person_ = 0;
  std::int64_t last_organisation_ = 0;
  std::int64_t last_record_ = 0;
  bool with_source_ = false;
  bool own_records_marked_ = false;
  std::shared_ptr<const Organisations> organisations_;
  TextNumbers texts_of_organisations_;  // as numbers of the block
};

// Hands the blocks of a sweep out, each once, to as many loaders as ask. For several threads.
class KeyRanges {
 public:
  KeyRanges(Swept swept, std::size_t rows_max, const Reach& reach);

  // The next block, found on the asker's connection; none when the register is through.
  Result<std::optional<KeyRange>> next(store::Transaction& transaction);

 private:
  const Swept swept_;
  const std::size_t rows_max_;
  const std::vector<std::string> records_;
  std::mutex mutex_;
  std::int64_t last_ = 0;
};

}  // namespace leye::registers
