// What somebody used up of what a measure gives at most: so many times, so much money, so many
// months, in a life or a calendar year. The limits are the plan's; what was used are the live
// grants that settling looks at too.
//
//   for (const Meter& meter : meters_of(plan, grants, MeterOwner::person)) …
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "policy/plan/plan.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

enum class MeterOwner : std::uint8_t { person, organisation };

// A live grant: granted or paid.
struct HeldGrant {
  std::string measure;
  Money amount;
  Day granted_on;
  std::optional<Day> period_from, period_until;  // its last day
};

struct Meter {
  enum class Kind : std::uint8_t { times, money, months };
  Kind kind = Kind::times;
  const policy::Measure* measure = nullptr;
  std::optional<int> year;            // of a yearly limit; none: of a life
  std::int64_t used = 0;              // times; fen; months, begun ones whole
  std::optional<std::int64_t> limit;  // none: the plan works it out for each case
  std::string clause;
  std::vector<Day> days;  // on which they were granted

  std::int64_t left() const { return limit && *limit > used ? *limit - used : 0; }
};

// Of measures of which something was used; by their order in the plan, of a year the latest first.
std::vector<Meter> meters_of(const policy::Plan& plan, const std::vector<HeldGrant>& grants,
                             MeterOwner owner);

Result<std::vector<HeldGrant>> held_grants(store::Transaction& transaction, MeterOwner owner,
                                           std::int64_t id, Instant known_at);

}  // namespace leye::benefits
