// Opening a case from screened results: by the employer with its roster, by an agency that pushes
// a list to the employer or that carries out a list of units by itself, or at the window.
#pragma once

#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct OpenRequest {
  std::string measure;
  std::vector<std::int64_t> results;  // screening results: the rows of the case
};

// The case's id. Refused: not_found (a result that the actor does not see), forbidden (not the one
// who opens cases of this path), conflict (no longer entitled, or already in an open case, which is
// named), invalid_input (results of several employers or places in one case).
Result<std::int64_t> open_case(store::Connection& connection, const Bureau& bureau,
                               const Actor& actor, const OpenRequest& request,
                               const BeforeCommit& before_commit = {});

// Opens all that the actor may open for a measure within his places: one case for each employer,
// or one for each place where the path carries out lists of units. What is in a case already is
// left out. All in one transaction. The ids.
using BeforeAllCommit =
    std::function<Status(store::Transaction&, const std::vector<std::int64_t>& cases)>;
Result<std::vector<std::int64_t>> open_all(store::Connection& connection, const Bureau& bureau,
                                           const Actor& actor, const std::string& measure,
                                           const BeforeAllCommit& before_commit = {});

// Whether this actor opens cases of the measure.
bool may_open(const Bureau& bureau, const Actor& actor, const policy::Measure& measure);

}  // namespace leye::flows
