// A case about what someone asked for, entitled or not: rows that screening calls one condition
// short or undetermined, and people or units that it did not list at all. The clerk puts it in at
// the desk that takes in; an employer or a person puts in its own. Each row carries what the rules
// find, with the reasons and the missing facts; nothing is refused here, people do that on the
// path.
#pragma once

#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct ApplyRequest {
  std::string measure;
  std::vector<std::int64_t> results = {};         // screening results of any outcome
  std::vector<std::int64_t> persons = {};         // whom it is about, by the register
  std::optional<std::int64_t> organisation = {};  // the employer; of a unit's own benefit the unit
  std::string request = {};                       // what was asked for, by whom, when
};

// The case's id. forbidden: neither the desk that takes in nor the applicant; not_found: a person,
// unit or result that the actor does not see; conflict: in another open case.
Result<std::int64_t> open_applied(store::Connection& connection, const Bureau& bureau,
                                  const Actor& actor, const ApplyRequest& request,
                                  const BeforeCommit& before_commit = {});

}  // namespace leye::flows
