#include "policy/sql/expression.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/day.hpp"

namespace leye::policy::sql {
namespace {

constexpr std::array sort_names = {"boolean", "integer", "bigint", "numeric", "date", "text"};

Wide kept(Wide number) { return std::clamp(number, -wide_end, wide_end); }

Wide product(Wide a, Wide b) {
  Wide result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return (a < 0) == (b < 0) ? wide_end : -wide_end;
  return kept(result);
}

}  // namespace

const char* name(Sort sort) { return sort_names[static_cast<std::size_t>(sort)]; }

Sort sort_for(Range range) {
  if (within(range, of_32_bits)) return Sort::integer;
  return within(range, {INT64_MIN, INT64_MAX}) ? Sort::bigint : Sort::numeric;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::int32_t Expressions::add_scope(std::int32_t depth) {
  depths_.push_back(depth);
  return static_cast<std::int32_t>(depths_.size()) - 1;
}

Id Expressions::intern(Expression expression) {
  auto key = std::tuple(expression.text, expression.children, expression.sort);
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  for (const auto child : expression.children)
    if (depth(at(child).scope) > depth(expression.scope)) expression.scope = at(child).scope;
  all_.push_back(std::move(expression));
  const auto id = static_cast<Id>(all_.size()) - 1;
  known_.emplace(std::move(key), id);
  return id;
}

Id Expressions::make(std::string text, std::vector<Id> children, Sort sort, Range range,
                     bool nullable, bool atomic) {
  Expression expression;
  expression.text = std::move(text);
  expression.children = std::move(children);
  expression.sort = sort;
  expression.range = {kept(range.low), kept(range.high)};
  expression.nullable = nullable;
  expression.atomic = atomic;
  return intern(std::move(expression));
}

Id Expressions::number(Wide value) {
  Expression literal;
  literal.text = fmt::format("{}", value);
  literal.range = {value, value};
  literal.sort = sort_for(literal.range);
  literal.constant = true;
  literal.atomic = value >= 0;
  literal.number = value;
  return intern(std::move(literal));
}

Id Expressions::truth(bool value) {
  Expression literal;
  literal.text = value ? "true" : "false";
  literal.constant = literal.atomic = true;
  literal.number = value ? 1 : 0;
  return intern(std::move(literal));
}

Id Expressions::date(Wide day) {
  Expression literal;
  literal.text =
      fmt::format("date '{}'", leye::to_text(Day::from_number(static_cast<std::int32_t>(day))));
  literal.sort = Sort::date;
  literal.range = {day, day};
  literal.constant = literal.atomic = true;
  literal.number = day;
  return intern(std::move(literal));
}

Id Expressions::text(std::string_view value) {
  Expression literal;
  literal.text = quoted(value);
  literal.sort = Sort::text;
  literal.constant = literal.atomic = true;
  return intern(std::move(literal));
}

Id Expressions::null(Sort sort) {
  Expression literal;
  literal.text = fmt::format("null::{}", name(sort));
  literal.sort = sort;
  literal.nullable = literal.constant = literal.atomic = true;
  return intern(std::move(literal));
}

Id Expressions::parameter(int number, Sort sort, Range range) {
  return make(fmt::format("${}::{}", number, name(sort)), {}, sort, range, false, true);
}

Id Expressions::column(const std::string& name, Sort sort, Range range, bool nullable,
                       std::int32_t scope, std::int32_t source) {
  Expression column;
  column.text = name;
  column.sort = sort;
  column.range = range;
  column.nullable = nullable;
  column.atomic = true;
  column.scope = scope;
  column.source = source;
  return intern(std::move(column));
}

bool Expressions::is(Id id, bool value) const {
  const auto it = at(id);
  return it.constant && !it.nullable && it.sort == Sort::truth && (it.number != 0) == value;
}

bool Expressions::is_number(Id id, Wide value) const {
  const auto it = at(id);
  return it.constant && !it.nullable && it.sort != Sort::truth && it.sort != Sort::text &&
         it.number == value;
}

Id Expressions::both(Id a, Id b) {
  if (is(a, false) || is(b, true) || a == b) return a;
  if (is(b, false) || is(a, true)) return b;
  return make("\1 and \1", {a, b}, Sort::truth, {}, at(a).nullable || at(b).nullable);
}

Id Expressions::either(Id a, Id b) {
  if (is(a, true) || is(b, false) || a == b) return a;
  if (is(b, true) || is(a, false)) return b;
  return make("\1 or \1", {a, b}, Sort::truth, {}, at(a).nullable || at(b).nullable);
}

bool Expressions::only_denials(Id a) const {
  const auto& it = at(a);
  if (it.text == "not \1") return true;
  return it.text == "\1 and \1" && only_denials(it.children[0]) && only_denials(it.children[1]);
}

Id Expressions::negate(Id a) {
  if (is(a, true)) return truth(false);
  if (is(a, false)) return truth(true);
  if (is_null_literal(a)) return a;
  if (at(a).text == "not \1") return at(a).children[0];
  if (at(a).text == "\1 and \1" && only_denials(a)) {
    const auto children = at(a).children;
    return either(negate(children[0]), negate(children[1]));
  }
  return make("not \1", {a}, Sort::truth, {}, at(a).nullable);
}

Id Expressions::is_true(Id a) {
  if (!at(a).nullable) return a;
  if (is_null_literal(a)) return truth(false);
  return make("\1 is true", {a}, Sort::truth, {}, false);
}

Id Expressions::is_false(Id a) {
  if (!at(a).nullable) return negate(a);
  if (is_null_literal(a)) return truth(false);
  return make("\1 is false", {a}, Sort::truth, {}, false);
}

Id Expressions::is_null(Id a) {
  if (!at(a).nullable) return truth(false);
  if (is_null_literal(a)) return truth(true);
  return make("\1 is null", {a}, Sort::truth, {}, false);
}

Id Expressions::is_given(Id a) {
  if (!at(a).nullable) return truth(true);
  if (is_null_literal(a)) return truth(false);
  return make("\1 is not null", {a}, Sort::truth, {}, false);
}

Id Expressions::choose(Id when, Id yes, Id no) {
  if (is(when, true)) return yes;
  if (is(when, false) || is_null_literal(when)) return no;
  if (yes == no) return yes;
  auto sort = at(yes).sort;
  if (sort != at(no).sort) {
    if (sort == Sort::date && !is_null_literal(no)) yes = as_day_number(yes);
    if (at(no).sort == Sort::date && !is_null_literal(yes)) no = as_day_number(no);
    sort = is_null_literal(yes)  ? at(no).sort
           : is_null_literal(no) ? at(yes).sort
                                 : std::max(at(yes).sort, at(no).sort);
  }
  if (sort == Sort::truth && is(yes, true) && is(no, false)) return is_true(when);
  if (sort == Sort::truth && is(yes, false) && is(no, true)) return negate(is_true(when));
  if (sort == Sort::truth && !at(when).nullable) {
    if (is(no, false)) return both(when, yes);
    if (is(yes, true)) return either(when, no);
    if (is(yes, false)) return both(negate(when), no);
  }
  Range range{};
  if (is_null_literal(yes)) {
    range = at(no).range;
  } else if (is_null_literal(no)) {
    range = at(yes).range;
  } else {
    range = {std::min(at(yes).range.low, at(no).range.low),
             std::max(at(yes).range.high, at(no).range.high)};
  }
  const bool nullable = at(yes).nullable || at(no).nullable;
  if (is_null_literal(no))
    return make("case when \1 then \1 end", {when, yes}, sort, range, nullable, true);
  return make("case when \1 then \1 else \1 end", {when, yes, no}, sort, range, nullable, true);
}

Id Expressions::coalesce(Id a, Id b) {
  if (!at(a).nullable) return a;
  if (is_null_literal(a)) return b;
  if (is_null_literal(b)) return a;
  const Range range{std::min(at(a).range.low, at(b).range.low),
                    std::max(at(a).range.high, at(b).range.high)};
  return make("coalesce(\1, \1)", {a, b}, std::max(at(a).sort, at(b).sort), range, at(b).nullable,
              true);
}

Id Expressions::cast(Id a, Sort sort) {
  if (at(a).sort == sort) return a;
  if (is_null_literal(a)) return null(sort);
  return make(fmt::format("\1::{}", name(sort)), {a}, sort, at(a).range, at(a).nullable, true);
}

Id Expressions::arithmetic(char op, Id a, Id b, Range range) {
  if (is_null_literal(a) || is_null_literal(b)) return null(sort_for(range));
  const auto sort = std::max({sort_for(range), at(a).sort, at(b).sort});
  if (at(a).sort != sort && at(b).sort != sort) a = cast(a, sort);
  return make(fmt::format("\1 {} \1", op), {a, b}, sort, range, at(a).nullable || at(b).nullable);
}

// Days are counted from a date as it is, as long as all stays within some centuries.
Id Expressions::dated(char op, Id a, Id b, Range range) {
  constexpr Range centuries = {-1'000'000, 1'000'000};
  const auto left = at(a), right = at(b);
  if (left.sort != Sort::date || left.constant || is_null_literal(b)) return -1;
  const bool apart = right.sort == Sort::date;
  if (!apart && (right.sort != Sort::integer || !within(range, centuries))) return -1;
  if (apart && op != '-') return -1;
  return make(fmt::format("\1 {} \1", op), {a, b}, apart ? Sort::integer : Sort::date, range,
              left.nullable || right.nullable);
}

Id Expressions::add(Id a, Id b) {
  const Range sum{at(a).range.low + at(b).range.low, at(a).range.high + at(b).range.high};
  if (const auto date = dated('+', a, b, sum); date >= 0) return date;
  a = as_day_number(a);
  b = as_day_number(b);
  if (is_number(a, 0)) return b;
  if (is_number(b, 0)) return a;
  const auto& x = at(a).range;
  const auto& y = at(b).range;
  if (at(a).constant && at(b).constant && !at(a).nullable && !at(b).nullable)
    return number(at(a).number + at(b).number);
  return arithmetic('+', a, b, {kept(x.low + y.low), kept(x.high + y.high)});
}

Id Expressions::subtract(Id a, Id b) {
  const Range apart{at(a).range.low - at(b).range.high, at(a).range.high - at(b).range.low};
  if (const auto date = dated('-', a, b, apart); date >= 0) return date;
  a = as_day_number(a);
  b = as_day_number(b);
  if (is_number(b, 0)) return a;
  const auto& x = at(a).range;
  const auto& y = at(b).range;
  if (at(a).constant && at(b).constant && !at(a).nullable && !at(b).nullable)
    return number(at(a).number - at(b).number);
  return arithmetic('-', a, b, {kept(x.low - y.high), kept(x.high - y.low)});
}

Id Expressions::multiply(Id a, Id b) {
  a = as_day_number(a);
  b = as_day_number(b);
  if (is_number(a, 1)) return b;
  if (is_number(b, 1)) return a;
  const auto& x = at(a).range;
  const auto& y = at(b).range;
  if (at(a).constant && at(b).constant && !at(a).nullable && !at(b).nullable)
    return number(product(at(a).number, at(b).number));
  const Wide corners[] = {product(x.low, y.low), product(x.low, y.high), product(x.high, y.low),
                          product(x.high, y.high)};
  return arithmetic(
      '*', a, b,
      {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)});
}

Id Expressions::quotient(Id a, Id b) {
  if (is_number(b, 1)) return a;
  const auto range = at(a).range;
  const auto sort = std::max(at(a).sort, at(b).sort);
  const bool nullable = at(a).nullable || at(b).nullable;
  const Range out{std::min<Wide>(range.low, 0), std::max<Wide>(range.high, 0)};
  if (sort == Sort::numeric) {
    const auto whole =
        make("div(\1, \1)", {cast(a, sort), cast(b, sort)}, sort, out, nullable, true);
    if (range.low >= 0) return whole;
    const auto rest = less(remainder(a, b), number(0));
    return choose(rest, subtract(whole, number(1)), whole);
  }
  const auto whole = make("\1 / \1", {a, b}, sort, out, nullable);
  if (range.low >= 0) return whole;
  return choose(less(remainder(a, b), number(0)), subtract(whole, number(1)), whole);
}

Id Expressions::remainder(Id a, Id b) {
  if (is_number(b, 1)) return number(0);
  const auto& x = at(a).range;
  const auto most = at(b).range.high;
  const Range range{x.low < 0 ? std::max(x.low, -most) : 0,
                    std::min(std::max<Wide>(x.high, 0), most)};
  return make("\1 % \1", {a, b}, std::max(at(a).sort, at(b).sort), range,
              at(a).nullable || at(b).nullable);
}

Id Expressions::negative(Id a) { return subtract(number(0), a); }

Id Expressions::absolute(Id a) {
  const auto range = at(a).range;
  if (range.low >= 0) return a;
  return choose(less(a, number(0)), negative(a), a);
}

Id Expressions::extreme(bool least, Id a, Id b) {
  if (a == b || is_null_literal(b)) return a;
  if (is_null_literal(a)) return b;
  if (at(a).sort != at(b).sort) {
    a = as_day_number(a);
    b = as_day_number(b);
  }
  const auto x = at(a).range;
  const auto y = at(b).range;
  if (!at(a).nullable && !at(b).nullable) {
    if (x.high <= y.low) return least ? a : b;
    if (y.high <= x.low) return least ? b : a;
  }
  Range range = least ? Range{std::min(x.low, y.low), std::min(x.high, y.high)}
                      : Range{std::max(x.low, y.low), std::max(x.high, y.high)};
  if (at(a).nullable)
    least ? range.high = std::max(range.high, y.high) : range.low = std::min(range.low, y.low);
  if (at(b).nullable)
    least ? range.high = std::max(range.high, x.high) : range.low = std::min(range.low, x.low);
  return make(least ? "least(\1, \1)" : "greatest(\1, \1)", {a, b},
              std::max(at(a).sort, at(b).sort), range, at(a).nullable && at(b).nullable, true);
}

Id Expressions::least(Id a, Id b) { return extreme(true, a, b); }
Id Expressions::greatest(Id a, Id b) { return extreme(false, a, b); }

Id Expressions::compared(const char* op, Id a, Id b) {
  if (is_null_literal(a) || is_null_literal(b)) return null(Sort::truth);
  if (at(a).sort != at(b).sort && (at(a).sort == Sort::date || at(b).sort == Sort::date)) {
    a = as_day_number(a);
    b = as_day_number(b);
  }
  return make(fmt::format("\1 {} \1", op), {a, b}, Sort::truth, {},
              at(a).nullable || at(b).nullable);
}

Id Expressions::less(Id a, Id b) {
  if (!at(a).nullable && !at(b).nullable) {
    if (at(a).range.high < at(b).range.low) return truth(true);
    if (at(a).range.low >= at(b).range.high) return truth(false);
  }
  return compared("<", a, b);
}

Id Expressions::at_most(Id a, Id b) {
  if (!at(a).nullable && !at(b).nullable) {
    if (at(a).range.high <= at(b).range.low) return truth(true);
    if (at(a).range.low > at(b).range.high) return truth(false);
  }
  return compared("<=", a, b);
}

Id Expressions::equal(Id a, Id b) {
  if (!at(a).nullable && !at(b).nullable) {
    if (a == b) return truth(true);
    if (at(a).sort == Sort::text && at(a).constant && at(b).constant) return truth(false);
    const bool numbers = at(a).sort != Sort::text && at(a).sort != Sort::truth;
    const auto& x = at(a).range;
    const auto& y = at(b).range;
    if (numbers && (x.high < y.low || y.high < x.low)) return truth(false);
    if (numbers && at(a).constant && at(b).constant) return truth(at(a).number == at(b).number);
  }
  return compared("=", a, b);
}

Id Expressions::given(Id a) {
  const auto it = at(a);
  return it.nullable ? make("(\1)", {a}, it.sort, it.range, false, true) : a;
}

Id Expressions::as_day_number(Id day) {
  const auto it = at(day);
  if (it.sort != Sort::date) return day;
  if (is_null_literal(day)) return null(Sort::integer);
  if (it.constant) return number(it.number);
  if (it.text == "date '1970-01-01' + \1") return it.children[0];
  return make("\1 - date '1970-01-01'", {day}, Sort::integer, it.range, it.nullable);
}

Id Expressions::as_date(Id day) {
  const auto it = at(day);
  if (it.sort == Sort::date) return day;
  if (is_null_literal(day)) return null(Sort::date);
  if (it.constant) return date(it.number);
  if (it.text == "\1 - date '1970-01-01'") return it.children[0];
  return make("date '1970-01-01' + \1", {cast(day, Sort::integer)}, Sort::date, it.range,
              it.nullable);
}

}  // namespace leye::policy::sql
