// What screening keeps of a category (类别) of people or employers. A row for everyone who meets
// the conditions of entry would be a row for much of the register, most of it about nothing; so
// kept is only where somebody has to act:
//
//   eligible      may be recognised and is not
//   should_leave  is recognised, and the conditions of exit hold
//   lapses_soon   is recognised, and that ends within 30 days
//
// Of a category that needs no recognition nothing is kept: it means its conditions.
#pragma once

#include <optional>
#include <unordered_map>

#include "policy/explain/explain.hpp"

namespace leye::benefits {

inline constexpr int lapse_days = 30;

// A recognition on a day.
struct Standing {
  bool certain = true;       // false: a date of the recognition is not known
  std::optional<Day> until;  // its last day; none: without end
};
// A recognition counts from its first day through its last; on the day of exit it is over. Nothing
// if it certainly does not count; `recognition` is a row of that entity.
std::optional<Standing> standing_on(const policy::Facts& facts, policy::Row recognition, Day on);

// One category in a block of facts after another.
class CategoryFindings {
 public:
  // Facts and category must outlive it.
  CategoryFindings(const policy::Facts& facts, const policy::Measure& category, Day on);

  static bool is_category(const policy::Measure& measure) { return measure.word == "category"; }

  void read_recognitions();  // of the block that is loaded now

  // Whether the answer about this row has to be looked at in full.
  bool matters(policy::Row subject, policy::Outcome outcome) const;
  // The outcome that is kept, or null.
  const char* kept(policy::Row subject, const policy::Answer& answer) const;
  // Where the person lives or the organisation is registered; 0: not known.
  std::int64_t place(policy::Row subject) const;

 private:
  void add(policy::Row recognition, policy::Row subject);
  bool should_leave(const policy::Answer& answer) const;

  const policy::Facts& facts_;
  const policy::Measure& category_;
  const Day on_;
  policy::EntityIndex recognition_;
  policy::FactIndex subject_;  // of a recognition: whose it is
  std::unordered_map<policy::Row, Standing> recognised_;
};

}  // namespace leye::benefits
