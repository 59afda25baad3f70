// What people ask to be registered online (网上办理): one at a time, answered by the window of
// their place within the days of the pack, or accepted at once where the pack has it so.
//
//   const auto id = TRY(ask(transaction, {person, "unemployment", facts, …}));
//   const auto request = TRY(take(transaction, id, account, low, high));  // … the row is stored …
//   TRY(answer(transaction, id, {true, "", account, name, now}));
//
// The transactions bypass row-level security; what is touched is the person's own, or lies within
// the given places. What is asked stands here as it was written, and in no register before it is
// accepted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::registering {

struct Request {
  std::int64_t id = 0, person = 0, place = 0;
  std::string who, place_label, kind;
  std::map<std::string, std::string> facts;
  std::optional<Day> last_day;
  std::string note;
  std::string state;  // open | accepted | returned | withdrawn
  Instant made_at;
  Day due_on;
  std::string answered_by, opinion;
  std::optional<Instant> answered_at;
};

// conflict: something is asked already. not_found: there is no such person.
Result<std::int64_t> ask(store::Transaction& transaction, const Request& request);

// Of one person, open ones first, then the latest; at most 20.
Result<std::vector<Request>> of_person(store::Transaction& transaction, std::int64_t person);

struct Requests {
  std::vector<Request> items;
  std::int64_t total = 0;
};
// In the caller's scope: open (by the day on which they are due), or those that are not.
Result<Requests> list(store::Transaction& transaction, bool open, std::int64_t limit,
                      std::int64_t offset);

// An open one, held with the person's file until the end of the transaction. not_found: none of
// these places; conflict: it is answered or withdrawn.
Result<Request> take(store::Transaction& transaction, std::int64_t id, std::int64_t place_lo,
                     std::int64_t place_hi);

struct Answered {
  bool accepted = false;
  std::string opinion;       // of what is returned: what is missing
  std::int64_t account = 0;  // 0: nobody
  std::string name;
  Instant now;
};
// invalid_input: it is returned without a word. The desk's task is over.
Status answer(store::Transaction& transaction, std::int64_t id, const Answered& answered);

// By the person. conflict: it is answered.
Status withdraw(store::Transaction& transaction, std::int64_t id, std::int64_t person, Instant now);

// The task of the window where a clerk accepts it.
Status open_at_desk(store::Transaction& transaction, std::int64_t id, const std::string& label);

}  // namespace leye::registering
