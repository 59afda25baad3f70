#include "benefits/sharing.hpp"

#include <algorithm>

#include "policy/settle/settle.hpp"

namespace leye::benefits {
namespace {

using policy::Measure;

const policy::Node& at(const Measure& measure, std::int32_t node) {
  return measure.nodes[static_cast<std::size_t>(node)];
}

// The lines that something is left: what they look at is taken from the limit.
std::uint64_t lines_of_caps(const Measure& measure) {
  std::vector<std::int32_t> used;
  for (const auto& cap : measure.caps) used.push_back(at(measure, cap.left).b);
  if (measure.months_cap) used.push_back(at(measure, at(measure, measure.months_cap->left).a).b);
  std::uint64_t lines = 0;
  for (const auto& condition : measure.conditions) {
    const bool ours = std::find(used.begin(), used.end(), condition.found) != used.end();
    if (ours && condition.fixed && condition.bit >= 0) lines |= std::uint64_t{1} << condition.bit;
  }
  return lines;
}

void refuse(policy::Answer& answer, std::uint64_t lines) {
  answer.outcome = policy::Outcome::not_eligible;
  answer.amount = answer.low = {};
  answer.high = Money{};
  answer.distance = policy::distance_none;
  answer.failed |= lines;
}

}  // namespace

void share(const Measure& measure, Day on, std::vector<Assessment>& found) {
  if (measure.caps.empty() && !measure.months_cap) return;
  policy::Plan alone;
  alone.measures = {measure};
  alone.measures[0].quotas.clear();
  std::vector<policy::Entitlement> entitlements;
  std::vector<Assessment*> owners;
  for (auto& one : found) {
    if (one.answer.outcome != policy::Outcome::eligible) continue;
    owners.push_back(&one);
    entitlements.push_back(policy::entitlement(measure, one.answer, on, one.subject,
                                               one.person.value_or(0),
                                               one.organisation.value_or(0)));
  }
  const auto settled = policy::settle(alone, entitlements);
  const auto lines = lines_of_caps(measure);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    auto& answer = owners[i]->answer;
    if (settled[i].state != policy::SettledState::granted) {
      refuse(answer, lines);
      continue;
    }
    answer.amount = answer.low = settled[i].amount;
    answer.high = settled[i].amount;
    answer.months = settled[i].months;
    answer.period_until = settled[i].period_until;
  }
}

}  // namespace leye::benefits
