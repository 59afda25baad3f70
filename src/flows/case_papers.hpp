// The papers of a case as PDF: the decision, the list on public notice, the roster.
#pragma once

#include <string>
#include <vector>

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

// The body whose name stands on the papers of a measure at a place: data of its path. conflict: the
// path names none.
Result<std::string> office_of(store::Transaction& transaction, const Bureau& bureau,
                              const std::string& measure, std::int64_t place);
// A sentence for each remedy of the path.
std::vector<std::string> remedy_sentences(const policy::Path& path);

}  // namespace leye::flows
