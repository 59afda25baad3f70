// What the rules at hand name, from which examples are made: places, days, texts that make a
// difference to them. Other rules of the plan have no say.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "policy/plan/plan.hpp"

namespace leye::policy::proof {

struct Named {
  // Two counties (or the area itself, if it is no wider) of each area that is named and of the
  // pack's own, one more of its province, one elsewhere. Ascending.
  std::vector<std::int64_t> places;
  std::vector<Day> month_ends;     // after the 28th of a month
  std::vector<std::string> texts;  // and what begins with them; first two that nobody names
  // The years in which examples happen: some before and after what is named, and lately.
  int first_year = 2015;
  int last_year = 2026;
};

Named named_by(const Plan& plan, std::span<const Measure* const> measures);

}  // namespace leye::policy::proof
