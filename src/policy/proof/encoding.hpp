// A measure as formulas over a world: the same straight line of nodes that explain/ runs, with
// unknowns in place of facts.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <vector>

#include "policy/proof/calendar.hpp"
#include "policy/proof/world.hpp"

namespace leye::policy::proof {

class Encoding {
 public:
  // Of the world's subject; measures about the same subject may share a world. `before`: the same
  // measure in the same world, before a step (World::see); where nothing changed the two are equal,
  // and more of something in a product, a quotient or before rounding is never less after it.
  Encoding(World& world, const Measure& measure, const Encoding* before = nullptr);

  const Measure& measure() const { return measure_; }
  World& world() const { return world_; }
  const Symbol& node(std::int32_t index) const { return values_[static_cast<std::size_t>(index)]; }
  Term holds(std::int32_t condition);
  Term in_force();
  Term met();           // all conditions
  Term eligible();      // in force, and met
  Term amount() const;  // fen; 0 of a measure without money
  // Assumed where options are as the pack sets them.
  Term defaults() const { return defaults_; }
  Term option(std::size_t index) const { return options_[index]; }
  // Something of it is left open: 未定, a parameter that is not set.
  bool unset() const { return unset_; }

 private:
  void run(std::int32_t first, std::int32_t last);
  std::int32_t end_of(std::int32_t node) const;
  Symbol compute(std::int32_t index, const Node& node);
  Symbol source(std::int32_t index, const Node& node);
  Symbol arithmetic(const Node& node);
  Symbol calendar(const Node& node);
  Symbol truth(const Node& node);
  Symbol load(const Node& node);
  Symbol parameter(const Node& node);
  Term values_on(const Symbol& day, std::span<const ParameterValue> values, Symbol& made);
  Symbol select(const Node& node);
  Term product(Term a, Term b);
  Term quotient(Term a, Term b);
  struct Worked {  // a value that is known only by what is required of it
    Term a, b, made;
  };
  // with_it: of any sign, as rounding; with_both: a product; with_first: a quotient.
  enum class Grows : std::uint8_t { with_it, with_both, with_first };
  Term worked(Grows how, Term a, Term b, const std::function<Term()>& anew);
  Term rounded(const Node& node, Term amount);
  Term new_product(Term a, Term b);
  Term new_quotient(Term a, Term b);
  Term new_rounded(const Node& node, Term amount);
  Term spelled(const Node& node, const Symbol& text);
  Term inside(const Symbol& place, const Symbol& area);
  Term area_of(const Symbol& place, int digits);
  Term ordered(const Node& node);

  struct Passing {  // a row of a relation, as an aggregate sees it
    std::int32_t row = -1;
    Term passes;
    Symbol value;
    Symbol first, last, cut;  // of a span
  };
  Symbol aggregate(std::int32_t index);
  Symbol counted(const Node& node, std::span<const Passing> rows, Term more);
  Symbol summed(std::span<const Passing> rows, Term more, bool never_negative);
  Symbol extreme(const Node& node, std::span<const Passing> rows, Term more, bool never_negative);
  Symbol only(const Node& node, std::span<const Passing> rows, Term more);
  Symbol spanned(const Node& node, std::span<const Passing> rows, Term more);

  const Symbol& at(std::int32_t index) const { return node(index); }

  World& world_;
  Logic& logic_;
  Calendar calendar_;
  const Measure& measure_;
  std::vector<Symbol> values_;
  std::vector<Term> options_;
  std::map<std::pair<Term, Term>, Term> products_, quotients_, insides_;
  std::map<std::pair<Term, int>, Term> areas_;
  Term defaults_;
  bool unset_ = false;
  const Encoding* before_;
  std::vector<Worked> worked_;  // in the order of the nodes: the same as that of `before_`
};

}  // namespace leye::policy::proof
