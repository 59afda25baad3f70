// One record more of a relation that an aggregate looks through, so that a comparison inside it, or
// the number of its rows, can be moved where no worked case has such a record.
#pragma once

#include <vector>

#include "policy/explain/explain.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy::edges {

class AddedRows {
 public:
  // Of an aggregate of the measure. Both outlive it.
  AddedRows(const Plan& plan, const Measure& measure, std::int32_t aggregate);

  // Adds it beside what the measure says of this row of its subject on the day: its codes, texts,
  // yes and references are those that the filter asks for (of several the first), its days lie so
  // that the filter takes them, everything else is unknown. False if it is not known whose record
  // it would be.
  bool add(Facts& facts, Row subject, Day on, const Choices& choices) const;

 private:
  struct Wanted {
    FactIndex fact = -1;
    std::int32_t node = -1;  // what it is compared with; -1: yes
    std::int32_t days = 0;   // so many days from it
  };
  void put_text(Facts& facts, Row row, const Wanted& wanted, const Value& value, Row subject) const;
  void want(const Node& node, std::int32_t item);
  bool is_fact_of(std::int32_t node, std::int32_t item) const;

  const Plan& plan_;
  const Node& aggregate_;
  Measure asked_;  // gives out the owner, and what the filter compares with
  std::vector<Wanted> wanted_;
};

}  // namespace leye::policy::edges
