// Facts kept as JSON: a pack's own facts in the column `extra` of a table, all facts of a record in
// its column `facts`. The one place that writes and reads these columns.
//
// An object with a member for each fact that is there, by the fact's id, in its canonical spelling:
// ISO days, "2023-08", yuan, "1/8", codes, 12-digit places, yes and no, the id of what is referred
// to. What is missing is not known, or none where the vocabulary says that empty means none.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/facts/facts.hpp"
#include "registers/sheet.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

// Whether the fact is kept as JSON; the others have a column.
bool kept_as_json(const Entity& entity, const Fact& fact);

// The canonical spelling of a cell that was read.
std::string canonical(const Fact& fact, const CellValue& value);

// The cells that are present and kept as JSON; references to records left out. "" if there is none.
std::string json_of_cells(const Entity& entity, const std::vector<CellValue>& values);

// A fact by its position among the entity's, and its canonical spelling.
struct StoredFact {
  std::size_t fact = 0;
  std::string value;
};

// Members that the entity does not know, or that are no strings, are passed over: they were written
// under an older vocabulary.
Result<std::vector<StoredFact>> read_fact_json(const Entity& entity, std::string_view json);

// Puts a value in its canonical spelling before the rules. What cannot be read stays unknown; not
// for references.
void put_canonical(policy::Facts& facts, policy::EntityIndex entity, policy::Row row,
                   policy::FactIndex index, const std::string& value);

}  // namespace leye::registers
