// Families of which nobody works, since when, and until when one of them is to be helped into work:
// 零就业家庭动态清零 and 一户一人就业 by one rule. Which families count, and how many working days the
// help may take, are data/registers/families.csv.
//
//   const FamilyRules rules = TRY(FamilyRules::load(vocabulary));
//   const auto found = TRY(families_without_work(transaction, *rules.find("without_work"), {…}));
//   for (const Family& each : found.families) … deadline_of(each.since, rule, calendar, today) …
//
// It is counted from the registers of the moment: whoever is hired takes the family off the list in
// the same second, whoever loses the last job puts it on. The transaction's scope must bypass
// row-level security, since members may work anywhere.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/working_days.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

struct FamilyRule {
  std::string id, zh, en;
  std::string household_kind;  // code
  std::string group;           // a member belongs to it (code of key_group); empty: a member is
                               // registered as unemployed
  int working_days = 0;        // from the day on which nobody works any more
  std::string why;             // the text it rests on
};

class FamilyRules {
 public:
  static Result<FamilyRules> load(const Vocabulary& vocabulary);
  // invalid_input, with the line: not seven columns, no such code, no number of days.
  static Result<FamilyRules> read(const std::filesystem::path& file, const Vocabulary& vocabulary);

  const std::vector<FamilyRule>& all() const { return rules_; }
  const FamilyRule* find(const std::string& id) const;

 private:
  std::vector<FamilyRule> rules_;
};

struct Family {
  std::int64_t household = 0, householder = 0;
  Place place = 0;
  std::string place_label;
  std::int64_t people = 0;  // who belong to it that day
  Day since;                // the first day on which it was so
};

struct FamiliesWanted {
  Day on;
  std::int64_t place_low = 0, place_high = 0;  // where the household is
  std::int64_t household = 0;                  // that one alone; 0: all
  int limit = 500;
};

struct Families {
  std::vector<Family> families;  // those of the longest standing first, up to the limit
  std::int64_t total = 0;
};
Result<Families> families_without_work(store::Transaction& transaction, const FamilyRule& rule,
                                       const FamiliesWanted& wanted);

struct Deadline {
  std::optional<Day> due;   // none: the calendar of its year is not known
  std::optional<int> left;  // working days, today not counted; negative: so many too late
  bool overdue = false;
};
// The day of loss is not counted (民法典第二百零一条).
Deadline deadline_of(Day since, const FamilyRule& rule, const WorkingDays& calendar, Day today);

}  // namespace leye::registers
