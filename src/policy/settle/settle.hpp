// Choosing among entitlements that exclude each other: once, after evaluation, in a fixed order.
//
// Takes what each subject is entitled to on its own and says which of them may be granted
// together. Deterministic: the result does not depend on the order of the input. What was already
// granted is a fact and never reaches settle; the database's exclusion slots are the last wall.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "policy/plan/plan.hpp"

namespace leye::policy {

struct Entitlement {
  std::string measure;            // id
  std::int64_t subject = 0;       // key of the subject
  std::int64_t person = 0;        // key; 0 if it is about no person
  std::int64_t organisation = 0;  // key; 0 if none
  Money amount;
  Day event_on;
};

enum class SettledState : std::uint8_t {
  granted,
  excluded,  // another measure of the same exclusion was chosen
  limited,   // its own limit (once, so many a year) is used up by another entitlement
};

struct Settled {
  SettledState state = SettledState::granted;
  std::string because;           // id of the exclusion, or of the measure whose limit binds
  std::size_t in_favour_of = 0;  // index of the entitlement that was chosen instead
};

// `wishes`: ids of measures that the applicant chose, for exclusions where he may; first wins.
std::vector<Settled> settle(const Plan& plan, std::span<const Entitlement> entitlements,
                            std::span<const std::string> wishes = {});

}  // namespace leye::policy
