// The policy on screen: measures with clause, rule, cases and options; what screening found for
// each; the trace of one result.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct Measure {
  std::string id;
  std::string label;
  std::string clause;
  std::string summary;
  std::string fund_label;
  std::string status;  // in_force | not_in_force | not_set
  std::string status_label;
  std::int64_t eligible = 0;
  std::int64_t short_by_one = 0;
  std::int64_t undetermined = 0;
  bool category = false;          // of a category these two count instead
  std::int64_t should_leave = 0;  // recognised, and the conditions of exit hold
  std::int64_t lapses_soon = 0;   // recognised for 30 more days or less
  Money amount;
};
BOOST_DESCRIBE_STRUCT(Measure, (),
                      (id, label, clause, summary, fund_label, status, status_label, eligible,
                       short_by_one, undetermined, category, should_leave, lapses_soon, amount))

struct Measures {
  std::vector<Measure> items;
};
BOOST_DESCRIBE_STRUCT(Measures, (), (items))

struct WorkedCase {
  std::string id;
  std::string expectation;
  std::string reason;
  bool passed = false;
};
BOOST_DESCRIBE_STRUCT(WorkedCase, (), (id, expectation, reason, passed))

struct Reading {
  std::string value;
  std::string label;
  bool in_use = false;
};
BOOST_DESCRIBE_STRUCT(Reading, (), (value, label, in_use))

// A named choice where the document can be read in more than one way.
struct MeasureOption {
  std::string name;
  std::string label;
  std::string value;
  std::vector<Reading> readings;
};
BOOST_DESCRIBE_STRUCT(MeasureOption, (), (name, label, value, readings))

struct PathStep {
  std::string id;
  std::string label;
  std::string role_label;
  std::string deadline;
};
BOOST_DESCRIBE_STRUCT(PathStep, (), (id, label, role_label, deadline))

// What the path says beside its steps: who takes in, until when, who bears what.
struct PathTerm {
  std::string label;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(PathTerm, (), (label, text))

struct MeasurePath {
  std::string kind;
  std::string label;
  std::vector<PathStep> steps;
  std::vector<PathTerm> terms;
  bool runs = false;              // cases can be opened
  std::vector<std::string> kept;  // else why not
};
BOOST_DESCRIBE_STRUCT(MeasurePath, (), (kind, label, steps, terms, runs, kept))

struct Parameter {
  std::string name;
  std::string label;
  std::string value;
  std::optional<Day> valid_from;
  std::string clause;
};
BOOST_DESCRIBE_STRUCT(Parameter, (), (name, label, value, valid_from, clause))

struct MeasureFile : Measure {
  std::string rule_zh;
  std::string rule_en;
  std::vector<WorkedCase> cases;
  std::vector<MeasureOption> options;
  MeasurePath path;
  std::vector<Parameter> parameters;
};
BOOST_DESCRIBE_STRUCT(MeasureFile, (Measure), (rule_zh, rule_en, cases, options, path, parameters))

// A sentence of the document that a condition rests on, and what it says in our words.
struct Cite {
  std::string label;    // 二(二)8 句2
  std::string summary;  // empty where the pack in force has no such sentence
};
BOOST_DESCRIBE_STRUCT(Cite, (), (label, summary))

struct TraceFact {
  std::string label;
  std::string value;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(TraceFact, (), (label, value, source))

// An answer, a group of conditions or one condition; the root is the answer, its children are the
// validity, the conditions and the amount.
struct TraceNode {
  std::string kind;  // answer | validity | leaf | all | any | none | by_option | amount
  std::string label;
  std::string verdict;  // yes | no | unknown
  std::vector<Cite> cites;
  std::vector<TraceFact> fact_lines;
  std::string found;     // what was compared: 11 个月
  std::string required;  // the limit: 1 年以上
  std::string margin;    // how far from it: 差 1 个月
  std::string advice;    // what would make it hold; tried by evaluating again
  std::vector<TraceNode> children;
};
BOOST_DESCRIBE_STRUCT(TraceNode, (),
                      (kind, label, verdict, cites, fact_lines, found, required, margin, advice,
                       children))

struct ScreeningResult {
  Id id;
  std::string measure;
  std::string subject_label;
  std::optional<Id> organisation_id;
  std::optional<Id> person_id;
  std::string place_label;
  std::string outcome;
  std::string outcome_label;
  std::optional<Money> amount;
  std::optional<Money> range_low;
  std::optional<Money> range_high;
  std::int32_t distance = 0;
  std::vector<std::string> missing;
  std::vector<std::string> missing_label;
  std::vector<std::string> failed_label;
};
BOOST_DESCRIBE_STRUCT(ScreeningResult, (),
                      (id, measure, subject_label, organisation_id, person_id, place_label, outcome,
                       outcome_label, amount, range_low, range_high, distance, missing,
                       missing_label, failed_label))

struct ScreeningResultFile : ScreeningResult {
  std::string measure_label;
  std::string clause;
  TraceNode trace;
};
BOOST_DESCRIBE_STRUCT(ScreeningResultFile, (ScreeningResult), (measure_label, clause, trace))

struct StartScreening {
  Day on;
};
BOOST_DESCRIBE_STRUCT(StartScreening, (), (on))

struct OutcomeCount {
  std::string measure;
  std::string measure_label;
  std::string outcome;
  std::string outcome_label;
  std::int64_t count = 0;
  Money amount;
  bool category = false;  // the measure is a category
};
BOOST_DESCRIBE_STRUCT(OutcomeCount, (),
                      (measure, measure_label, outcome, outcome_label, count, amount, category))

struct Screening {
  Id run;
  Day on;
  std::string state;  // running | done | failed
  std::string state_label;
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::int64_t rate_per_second = 0;
  std::int64_t seconds_left = 0;
  std::vector<OutcomeCount> counts;
};
BOOST_DESCRIBE_STRUCT(Screening, (),
                      (run, on, state, state_label, done, total, rate_per_second, seconds_left,
                       counts))

}  // namespace leye::api
