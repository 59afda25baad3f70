// Tables of a measure (档次, 例外) as its plan has them: a chain of choices.
#pragma once

#include <string>
#include <vector>

#include "policy/plan/plan.hpp"

namespace leye::policy::proof {

struct TableRow {
  std::int32_t when = -1;   // the node of its truth; -1: the rest
  std::int32_t value = -1;  // the node
  std::string label;        // stays while the rule does: "skill_level=0"
};

struct Table {
  std::int32_t node = -1;           // of its value
  std::int32_t key = -1;            // the node that all rows look at, if it is one code; else -1
  std::vector<std::int64_t> codes;  // that some row but the last names
  std::vector<TableRow> rows;       // the last one is the rest
};

// Outside bodies, of numbers, that no option decides.
std::vector<Table> tables_of(const Measure& measure);

}  // namespace leye::policy::proof
