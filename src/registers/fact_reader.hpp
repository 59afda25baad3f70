// Rows of a `facts_of_…` query into the columns that rules read.
//
// The query's columns are id, source, the entity's facts in the order of the vocabulary without
// those that rules may not read, and `extra` with a pack's own facts. One loop over the vocabulary
// therefore reads every entity.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/facts/facts.hpp"
#include "store/rows.hpp"

namespace leye::registers {

// Identity and encrypted facts never reach a rule.
bool readable_by_rules(const Fact& fact);

// The rows of one entity that were added, by the database's key.
using RowsByKey = boost::unordered_flat_map<std::int64_t, policy::Row>;
// Texts of some facts by their numbers in others; -1: not asked for so far.
using TextNumbers = std::vector<std::int64_t>;

class FactReader {
 public:
  FactReader(const policy::Facts& facts, std::string_view entity);

  // Adds a row for each; keys already there are passed over. References to rows that were not
  // loaded stay unknown: load what is referred to first.
  Status read(policy::Facts& facts, const store::Rows& rows, std::vector<RowsByKey>& keys) const;

  // Rows of other facts, read before; their references as by read(). `texts` belongs to both facts
  // and is filled as texts are met.
  void copy(const policy::Facts& from, std::span<const policy::Row> rows, policy::Facts& to,
            std::vector<RowsByKey>& keys, TextNumbers& texts) const;

  // The values of the column that holds `fact`, a reference; for finding out what to load.
  void collect(const store::Rows& rows, std::string_view fact,
               std::vector<std::int64_t>& keys) const;

  policy::EntityIndex entity() const { return entity_; }

 private:
  struct Column {
    policy::FactIndex fact;
    FactType type;
    bool empty_is_none;
    int place;                                                             // in the query's result
    boost::unordered_flat_map<std::string_view, std::int64_t> codes = {};  // of codes: positions
    policy::EntityIndex refers_to = -1;                                    // of references
  };
  void read_value(policy::Facts& facts, const store::Row& from, policy::Row to,
                  const Column& column, const std::vector<RowsByKey>& keys) const;
  Status read_extra(policy::Facts& facts, const store::Field& extra, policy::Row to) const;

  policy::EntityIndex entity_;
  const Entity* declared_;
  std::vector<Column> columns_;
  int extra_ = 0;                                   // place of `extra`
  std::vector<policy::FactIndex> none_if_missing_;  // of those in `extra`
};

}  // namespace leye::registers
