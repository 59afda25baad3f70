// Opens and closes the cases of families without work (零就业家庭动态清零) by what the registers say
// now; asked again it changes nothing.
//
//   const LookOrder order{rules, calendar, today, now};
//   TRY(look_at_people(transaction, order, {person}, Turn::wait));  // with what was written of him
//   TRY(look_at_all(transaction, order));                           // when a day begins
//
// - A family that falls under a rule gets a case the same day, and the desk of its place is told.
// - Somebody works: the case is solved on the first day of that work, which is its proof. Work
//   that is recorded late closes it at its true day; work that covers the day since which nobody
//   was said to work shows that it never was one (unfounded).
// - The proof is taken back: the case goes on. Work ends: another case, linked to the one before,
//   and a relapse (复发) where that is within the rule's days.
// - Members who leave for another household without work take the case along.
//
// The transaction's scope bypasses row-level security; the caller commits.
#pragma once

#include "base/clock.hpp"
#include "families/rules.hpp"
#include "store/transaction.hpp"

namespace leye::families {

struct LookOrder {
  const FamilyRules& rules;
  const WorkingDays& calendar;
  Day on;
  Instant now;
};

struct Looked {
  std::int64_t opened = 0, solved = 0, gone = 0, reopened = 0;
};

Result<Looked> look_at_all(store::Transaction& transaction, const LookOrder& order);

// Two members who are hired at once: who writes second waits for the first, and sees what he
// wrote (Turn::wait). Whoever looks again at what others wrote need not.
enum class Turn { wait, none };
// At the families of these people: where they are members, or were when a case began.
Result<Looked> look_at_people(store::Transaction& transaction, const LookOrder& order,
                              const std::vector<std::int64_t>& people, Turn turn);

}  // namespace leye::families
