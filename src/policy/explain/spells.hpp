// Months in which at least one of several spells runs, and unbroken runs of them.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "policy/plan/plan.hpp"

namespace leye::policy {

class Spells {
 public:
  // A spell that counts for certain, or may count, from a month to a month, both included. One
  // whose first month is none is no spell.
  void add(bool certain, const Value& from, const Value& until);
  // months_covered, longest_run, or last_run: the run that ends in the month `end`, 0 if that month
  // is in no spell. `open`: there may be spells that are not listed.
  Value result(Op op, bool open, const Value& end) const;

 private:
  using Months = std::vector<std::pair<std::int64_t, std::int64_t>>;  // first and last
  static Months merged(Months spells);
  static std::int64_t measured(Op op, const Months& merged, std::int64_t end);

  Months certain_;          // what is surely in a spell
  Months possible_;         // what may be, the certain months too
  bool unbounded_ = false;  // some spell may reach as far as one likes
};

}  // namespace leye::policy
