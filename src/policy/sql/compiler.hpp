// From the nodes of a measure to expressions. Nodes are translated when something needs them.
#pragma once

#include <optional>

#include "policy/sql/calendar.hpp"
#include "policy/sql/rows.hpp"
#include "policy/sql/sql.hpp"

namespace leye::policy::sql {

// What is selected of a measure, and how its lines are called.
struct Selected {
  const Measure* measure = nullptr;
  Id outcome = -1, low = -1, high = -1, distance = -1, failed = -1, unknown = -1;
  Id eligible = -1;                               // never null
  Id due = -1;                                    // fen, where it is eligible
  std::vector<std::pair<Id, std::string>> lines;  // the truth of each line, and its words
};

class Compiler {
 public:
  Compiler(const Plan& plan, const Layout& layout, EntityIndex subject);

  // Nothing if it was refused.
  std::optional<Selected> add(const Measure& measure, const Choices& choices);
  const Refusal& refusal() const { return *refusal_; }
  Expressions& expressions() { return e_; }
  const RowSources& rows() const { return rows_; }

 private:
  struct Standing {
    Id verdict, falls_short, holds_firm;
  };
  struct Row {  // of an aggregate: which rows count, and what they say
    Id passes = -1;
    Bounds value;
    bool bounded = false;  // facts and counts have the bounds of their type
  };

  // nodes (compiler.cpp)
  const Value& translate(std::int32_t node);
  Value translated(const Node& node, std::int32_t index);
  Value fact(const Node& node);
  Value parameter(const Node& node);
  Bounds parameter_over(const Parameter& parameter, std::span<const ParameterValue> values, Id day);
  Value judgement(const Node& node);
  Value row_name(const Node& node);
  Value calculated(const Node& node);
  Value compared(const Node& node);
  Value spelled(const Node& node);
  Id truth(std::int32_t node);
  Bounds bounds(std::int32_t node);
  Sort sort_of(Type type) const;
  Id refuse(const std::string& zh, const std::string& en);
  Value refused(Type type, const std::string& zh, const std::string& en);
  static Value of(Id truth) { return {true, truth, {}}; }
  static Value of(Bounds bounds) { return {false, -1, bounds}; }

  // aggregates (aggregates.cpp)
  Value aggregate(const Node& node, std::int32_t index);
  Id listed(Id owner, const Bounds& row, const Node& node);
  Bounds sum(std::int32_t source, const Row& row, Id open, Type type);
  Bounds extreme(Op op, std::int32_t source, const Row& row, Id open, Type type);
  Bounds only(std::int32_t source, const Row& row, Id open, Id owner_known);
  Bounds distinct(std::int32_t source, const Row& row, Id open);
  Bounds months(const Node& node, std::int32_t source, Id passes, Id open);
  void forget_unknown_owner(Bounds& out, Id key, const Bounds& owner);
  Id counted(std::int32_t source, const std::string& name, Id when);
  Id total(std::int32_t source, const std::string& name, const char* function, Id value, Id when);
  std::int32_t entity_of_owner(const Node& node) const;

  // conditions (conditions.cpp)
  Standing judge(std::int32_t condition, bool unwanted, Selected& out);
  Id in_force();
  void conclude(Selected& out, Id in_force, Id met, Id distance);
  Id plus(Id a, Id b);

  const Plan& plan_;
  const Layout& layout_;
  Expressions e_;
  Arithmetic a_;
  Calendar calendar_;
  RowSources rows_;
  EntityIndex subject_;
  Id today_;
  std::optional<Refusal> refusal_;

  // of the measure at hand
  const Measure* measure_ = nullptr;
  Choices choices_;
  std::vector<std::optional<Value>> values_;
  std::vector<std::int32_t> enclosing_;  // by node: the aggregate in whose body it stands, or −1
  std::vector<RowSources::Related> related_;  // by node, of aggregates
};

}  // namespace leye::policy::sql
