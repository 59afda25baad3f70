// One action on one locked case, while it is being done. Inside flows/ only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "flows/acting.hpp"
#include "flows/case_store.hpp"
#include "flows/kept_answers.hpp"
#include "flows/recheck.hpp"
#include "flows/walk.hpp"

namespace leye::flows {

struct Handling {
  store::Transaction& transaction;
  const Bureau& bureau;
  const Actor& actor;
  const policy::Measure& measure;
  const policy::Path& path;
  const policy::Step& step;  // where the case stands
  CaseRecord record;
  std::vector<RowRecord> rows;
  std::map<std::int64_t, RowCheck> checks;
  Instant now;
  KeptAnswers answers = {};  // kept with the rows that the act ends

  Day today() const { return business_day(now); }
};

// The measure with its path. conflict: the pack in force has it no longer.
Result<const policy::Measure*> measure_with_path(const Bureau& bureau, const std::string& id);

// The employer or person that applies.
bool is_applicant(const Actor& actor, const CaseRecord& record);

// Whether the actor may do anything on this step of this case: role, place, applicant.
bool may_act(const Bureau& bureau, const Actor& actor, const CaseRecord& record,
             const policy::Step& step);

// Accounts kept apart: take-in, decision and payment always, and the pairs of the path.
Status check_apart(Handling& handling, Action action);

// Everything of one action but its commit: checks, effects, event, tasks.
struct Moved {
  std::int64_t version = 0;
  bool blocked = false;      // only marks were written, commit and refuse: the facts changed, or
  bool no_room = false;      // the quota does not reach to a row
  std::string blocked_text;  // what changed, or where it stands, row by row
};
// What is said of an act that was blocked.
Error blocked_error(const Moved& moved, const std::string& text);
Result<Moved> handle(Handling& handling, const ActionRequest& request, bool in_meeting);

// Loads, locks and checks for staleness, then handle().
Result<Moved> handle_case(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                          const ActionRequest& request, std::map<std::int64_t, RowCheck> checks,
                          KeptAnswers answers, bool in_meeting);

// Looks at the facts again if the action asks for it.
Result<std::map<std::int64_t, RowCheck>> recheck_for(store::Connection& connection,
                                                     const Bureau& bureau, const Actor& actor,
                                                     const ActionRequest& request);

// What the rules say of the pending rows, if the action may end some of them.
Result<KeptAnswers> answers_for(store::Connection& connection, const Bureau& bureau,
                                const Actor& actor, const ActionRequest& request);

// effects.cpp
Status run_effects(Handling& handling, Action action);
Status release(Handling& handling, const std::string& reason);

// questions.cpp: asks for what is missing in the rows; refuses while an answer is still awaited.
Status ask_missing(Handling& handling);
Status no_open_question(Handling& handling, const RowRecord& row);

// messages.cpp: to whoever applies, or to each employer of a list.
Status notify(Handling& handling, Action action);

// visits.cpp: what one person found, and whether enough people have.
Status record_visit(Handling& handling, const ActionRequest& request);
Status check_visits(Handling& handling);

// notices.cpp
Status publish_notice(Handling& handling);
Status close_notice(Handling& handling);
Status withdraw_notice(Handling& handling);

// The words for a row that was refused: "第 3 行 张一：…".
std::string row_text(const RowRecord& row, std::size_t index, const std::string& text);

}  // namespace leye::flows
