// The inbox (待办) and one case with its steps, rows, events and the actions open to the reader.
#pragma once

#include <map>

#include "api/measures.hpp"

namespace leye::api {

struct Task {
  Id task_id;
  Id case_id;
  std::string flow;
  std::string flow_label;
  std::string step;
  std::string step_label;
  std::string title;
  std::string applicant;
  std::string place_label;
  std::optional<Money> amount;
  std::int64_t rows = 0;
  Day opened_at;
  std::optional<Day> due_on;
  std::optional<std::int32_t> days_left;  // working days; negative when overdue
  std::string claimed_by;
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (task_id, case_id, flow, flow_label, step, step_label, title, applicant,
                       place_label, amount, rows, opened_at, due_on, days_left, claimed_by))

struct OpenCase {
  std::string measure;
  std::optional<Id> organisation_id;
  std::vector<Id> results;
};
BOOST_DESCRIBE_STRUCT(OpenCase, (), (measure, organisation_id, results))

struct OpenedCases {
  std::vector<Id> cases;
};
BOOST_DESCRIBE_STRUCT(OpenedCases, (), (cases))

struct CaseStep {
  std::string id;
  std::string label;
  std::string role_label;
  std::string state;  // done | current | waiting
  std::string actor;
  std::string at;
  std::string opinion;
  std::optional<Day> due_on;
};
BOOST_DESCRIBE_STRUCT(CaseStep, (), (id, label, role_label, state, actor, at, opinion, due_on))

// A condition that the rule leaves to people, on one row: who decides, and what was decided.
// What was decided of the same subject in an earlier case, and may be taken over.
struct KnownJudgement {
  bool holds = false;
  std::string reason;
  std::string decided_by;
  std::string decided_at;
  std::string case_number;
};
BOOST_DESCRIBE_STRUCT(KnownJudgement, (), (holds, reason, decided_by, decided_at, case_number))

struct CaseJudgement {
  std::string id;
  std::string text;
  std::string by;      // whose judgement it is, in the pack's words
  std::string clause;  // of the document
  std::optional<bool> holds;
  std::string reason;
  std::string decided_by;
  std::string decided_at;
  std::optional<KnownJudgement> known;
};
BOOST_DESCRIBE_STRUCT(CaseJudgement, (),
                      (id, text, by, clause, holds, reason, decided_by, decided_at, known))

struct MakeJudgement {
  std::string judgement;
  bool holds = false;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MakeJudgement, (), (judgement, holds, reason))

struct CaseVisit {
  std::string by;
  Day visited_on;
  std::string outcome;  // as_stated | differs | not_found
  std::string outcome_label;
  std::string finding;
  std::string photos;
  bool counts = true;  // false: before the case was sent back
};
BOOST_DESCRIBE_STRUCT(CaseVisit, (),
                      (by, visited_on, outcome, outcome_label, finding, photos, counts))

struct CaseRow {
  Id id;
  std::string label;
  std::string finding;               // eligible | not_eligible | undetermined, at the last look
  std::string finding_label;         // empty for what is eligible
  std::vector<std::string> reasons;  // why not, each with its clause
  std::vector<std::string> missing;  // facts that would settle it
  std::vector<CaseJudgement> judgements;
  std::optional<Id> person_id;
  std::optional<Id> organisation_id;
  Money amount;
  std::string decision;  // open | agreed | refused
  std::string decision_label;
  std::string opinion;
  std::string queue;  // while open: its place in the queue of a quota or a budget, and what is left
  std::optional<TraceNode> trace;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (),
                      (id, label, finding, finding_label, reasons, missing, judgements, person_id,
                       organisation_id, amount, decision, decision_label, opinion, queue, trace))

struct CaseEvent {
  std::string at;
  std::string actor;
  std::string act;
  std::string act_label;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(CaseEvent, (), (at, actor, act, act_label, detail))

struct FieldAsked {
  std::string id;
  std::string label;
  std::string kind;
  bool required = false;
  std::vector<Labelled> options;
};
BOOST_DESCRIBE_STRUCT(FieldAsked, (), (id, label, kind, required, options))

struct CaseAction {
  std::string id;
  std::string label;
  bool needs_opinion = false;
  std::vector<FieldAsked> fields;
};
BOOST_DESCRIBE_STRUCT(CaseAction, (), (id, label, needs_opinion, fields))

struct NoticeRow {
  std::string label;  // masked
  std::string detail;
  std::optional<Money> amount;
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (), (label, detail, amount))

struct Notice {
  Id id;
  std::string title;
  std::string measure_label;
  std::string place_label;
  std::string body;
  std::string state;
  std::string state_label;
  Day from;
  Day until;
  std::int32_t working_days = 0;
  std::vector<NoticeRow> rows;
  std::int64_t objections = 0;
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (id, title, measure_label, place_label, body, state, state_label, from, until,
                       working_days, rows, objections))

struct MakeObjection {
  std::string text;
  std::string contact;
};
BOOST_DESCRIBE_STRUCT(MakeObjection, (), (text, contact))

struct Objection {
  Id id;
  std::string text;
  std::string contact;  // staff only
  std::string state;    // open | upheld | dismissed
  std::string state_label;
  std::string answer;
  std::string made_at;
};
BOOST_DESCRIBE_STRUCT(Objection, (), (id, text, contact, state, state_label, answer, made_at))

struct AnswerObjection {
  bool upheld = false;
  std::string answer;
};
BOOST_DESCRIBE_STRUCT(AnswerObjection, (), (upheld, answer))

struct MeetingCase {
  Id case_id;
  std::string number;
  std::string title;
  Money amount;
  std::string decision;
  std::string decision_label;
};
BOOST_DESCRIBE_STRUCT(MeetingCase, (), (case_id, number, title, amount, decision, decision_label))

struct Meeting {
  Id id;
  std::string title;
  Day on;
  std::string chair;
  std::vector<std::string> present;
  std::string minutes;
  std::vector<MeetingCase> cases;
};
BOOST_DESCRIBE_STRUCT(Meeting, (), (id, title, on, chair, present, minutes, cases))

// The cases that wait for a meeting of the reader.
struct Agenda {
  std::vector<MeetingCase> items;
};
BOOST_DESCRIBE_STRUCT(Agenda, (), (items))

struct MeetingDecision {
  Id case_id;
  std::string decision;  // agree | refuse | return
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(MeetingDecision, (), (case_id, decision, opinion))

struct HoldMeeting {
  std::string title;
  Day on;
  std::string chair;
  std::vector<std::string> present;
  std::string minutes;
  std::vector<MeetingDecision> decisions;
};
BOOST_DESCRIBE_STRUCT(HoldMeeting, (), (title, on, chair, present, minutes, decisions))

struct CaseQuestion {
  Id id;
  Id row_id;
  std::vector<std::string> missing;
  std::optional<Day> due_on;
  std::string answer;  // empty: not yet
  bool open = true;
};
BOOST_DESCRIBE_STRUCT(CaseQuestion, (), (id, row_id, missing, due_on, answer, open))

struct Appeal {
  Id id;
  std::string text;
  std::string made_at;
  std::string state;  // open | upheld | dismissed
  std::string state_label;
  std::string answer;
  std::optional<Id> new_case;
};
BOOST_DESCRIBE_STRUCT(Appeal, (), (id, text, made_at, state, state_label, answer, new_case))

struct RecoveryLine {
  Id id;
  std::string number;
  Id case_id;
  std::string measure_label;
  std::string payee;
  std::string label;  // for whom it was paid
  Money amount;
  Money repaid;
  std::string state;
  std::string state_label;
  Day found_on;
  std::optional<Day> due_on;  // statement or repayment
};
BOOST_DESCRIBE_STRUCT(RecoveryLine, (),
                      (id, number, case_id, measure_label, payee, label, amount, repaid, state,
                       state_label, found_on, due_on))

struct ReviewFlag {
  Id row_id;
  std::string text;
  std::string at;
};
BOOST_DESCRIBE_STRUCT(ReviewFlag, (), (row_id, text, at))

// Filed by a member of staff for the applicant, who agreed (consents.hpp).
struct CaseFiling {
  std::string filed_by;
  std::string how_label;
  std::string filed_at;
};
BOOST_DESCRIBE_STRUCT(CaseFiling, (), (filed_by, how_label, filed_at))

struct Case {
  Id id;
  std::string number;
  std::string flow;
  std::string flow_label;
  std::string measure;
  std::string measure_label;
  std::string applicant;
  std::optional<Id> organisation_id;
  std::optional<CaseFiling> filing;
  std::string place_label;
  Money amount;
  std::string state;
  std::string state_label;
  std::vector<CaseStep> steps;
  std::vector<CaseRow> rows;
  std::vector<CaseEvent> events;
  std::optional<Notice> notice;
  std::vector<Objection> objections;
  std::optional<Meeting> meeting;
  std::string request;             // what was asked for outside a list
  std::optional<Id> follows_case;  // reopened after an objection
  std::vector<CaseVisit> visits;
  std::vector<CaseQuestion> questions;
  std::vector<Appeal> appeals;
  std::optional<Day> appeal_until;  // the reader may object to the decision until then
  std::vector<RecoveryLine> recoveries;
  std::vector<ReviewFlag> flags;
  bool answers_questions = false;
  bool judges = false;  // the reader records judgements
  bool answers_appeals = false;
  bool records_findings = false;
  std::vector<CaseAction> actions;
};
BOOST_DESCRIBE_STRUCT(Case, (),
                      (id, number, flow, flow_label, measure, measure_label, applicant,
                       organisation_id, filing, place_label, amount, state, state_label, steps,
                       rows, events, notice, objections, meeting, request, follows_case, visits,
                       questions, appeals, appeal_until, recoveries, flags, answers_questions,
                       judges, answers_appeals, records_findings, actions))

struct CaseLine {
  Id id;
  std::string number;
  std::string flow_label;
  std::string measure_label;
  std::string applicant;
  std::string place_label;
  Money amount;
  std::int64_t rows = 0;
  std::string state;
  std::string state_label;
  std::string step_label;
  Day opened_at;
};
BOOST_DESCRIBE_STRUCT(CaseLine, (),
                      (id, number, flow_label, measure_label, applicant, place_label, amount, rows,
                       state, state_label, step_label, opened_at))

struct RowDecision {
  Id id;
  std::string decision;
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(RowDecision, (), (id, decision, opinion))

struct TakeAction {
  std::string opinion;
  std::vector<RowDecision> rows;
  std::map<std::string, std::string> fields;
};
BOOST_DESCRIBE_STRUCT(TakeAction, (), (opinion, rows, fields))

}  // namespace leye::api
