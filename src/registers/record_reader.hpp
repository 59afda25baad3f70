// Rows of the generic register into the columns that rules read: all record entities at once.
//
// The query's columns are those of facts_of_record (schema/area/0050_records.sql). References to
// other records are set by settle(), when everything that a block needs is there.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "registers/fact_json.hpp"
#include "registers/fact_reader.hpp"

namespace leye::registers {

class RecordReader {
 public:
  // Of these entities only; those that are no records are passed over.
  RecordReader(const policy::Facts& facts, const std::set<std::string, std::less<>>& entities);

  // For queries: the entities, by id. Empty: there is nothing to load.
  const std::vector<std::string>& names() const { return names_; }

  // Adds a row for each; keys already there are passed over. Owners that were not loaded stay
  // unknown: load them first.
  Status read(policy::Facts& facts, const store::Rows& rows, std::vector<RowsByKey>& keys);
  Status read(policy::Facts& facts, const store::Row& row, std::vector<RowsByKey>& keys);

  // Records that were named and are not there yet, each once.
  std::vector<std::int64_t> wanted(const std::vector<RowsByKey>& keys) const;
  // Sets the references that can be set, and forgets the others.
  void settle(policy::Facts& facts, const std::vector<RowsByKey>& keys);

  // The owners of these rows: `column` is "person" or "organisation".
  static void collect(const store::Rows& rows, const char* column, std::vector<std::int64_t>& ids);

  struct Known {
    policy::EntityIndex entity = 0;
    const Entity* declared = nullptr;
    policy::FactIndex person = -1, organisation = -1;  // the owners; -1: it has none
  };
  // By id.
  const std::map<std::string, Known, std::less<>>& known() const { return known_; }

 private:
  struct Naming {
    policy::EntityIndex entity;
    policy::Row row;
    policy::FactIndex fact;
    policy::EntityIndex target;
    std::int64_t key;
  };
  void set_owners(policy::Facts& facts, const Known& known, policy::Row row, const store::Row& from,
                  const std::vector<RowsByKey>& keys) const;
  void put(policy::Facts& facts, const Known& known, policy::Row row, const StoredFact& stored);

  std::map<std::string, Known, std::less<>> known_;
  std::vector<std::string> names_;
  std::vector<Naming> namings_;
  policy::EntityIndex person_, organisation_;
};

}  // namespace leye::registers
