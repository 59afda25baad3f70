// Which families must not be without work (零就业家庭动态清零, 一户一人就业, 低保家庭), and by when
// one of them is to be helped into work: data/registers/families.csv, over which the pack in force
// may put lines of its own, families/rules.csv.
//
//   const FamilyRules rules = TRY(FamilyRules::load(pack, vocabulary));
//   for (const FamilyRule& rule : rules.all()) …
//   deadline_of(since, rule, calendar, today)
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/working_days.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::families {

struct Ages {
  int from = 0, to = 0;  // full years, both ends included
};

struct FamilyRule {
  // Whose standing makes it a family in which somebody ought to be at work.
  enum class Member {
    any,         // whoever belongs to `group`
    registered,  // a member who is registered as unemployed
    able,        // a member of these ages whose registered state is none of `not_states`
  };
  std::string id, zh, en;
  std::string household_kind;           // code
  std::string group;                    // that member belongs to it (code of key_group); or empty
  Member member = Member::registered;
  Ages men, women;                      // of who is able
  std::vector<std::string> not_states;  // codes of registered_state
  int working_days = 0;   // from the day on which nobody works any more until one of them does
  int relapse_days = 0;   // without work again within so many days: a relapse (复发)
  int stands_days = 0;    // after so many days at work the solution stands
  int stable_months = 0;  // of work without a break: stable (稳定就业)
  std::string owner;      // the role on whose desk a family that was found is put
  std::string why;        // the text it rests on
};

class FamilyRules {
 public:
  // Of the installation, then of the pack and the packs behind it: a line with the id of another
  // one replaces it, with 0 working days it drops it.
  static Result<FamilyRules> load(const std::filesystem::path& pack, const Vocabulary& vocabulary);
  static Result<FamilyRules> load(const Vocabulary& vocabulary);
  // invalid_input, with the line: not fourteen columns, no such code, no number of days.
  static Result<FamilyRules> read(const std::filesystem::path& file, const Vocabulary& vocabulary);
  Status add(const std::filesystem::path& file, const Vocabulary& vocabulary, bool over);

  const std::vector<FamilyRule>& all() const { return rules_; }
  const FamilyRule* find(const std::string& id) const;

 private:
  std::vector<FamilyRule> rules_;
};

struct Deadline {
  std::optional<Day> due;   // none: the calendar of its year is not known
  std::optional<int> left;  // working days, today not counted; negative: so many too late
  bool overdue = false;
};
// The day of loss is not counted (民法典第二百零一条).
Deadline deadline_of(Day since, const FamilyRule& rule, const WorkingDays& calendar, Day today);

}  // namespace leye::families
