// What the operations on days and months give for bounds. Numbers and truths: plan/value.hpp.
#pragma once

#include "policy/plan/plan.hpp"

namespace leye::policy {

// What is certain of a fact that nobody knows: its type's bounds.
Value unknown_of(Type type);

Value add_months(const Value& day, const Value& months);
Value year_of(const Value& day);
Value year_start(const Value& year);
Value year_end(const Value& year);
Value month_of(const Value& day);
Value full_years(const Value& born, const Value& on);
Value full_months(const Value& from, const Value& to);
Value month_share(const Value& from, const Value& until);
Value month_start(const Value& month);
// To a whole multiple of `unit`: round_half, round_down or round_up.
Value rounded(Op way, const Value& amount, Fraction unit);

// Of a place that is only known as an area around b, unknown.
Value inside(const Value& place, const Value& area);
// With the first `digits` of its code; of a place that is only known as a wider one, unknown.
Value area_of(const Value& place, int digits);

Value is_none(const Value& value);
Value select(const Value& which, const Value& yes, const Value& no);

// The parameter on a day; over days that are not known, all that it is on one of them. One that has
// areas is read at a place, which must be known.
Value parameter_on(const Parameter& parameter, const Value& day, const Value& place);

}  // namespace leye::policy
