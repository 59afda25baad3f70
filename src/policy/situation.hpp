// The facts of one situation of a case table: its rows, with what they refer to.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "policy/case_table.hpp"
#include "policy/facts/facts.hpp"

namespace leye::policy {

class Situation {
 public:
  Situation(const CaseTable& table, const Vocabulary& vocabulary)
      : table_(table), vocabulary_(vocabulary), facts_(vocabulary) {}

  // Adds one line of the table; the row of its subject.
  Result<Row> add(const std::vector<Cell>& line);
  // After the last line.
  void finish();

  const Facts& facts() const { return facts_; }
  // The cell of a column, or its default.
  std::string value(const std::vector<Cell>& line, std::size_t column) const;
  std::string value(const std::vector<Cell>& line, ColumnKind kind) const;

 private:
  struct Place {
    EntityIndex entity = -1;
    Row row = -1;
  };
  struct Given {
    const CasePath* path;
    std::string value;
  };
  std::vector<Given> given(const std::vector<Cell>& line) const;
  bool exists(const std::vector<Cell>& line, const CasePath& path, std::size_t relation) const;
  Place walk(Row subject, const CasePath& path, std::size_t steps);
  Result<Place> row_at(Row subject, const std::string& path);
  Place follow(Place from, const CaseStep& step, Row subject);
  Status set(Row subject, const Given& given);
  Status judge(Row subject, const std::vector<Cell>& line);
  Row named(EntityIndex entity, const std::string& name);
  bool is_reference(const CasePath& path) const;
  const Fact& fact_of(const CaseStep& step) const;
  EntityIndex target_of(const CaseStep& step) const;

  const CaseTable& table_;
  const Vocabulary& vocabulary_;
  Facts facts_;
  std::map<std::pair<EntityIndex, std::string>, Row> names_;
  // Rows of a relation: (its entity, its fact, the row it refers to, its number).
  std::map<std::tuple<EntityIndex, FactIndex, Row, std::int32_t>, Row> related_;
  std::int64_t next_key_ = 1;
};

}  // namespace leye::policy
