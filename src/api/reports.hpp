// What schools and employers report and the people concerned confirm (src/reports): for reporters,
// for the person, for the window.
#pragma once

#include "api/persons.hpp"
#include "api/records.hpp"
#include "api/route.hpp"

namespace leye::api {

struct ReportCounts {
  std::int64_t all = 0;
  std::int64_t reported = 0;  // not answered yet, the late ones among them
  std::int64_t late = 0;
  std::int64_t confirmed = 0;
  std::int64_t contested = 0;
  std::int64_t upheld = 0;
};
BOOST_DESCRIBE_STRUCT(ReportCounts, (), (all, reported, late, confirmed, contested, upheld))

struct ReportKind {
  std::string report;
  std::string label;
  std::string kind;             // of the records
  bool asks = false;            // somebody confirms them
  std::int32_t days = 0;        // to confirm
  std::string why;              // the text it rests on
  std::vector<KindFact> facts;  // that the reporter writes
  ReportCounts counts;
};
BOOST_DESCRIBE_STRUCT(ReportKind, (), (report, label, kind, asks, days, why, facts, counts))

struct ReportDesk {
  std::string name;  // in whose name the caller reports; empty for staff
  std::vector<ReportKind> items;
};
BOOST_DESCRIBE_STRUCT(ReportDesk, (), (name, items))

struct ReportLine {
  Id record;
  std::string report;
  std::string report_label;
  std::optional<Id> person_id;  // for staff and the person
  std::string who;
  std::string place_label;
  std::string organisation_label;
  std::vector<FactLine> facts;  // that are known
  std::vector<KindFact> asked;  // what the person confirms, or says otherwise
  std::string state;            // reported, confirmed, contested, upheld; empty: nobody is asked
  std::string state_label;
  bool late = false;
  std::optional<Day> due;
  std::string version;  // goes back with the answer
  std::optional<Id> word;
  std::string said;
  std::vector<FactLine> meant;  // what is right, as the person told it
  std::string outcome;
  std::string settled_by;
  std::string said_at;
  std::optional<Day> reminded_on;
};
BOOST_DESCRIBE_STRUCT(ReportLine, (),
                      (record, report, report_label, person_id, who, place_label,
                       organisation_label, facts, asked, state, state_label, late, due, version,
                       word, said, meant, outcome, settled_by, said_at, reminded_on))

struct WriteReport {
  std::optional<Id> record;  // to be changed; none: a new one
  std::vector<WrittenFact> facts;
};
BOOST_DESCRIBE_STRUCT(WriteReport, (), (record, facts))

struct GraduateStep {
  std::string step;
  std::string label;
  bool done = false;
  std::optional<Day> on;
  std::string where;
  std::string next;  // what comes next, while it is not done
  std::string why;
};
BOOST_DESCRIBE_STRUCT(GraduateStep, (), (step, label, done, on, where, next, why))

struct PersonReports {
  std::vector<ReportLine> items;
  std::vector<GraduateStep> steps;  // of whom a school reported
};
BOOST_DESCRIBE_STRUCT(PersonReports, (), (items, steps))

struct AnswerReport {
  std::string report;
  std::string version;
  bool agrees = false;
  std::string said;
  std::vector<WrittenFact> meant;
};
BOOST_DESCRIBE_STRUCT(AnswerReport, (), (report, version, agrees, said, meant))

struct SettleWord {
  std::string take;  // person: what the person says is right; report: it stays as reported
  std::string outcome;
};
BOOST_DESCRIBE_STRUCT(SettleWord, (), (take, outcome))

struct RemindersSent {
  std::int64_t sent = 0;
};
BOOST_DESCRIBE_STRUCT(RemindersSent, (), (sent))

std::vector<Route> report_routes();
std::vector<Route> report_answer_routes();

}  // namespace leye::api
