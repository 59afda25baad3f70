// Delegation with dates: who acts for whom, from when to when.
#pragma once

#include "api/administration.hpp"

namespace leye::api {

struct DelegationLine {
  Id id;
  std::string from_name;
  std::string to_name;
  std::vector<RoleHeld> roles;
  Day first_day;
  Day last_day;
  std::string reason;
  std::string state;  // waiting, in_force, over, ended
  std::string state_label;
  bool given = false;    // by the caller
  bool taken = false;    // to the caller
  bool may_end = false;  // by the caller, now
  bool may_act = false;  // the caller can work under it now
};
BOOST_DESCRIBE_STRUCT(DelegationLine, (),
                      (id, from_name, to_name, roles, first_day, last_day, reason, state,
                       state_label, given, taken, may_end, may_act))

struct ColleagueLine {
  Id account;
  std::string name;
  std::vector<Id> roles;  // of the caller's, that he may be given
};
BOOST_DESCRIBE_STRUCT(ColleagueLine, (), (account, name, roles))

struct Delegations {
  Day today;  // by the machine's clock, as these days are counted
  std::vector<DelegationLine> items;
  std::vector<RoleHeld> roles;  // the caller's own
  std::vector<ColleagueLine> colleagues;
};
BOOST_DESCRIBE_STRUCT(Delegations, (), (today, items, roles, colleagues))

struct MakeDelegation {
  Id to;
  std::vector<Id> roles;
  Day first_day;
  Day last_day;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MakeDelegation, (), (to, roles, first_day, last_day, reason))

}  // namespace leye::api
