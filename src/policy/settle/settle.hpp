// Choosing among entitlements that exclude each other, or for which there is not enough: once,
// after evaluation, in a fixed order.
//
// Takes what each subject is entitled to on its own and says which of them may be granted
// together, and how much of them. Deterministic: the result does not depend on the order of the
// input. What was already granted is a fact of its subject; only of quotas and budgets, which are
// everybody's, it comes as `Taken`. The database's exclusion slots are the last wall.
//
// Queues (总名额, 总预算): who came first, or who ranks higher, then by application day and key of
// the subject. The first whom nothing is left for closes the queue; nobody passes him. What he
// cannot have may let him have a measure that it would have excluded.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "policy/explain/explain.hpp"
#include "policy/plan/plan.hpp"

namespace leye::policy {

struct Entitlement {
  std::string measure;            // id
  std::int64_t subject = 0;       // key of the subject
  std::int64_t person = 0;        // key; 0 if it is about no person
  std::int64_t organisation = 0;  // key; 0 if none
  Money amount;
  Day event_on;
  Day applied_on = {};
  Competing competing = {};             // of the answer
  std::optional<Fraction> months = {};  // of a measure that pays by month
  std::optional<Day> period_from = {};
  std::optional<Day> period_until = {};
};
// Of an eligible answer; 0 for a person or an organisation that it is not about.
Entitlement entitlement(const Measure& measure, const Answer& answer, Day today,
                        std::int64_t subject, std::int64_t person, std::int64_t organisation);

// What live grants of a measure with a quota or a budget took of a calendar year's (of the
// reference date).
struct Taken {
  std::string measure;  // id
  int year = 0;
  std::int64_t grants = 0;
  Money amount;
};

enum class SettledState : std::uint8_t {
  granted,
  excluded,  // another measure of the same exclusion was chosen
  limited,   // its own limit (once, so many a year, so much in all) is used up by another one
  queued,    // the quota or the budget of the measure is used up by those before it
};

struct Settled {
  SettledState state = SettledState::granted;
  std::string because;                   // id of the exclusion, or of the measure whose limit binds
  std::size_t in_favour_of = 0;          // index of the entitlement that was chosen instead
  Money amount = {};                     // granted: less than it was entitled to if a cap is shared
  std::optional<Fraction> months = {};   // the same of its months,
  std::optional<Day> period_until = {};  // and of the day that its period ends on
  std::int64_t place = 0;  // in the queue of the measure, from 1; 0: there is none, or it left it
};

// Which family each measure belongs to, by id: measures of different families share no exclusion
// and no limit, so that each family may be settled by itself, with the same result.
std::map<std::string, std::size_t> families_of(const Plan& plan);

// `wishes`: ids of measures that the applicant chose, for exclusions where he may; first wins.
std::vector<Settled> settle(const Plan& plan, std::span<const Entitlement> entitlements,
                            std::span<const std::string> wishes = {},
                            std::span<const Taken> taken = {});

}  // namespace leye::policy
