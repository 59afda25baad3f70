// Grants: what has been decided in someone's favour, with the exclusion slots that make a second
// or an excluded one impossible.
//
// All grants of one decision are recorded together, their slots sorted, in the caller's
// transaction. If one slot is taken the answer is `conflict`: the caller rolls everything back and
// asks find_blocker() for the grant that stands in the way. There is no way to record half.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "policy/plan/plan.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

struct WantedGrant {
  std::string measure;
  std::string subject_kind;  // employment, organisation, person, household
  std::int64_t subject_id = 0;
  std::optional<std::int64_t> person_id;
  std::optional<std::int64_t> organisation_id;
  std::string payee_kind;  // person or organisation
  std::string fund;
  Money amount;
  std::optional<Day> period_from;  // of the year it is for; else the day of the event
  std::optional<Day> period_until;
  std::int64_t place = 0;
};

struct GrantDecision {
  std::string pack;  // digest
  Day granted_on;
  std::int64_t case_id = 0;
  std::int64_t decided_by = 0;
  Instant now;
};

// A slot that a grant takes: `subject` may hold the rule only once in a period, unless the holders
// have the same member.
struct Slot {
  std::int64_t subject = 0;
  std::int64_t subject_kind = 1;       // 1 person, 2 organisation, 3 pair of both, 4 record
  std::string rule;                    // "exclusion:…", "limit:…"
  std::optional<std::int64_t> member;  // none: the grant itself
  store::DateRange period;
};

// One number for a person and an employer together, the subject of a slot of kind 3.
std::int64_t pair_subject(std::int64_t person, std::int64_t organisation);

// The slots that the plan's exclusions and limits ask for. A limit of several times gives as many
// slots "…#1", "…#2"; record_grants takes the first that is free.
std::vector<Slot> slots_of(const policy::Plan& plan, const WantedGrant& grant);

// The ids, in the order of `wanted`. conflict: a slot is taken, roll back.
Result<std::vector<std::int64_t>> record_grants(store::Transaction& transaction,
                                                const policy::Plan& plan,
                                                std::span<const WantedGrant> wanted,
                                                const GrantDecision& decision);

// The slots themselves; for tests and for grants that other bodies reported.
Status take_slots(store::Transaction& transaction, std::span<const std::int64_t> grants,
                  std::span<const std::vector<Slot>> slots);

struct Blocker {
  std::size_t wanted = 0;  // index of the wanted grant that cannot be
  std::int64_t grant = 0;  // the grant in its way
  std::string measure;
  Day granted_on;
  Money amount;
};
// Needs a transaction that sees all places (Scope::bypass).
Result<std::vector<Blocker>> find_blockers(store::Transaction& transaction,
                                           const policy::Plan& plan,
                                           std::span<const WantedGrant> wanted);

// Takes the slots of grants that others reported and that have none yet. The number that could
// not be guarded, because their slots are taken: real duplicates.
Result<std::int64_t> guard_reported_grants(store::Transaction& transaction,
                                           const policy::Plan& plan);

enum class GrantEnd { withdrawn, recovered };

// Ends a grant and gives its slots back, so that an excluded benefit may be granted.
Status end_grant(store::Transaction& transaction, std::int64_t grant, GrantEnd end, Day on,
                 const std::string& reason);

Status mark_paid(store::Transaction& transaction, const std::vector<std::int64_t>& grants);

}  // namespace leye::benefits
