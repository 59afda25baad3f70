// One row of a register as people read it: each fact of the vocabulary with its value.
//
// Values are in their canonical spelling (ISO days, "2023-08", yuan, codes, 12-digit places, ids of
// what is referred to); `shown` is what a page prints (the code's label, the place's and the
// employer's name). Nothing is masked here: whoever shows it masks by Fact::mask.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "registers/rows.hpp"
#include "store/rows.hpp"
#include "store/values.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

struct FactValue {
  const Fact* fact = nullptr;
  std::string value;  // empty: not known, or none (Fact::empty_is_none)
  std::string shown;
  std::string shown_en = {};  // of a code, if its table has an English label
};

struct Record {
  const Entity* entity = nullptr;
  std::int64_t id = 0;
  std::string source;
  Instant known_from;
  store::DateRange valid = {};    // of versions; spells carry their own days
  std::vector<FactValue> values;  // in the order of the vocabulary

  const FactValue* find(std::string_view fact) const;
  // The value, or "" where the entity has no such fact.
  const std::string& value(std::string_view fact) const;
  const std::string& shown(std::string_view fact) const;
  const std::string& shown_en(std::string_view fact) const;
};

// The name of the column that holds a fact (docs/decisions/0001-area-is-a-schema.md): references
// end in _id, money in _fen, ratios are two columns.
std::string column_of(const Fact& fact);

// A row with the columns id, source, known_from, extra, one for each fact, and for each place and
// reference `x` the column `x_shown`. Facts whose column is absent are left out (identity).
Result<Record> read_record(const Vocabulary& vocabulary, const Entity& entity,
                           const store::Row& row);

// What a page prints for a value in its canonical spelling, where it needs no other table.
std::string shown_value(const Vocabulary& vocabulary, const Fact& fact, const std::string& value);
std::string shown_value_en(const Vocabulary& vocabulary, const Fact& fact,
                           const std::string& value);

// A day in someone's life, from a record of it.
struct TimelineEntry {
  Day on;
  std::string kind;   // entity id
  std::string title;  // "招用：入职日期"
  std::string title_en;
  std::string detail;
  std::string detail_en;  // names of people and places as they are
  std::string source;
};

// Every day and month of these records, latest first.
std::vector<TimelineEntry> timeline(const std::vector<const std::vector<Record>*>& records);

}  // namespace leye::registers
