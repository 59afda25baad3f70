// The cases of families without work as people work with them: who helps, what was done, what came
// of it, and the figures that are asked for (清零率, 帮扶率). look.hpp opens and closes them.
//
//   const auto page = TRY(list_cases(transaction, {.what = "open", …}, 50, 0));
//   TRY(assign_cases(transaction, desk, {3, 7}, helper));
//   TRY(confirm_case(transaction, desk, 3));
//   TRY(help_family(transaction, desk, {.id = 3, .action = "referral", …}));
//
// Everything runs in the caller's own scope: cases are those of households in his places.
#pragma once

#include "base/clock.hpp"
#include "families/rules.hpp"
#include "store/transaction.hpp"

namespace leye::families {

// Who acts, when; the rules give the desk's words.
struct CaseDesk {
  const FamilyRules& rules;
  std::int64_t account = 0;
  Day today;
  Instant now;
};

struct CaseQuestion {
  // A state: open (found or helping), found, helping, overdue, solved, relapse, refused, gone, all.
  // Of a month: month_found, month_helped, month_cleared, month_solved, month_relapse; those of a
  // month are neither refused nor unfounded, and a family that moved counts where it is now.
  std::string what;
  std::string rule;  // empty: all
  std::int64_t place_lo = 0, place_hi = 999'999'999'999;
  std::optional<std::int64_t> helper;
  bool unassigned = false;
  std::optional<std::int64_t> household;
  Day first, last;  // of the month
  Day today;
};

struct CaseLine {
  std::int64_t id = 0, household = 0, place = 0, people = 0;
  std::string rule, place_label, state, ended_because;
  std::optional<std::int64_t> head;  // of the household, if the scope sees the person
  std::string head_name;
  Day since, found_on;
  std::optional<Day> due_on, ended_on, stood_on;
  std::optional<std::int64_t> helper, earlier;
  bool relapse = false;
  std::int64_t times = 0;  // what was done for the family
  std::optional<Day> last_on;
  std::string last_action, last_told;
};
struct CasePage {
  std::vector<CaseLine> lines;
  std::int64_t total = 0;
};
Result<CasePage> list_cases(store::Transaction& transaction, const CaseQuestion& asked,
                            std::int64_t limit, std::int64_t offset);

// Each number is how many list_cases finds.
struct CaseCounts {
  std::int64_t open = 0, found = 0, overdue = 0;
  std::int64_t month_found = 0, month_helped = 0, month_cleared = 0, month_solved = 0,
               month_relapse = 0;
  std::int64_t days_sum = 0, days_worst = 0;  // from the loss of work to work, of month_solved
};
struct TownCounts {
  std::int64_t town = 0;
  std::string label;
  CaseCounts counts;
};
// By town, those with the most overdue first; `what` is not looked at.
Result<std::vector<TownCounts>> count_cases(store::Transaction& transaction,
                                            const CaseQuestion& asked);

struct MemberSpell {
  std::int64_t person = 0;
  bool present = false;
  bool registered_unemployed = false, at_work = false;  // on the day
  // Work without a break, the latest stretch of it: since when, to its last day.
  std::optional<Day> work_from, work_to;
  std::optional<Day> stable_on;  // the day on which the latest stretch that did was long enough
};
struct CaseStepLine {
  std::string kind, action, told;
  Day happened_on;
  std::optional<std::int64_t> person, account;
  Instant at;
};
struct CaseFile {
  CaseLine line;
  std::string note;
  std::optional<std::int64_t> confirmed_by, proof_person;
  std::string proof_employer;
  std::optional<Day> proof_from, proof_to;
  std::vector<CaseStepLine> steps;  // the latest first, with those of the cases it comes from
  std::vector<CaseLine> earlier;    // the latest first
};
// not_found.
Result<CaseFile> find_case(store::Transaction& transaction, std::int64_t id);

// Who belongs to the household on the day, or did; with the work of each. The transaction's scope
// must bypass row-level security: members work anywhere.
Result<std::vector<MemberSpell>> members_at_work(store::Transaction& transaction,
                                                 std::int64_t household, Day on, int stable_months);

struct Helper {
  std::int64_t account = 0;
  std::string name;
  std::int64_t open = 0;  // cases given to him, within the caller's places
};
// Accounts that may help within these places, by name.
Result<std::vector<Helper>> list_helpers(store::Transaction& transaction,
                                         const std::string& area_schema, std::int64_t place_lo,
                                         std::int64_t place_hi);

inline constexpr std::size_t cases_at_once = 500;
// To `helper`, or to nobody. conflict: one of them is over, or none of the caller's.
Result<std::int64_t> assign_cases(store::Transaction& transaction, const CaseDesk& desk,
                                  std::vector<std::int64_t> ids,
                                  std::optional<std::int64_t> helper);

// Somebody saw that it is so. Also after it was refused. not_found; conflict: it is over.
Status confirm_case(store::Transaction& transaction, const CaseDesk& desk, std::int64_t id);
// It is not so (a code of family_refusal), in the words of who looked. Not found again until the
// family is at work and loses it again.
Status refuse_case(store::Transaction& transaction, const CaseDesk& desk, std::int64_t id,
                   const std::string& reason, const std::string& note);

struct Help {
  std::int64_t id = 0;
  std::string action;  // a code of family_action
  Day happened_on;
  std::optional<std::int64_t> person;
  std::string told;  // what came of it
};
// conflict: it is over without work. invalid_input: the day is to come, or somebody else's family.
Status help_family(store::Transaction& transaction, const CaseDesk& desk, const Help& help);

}  // namespace leye::families
