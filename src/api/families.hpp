// Families of which nobody works (零就业家庭动态清零): cases with a countdown, who helps, what was
// done, and the figures that are asked for. src/families says how they open and close.
#pragma once

#include "api/persons.hpp"
#include "api/route.hpp"
#include "families/cases.hpp"

namespace leye::api {

// One rule on one family, by today's registers.
struct FamilyClock {
  std::string rule;
  std::string label;
  std::string label_en;
  Day since;                        // the first day on which nobody worked
  std::int32_t working_days = 0;    // allowed
  std::optional<Day> due;           // none: the calendar of its year is not known
  std::optional<std::int32_t> left;  // working days, today not counted; negative: too late
  bool overdue = false;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(FamilyClock, (),
                      (rule, label, label_en, since, working_days, due, left, overdue, why))

struct FamilyRuleLine {
  std::string rule;
  std::string label;
  std::int32_t working_days = 0;
  std::int32_t relapse_days = 0;
  std::int32_t stands_days = 0;
  std::int32_t stable_months = 0;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(FamilyRuleLine, (),
                      (rule, label, working_days, relapse_days, stands_days, stable_months, why))

// So many of so many; each opens the rows that it counts, by `what` of the list.
struct FamilyFigure {
  std::string figure;
  std::int64_t part = 0;
  std::string part_what;
  std::int64_t whole = 0;
  std::string whole_what;
};
BOOST_DESCRIBE_STRUCT(FamilyFigure, (), (figure, part, part_what, whole, whole_what))

struct FamilyTown {
  Id town;
  std::string label;
  std::int64_t open = 0;
  std::int64_t found = 0;  // not confirmed yet
  std::int64_t overdue = 0;
  std::int64_t month_found = 0;
  std::int64_t month_helped = 0;
  std::int64_t month_cleared = 0;
  std::int64_t month_solved = 0;
  std::int64_t month_relapse = 0;
};
BOOST_DESCRIBE_STRUCT(FamilyTown, (),
                      (town, label, open, found, overdue, month_found, month_helped,
                       month_cleared, month_solved, month_relapse))

struct FamilyHelper {
  Id account;
  std::string name;
  std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(FamilyHelper, (), (account, name, open))

struct FamilyBoard {
  std::string month;  // 2023-10
  std::vector<FamilyRuleLine> rules;
  std::vector<FamilyFigure> figures;
  std::int64_t solved = 0;       // of the month: how many the days below are of
  std::int64_t days_mean_10 = 0;  // tenths of a day from the loss of work to work
  std::int64_t days_worst = 0;
  std::vector<FamilyTown> towns;
  std::vector<FamilyHelper> helpers;  // whom the caller may give families to
  std::vector<Labelled> actions;
  std::vector<Labelled> refusals;
};
BOOST_DESCRIBE_STRUCT(FamilyBoard, (),
                      (month, rules, figures, solved, days_mean_10, days_worst, towns, helpers,
                       actions, refusals))

struct FamilyCaseLine {
  Id id;
  std::optional<Id> head_id;  // none: outside the caller's places
  std::string head;
  std::string place_label;
  std::int64_t people = 0;
  std::string rule;
  std::string rule_label;
  std::string state;  // found | helping | refused | solved | gone
  std::string state_label;
  std::string because_label;  // refused and gone: why
  bool relapse = false;
  Day since;
  Day found_on;
  std::optional<Day> due_on;
  std::optional<std::int32_t> left;  // working days; open cases
  bool overdue = false;
  std::optional<Day> ended_on;
  std::optional<std::int64_t> days;  // solved: from the loss of work to work
  std::optional<Day> stood_on;
  std::string helper;  // name; empty: nobody
  std::int64_t times = 0;
  std::optional<Day> last_on;
  std::string last_label;
  std::string last_told;
};
BOOST_DESCRIBE_STRUCT(FamilyCaseLine, (),
                      (id, head_id, head, place_label, people, rule, rule_label, state,
                       state_label, because_label, relapse, since, found_on, due_on, left, overdue,
                       ended_on, days, stood_on, helper, times, last_on, last_label, last_told))

struct FamilyMemberLine {
  std::optional<PersonCard> card;  // none: outside the caller's places
  bool present = false;
  bool registered_unemployed = false;
  bool at_work = false;
  std::optional<Day> work_from;  // the latest stretch of work without a break
  std::optional<Day> work_to;
  std::optional<Day> stable_on;  // since when a stretch has been long enough (稳定就业)
};
BOOST_DESCRIBE_STRUCT(FamilyMemberLine, (),
                      (card, present, registered_unemployed, at_work, work_from, work_to,
                       stable_on))

struct FamilyStepLine {
  std::string kind;
  std::string label;
  Day happened_on;
  std::string told;
  std::string who;  // it was for; empty: the family, or hidden
  std::string by;   // name; empty: the system
  std::string at;
};
BOOST_DESCRIBE_STRUCT(FamilyStepLine, (), (kind, label, happened_on, told, who, by, at))

struct FamilyCaseFile {
  FamilyCaseLine line;
  std::string why;  // the rule's text
  std::int32_t stable_months = 0;
  std::string note;          // of who refused it
  std::string confirmed_by;  // name
  std::string proof_who;     // solved: who works; hidden where the caller does not see the person
  std::string proof_where;
  std::optional<Day> proof_from;
  std::optional<Day> proof_to;
  bool may_help = false;  // the caller, here
  std::vector<FamilyMemberLine> members;
  std::vector<FamilyStepLine> steps;    // the latest first
  std::vector<FamilyCaseLine> earlier;  // cases it goes on from, the latest first
  std::vector<Labelled> actions;
  std::vector<Labelled> refusals;
};
BOOST_DESCRIBE_STRUCT(FamilyCaseFile, (),
                      (line, why, stable_months, note, confirmed_by, proof_who, proof_where,
                       proof_from, proof_to, may_help, members, steps, earlier, actions, refusals))

struct AssignFamilies {
  std::vector<Id> ids;
  std::optional<Id> helper;  // none: nobody
};
BOOST_DESCRIBE_STRUCT(AssignFamilies, (), (ids, helper))

struct FamiliesAssigned {
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FamiliesAssigned, (), (count))

struct JudgeFamily {
  bool confirmed = false;
  std::string reason;  // a code of family_refusal; of a refusal
  std::string note;
};
BOOST_DESCRIBE_STRUCT(JudgeFamily, (), (confirmed, reason, note))

struct HelpFamily {
  std::string action;  // a code of family_action
  Day happened_on;
  std::optional<Id> person;
  std::string told;
};
BOOST_DESCRIBE_STRUCT(HelpFamily, (), (action, happened_on, person, told))

FamilyClock clock_of(const Call& call, const families::FamilyRule& rule, Day since);
// The cases of a household, those that are open first.
Result<std::vector<FamilyCaseLine>> cases_of_household(Call& call, std::int64_t household);
// After something was written about them: their families are found, solved or taken back in the
// same transaction, which sees all places.
Status look_at_families_of(Call& call, store::Transaction& transaction,
                           const std::vector<std::int64_t>& people);

std::vector<Route> family_routes();

}  // namespace leye::api
