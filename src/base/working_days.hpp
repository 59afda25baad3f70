// The working days (工作日) of China, from the State Council's yearly notices.
//
//   WorkingDays days = TRY(WorkingDays::load());
//   Day due = TRY(days.add(accepted_on, 5));      // the fifth working day after acceptance
//
// The notices are data (data/calendar/README.md), known for some years only. Any answer that
// depends on a day of a year without notice is an Error "not yet known" (ErrorCode::conflict:
// true later, when the year's file has been loaded); nothing is guessed.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace leye {

class WorkingDays {
 public:
  // Every *.csv of the resource data/calendar, then of the folder $LEYE_CALENDAR if it is set.
  static Result<WorkingDays> load();
  static Result<WorkingDays> load(const std::vector<std::filesystem::path>& folders);

  // Adds one file's lines; a later line for the same day wins. Errors name the line.
  Status read(std::string_view csv);

  Result<bool> is_working_day(Day day) const;

  // The count-th working day after `from`; the day an act is done is not counted (Civil Code
  // art. 201). A negative count goes back; 0 is `from` itself, worked or not.
  Result<Day> add(Day from, int count) const;

  // `day` if it is worked, else the next working day: where a period ends on a holiday it runs
  // to the day after it (Civil Code art. 203).
  Result<Day> on_or_after(Day day) const;

  // Working days after `from` up to and with `to`; negative if `to` is earlier.
  Result<int> between(Day from, Day to) const;

  // Years whose New Year's Day is listed.
  const std::set<int>& known_years() const { return known_years_; }

 private:
  std::map<Day, bool> worked_;  // only the days that depart from Monday to Friday
  std::set<int> known_years_;
};

}  // namespace leye
