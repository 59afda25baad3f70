#include "policy/explain/spells.hpp"

#include <algorithm>

namespace leye::policy {

void Spells::add(bool certain, const Value& from, const Value& until) {
  if (from.state == State::none || until.state == State::none) return;
  const bool sure = certain && !from.perhaps_none() && !until.perhaps_none();
  if (sure && from.bounded_above() && until.bounded_below() && from.high.top <= until.low.top)
    certain_.emplace_back(from.high.top, until.low.top);
  if (!from.bounded_below() || !until.bounded_above()) {
    unbounded_ = true;
  } else if (from.low.top <= until.high.top) {
    possible_.emplace_back(from.low.top, until.high.top);
  }
}

Spells::Months Spells::merged(Months spells) {
  std::sort(spells.begin(), spells.end());
  Months runs;
  for (const auto& [first, last] : spells) {
    if (runs.empty() || first > runs.back().second + 1) {
      runs.emplace_back(first, last);
    } else {
      runs.back().second = std::max(runs.back().second, last);
    }
  }
  return runs;
}

std::int64_t Spells::measured(Op op, const Months& merged, std::int64_t end) {
  std::int64_t months = 0;
  for (const auto& [first, last] : merged) {
    const auto length = last - first + 1;
    if (op == Op::months_covered) months += length;
    if (op == Op::longest_run) months = std::max(months, length);
    if (op == Op::last_run && first <= end && end <= last) months = end - first + 1;
  }
  return months;
}

Value Spells::result(Op op, bool open, const Value& end) const {
  const bool ends = op != Op::last_run || end.known();
  const auto low = ends ? measured(op, merged(certain_), end.low.top) : 0;
  const bool bounded = ends && !open && !unbounded_;
  const auto high = bounded ? measured(op, merged(possible_), end.low.top) : no_high;
  return Value::between({low, 1}, {high, 1});
}

}  // namespace leye::policy
