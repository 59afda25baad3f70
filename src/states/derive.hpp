// Writes what states/ derives: the registered state of people as records of the kind
// registered_state (one a person, its earlier ones in the past), and of each contradiction a task
// of the desk with an owner and a day. A task whose contradiction is gone is closed; nothing is
// ever refused, and no spell is changed.
//
//   const Derived derived = TRY(derive_all(transaction, {rules, vocabulary, today, now}));
//   TRY(derive_people(transaction, order, {person}));  // after something was written about him
//   const Part part = TRY(derive_after(transaction, order, 0, 4096));  // the first 4096 people
//
// The transaction's scope bypasses row-level security, since a state looks at all places. The
// caller commits. Asked again it changes nothing. Without rules nothing is done.
#pragma once

#include "base/clock.hpp"
#include "states/rules.hpp"
#include "store/transaction.hpp"

namespace leye::states {

// The kind of record that is written here alone.
inline constexpr const char* written_kind = "registered_state";

struct DeriveOrder {
  const Rules& rules;
  const Vocabulary& vocabulary;
  Day on;
  Instant now;
};

struct Derived {
  std::int64_t people = 0;
  std::int64_t changed = 0;             // states that are new, other than before, or gone
  std::int64_t opened = 0, closed = 0;  // tasks
};

// The whole register, in blocks, in this one transaction. keeper.hpp does it in many.
Result<Derived> derive_all(store::Transaction& transaction, const DeriveOrder& order);

struct Part {
  Derived derived;
  std::optional<std::int64_t> reached;  // the last one's key; none: nobody was left
};
// The next `people_max` people after a key, in the order of their keys.
Result<Part> derive_after(store::Transaction& transaction, const DeriveOrder& order,
                          std::int64_t after, std::int64_t people_max);

// Those of them that there are.
Result<Derived> derive_people(store::Transaction& transaction, const DeriveOrder& order,
                              const std::vector<std::int64_t>& people);

// not_found: there is no such person.
Result<Derived> derive_person(store::Transaction& transaction, const DeriveOrder& order,
                              std::int64_t person);

// By when the open task of a contradiction is looked at; none: no task is open.
Result<std::optional<Day>> task_due(store::Transaction& transaction, const std::string& category,
                                    std::int64_t person);

}  // namespace leye::states
