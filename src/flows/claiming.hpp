// Claiming a task, giving it back, objecting to a notice: small acts, each together with what must
// be kept if and only if it is done, the record of the audit. See acting.hpp and notices.hpp.
#pragma once

#include "flows/bureau.hpp"

namespace leye::flows {

Status claim_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                  std::int64_t task, const BeforeCommit& before_commit);
Status release_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                    std::int64_t task, const BeforeCommit& before_commit);

struct NewObjection {
  std::int64_t notice = 0;
  std::optional<std::int64_t> row;  // none: against the list as a whole
  std::string text, contact;
};
// conflict: the notice is over. The objection's number.
Result<std::int64_t> object(store::Connection& connection, const Bureau& bureau,
                            const NewObjection& made, const BeforeCommit& before_commit);

}  // namespace leye::flows
