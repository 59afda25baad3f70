// Arithmetic: sums are exact, what is known only by axioms is a number with something required of
// it.
#include <array>
#include <cstdlib>

#include "policy/proof/encoding.hpp"

namespace leye::policy::proof {
namespace {

// Whole factors that examples are made with.
constexpr std::array<std::int64_t, 22> plain = {0,  1,  2,  3,  4,  5,  6,  8,  10, 11,  12,
                                                20, 21, 24, 30, 31, 36, 40, 50, 60, 100, 101};

}  // namespace

Symbol Encoding::arithmetic(const Node& node) {
  const auto& a = at(node.a);
  const bool one = node.op >= Op::round_half;
  const auto& b = one ? a : at(node.b);
  auto& l = logic_;
  Symbol made{node.type, l.either(a.none, b.none), {}, {}, -1};
  const bool days = a.type == Type::day;
  switch (node.op) {
    case Op::add:
      if (!days) {
        made.value = l.add(a.value, b.value);
        break;
      }
      made = calendar_.add_days(a, b.value);
      made.none = l.either(a.none, b.none);
      break;
    case Op::subtract:
      if (days && b.type == Type::day) {
        made.value = calendar_.days_between(b, a);
      } else if (days) {
        made = calendar_.add_days(a, l.scale(b.value, {-1, 1}));
        made.none = l.either(a.none, b.none);
      } else {
        made.value = l.subtract(a.value, b.value);
      }
      break;
    case Op::multiply: made.value = product(a.value, b.value); break;
    case Op::divide: made.value = quotient(a.value, b.value); break;
    case Op::least:
    case Op::greatest: {
      const auto less = days ? calendar_.at_most(a, b) : l.at_most(a.value, b.value);
      const auto first = node.op == Op::least ? less : l.negate(less);
      made.value = l.choose(first, a.value, b.value);
      if (days) made.day = l.choose(first, a.day, b.day);
      break;
    }
    default: made.value = rounded(node, a.value); break;
  }
  return made;
}

// The two encodings come past the same nodes in the same order.
Term Encoding::worked(Grows how, Term a, Term b, const std::function<Term()>& anew) {
  const auto at = worked_.size();
  worked_.push_back({a, b, {}});
  const auto* before = before_ == nullptr ? nullptr : &before_->worked_.at(at);
  const bool same = before != nullptr && before->a == a && before->b == b;
  const auto made = same ? before->made : anew();
  worked_[at].made = made;
  if (before == nullptr || before->made == made) return made;
  auto& l = logic_;
  const auto zero = l.number(0);
  const auto more = [&](const Worked& less, const Worked& than) {
    auto grows = l.at_most(less.a, than.a);
    if (how != Grows::with_it) grows = l.both(grows, l.at_most(zero, less.a));
    if (how == Grows::with_both)
      grows = l.both(grows, l.both(l.at_most(zero, less.b), l.at_most(less.b, than.b)));
    if (how == Grows::with_first)
      grows = l.both(grows, l.both(l.less(zero, than.b), l.at_most(than.b, less.b)));
    l.require(l.implies(grows, l.at_most(less.made, than.made)));
  };
  more(*before, worked_[at]);
  more(worked_[at], *before);
  return made;
}

Term Encoding::product(Term a, Term b) {
  if (const auto known = logic_.multiply(a, b)) return *known;
  return worked(Grows::with_both, a, b, [&] { return new_product(a, b); });
}

Term Encoding::quotient(Term a, Term b) {
  if (const auto known = logic_.constant(b); known && known->top != 0)
    return logic_.scale(a, {known->top < 0 ? -known->bottom : known->bottom, std::abs(known->top)});
  return worked(Grows::with_first, a, b, [&] { return new_quotient(a, b); });
}

Term Encoding::rounded(const Node& node, Term amount) {
  if (logic_.is_whole(amount) && node.constant == Fraction{1, 1}) return amount;
  return worked(Grows::with_it, amount, amount, [&] { return new_rounded(node, amount); });
}

// Of two unknown numbers: anything of the right sign; in examples one of them is a plain number.
Term Encoding::new_product(Term a, Term b) {
  auto& l = logic_;
  const auto [at, added] = products_.try_emplace(std::minmax(a, b));
  if (!added) return at->second;
  const auto made = l.is_whole(a) && l.is_whole(b) ? l.whole("product") : l.fraction("product");
  at->second = made;
  const auto zero = l.number(0);
  const auto sign = [&](Term one, Term other) {
    const auto of_one = l.at_most(zero, one);
    l.require(l.implies(l.both(of_one, l.at_most(zero, other)), l.at_most(zero, made)));
    l.require(l.implies(l.equal(one, zero), l.equal(made, zero)));
    l.require(l.implies(l.equal(one, l.number(1)), l.equal(made, other)));
  };
  sign(a, b);
  sign(b, a);
  auto any = world_.no();
  for (const auto factor : plain) {
    any =
        l.either(any, l.both(l.equal(a, l.number(factor)), l.equal(made, l.scale(b, {factor, 1}))));
    any =
        l.either(any, l.both(l.equal(b, l.number(factor)), l.equal(made, l.scale(a, {factor, 1}))));
  }
  l.require(l.implies(world_.exact(), any));
  return made;
}

Term Encoding::new_quotient(Term a, Term b) {
  auto& l = logic_;
  const auto [at, added] = quotients_.try_emplace({a, b});
  if (!added) return at->second;
  const auto made = l.fraction("quotient");
  at->second = made;
  const auto zero = l.number(0);
  const auto usual = l.both(l.at_most(zero, a), l.less(zero, b));
  const auto one = l.number(1);
  l.require(l.implies(usual, l.at_most(zero, made)));
  l.require(l.implies(usual, l.equal(l.at_most(made, one), l.at_most(a, b))));
  l.require(l.implies(usual, l.equal(l.equal(made, zero), l.equal(a, zero))));
  auto any = world_.no();
  for (const auto divisor : plain) {
    if (divisor == 0) continue;
    any = l.either(any,
                   l.both(l.equal(b, l.number(divisor)), l.equal(made, l.scale(a, {1, divisor}))));
  }
  l.require(l.implies(world_.exact(), any));
  return made;
}

Term Encoding::new_rounded(const Node& node, Term amount) {
  auto& l = logic_;
  const auto unit = node.constant;
  const auto units = l.whole("rounded");
  const auto made = l.scale(units, unit);
  const auto half = *leye::policy::divide(unit, {2, 1});
  const auto least = node.op == Op::round_half ? l.number(half) : l.number(unit);
  if (node.op == Op::round_up) {
    l.require(l.both(l.at_most(amount, made), l.less(made, l.add(amount, least))));
  } else if (node.op == Op::round_down) {
    l.require(l.both(l.at_most(made, amount), l.less(amount, l.add(made, least))));
  } else {  // half away from zero: up, where nothing is negative
    const auto up =
        l.both(l.less(l.subtract(amount, least), made), l.at_most(made, l.add(amount, least)));
    const auto down =
        l.both(l.at_most(l.subtract(amount, least), made), l.less(made, l.add(amount, least)));
    l.require(l.choose(l.at_most(l.number(0), amount), up, down));
  }
  return made;
}

}  // namespace leye::policy::proof
