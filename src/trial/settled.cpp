#include "trial/settled.hpp"

#include <algorithm>

#include "policy/plan/rule_text.hpp"

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

// The way of carrying it out says where its costs fall due.
std::string text_of(const policy::Plan& plan, const policy::Measure& measure,
                    const Vocabulary& vocabulary) {
  const auto place = measure.path ? measure.path->jurisdiction : std::string();
  return rule_text(plan, measure, vocabulary) + place;
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
  return text_of(a, of_a, vocabulary) == text_of(b, of_b, vocabulary);
}

}  // namespace leye::trial
