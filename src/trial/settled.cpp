#include "trial/settled.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace leye::trial {
namespace {

std::int32_t month_of(Day day) {
  const auto civil = day.civil();
  return civil.year * 12 + civil.month - 1;
}

Granted all_of(const Entitled& one) { return {true, one.amount, one.last_month}; }

Status add_to(Costs& costs, const CostKey& key, Money amount) {
  if (amount.fen() == 0) return Done{};
  auto& sum = costs[key];
  sum = TRY(add(sum, amount));
  return Done{};
}

// Stages bear what settling leaves, the first ones first.
Status add_stages(Costs& costs, CostKey key, const Entitled& one, Money amount) {
  auto left = amount.fen();
  for (const auto& stage : one.stages) {
    const auto part = std::min(left, stage.amount.fen());
    key.month = stage.month;
    TRY(add_to(costs, key, Money::fen(part)));
    left -= part;
  }
  return Done{};
}

std::string rule_text(const policy::Plan& plan, const policy::Measure& measure,
                      const Vocabulary& vocabulary) {
  auto text = to_text(plan, measure, &vocabulary) + measure.fund + '\n';
  for (const auto& each : measure.texts) text += each + '\n';
  for (const auto& limit : measure.limits)
    text += std::to_string(limit.times) + (limit.by_grant ? "g" : "e") +
            (limit.period == policy::LimitPeriod::year ? "y" : "l") +
            (limit.scope == policy::LimitScope::person ? "p\n" : "o\n");
  if (measure.path) text += measure.path->jurisdiction;
  return text;
}

}  // namespace

std::vector<std::vector<Granted>> settled(const Columns& columns, const policy::Plan& plan,
                                          const std::vector<Side>& sides) {
  std::vector<std::vector<Granted>> granted(sides.size());
  std::vector<policy::Entitlement> claims;
  std::vector<std::pair<std::size_t, std::size_t>> owners;  // side, entitlement
  for (std::size_t s = 0; s < sides.size(); ++s) {
    const auto& entitled = *sides[s].entitled;
    granted[s].reserve(entitled.size());
    for (std::size_t i = 0; i < entitled.size(); ++i) {
      granted[s].push_back(all_of(entitled[i]));
      if (!entitled[i].claim) continue;
      owners.emplace_back(s, i);
      claims.push_back(*entitled[i].claim);
      const auto applied =
          columns.applications().find({sides[s].measure->name.id, entitled[i].subject});
      if (applied != columns.applications().end()) claims.back().applied_on = applied->second;
    }
  }
  if (claims.empty()) return granted;
  const auto results = policy::settle(plan, claims, {}, columns.taken());
  for (std::size_t i = 0; i < results.size(); ++i) {
    auto& one = granted[owners[i].first][owners[i].second];
    one.granted = results[i].state == policy::SettledState::granted;
    one.amount = one.granted ? results[i].amount : Money{};
    if (one.granted && results[i].period_until) one.last_month = month_of(*results[i].period_until);
  }
  return granted;
}

Status add_costs(Costs& costs, std::size_t measure, const std::vector<Entitled>& entitled,
                 const std::vector<Granted>& granted) {
  for (std::size_t i = 0; i < entitled.size(); ++i) {
    const auto& one = entitled[i];
    if (!granted[i].granted) continue;
    CostKey key{measure, one.first_month, one.place / county_size};
    if (!one.stages.empty()) {
      TRY(add_stages(costs, key, one, granted[i].amount));
      continue;
    }
    const auto months = std::max(0, granted[i].last_month - one.first_month) + 1;
    if (one.first_month < 0 || months == 1) {
      TRY(add_to(costs, key, granted[i].amount));
      continue;
    }
    const auto each = granted[i].amount.fen() / months;
    for (int month = 0; month < months; ++month, ++key.month) {
      const auto rest = month + 1 == months ? granted[i].amount.fen() - each * (months - 1) : each;
      TRY(add_to(costs, key, Money::fen(rest)));
    }
  }
  return Done{};
}

bool same_rule(const policy::Plan& a, const policy::Measure& of_a, const policy::Plan& b,
               const policy::Measure& of_b, const Vocabulary& vocabulary) {
  if (rule_text(a, of_a, vocabulary) != rule_text(b, of_b, vocabulary)) return false;
  std::set<std::pair<std::int32_t, std::int32_t>> read;
  for (std::size_t i = 0; i < of_a.nodes.size(); ++i)
    if (of_a.nodes[i].op == policy::Op::parameter)
      read.emplace(of_a.nodes[i].symbol, of_b.nodes[i].symbol);
  return std::all_of(read.begin(), read.end(), [&](const auto& pair) {
    const auto& mine = a.parameters[static_cast<std::size_t>(pair.first)];
    const auto& theirs = b.parameters[static_cast<std::size_t>(pair.second)];
    const auto key = [](const policy::ParameterValue& value) {
      return std::tuple(value.place, value.from, value.until, value.value);
    };
    return std::equal(mine.values.begin(), mine.values.end(), theirs.values.begin(),
                      theirs.values.end(),
                      [&](const auto& x, const auto& y) { return key(x) == key(y); });
  });
}

}  // namespace leye::trial
