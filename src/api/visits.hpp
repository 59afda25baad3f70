// Visits and surveys of wishes on the wire.
#pragma once

#include "api/contract.hpp"
#include "api/route.hpp"

namespace leye::api {

struct VisitCounts {
  std::int64_t overdue = 0;
  std::int64_t soon = 0;  // due within thirty days
  std::int64_t later = 0;
  std::int64_t done = 0;  // within the last thirty days; of a survey since it began
};
BOOST_DESCRIBE_STRUCT(VisitCounts, (), (overdue, soon, later, done))

struct VisitPlanLine {
  std::string plan;
  std::string label;
  std::int64_t every_months = 0;
  std::int64_t first_days = 0;
  std::string level_label;              // who goes: 社区
  std::vector<std::string> way_labels;  // what counts as a contact
  std::string clause;
  VisitCounts counts;
};
BOOST_DESCRIBE_STRUCT(VisitPlanLine, (),
                      (plan, label, every_months, first_days, level_label, way_labels, clause,
                       counts))

struct VisitPlace {
  Id place;
  std::string label;
  VisitCounts counts;
};
BOOST_DESCRIBE_STRUCT(VisitPlace, (), (place, label, counts))

struct VisitorLine {
  Id account;
  std::string name;
  std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(VisitorLine, (), (account, name, open))

struct VisitBoard {
  Id me;  // the caller's account
  std::vector<VisitPlanLine> plans;
  std::vector<VisitPlace> places;
  std::vector<VisitorLine> visitors;
};
BOOST_DESCRIBE_STRUCT(VisitBoard, (), (me, plans, places, visitors))

struct VisitsRenewed {
  std::int64_t made = 0;
  std::int64_t gone = 0;
};
BOOST_DESCRIBE_STRUCT(VisitsRenewed, (), (made, gone))

struct VisitTask {
  Id id;
  Id person_id;
  std::string who;
  std::string place_label;
  std::string about;  // the plan's or the survey's name
  std::string state;  // open | done
  Day due_on;
  std::int64_t days_over = 0;  // since it was due; not above 0: not due yet
  std::string visitor;         // name; empty: nobody
  std::int64_t tries = 0;      // visits that reached nobody
  std::optional<Day> last_on;
  std::string last_outcome_label;
  std::string last_way_label;
  std::string last_told;
  std::string last_note;
};
BOOST_DESCRIBE_STRUCT(VisitTask, (),
                      (id, person_id, who, place_label, about, state, due_on, days_over, visitor,
                       tries, last_on, last_outcome_label, last_way_label, last_told, last_note))

struct AssignVisits {
  std::vector<Id> ids;
  std::optional<Id> visitor;  // none: nobody
};
BOOST_DESCRIBE_STRUCT(AssignVisits, (), (ids, visitor))

struct VisitsAssigned {
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(VisitsAssigned, (), (count))

// One value of a person's file or of a visit: `phone`, `employment`, `answer:wants_work`, …
struct VisitField {
  std::string field;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(VisitField, (), (field, value))

struct VisitServiceDue {
  std::string kind;
  std::string label;
  std::int64_t times = 0;  // within a year
  std::int64_t given = 0;
};
BOOST_DESCRIBE_STRUCT(VisitServiceDue, (), (kind, label, times, given))

// A task with what a visitor takes along. No number of an identity card.
struct FieldTask {
  Id id;
  Id person_id;
  std::string who;
  std::string place_label;
  std::string about;
  Day due_on;
  std::string survey;  // whose questions are asked; may be empty
  std::string level;
  std::vector<VisitField> seen;
  std::vector<VisitServiceDue> services;
  std::string last;  // when and how the latest visit ended
};
BOOST_DESCRIBE_STRUCT(FieldTask, (),
                      (id, person_id, who, place_label, about, due_on, survey, level, seen,
                       services, last))

struct VisitQuestion {
  std::string fact;
  std::string question;
  std::string question_en;
  std::string type;  // boolean | code | text | money | count | day | …
  std::vector<Labelled> choices;
};
BOOST_DESCRIBE_STRUCT(VisitQuestion, (), (fact, question, question_en, type, choices))

struct VisitSurvey {
  std::string survey;
  std::string label;
  std::vector<VisitQuestion> questions;
};
BOOST_DESCRIBE_STRUCT(VisitSurvey, (), (survey, label, questions))

struct VisitProvider {
  std::string uscc;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(VisitProvider, (), (uscc, name))

// Everything that a visitor needs away from the desk: his own tasks, the most urgent first.
struct VisitBag {
  Id account;
  std::string now;  // of the trade; the device reckons its own clock by it
  std::int64_t keep_days = 0;  // how long the device may keep it
  std::vector<FieldTask> tasks;
  std::int64_t left_out = 0;  // tasks beyond what is taken along
  std::vector<VisitSurvey> surveys;
  std::vector<Labelled> ways;
  std::vector<Labelled> outcomes;
  std::vector<Labelled> services;
  std::vector<Labelled> referrals;
  std::vector<VisitProvider> providers;
};
BOOST_DESCRIBE_STRUCT(VisitBag, (),
                      (account, now, keep_days, tasks, left_out, surveys, ways, outcomes, services,
                       referrals, providers))

struct RecordVisit {
  std::string key;  // the device's own name for this visit
  std::optional<Id> task;
  Id person;
  std::string way;
  std::string outcome;
  std::string visited_at;  // "2023-08-01T09:30:00+08:00"
  std::string note;
  std::string phone;  // a new one; empty: as it is
  std::string told;   // work that the person told of
  std::vector<std::string> services;
  std::string referral;
  std::string provider;
  std::string level;
  std::string survey;
  std::vector<VisitField> answers;
  std::vector<VisitField> seen;
  std::vector<VisitField> chosen;  // by field: mine | file
};
BOOST_DESCRIBE_STRUCT(RecordVisit, (),
                      (key, task, person, way, outcome, visited_at, note, phone, told, services,
                       referral, provider, level, survey, answers, seen, chosen))

struct VisitDifference {
  std::string field;
  std::string label;
  std::string seen;  // when it was taken along; values as people read them
  std::string now;
  std::string mine;
  bool choose = false;
};
BOOST_DESCRIBE_STRUCT(VisitDifference, (), (field, label, seen, now, mine, choose))

struct VisitTaken {
  std::string state;  // stored | conflict | set_aside
  std::vector<VisitDifference> differences;
  std::int64_t closed = 0;
};
BOOST_DESCRIBE_STRUCT(VisitTaken, (), (state, differences, closed))

struct SurveyLine {
  Id id;
  std::string survey_label;
  std::string label;
  std::string place_label;
  Day began_on;
  Day due_on;
  std::string made_by;
  std::int64_t open = 0;
  std::int64_t answered = 0;
  std::int64_t ended = 0;  // refused, moved away, died
};
BOOST_DESCRIBE_STRUCT(SurveyLine, (),
                      (id, survey_label, label, place_label, began_on, due_on, made_by, open,
                       answered, ended))

struct SurveyBoard {
  std::vector<VisitSurvey> surveys;
  std::vector<Labelled> ledgers;  // whose people can be asked
  std::vector<SurveyLine> batches;
};
BOOST_DESCRIBE_STRUCT(SurveyBoard, (), (surveys, ledgers, batches))

struct BeginSurvey {
  std::string survey;
  std::string label;
  std::string ledger;  // empty: whom the survey's own file names
  Day due_on;
};
BOOST_DESCRIBE_STRUCT(BeginSurvey, (), (survey, label, ledger, due_on))

struct SurveyBegun {
  Id id;
};
BOOST_DESCRIBE_STRUCT(SurveyBegun, (), (id))

struct SurveyCount {
  std::string label;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(SurveyCount, (), (label, people))

struct SurveyResult {
  std::string question;
  std::int64_t given = 0;           // people who answered it
  std::vector<SurveyCount> counts;  // by answer; none of texts and numbers
};
BOOST_DESCRIBE_STRUCT(SurveyResult, (), (question, given, counts))

struct SurveyView {
  SurveyLine batch;
  std::vector<VisitPlace> places;
  std::vector<SurveyResult> results;
};
BOOST_DESCRIBE_STRUCT(SurveyView, (), (batch, places, results))

std::vector<Route> visit_routes();
std::vector<Route> survey_routes();

}  // namespace leye::api
