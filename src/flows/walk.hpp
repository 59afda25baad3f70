// Walking along a path: pure functions from the path, the step and the amount.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/working_days.hpp"
#include "flows/transitions.hpp"
#include "policy/plan/path.hpp"

namespace leye::flows {

// The step of that id. conflict: the pack has changed and no longer has it.
Result<const policy::Step*> step_of(const policy::Path& path, const std::string& id);

// The step after `id` that takes this amount; null after the last one.
const policy::Step* step_after(const policy::Path& path, const std::string& id, Money amount);

// The deciding step that takes this amount; exactly one does (path_rules).
const policy::Step& deciding_step(const policy::Path& path, Money amount);

bool takes(const policy::Step& step, Money amount);
bool has_effect(const policy::Step& step, policy::Effect effect);
bool is_deciding(const policy::Step& step);

// Where a correction or return goes: the one named, or the only one allowed.
Result<const policy::Step*> step_back(const policy::Path& path, const policy::Step& from,
                                      const std::string& wanted);

// The place whose tasks these are: the street or county of the jurisdiction, or the area's own
// code. Where only the county is known, the street's tasks are the county's.
std::int64_t place_of(policy::PlaceLevel level, std::int64_t jurisdiction, std::int64_t area);

// The level of the fund that pays, as funds/ knows it; none: the fund that pools the place.
std::optional<std::string> fund_level(policy::PlaceLevel level);

// The last day for the step. Unknown if the calendar does not reach that far.
struct DueDay {
  std::optional<Day> on;
  bool unknown = false;
};
DueDay due_day(const policy::Step& step, Day entered, const WorkingDays& calendar);

// The steps that a case of this amount walks through, in order.
std::vector<const policy::Step*> steps_for(const policy::Path& path, Money amount);

}  // namespace leye::flows
