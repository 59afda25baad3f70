// What a figure should reach, printed beside it. Reaching it fails nothing: machines differ.
#pragma once

#include <optional>
#include <string>

#include "parts.hpp"

namespace leye::bench {

struct Goal {
  const char* name;  // of figures; * is any part between two dots
  double limit = 0;
  bool at_least = true;  // else at most

  bool met(double value) const { return at_least ? value >= limit : value <= limit; }
};

// The first that fits; nothing for figures that only tell.
std::optional<Goal> goal_of(const std::string& name);

// Those figures that have a goal, a line each.
std::string goals_table(const std::vector<Measurement>& measured);

}  // namespace leye::bench
