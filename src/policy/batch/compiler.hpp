// From measures to a program. Nodes are translated when something needs them, each distinct step
// once: that is how measures share what they have in common.
#pragma once

#include <map>
#include <optional>

#include "policy/batch/columns.hpp"
#include "policy/batch/program.hpp"

namespace leye::policy::batch {

class Compiler {
 public:
  Compiler(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
           std::vector<Op> not_known);

  // False if the measure has an operation without a step; then nothing of it stays.
  bool add(const Measure& measure, const Choices& choices);
  Op unknown_op() const { return unknown_op_; }
  Program take();

 private:
  using Id = std::int32_t;  // of a vector; −1: there is none, or it could not be made
  struct Rule {             // of a number kernel: the operands that it takes and what comes out
    Bounds a, b, out;
  };

  // vectors and steps
  Id add_vector(Vector vector);
  Id constant(const Value& value);
  std::int32_t text_number(const std::string& text);
  Id text_constant(const std::string& text);
  Id emit(Step step, Vector out);  // the vector of an equal step, or a new one
  const Vector& at(Id id) const { return program_.vectors[static_cast<std::size_t>(id)]; }
  int depth(Id domain) const;
  Id deepest(Id a, Id b, Id c = -1) const;
  Id in_domain(Id id, Id domain);
  Id filled(Id id, Kind kind);  // a constant as a vector
  bool is_whole(Id id) const;   // a known whole number for every row
  bool folds(Id a, Id b = -1, Id c = -1) const;

  // nodes
  Id translate(std::int32_t node);
  Id translated(const Node& node, std::int32_t index);
  Id fact(const Node& node);
  Id aggregate(const Node& node, std::int32_t index);
  Id operation(const Node& node);
  Id truth_operation(Op op, Id a, Id b);
  Id rounded(const Node& node, Id amount);
  Id each(Step step);
  Id truth(std::int32_t node) { return as_truth(translate(node)); }
  Id as_truth(Id id);
  Id as_number(Id id);
  Id as_share(Id id);

  // numbers (numbers.cpp)
  Id number(Op op, Id a, Id b);
  Id share_operation(Op op, Id a, Id b);
  Id order(Op op, Id a, Id b);
  Id order_share(Op op, Id a, Id b);
  Id select(Id which, Id yes, Id no);
  Id given(Id a, Id b);
  Id each(Op op, Id a, Id b, Id c = -1);
  Id date_of(Id day);
  Id widened(Id id);
  Id plain_operand(Id id, bool share = false);
  std::optional<Rule> rule_of(Op op, const Vector& a, const Vector& b) const;

  // conditions (conditions.cpp)
  Id verdict(std::int32_t condition);
  Id cost(std::int32_t condition, bool to_fail);
  Id cost_of_all(const std::vector<std::int32_t>& children, bool to_fail);
  Id least_cost(const std::vector<std::int32_t>& children, bool to_fail);
  void mark_leaves(std::int32_t condition, bool unwanted);
  Id in_force();
  void finish();

  const Plan& plan_;
  const Columns& columns_;
  Day today_;
  std::vector<Op> not_known_;
  Program program_;
  std::map<std::vector<std::int64_t>, Id> steps_;  // by what the step is
  std::vector<Id> constants_;

  // of the measure at hand
  const Measure* measure_ = nullptr;
  const Choices* choices_ = nullptr;
  std::vector<Id> ids_;        // by node
  std::vector<Id> enclosing_;  // by node: the aggregate in whose body it stands, or −1
  std::vector<Id> domains_;    // by node: of an aggregate, the domain of its body
  Op unknown_op_ = Op::constant;
  bool failed_ = false;
};

inline constexpr std::int64_t narrow_max = INT32_MAX;
inline constexpr std::int64_t wide_max = std::int64_t{1} << 62;

inline bool fits_narrow(std::int64_t low, std::int64_t high) {
  return low >= -narrow_max && high <= narrow_max;
}

}  // namespace leye::policy::batch
