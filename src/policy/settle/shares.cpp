#include "policy/settle/shares.hpp"

#include <algorithm>

#include "policy/explain/calculate.hpp"

namespace leye::policy {
namespace {

using Key = std::tuple<std::string, int, std::int64_t, std::int64_t, int>;

std::optional<Key> key_of(const Entitlement& wanted, int cap, LimitScope scope, bool yearly) {
  const bool of_person = scope == LimitScope::person;
  const auto owner = of_person ? wanted.person : wanted.organisation;
  if (owner == 0) return std::nullopt;
  return Key{wanted.measure, cap, of_person ? owner : 0, of_person ? 0 : owner,
             yearly ? wanted.event_on.civil().year : 0};
}

std::optional<Key> key_of(const Measure& measure, const Entitlement& wanted, std::size_t cap) {
  const auto& it = measure.caps[cap];
  return key_of(wanted, static_cast<int>(cap), it.scope, it.period == LimitPeriod::year);
}

std::optional<Key> months_key(const Measure& measure, const Entitlement& wanted) {
  if (!measure.months_cap || !wanted.competing.months_left) return std::nullopt;
  return key_of(wanted, -1, measure.months_cap->scope, false);
}

// The last day of so many months, as the measure counts them.
Day last_day(MonthCount counting, Day from, Day until, Fraction months) {
  const auto whole = static_cast<int>((months.top + months.bottom - 1) / months.bottom);
  const auto civil = from.civil();
  const auto first = counting == MonthCount::touched ? from - (civil.day - 1) : from;
  return std::min(until, add_months(first, whole) - 1);
}

}  // namespace

const Shares::Used* Shares::used(const std::optional<Key>& key) const {
  const auto found = key ? used_.find(*key) : used_.end();
  return found == used_.end() ? nullptr : &found->second;
}

Settled Shares::left_for(const Measure& measure, const Entitlement& wanted,
                         std::size_t index) const {
  Settled out{SettledState::granted, "", index, wanted.amount, wanted.months, wanted.period_until};
  if (const auto* months = used(months_key(measure, wanted)); months != nullptr) {
    const auto left = subtract(*wanted.competing.months_left, months->sum);
    if (!left || compare(*left, {0, 1}) <= 0)
      return {SettledState::limited, wanted.measure, months->by};
    if (wanted.months && wanted.competing.monthly && compare(*left, *wanted.months) < 0) {
      const auto& rounds = measure.nodes[static_cast<std::size_t>(measure.months_cap->rounded)];
      const auto due = multiply(Value::of(*wanted.competing.monthly), Value::of(*left));
      const auto amount = rounded(rounds.op, due, rounds.constant);
      out.months = left;
      out.amount = std::min(out.amount, Money::fen(amount.low.top));
      if (wanted.period_from && wanted.period_until)
        out.period_until = last_day(measure.months_cap->counting, *wanted.period_from,
                                    *wanted.period_until, *left);
    }
  }
  for (std::size_t cap = 0; cap < measure.caps.size(); ++cap) {
    const auto* paid = used(key_of(measure, wanted, cap));
    if (paid == nullptr || cap >= wanted.competing.caps.size()) continue;
    const auto left = Money::fen(wanted.competing.caps[cap].fen() - paid->sum.top);
    if (left <= Money()) return {SettledState::limited, wanted.measure, paid->by};
    out.amount = std::min(out.amount, left);
  }
  return out;
}

void Shares::add(const std::optional<Key>& key, Fraction more, std::size_t by) {
  if (!key) return;
  auto& known = used_[*key];
  known.sum = policy::add(known.sum, more).value_or(known.sum);
  known.by = by;
}

void Shares::take(const Measure& measure, const Entitlement& wanted, const Settled& settled,
                  std::size_t index) {
  if (settled.months) add(months_key(measure, wanted), *settled.months, index);
  for (std::size_t cap = 0; cap < measure.caps.size(); ++cap)
    add(key_of(measure, wanted, cap), {settled.amount.fen(), 1}, index);
}

}  // namespace leye::policy
