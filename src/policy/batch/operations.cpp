#include "policy/batch/operations.hpp"

#include "base/check.hpp"
#include "policy/explain/calculate.hpp"

namespace leye::policy::batch {

Value calculated(Op op, Fraction unit, const Value& a, const Value& b, const Value& c) {
  switch (op) {
    case Op::add: return add(a, b);
    case Op::subtract: return subtract(a, b);
    case Op::multiply: return multiply(a, b);
    case Op::divide: return divide(a, b);
    case Op::least: return least(a, b);
    case Op::greatest: return greatest(a, b);
    case Op::round_half:
    case Op::round_down:
    case Op::round_up: return rounded(op, a, unit);
    case Op::add_months: return add_months(a, b);
    case Op::full_months: return full_months(a, b);
    case Op::month_share: return month_share(a, b);
    case Op::month_start: return month_start(a);
    case Op::year_of: return year_of(a);
    case Op::year_start: return year_start(a);
    case Op::year_end: return year_end(a);
    case Op::month_of: return month_of(a);
    case Op::full_years: return full_years(a, b);
    case Op::less: return less(a, b);
    case Op::at_most: return at_most(a, b);
    case Op::equal: return equal(a, b);
    case Op::inside: return inside(a, b);
    case Op::is_none: return is_none(a);
    case Op::is_known: return negate(is_none(a));
    case Op::both: return both(a, b);
    case Op::either: return either(a, b);
    case Op::negate: return negate(a);
    case Op::select: return select(a, b, c);
    case Op::given: return a.state == State::none ? a : b;
    default: break;
  }
  CHECK(!"an operation without rows or parameters");
  return Value::unknown();
}

}  // namespace leye::policy::batch
