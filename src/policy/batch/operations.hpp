// The interpreter's functions by the name of the operation, for one row.
#pragma once

#include "policy/plan/plan.hpp"

namespace leye::policy::batch {

// Operations on values alone: no rows, no parameters, no texts. `unit`: of a rounding.
Value calculated(Op op, Fraction unit, const Value& a, const Value& b, const Value& c);

}  // namespace leye::policy::batch
