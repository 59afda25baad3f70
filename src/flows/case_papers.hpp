// The papers of a case as PDF: the decision, the list on public notice, the roster.
#pragma once

#include <string>

#include "flows/bureau.hpp"

namespace leye::flows {

// conflict: not decided yet.
Result<std::string> decision_paper(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, std::int64_t case_id);
// conflict: never published.
Result<std::string> notice_paper(store::Connection& connection, const Bureau& bureau,
                                 std::int64_t notice_id);
Result<std::string> roster_paper(store::Connection& connection, const Bureau& bureau,
                                 const Actor& actor, std::int64_t case_id);

}  // namespace leye::flows
