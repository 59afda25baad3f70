// Expressions: trees of the category `sum` to typed nodes. Types and units are errors.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "policy/meaning/scope.hpp"

namespace leye::policy {

// What stands outside a measure and may be named in it.
struct Outside {
  std::map<std::string, std::int32_t, std::less<>> parameters;  // by label and by id
  std::int64_t place = 0;                                       // 本地区; 0: the pack names none
  // Another measure of the pack, read when it is first asked for; null after reporting at the word
  // that there is none, or that it asks back.
  std::function<const Measure*(const Tree&)> measure = {};
};

// What another measure says of a row: whether it is in force and its conditions hold, and what it
// pays then (else 0).
struct OtherMeasure {
  Name name;
  Typed met;
  Typed amount;
};

// A line that reads a dated parameter, on the day that a node gives.
struct ParameterReading {
  std::int32_t parameter = -1;
  std::int32_t day = -1;
  Span at;
  const Document* document = nullptr;
  std::string clause;
};

class Expressions {
 public:
  Expressions(Scope& scope, Nodes& nodes, Reporter& reporter, const Plan& plan,
              const Outside& outside)
      : scope_(scope), nodes_(nodes), reporter_(reporter), plan_(plan), outside_(outside) {}

  Typed read(const Tree& tree);
  // Who reads 招用.人员 的 法定退休日: terms are known to conditions.
  void read_formulas_with(std::function<Typed(const Tree&)> formula) {
    formula_ = std::move(formula);
  }
  // As read, but it must be of this type; reports with `what`.
  Typed read(const Tree& tree, Type type, const char* what);
  // A place: a fact, 本地区, or a division code of 2, 4, 6, 9 or 12 digits.
  Typed place(const Tree& tree);
  std::optional<OtherMeasure> other_measure(const Tree& path, const Tree& name);
  // A value of the list of codes, or a text, written as a bare word.
  Typed word(const Tree& word, const Typed& like);
  // All codes of the table that a word means: a group means those below it.
  std::vector<std::int32_t> codes(const Tree& word, const CodeTable& table);

  // Compares when the types fit; reports when they do not.
  std::int32_t compare(Op op, const Typed& a, const Typed& b, Span at);
  // d ⊕ n for a duration.
  Typed shifted(const Typed& day, const Typed& duration, bool back, Span at);
  Typed difference_of_months(const Typed& from, const Typed& to, Span at);

  Scope& scope() { return scope_; }
  Nodes& nodes() { return nodes_; }
  Reporter& reporter() { return reporter_; }
  const std::vector<ParameterReading>& readings() const { return readings_; }

 private:
  Typed quantity(const Tree& tree);
  Typed arithmetic(const Tree& tree);
  Typed whole_times(const Tree& tree);
  Typed of_day(const Tree& tree);
  Typed edge_of_month(const Tree& tree);
  Typed parameter(const Tree& tree);
  Typed later_by(const Tree& tree);
  Typed chosen(const Tree& tree, Op op, bool days);
  Typed mismatch(Span at, const Typed& a, const Typed& b);
  std::string age_meant(const Typed& a, const Typed& b) const;
  Typed make(Type type, std::int32_t node);

  Scope& scope_;
  Nodes& nodes_;
  Reporter& reporter_;
  const Plan& plan_;
  const Outside& outside_;
  std::vector<ParameterReading> readings_;
  std::function<Typed(const Tree&)> formula_;
};

const char* type_zh(Type type);

}  // namespace leye::policy
