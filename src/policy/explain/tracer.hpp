// Tells how an answer came about, from the values that an evaluation left behind.
#pragma once

#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/explain/reading.hpp"
#include "policy/explain/wording.hpp"

namespace leye::policy {

class Tracer {
 public:
  Tracer(Evaluator& evaluator, Row subject, Language language);

  Explanation explain();

 private:
  const Value& value(std::int32_t node) const {
    return evaluator_.values_[static_cast<std::size_t>(node)];
  }
  const Node& node(std::int32_t index) const {
    return measure_.nodes[static_cast<std::size_t>(index)];
  }
  std::string label(const Name& name) const;
  Shape shape_of(std::int32_t node) const;
  const Fact* fact_of(std::int32_t node) const;

  Trace root() const;
  Trace validity() const;
  Trace amount() const;
  Trace stage(const Stage& stage) const;
  Trace output(const Output& output) const;
  // `mend`: all groups above fail, so mending this would help.
  Trace condition(std::int32_t index, bool unwanted, bool mend);
  void leaf(Trace& trace, std::int32_t index, bool unwanted, bool mend);
  void tell_truth(Trace& trace, std::int32_t node, bool wanted) const;
  void compare(Trace& trace, const Comparisons& comparisons, bool unwanted) const;
  // The value of a node, written as those of another: a constant as the code that it stands for.
  std::string said(std::int32_t node, std::int32_t like) const;
  std::string found_text(const Comparison& comparison) const;
  std::string limit_text(const Comparison& comparison) const;
  std::string period_margin(const Comparison& comparison, Relation relation) const;
  std::string margin_text(const Comparison& comparison, Relation relation) const;

  std::vector<FactLine> facts_of(std::int32_t node) const;
  FactLine fact_line(std::int32_t node) const;
  void relation_lines(const std::vector<std::int32_t>& facts, std::size_t& at,
                      std::vector<FactLine>& lines) const;
  std::string spelled(std::int32_t fact_node) const;
  std::string source_of(std::int32_t fact_node) const;

  Evaluator& evaluator_;
  const Measure& measure_;
  const Facts& facts_;
  const Reading& reading_;
  Wording words_;
  Row subject_;
  Answer answer_;
};

}  // namespace leye::policy
