// Acting on a case: every step forward, back or to the end goes through act().
//
//   const auto moved = act(connection, bureau, actor,
//                          {.case_id = 17, .action = Action::pass, .version = 4,
//                           .rows = {{.row = 3, .agree = false, .opinion = "合同未满一年"}}});
//
// Refusals, each said in words: not_found (not visible to the actor), forbidden (not the role, or
// the same account on two steps that are kept apart), conflict (the case has moved on: `version`
// or `step` is stale; the notice is not over; an objection is open; a fact has changed and nobody
// has looked; an exclusive benefit was granted), invalid_input (an opinion is missing).
// What is refused has changed nothing, but for the marks of changed facts, which stay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"
#include "flows/transitions.hpp"

namespace leye::flows {

// What one person found on the spot.
struct SiteFinding {
  Day visited_on;
  std::string outcome;      // as_stated, differs, not_found
  std::string photos = {};  // where the pictures are kept
};

struct RowDecision {
  std::int64_t row = 0;
  bool agree = true;
  std::string opinion = {};
};

struct ActionRequest {
  std::int64_t case_id = 0;
  Action action = Action::pass;
  std::optional<std::int64_t> version = {};  // as the actor saw it
  std::string step = {};                     // as the actor saw it; empty: not said
  std::string opinion = {};
  std::string return_to = {};  // step id, where a return may go to more than one
  std::vector<RowDecision> rows = {};
  std::optional<SiteFinding> found = {};  // of Action::visit; its words are the opinion
};

// The case's new version.
Result<std::int64_t> act(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                         const ActionRequest& request, const BeforeCommit& before_commit = {});

// Closes every case that waits for its payment, whose payments have all arrived and that this
// actor may close. For after a return file. The number closed.
Result<std::int64_t> settle_arrived(store::Connection& connection, const Bureau& bureau,
                                    const Actor& actor);

// What this actor could do now, for the buttons of the page. A list, not a promise: facts and
// notices are looked at when it is done.
struct CaseRecord;
std::vector<Action> open_actions(const Bureau& bureau, const Actor& actor, const CaseRecord& record,
                                 bool notice_published, bool rows_changed);

// Tasks are open to everyone of the role and place until one claims them.
Status claim_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                  std::int64_t task);
Status release_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                    std::int64_t task);

}  // namespace leye::flows
