#include "policy/proof/calendar.hpp"

#include <cstdlib>

namespace leye::policy::proof {
namespace {

Symbol day_symbol(Logic& logic, Term month, Term day) {
  return {Type::day, logic.truth(false), month, day, -1};
}

}  // namespace

Term Calendar::key(const Symbol& day) {
  return logic_.add(logic_.scale(day.value, {31, 1}), day.day);
}

Term Calendar::at_most(const Symbol& a, const Symbol& b) { return logic_.at_most(key(a), key(b)); }

Term Calendar::equal(const Symbol& a, const Symbol& b) {
  return logic_.both(logic_.equal(a.value, b.value), logic_.equal(a.day, b.day));
}

Symbol Calendar::add_months(const Symbol& day, Term months) {
  auto& l = logic_;
  auto moved = day_symbol(l, l.add(day.value, months), day.day);
  moved.none = day.none;
  // Beyond these centuries no reader of a plan knows a day.
  l.require(l.implies(world_.exact(),
                      l.either(moved.none, l.both(l.at_most(l.number(12 * 1900), moved.value),
                                                  l.less(moved.value, l.number(12 * 2200))))));
  const auto last_safe = l.number(28);
  const auto safe = l.at_most(day.day, last_safe);
  if (l.decided(safe) == std::optional(true)) return moved;
  // 29 to 31: the same day or the last of the month, which is none of the first 28.
  const auto end = l.whole("day");
  l.require(l.both(l.at_most(last_safe, end), l.at_most(end, l.number(31))));
  l.require(l.implies(l.negate(safe), l.at_most(end, day.day)));
  moved.day = l.choose(safe, day.day, end);
  return moved;
}

Term Calendar::twelfth(Term months) {
  const auto [at, added] = twelfths_.try_emplace(months);
  if (!added) return at->second;
  auto& l = logic_;
  if (const auto known = l.constant(months)) {
    const auto whole = known->top / 12 - (known->top % 12 < 0 ? 1 : 0);
    return at->second = l.number(whole);
  }
  const auto year = l.whole("year");
  at->second = year;
  const auto first = l.scale(year, {12, 1});
  l.require(l.both(l.at_most(first, months), l.less(months, l.add(first, l.number(12)))));
  return year;
}

Term Calendar::year_of(const Symbol& day) { return twelfth(day.value); }

Term Calendar::full_months(const Symbol& from, const Symbol& to) {
  auto& l = logic_;
  const auto months = l.subtract(to.value, from.value);
  // From a 31st to the 30th of a month that has no more: complete.
  auto short_of = l.less(to.day, from.day);
  const auto late = l.both(l.less(l.number(28), from.day), l.at_most(l.number(28), to.day));
  if (l.decided(late) != std::optional(false)) {
    const auto month_end = l.boolean("month_end");
    l.require(l.implies(world_.exact(), l.negate(month_end)));
    short_of = l.both(short_of, l.negate(l.both(late, month_end)));
  }
  return l.choose(short_of, l.subtract(months, l.number(1)), months);
}

Term Calendar::full_years(const Symbol& born, const Symbol& on) {
  auto& l = logic_;
  const auto months = l.subtract(on.value, born.value);
  return twelfth(l.choose(l.less(on.day, born.day), l.subtract(months, l.number(1)), months));
}

// Between one month less and one more than the months that are touched.
Term Calendar::month_share(const Symbol& from, const Symbol& until) {
  auto& l = logic_;
  const auto [at, added] = shares_.try_emplace({key(from), key(until)});
  if (!added) return at->second;
  const auto share = l.fraction("months");
  at->second = share;
  const auto apart = l.subtract(until.value, from.value);
  const auto none = l.less(key(until), key(from));
  l.require(l.at_most(l.number(0), share));
  l.require(l.implies(none, l.equal(share, l.number(0))));
  l.require(l.either(none, l.both(l.less(l.subtract(apart, l.number(1)), share),
                                  l.at_most(share, l.add(apart, l.number(1))))));
  l.require(l.either(none, l.less(l.number(0), share)));
  return share;
}

Symbol Calendar::month_start(Term month) { return day_symbol(logic_, month, logic_.number(1)); }

Symbol Calendar::year_start(Term year) {
  return day_symbol(logic_, logic_.scale(year, {12, 1}), logic_.number(1));
}

Symbol Calendar::year_end(Term year) {
  auto& l = logic_;
  return day_symbol(l, l.add(l.scale(year, {12, 1}), l.number(11)), l.number(31));
}

// From the first of one month to the first of another: 30.436875 days for each month, three more
// or less.
Term Calendar::days_of_months(Term months) {
  auto& l = logic_;
  if (const auto known = l.constant(months); known && known->top == 0) return months;
  const auto [at, added] = lengths_.try_emplace(months);
  if (!added) return at->second;
  const auto days = l.whole("days");
  at->second = days;
  const auto mean = l.scale(months, {48699, 1600});
  const auto off = l.subtract(days, mean);
  l.require(l.both(l.at_most(l.number(-3), off), l.at_most(off, l.number(3))));
  const auto none = l.equal(months, l.number(0));
  l.require(l.implies(none, l.equal(days, l.number(0))));
  l.require(l.implies(world_.long_months(), l.either(none, l.at_most(l.number(2), off))));
  l.require(l.implies(world_.short_months(), l.either(none, l.at_most(off, l.number(-2)))));
  return days;
}

Term Calendar::days_between(const Symbol& from, const Symbol& to) {
  auto& l = logic_;
  return l.add(days_of_months(l.subtract(to.value, from.value)), l.subtract(to.day, from.day));
}

// The day before and the day after need no calendar: only where a month ends is open.
Symbol Calendar::next_to(const Symbol& day, bool after) {
  auto& l = logic_;
  const auto one = l.number(1);
  const auto end = l.whole("month_end");
  l.require(l.both(l.at_most(l.number(28), end), l.at_most(end, l.number(31))));
  const auto turns = after ? l.equal(day.day, end) : l.equal(day.day, one);
  if (after) l.require(l.at_most(day.day, end));
  if (!l.constant(day.day)) l.require(l.implies(world_.exact(), l.negate(turns)));
  auto moved = day_symbol(
      l, l.choose(turns, after ? l.add(day.value, one) : l.subtract(day.value, one), day.value),
      l.choose(turns, after ? one : end, after ? l.add(day.day, one) : l.subtract(day.day, one)));
  moved.none = day.none;
  return moved;
}

Symbol Calendar::add_days(const Symbol& day, Term days) {
  auto& l = logic_;
  if (const auto known = l.constant(days); known && std::abs(known->top) == 1)
    return next_to(day, known->top > 0);
  auto moved = day_symbol(l, l.whole("month"), l.whole("day"));
  moved.none = day.none;
  l.require(l.both(l.at_most(l.number(1), moved.day), l.at_most(moved.day, l.number(31))));
  l.require(l.equal(days_between(day, moved), days));
  return moved;
}

}  // namespace leye::policy::proof
