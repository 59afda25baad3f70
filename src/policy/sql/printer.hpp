// From what is wanted to the text of a query: nested selects, each level from the one below.
//
// Level 0 of a scope reads its rows; a level that names expressions is kept from being pulled up
// by `offset 0`, so that each is computed once for each row. Joined rows and aggregates come in at
// the first level at which what they need is there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/sql/rows.hpp"

namespace leye::policy::sql {

struct Column {
  Id value = -1;
  std::string name;
};

class Printer {
 public:
  Printer(const Expressions& e, const RowSources& rows) : e_(e), rows_(rows) {}

  // Words that stand beside an expression if it becomes a column.
  void note(Id value, const std::string& words) { notes_.emplace(value, words); }
  // One line for each row of the subject; one over all of them if the columns are aggregates.
  std::string rows(const std::vector<Column>& wanted);

 private:
  void use(Id value, std::int32_t from);
  void use_source(std::int32_t source);
  void decide_names();
  static int cost_of(const Expression& it);
  std::int32_t level_of(Id value);
  std::int32_t level_of_source(std::int32_t source);
  std::string text(Id value);     // as seen where all it needs is there
  std::string spelled(Id value);  // the same, not by its name
  std::string bracketed(Id value);
  std::string select(std::int32_t scope, const std::vector<Column>& wanted, int indent);
  std::string level(std::int32_t scope, std::int32_t level, int indent);
  std::string source(std::int32_t source, int indent);
  bool named(Id value) const { return names_.contains(value); }

  const Expressions& e_;
  const RowSources& rows_;
  std::map<Id, std::string> notes_;
  std::map<Id, int> uses_;
  std::map<std::int32_t, bool> used_sources_;
  std::map<Id, std::string> names_;    // of expressions that become columns
  std::map<Id, std::int32_t> levels_;  // at which an expression can be computed
  std::map<std::int32_t, std::int32_t> source_levels_;
};

}  // namespace leye::policy::sql
