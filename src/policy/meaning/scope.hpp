// Names inside a measure, and paths through the vocabulary: 招用.人员.出生日期.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/meaning/nodes.hpp"
#include "policy/meaning/reporter.hpp"
#include "policy/syntax/tree.hpp"

namespace leye::policy {

// The name that a `named` tree gives: label, English label, id.
Name name_of(const Tree& named);
bool is_identifier(std::string_view text);  // [a-z][a-z0-9_]*

// Rows that refer back to another row.
struct Hop {
  std::vector<FactIndex> via = {};  // from the row of the hop before: the facts to follow
  EntityIndex entity = -1;          // of the rows
  FactIndex reference = -1;         // their fact that refers back
};

struct Relation {
  Typed base;                   // whose rows
  std::vector<Hop> hops;        // rows of rows: 人员.家庭成员.家庭.家庭成员 has two
  std::vector<FactIndex> rest;  // after the relation: the fact to add up, by references

  EntityIndex entity() const { return hops.back().entity; }
};

class Scope {
 public:
  Scope(const Vocabulary& vocabulary, Nodes& nodes, Reporter& reporter)
      : vocabulary_(vocabulary), nodes_(nodes), reporter_(reporter) {}

  // Bindings end with the block that opened them.
  std::size_t mark() const { return bindings_.size(); }
  void release(std::size_t mark) { bindings_.resize(mark); }
  // Hides what is bound so far (inside a term), until release_hidden.
  std::size_t hide();
  void unhide(std::size_t hidden_before) { hidden_ = hidden_before; }

  // `zh` and `en` both name it; reports a name that is taken.
  void bind(const std::string& zh, const std::string& en, const Typed& value, Span at);

  // A name or a path; reports what it does not know.
  Typed path(const Tree& word);
  bool knows(std::string_view first_segment) const { return find(first_segment) != nullptr; }

  // person.employments, person.grants.amount
  std::optional<Relation> relation(const Tree& word);

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Entity& entity(EntityIndex index) const {
    return vocabulary_.entities()[static_cast<std::size_t>(index)];
  }

 private:
  struct Binding {
    std::string zh;
    std::string en;
    Typed value;
  };
  struct Walk {
    std::vector<std::string> segments;
    std::string zh;
    std::string en;
  };
  const Binding* find(std::string_view name) const;
  Walk begin(const Tree& word, const Binding& binding) const;
  void unknown_name(const Tree& word, const std::string& name);
  void unknown_fact(const Tree& word, const std::string& segment, const Typed& base);
  Typed step(const Tree& word, Walk& walk, const Typed& base, const std::string& segment);
  std::optional<FactIndex> reverse(const Entity& many, EntityIndex one) const;
  std::optional<Hop> hop(const std::string& segment, EntityIndex from) const;
  bool step_in(const Tree& word, Walk& walk, Relation& out, const std::string& segment);

  const Vocabulary& vocabulary_;
  Nodes& nodes_;
  Reporter& reporter_;
  std::vector<Binding> bindings_;
  std::size_t hidden_ = 0;
};

}  // namespace leye::policy
