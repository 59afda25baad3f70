// A case as its page shows it: the strip of steps with who did what, the rows, the events, the
// notice with its objections, the meeting, and what this reader may do now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/appeals.hpp"
#include "flows/case_store.hpp"
#include "flows/judging.hpp"
#include "flows/meetings.hpp"
#include "flows/notices.hpp"
#include "flows/questions.hpp"
#include "flows/recovery_view.hpp"
#include "flows/visits.hpp"
#include "policy/explain/explain.hpp"

namespace leye::flows {

struct StepView {
  std::string id;
  std::string label;
  std::string role_label;
  policy::StepKind kind = policy::StepKind::check;
  std::string state;       // done, current, waiting
  std::int64_t actor = 0;  // 0: nobody yet
  std::optional<Instant> at;
  std::string opinion;
  std::optional<Day> due_on;  // of the current step
  bool due_unknown = false;
};

struct Paper {
  std::string kind;  // decision, intake_receipt
  std::string number;
  Day issued_on;
  std::int64_t issued_by = 0;
};

struct CaseView {
  CaseRecord record;
  std::string measure_label;
  std::string clause;
  std::string fund;
  std::string place_name;
  std::vector<StepView> steps;
  std::vector<RowRecord> rows;
  std::vector<Event> events;
  std::optional<Notice> notice;
  std::vector<Objection> objections;
  std::optional<Meeting> meeting;
  std::vector<Paper> papers;
  std::vector<Question> questions;
  std::vector<Appeal> appeals;
  std::vector<SiteVisit> visits;          // for staff
  std::vector<JudgementMade> judgements;  // all that were made, the latest of each holds
  std::vector<JudgementMade> known;       // of the same subjects, in earlier cases; for staff
  std::vector<RecoveryRecord> recoveries;
  std::vector<ReviewFlag> flags;    // for staff
  std::optional<Day> appeal_until;  // the applicant may object until then; none: it may not
  bool answers_questions = false;   // the reader may
  bool judges = false;
  bool answers_appeals = false;
  bool records_findings = false;  // the reader may say that a payment was wrong (recovery.hpp)
  std::vector<Action> actions;
};

// not_found for what the actor may not know of. The first form reads in the transaction of an act
// that is not committed yet.
Result<CaseView> view_case(store::Transaction& transaction, const Bureau& bureau,
                           const Actor& actor, std::int64_t case_id);
Result<CaseView> view_case(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                           std::int64_t case_id);

// Why a row is entitled, as of the day the case was taken in and by what is known now.
Result<policy::Explanation> explain_row(store::Connection& connection, const Bureau& bureau,
                                        const Actor& actor, std::int64_t case_id,
                                        std::int64_t row_id, policy::Language language);

// The label of an action that an event names, of the steps' and of the others: "open" → 发起.
std::string event_label(const std::string& action);

}  // namespace leye::flows
