// Values of the language (plan/value.hpp) as SQL: bounds that may be missing, fractions, none.
//
// A truth is a boolean; null is unknown. Any other value has a low and a high bound, null where
// there is none; `none` and `maybe` (it may turn out to be none) are booleans that are never null.
// Where a value is none both bounds are null. The usual value, a fact that is known or not, has a
// `point`: the number while it is known, else null.
#pragma once

#include "policy/plan/plan.hpp"
#include "policy/sql/expression.hpp"

namespace leye::policy::sql {

// top / bottom; bottom > 0 wherever top is not null.
struct Share {
  Id top = -1;
  Id bottom = -1;
};

struct Bounds {
  Share low;
  Share high;
  Share point = {};  // top −1: there is none
  Id none = -1;
  Id maybe = -1;
};

// What a node computes.
struct Value {
  bool is_truth = false;
  Id truth = -1;
  Bounds bounds;
};

class Arithmetic {
 public:
  explicit Arithmetic(Expressions& e) : e_(e) {}

  // Making values.
  Bounds known(Share number);  // of every row
  Bounds known(Id whole) { return known({whole, e_.number(1)}); }
  Bounds nothing(Sort sort);
  Bounds unknown(Sort sort);                // unbounded, may be none
  Bounds unknown_of(Type type, Sort sort);  // as explain/calculate.cpp
  // A fact: null is unknown, unless `none`. Numbers are at least 0 while they are not known.
  Bounds fact(Share cell, Id none, Type type);
  Bounds between(Share low, Share high, Id maybe);
  Share whole(Id top) { return {top, e_.number(1)}; }

  Id is_known(const Bounds& a);
  Share point(const Bounds& a);  // null while it is not known
  bool always_known(const Bounds& a) const;

  // What both is and says: truth as a number and back.
  Bounds as_number(Id truth);
  Id as_truth(const Bounds& a);

  // As plan/value.cpp.
  Bounds add(const Bounds& a, const Bounds& b);
  Bounds subtract(const Bounds& a, const Bounds& b);
  Bounds multiply(const Bounds& a, const Bounds& b);
  Bounds divide(const Bounds& a, const Bounds& b);
  Bounds least(const Bounds& a, const Bounds& b);
  Bounds greatest(const Bounds& a, const Bounds& b);
  Bounds hull(const Bounds& a, const Bounds& b);
  Bounds select(Id which, const Bounds& yes, const Bounds& no);
  Bounds given(const Bounds& a, const Bounds& b);
  Bounds rounded(Op way, const Bounds& a, Fraction unit);
  Id less(const Bounds& a, const Bounds& b) { return ordered(true, a, b); }
  Id at_most(const Bounds& a, const Bounds& b) { return ordered(false, a, b); }
  Id equal(const Bounds& a, const Bounds& b);
  Id is_none(const Bounds& a);
  Id select_truth(Id which, Id yes, Id no);

  // Shares.
  Share checked(Share a);  // null where 64 bits do not suffice in lowest terms
  Share product(Share a, Share b);
  Share sum(Share a, Share b);
  Share choose(Id when, Share yes, Share no);
  Share smaller(Share a, Share b);  // null if one is
  Share larger(Share a, Share b);
  Id compare(const char* op, Share a, Share b);  // "<", "<=", "="
  Share null_share(Sort sort) { return {e_.null(sort), e_.number(1)}; }
  Id either_none(const Bounds& a, const Bounds& b) { return e_.either(a.none, b.none); }
  // Whole, and between −limit and limit; else null.
  Id whole_within(Share a, Wide limit);

 private:
  struct Both {  // what a binary operation starts from
    Id none, maybe;
  };
  Both both_of(const Bounds& a, const Bounds& b);
  Bounds masked(Bounds a, Id none);  // none there
  Share negative(Share a) { return {e_.negative(a.top), a.bottom}; }
  Share quotient(Share a, Share b);  // b not 0
  bool same_bottom(Share a, Share b) const { return a.bottom == b.bottom; }
  Bounds extreme(bool least, const Bounds& a, const Bounds& b);
  Share least_given(Share a, Share b);  // of those that are not null
  Share greatest_given(Share a, Share b);
  Id ordered(bool strict, const Bounds& a, const Bounds& b);
  bool matters_not(const Bounds& a, const Bounds& b) const;
  bool from_zero(const Bounds& a);
  bool constant_from(const Bounds& a, Wide least) const;
  bool bounded(const Bounds& a) const;
  bool point_is_high(const Bounds& a) const {
    return a.point.top >= 0 && a.point.top == a.high.top && a.point.bottom == a.high.bottom;
  }
  Bounds either_of(Id which, const Bounds& yes, const Bounds& no);

  Expressions& e_;
};

}  // namespace leye::policy::sql
