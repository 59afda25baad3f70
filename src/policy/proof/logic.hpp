// Formulas over truths, whole numbers and fractions, and whether they can hold: our few words for
// the solver (Z3), which only logic.cpp includes.
//
//   Logic logic;
//   const auto age = logic.whole("age");
//   logic.require(logic.at_most(logic.number(0), age));
//   const Term asked[] = {logic.less(age, logic.number(16))};
//   if (logic.check(asked) == Possible::yes) use(logic.fraction_of(age));
//
// Equal formulas have equal terms, so a term may be a key. What can be computed at once is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "policy/plan/value.hpp"

namespace leye::policy::proof {

struct Term {
  std::int32_t id = -1;
  friend auto operator<=>(const Term&, const Term&) = default;
  bool given() const { return id >= 0; }
};

// unknown: the effort allowed did not suffice.
enum class Possible : std::uint8_t { no, yes, unknown };

class Logic {
 public:
  Logic();
  ~Logic();
  Logic(const Logic&) = delete;
  Logic& operator=(const Logic&) = delete;

  Term truth(bool yes);
  Term number(Fraction value);
  Term number(std::int64_t value) { return number(Fraction{value, 1}); }
  // Something not known yet. The name is for reading only: two variables may share it.
  Term boolean(const std::string& name);
  Term whole(const std::string& name);
  Term fraction(const std::string& name);

  Term both(Term a, Term b);
  Term either(Term a, Term b);
  Term negate(Term a);
  Term implies(Term a, Term b) { return either(negate(a), b); }
  Term choose(Term which, Term yes, Term no);  // truths or numbers

  Term add(Term a, Term b);
  Term subtract(Term a, Term b);
  Term scale(Term a, Fraction by);
  Term less(Term a, Term b);
  Term at_most(Term a, Term b);
  Term equal(Term a, Term b);  // numbers or truths
  // Nothing if neither side is a choice among constants: no products of two unknown numbers.
  std::optional<Term> multiply(Term a, Term b);

  std::optional<Fraction> constant(Term a) const;  // of a number
  std::optional<bool> decided(Term a) const;       // of a truth
  bool is_whole(Term a) const;                     // a whole number

  void require(Term a);  // from now on
  // What is required in between is forgotten at the end.
  void begin_aside();
  void end_aside();
  // Whether all that is required and all that is assumed can hold together; at most so many
  // thousand steps, and a minute.
  Possible check(std::span<const Term> assumed, int effort);
  // After a yes, in the example that was found.
  bool truth_of(Term a) const;
  Fraction fraction_of(Term a) const;

  std::size_t checks() const;  // made so far, since the beginning

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace leye::policy::proof
