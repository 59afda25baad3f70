// What stands beside the amount of an answer: its period, its stages, its place among others.
#include <algorithm>

#include "policy/explain/calculate.hpp"
#include "policy/explain/explain.hpp"

namespace leye::policy {
namespace {

const Value& at(const std::vector<Value>& values, std::int32_t index) {
  return values[static_cast<std::size_t>(index)];
}

std::optional<Day> day(const Value& value) {
  if (!value.known()) return std::nullopt;
  return Day::from_number(static_cast<std::int32_t>(value.low.top));
}

std::optional<Fraction> number(const Value& value) {
  return value.known() ? std::optional(value.low) : std::nullopt;
}

}  // namespace

void Evaluator::set_period(Answer& answer) const {
  if (measure_->months >= 0) {
    const auto& months = at(values_, measure_->months);
    if (months.known()) answer.months = months.low;
    answer.period_from = day(at(values_, measure_->period_from));
    answer.period_until = day(at(values_, measure_->period_until));
  } else if (measure_->by_year && measure_->grant_year >= 0) {
    const auto& year = at(values_, measure_->grant_year);
    answer.period_from = day(year_start(year));
    answer.period_until = day(year_end(year));
  } else {
    answer.period_from = answer.period_until = answer.event_on;
  }
}

void Evaluator::set_stages(Answer& answer) const {
  for (const auto& stage : measure_->stages) {
    StageAnswer out;
    if (stage.when >= 0) {
      const auto& when = at(values_, stage.when);
      out.holds = when.yes() ? Verdict::yes : when.no() ? Verdict::no : Verdict::unknown;
    }
    out.day = day(at(values_, stage.day));
    const auto& due = at(values_, stage.amount);
    if (due.bounded_below()) out.low = Money::fen(std::max<std::int64_t>(due.low.top, 0));
    out.high.reset();
    if (due.bounded_above()) out.high = Money::fen(std::max<std::int64_t>(due.high.top, 0));
    answer.stages.push_back(out);
  }
}

void Evaluator::set_competing(Answer& answer) const {
  auto& competing = answer.competing;
  if (measure_->rank >= 0) competing.rank = number(at(values_, measure_->rank));
  for (const auto& quota : measure_->quotas)
    competing.quotas.push_back(number(at(values_, quota.limit)));
  // Known, or the amount would not be.
  for (const auto& cap : measure_->caps)
    competing.caps.push_back(Money::fen(at(values_, cap.left).low.top));
  if (!measure_->months_cap) return;
  competing.monthly = number(at(values_, measure_->months_cap->monthly));
  competing.months_left = number(at(values_, measure_->months_cap->left));
}

}  // namespace leye::policy
