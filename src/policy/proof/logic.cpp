#include "policy/proof/logic.hpp"

#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <z3++.h>

#include "base/check.hpp"

namespace leye::policy::proof {
namespace {

constexpr int choices_deep = 8;  // of constants, that a product is spread over

std::string digits(Fraction value) {
  return value.bottom == 1 ? std::to_string(value.top)
                           : fmt::format("{}/{}", value.top, value.bottom);
}

Fraction read(const z3::expr& numeral) {
  std::int64_t top = 0;
  std::int64_t bottom = 1;
  const bool fits = Z3_get_numeral_rational_int64(numeral.ctx(), numeral, &top, &bottom);
  return fits ? Fraction{top, bottom} : Fraction{no_high, 1};
}

}  // namespace

struct Logic::Inside {
  z3::context context;
  z3::solver solver{context};
  std::vector<z3::expr> terms;
  std::unordered_map<unsigned, std::int32_t> by_ast;
  std::optional<z3::model> model;
  std::size_t checks = 0;
  std::size_t variables = 0;

  Term keep(const z3::expr& made) {
    const auto [at, added] = by_ast.emplace(made.id(), static_cast<std::int32_t>(terms.size()));
    if (added) terms.push_back(made);
    return {at->second};
  }
  const z3::expr& of(Term term) const { return terms[static_cast<std::size_t>(term.id)]; }
  std::string fresh(const std::string& name) { return fmt::format("{}!{}", name, ++variables); }

