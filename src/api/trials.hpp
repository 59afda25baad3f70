// What if: the numbers that the rules in force are written with, and what other numbers would cost
// and give over the whole register.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct PolicyNumber {
  std::string id;           // hiring_subsidy.5
  std::string declaration;  // hiring_subsidy
  std::string heading;      // its first line, as written
  std::string measure;      // the measure's label; empty: a term or a parameter, for several
  std::string clause;
  std::string summary;
  std::string text;  // as written: 1000, 60%, 2023-12-31
  std::string kind;  // number | share | day
  std::string before, after;  // the rest of its line
  std::string file;
  std::int32_t line = 0;
};
BOOST_DESCRIBE_STRUCT(PolicyNumber, (),
                      (id, declaration, heading, measure, clause, summary, text, kind, before,
                       after, file, line))

struct PolicyNumbers {
  std::vector<PolicyNumber> items;
};
BOOST_DESCRIBE_STRUCT(PolicyNumbers, (), (items))

struct NumberChange {
  std::string number;
  std::string to;
};
BOOST_DESCRIBE_STRUCT(NumberChange, (), (number, to))

// Either changed numbers, or a draft as it is stored.
struct AskTrial {
  std::vector<NumberChange> changes;
  std::optional<Id> draft;
  std::optional<Day> on;  // day of application; today if missing
  std::optional<bool> reload;  // read the register again
};
BOOST_DESCRIBE_STRUCT(AskTrial, (), (changes, draft, on, reload))

struct TrialSum {
  std::int64_t granted = 0;
  Money amount;
  std::int64_t refused = 0;
  std::int64_t undetermined = 0;
};
BOOST_DESCRIBE_STRUCT(TrialSum, (), (granted, amount, refused, undetermined))

struct TrialMeasure {
  std::string id;
  std::string label;
  std::string fund_label;
  bool changed = false;  // the rule differs; else only what is left to it by others
  TrialSum before, after;
  std::int64_t gained = 0, lost = 0, more = 0, less = 0;
};
BOOST_DESCRIBE_STRUCT(TrialMeasure, (),
                      (id, label, fund_label, changed, before, after, gained, lost, more, less))

struct TrialCost {
  std::string fund;
  std::string fund_label;
  std::string month;  // 2023-08; empty: not known
  std::string county;
  std::string county_label;
  Money before, after;
};
BOOST_DESCRIBE_STRUCT(TrialCost, (), (fund, fund_label, month, county, county_label, before, after))

struct TrialGroup {
  std::string dimension;  // age | hukou | category | size
  std::string dimension_label;
  std::string code;
  std::string label;
  std::int64_t gain = 0, lose = 0;
  Money change;
};
BOOST_DESCRIBE_STRUCT(TrialGroup, (),
                      (dimension, dimension_label, code, label, gain, lose, change))

// A case that is not decided yet, whose answer differs.
struct TrialCase {
  std::string measure_label;
  std::optional<Id> case_id;  // where the reader may see it
  bool had = false, has = false;
  Money before, after;
};
BOOST_DESCRIBE_STRUCT(TrialCase, (), (measure_label, case_id, had, has, before, after))

struct TrialReport {
  Money before, after;
  std::int64_t people_gain = 0, people_lose = 0, employers_gain = 0, employers_lose = 0;
  std::int64_t subjects = 0;
  std::int64_t milliseconds = 0;
  std::vector<TrialMeasure> measures;  // those with anybody in them
  std::vector<TrialCost> costs;
  std::vector<TrialGroup> groups;
  std::vector<TrialCase> cases;  // the first 200
  std::int64_t cases_total = 0;
};
BOOST_DESCRIBE_STRUCT(TrialReport, (),
                      (before, after, people_gain, people_lose, employers_gain, employers_lose,
                       subjects, milliseconds, measures, costs, groups, cases, cases_total))

struct PolicyTrial {
  Id id;
  std::string title;
  std::string state;  // waiting | loading | comparing | done | failed
  std::string state_label;
  Day on;
  std::string asked_by;
  std::string asked_at;
  std::string as_of;  // when the register was read; empty: not yet
  std::int64_t done = 0, total = 0;
  std::optional<Failure> problem;
  std::optional<TrialReport> report;
};
BOOST_DESCRIBE_STRUCT(PolicyTrial, (),
                      (id, title, state, state_label, on, asked_by, asked_at, as_of, done, total,
                       problem, report))

struct PolicyTrials {
  std::vector<PolicyTrial> items;  // without their reports, the latest first
};
BOOST_DESCRIBE_STRUCT(PolicyTrials, (), (items))

}  // namespace leye::api
