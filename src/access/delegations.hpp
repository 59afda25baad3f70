// Delegation with dates (委托代办): an account of the staff gives roles that it holds to a
// colleague of the same body, from one day to another, both included.
//
// The colleague works in a session either with his own roles or under one delegation
// (Caller::acting_for), never with both. What a delegation gives is asked anew with each request:
// it ends at midnight after its last day, when it is ended, when its giver loses the role or is
// disabled, and when the colleague leaves the body. It cannot be passed on. Who may not do the
// other side of something (受理、决定、支付) may not do it through a colleague either:
// src/api/acting.hpp.
//
// Days are the machine's in China, not the demonstration's.
#pragma once

#include <string>
#include <vector>

#include "access/session.hpp"
#include "base/day.hpp"

namespace leye::access {

struct NewDelegation {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::vector<std::int64_t> assignments;  // role_assignment ids of `from`
  Day first_day, last_day;
  std::string reason;
  int days_max = 0;  // of the installation
};

// The new delegation's id. invalid_input: no role, days in the past or in the wrong order or too
// many, no reason; not_found: no such role of one's own; conflict: the colleague is not of the body
// of each role, or a role is given to somebody else on one of the days.
Result<std::int64_t> make_delegation(store::Transaction& transaction, const NewDelegation& made,
                                     Instant now);

// By its giver, or by anyone for `of_anyone`. not_found: no such delegation, or it was ended.
Status end_delegation(store::Transaction& transaction, std::int64_t id, std::int64_t by,
                      bool of_anyone, Instant now);

// The session works under the delegation from the next request on. not_found: it is not in force or
// not given to this caller.
Status act_under(store::Transaction& transaction, const std::string& token, const Caller& caller,
                 std::int64_t delegation, Instant now);
Status act_for_oneself(store::Transaction& transaction, const std::string& token);

struct Delegation {
  std::int64_t id = 0;
  std::int64_t from = 0, to = 0;
  std::string from_name, to_name;
  Day first_day, last_day;
  std::string reason;
  bool ended = false;
  std::vector<HeldRole> roles;
};

// Newest first, at most 200: those of the account on either side; of all accounts without one.
Result<std::vector<Delegation>> list_delegations(store::Transaction& transaction,
                                                 std::optional<std::int64_t> account);

struct Colleague {
  std::int64_t id = 0;
  std::string name;
  std::vector<std::int64_t> assignments;  // of the giver, that he may be given
};

struct Delegable {
  std::vector<HeldRole> roles;  // that the account itself holds
  std::vector<Colleague> colleagues;
};
Result<Delegable> delegable(store::Transaction& transaction, std::int64_t account);

}  // namespace leye::access