  // Whole numbers meet fractions as fractions.
  std::pair<z3::expr, z3::expr> alike(Term a, Term b) const {
    auto left = of(a);
    auto right = of(b);
    if (left.is_int() && right.is_real()) left = z3::to_real(left);
    if (left.is_real() && right.is_int()) right = z3::to_real(right);
    return {left, right};
  }
  bool among_constants(const z3::expr& each, int deep) const {
    if (each.is_numeral()) return true;
    if (deep == 0 || !each.is_app()) return false;
    const auto kind = each.decl().decl_kind();
    if (kind == Z3_OP_TO_REAL) return among_constants(each.arg(0), deep);
    return kind == Z3_OP_ITE && among_constants(each.arg(1), deep - 1) &&
           among_constants(each.arg(2), deep - 1);
  }
  z3::expr spread(const z3::expr& choice, const z3::expr& over) const {
    if (choice.is_numeral()) {
      const bool mixed = choice.is_int() != over.is_int();
      return mixed ? (choice.is_int() ? z3::to_real(choice) * over : choice * z3::to_real(over))
                   : choice * over;
    }
    if (choice.decl().decl_kind() == Z3_OP_TO_REAL)
      return spread(choice.arg(0), over.is_int() ? z3::to_real(over) : over);
    auto yes = spread(choice.arg(1), over);
    auto no = spread(choice.arg(2), over);
    if (yes.is_int() && no.is_real()) yes = z3::to_real(yes);
    if (no.is_int() && yes.is_real()) no = z3::to_real(no);
    return z3::ite(choice.arg(0), yes, no);
  }
};

Logic::Logic() : inside_(std::make_unique<Inside>()) {}
Logic::~Logic() = default;

Term Logic::truth(bool yes) { return inside_->keep(inside_->context.bool_val(yes)); }

Term Logic::number(Fraction value) {
  auto& context = inside_->context;
  if (value.bottom == 1) return inside_->keep(context.int_val(value.top));
  return inside_->keep(context.real_val(digits(value).c_str()));
}

Term Logic::boolean(const std::string& name) {
  return inside_->keep(inside_->context.bool_const(inside_->fresh(name).c_str()));
}
Term Logic::whole(const std::string& name) {
  return inside_->keep(inside_->context.int_const(inside_->fresh(name).c_str()));
}
Term Logic::fraction(const std::string& name) {
  return inside_->keep(inside_->context.real_const(inside_->fresh(name).c_str()));
}

std::optional<bool> Logic::decided(Term a) const {
  const auto& each = inside_->of(a);
  if (each.is_true()) return true;
  return each.is_false() ? std::optional(false) : std::nullopt;
}

std::optional<Fraction> Logic::constant(Term a) const {
  const auto& each = inside_->of(a);
  return each.is_numeral() ? std::optional(read(each)) : std::nullopt;
}

bool Logic::is_whole(Term a) const { return inside_->of(a).is_int(); }

Term Logic::both(Term a, Term b) {
  if (const auto known = decided(a)) return *known ? b : a;
  if (const auto known = decided(b)) return *known ? a : b;
  return a == b ? a : inside_->keep(inside_->of(a) && inside_->of(b));
}

Term Logic::either(Term a, Term b) {
  if (const auto known = decided(a)) return *known ? a : b;
  if (const auto known = decided(b)) return *known ? b : a;
  return a == b ? a : inside_->keep(inside_->of(a) || inside_->of(b));
}

Term Logic::negate(Term a) {
  if (const auto known = decided(a)) return truth(!*known);
  const auto& each = inside_->of(a);
  return inside_->keep(each.is_not() ? each.arg(0) : !each);
}

Term Logic::choose(Term which, Term yes, Term no) {
  if (yes == no) return yes;
  if (const auto known = decided(which)) return *known ? yes : no;
  if (inside_->of(yes).is_bool()) return either(both(which, yes), both(negate(which), no));
  const auto [left, right] = inside_->alike(yes, no);
  return inside_->keep(z3::ite(inside_->of(which), left, right));
}

Term Logic::add(Term a, Term b) {
  const auto x = constant(a);
  const auto y = constant(b);
  if (x && x->top == 0) return b;
  if (y && y->top == 0) return a;
  if (x && y) {
    if (const auto sum = leye::policy::add(*x, *y)) return number(*sum);
  }
  const auto [left, right] = inside_->alike(a, b);
  return inside_->keep(left + right);
}

Term Logic::scale(Term a, Fraction by) {
  if (by == Fraction{1, 1}) return a;
  if (const auto x = constant(a)) {
    if (const auto product = leye::policy::multiply(*x, by)) return number(*product);
  }
  const auto& each = inside_->of(a);
  auto& context = inside_->context;
  if (by.bottom == 1 && each.is_int()) return inside_->keep(context.int_val(by.top) * each);
  const auto factor = context.real_val(digits(by).c_str());
  return inside_->keep(factor * (each.is_int() ? z3::to_real(each) : each));
}

Term Logic::subtract(Term a, Term b) { return a == b ? number(0) : add(a, scale(b, {-1, 1})); }

Term Logic::less(Term a, Term b) { return negate(at_most(b, a)); }

Term Logic::at_most(Term a, Term b) {
  if (a == b) return truth(true);
  const auto x = constant(a);
  const auto y = constant(b);
  if (x && y) return truth(compare(*x, *y) <= 0);
  const auto [left, right] = inside_->alike(a, b);
  return inside_->keep(left <= right);
}

Term Logic::equal(Term a, Term b) {
  if (a == b) return truth(true);
  if (inside_->of(a).is_bool()) {
    if (const auto known = decided(a)) return *known ? b : negate(b);
    if (const auto known = decided(b)) return *known ? a : negate(a);
    return inside_->keep(inside_->of(a) == inside_->of(b));
  }
  const auto x = constant(a);
  const auto y = constant(b);
  if (x && y) return truth(*x == *y);
  const auto [left, right] = inside_->alike(a, b);
  return inside_->keep(left == right);
}

std::optional<Term> Logic::multiply(Term a, Term b) {
  const auto& left = inside_->of(a);
  const auto& right = inside_->of(b);
  if (const auto x = constant(a)) return scale(b, *x);
  if (const auto y = constant(b)) return scale(a, *y);
  if (inside_->among_constants(left, choices_deep))
    return inside_->keep(inside_->spread(left, right));
  if (inside_->among_constants(right, choices_deep))
    return inside_->keep(inside_->spread(right, left));
  return std::nullopt;
}

void Logic::begin_aside() { inside_->solver.push(); }
void Logic::end_aside() { inside_->solver.pop(); }

void Logic::require(Term a) {
  if (decided(a) != std::optional(true)) inside_->solver.add(inside_->of(a));
}

Possible Logic::check(std::span<const Term> assumed, int effort) {
  ++inside_->checks;
  inside_->model.reset();
  auto& solver = inside_->solver;
  solver.push();
  z3::params limits(inside_->context);
  limits.set("timeout", 60'000U);
  limits.set("rlimit", static_cast<unsigned>(effort) * 1000U);
  solver.set(limits);
  for (const auto each : assumed) solver.add(inside_->of(each));
  const auto found = solver.check();
  if (found == z3::sat) inside_->model = solver.get_model();
  solver.pop();
  if (found == z3::sat) return Possible::yes;
  return found == z3::unsat ? Possible::no : Possible::unknown;
}

bool Logic::truth_of(Term a) const {
  CHECK(inside_->model.has_value());
  return inside_->model->eval(inside_->of(a), true).is_true();
}

Fraction Logic::fraction_of(Term a) const {
  CHECK(inside_->model.has_value());
  return read(inside_->model->eval(inside_->of(a), true));
}

std::size_t Logic::checks() const { return inside_->checks; }

}  // namespace leye::policy::proof
