// What a case runs on, and who acts on it. Handed into every function; nothing here asks the
// machine for the time or knows a city.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "base/working_days.hpp"
#include "policy/plan/plan.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::flows {

struct Bureau {
  std::string area_schema;  // "area_621000"
  std::int64_t area = 0;    // its division code, 12 digits
  const policy::Plan& plan;
  const Vocabulary& vocabulary;
  const WorkingDays& calendar;
  const Cipher& cipher;
  const Clock& clock;

  // The program's own work: sees all places.
  store::Scope own_scope(store::Access access) const {
    store::Scope scope = store::Scope::whole_area(area_schema);
    scope.bypass = true;
    scope.access = access;
    return scope;
  }
};

// Called in the transaction of an act, before its commit, with the id of what was acted on: for
// what must be kept if and only if the act was done. An error rolls the act back.
using BeforeCommit = std::function<Status(store::Transaction&, std::int64_t)>;

struct Actor {
  std::int64_t account = 0;
  std::string name;                          // shown beside what was done
  std::optional<std::int64_t> on_behalf_of;  // under a delegation: whose roles these are
  std::vector<std::int64_t> also;  // further accounts that count as one with this one here
  std::vector<std::string> roles;  // window_clerk, first_checker, …, employer, citizen
  std::int64_t place_lo = 0;       // the places worked for; of applicants the whole area
  std::int64_t place_hi = -1;
  std::optional<std::int64_t> organisation;  // for whom an employer acts
  std::optional<std::int64_t> person;        // who a citizen is

  bool has_role(const std::string& role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  }
  // Whether the account may not stand on the other side of what this one does.
  bool is_one_with(std::int64_t other) const {
    return other == account || std::find(also.begin(), also.end(), other) != also.end();
  }
  bool applies() const { return organisation || person; }
  store::Scope scope(const Bureau& bureau) const {
    store::Scope made;
    made.area_schema = bureau.area_schema;
    made.place_lo = place_lo;
    made.place_hi = place_hi;
    made.account = account;
    return made;
  }
};

}  // namespace leye::flows
