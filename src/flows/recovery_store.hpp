// Recoveries as they are stored, and what each act on one needs. Inside flows/ only.
#pragma once

#include "flows/case_store.hpp"
#include "flows/handling.hpp"
#include "flows/recovery.hpp"

namespace leye::flows {

Result<RecoveryRecord> find_recovery(store::Transaction& transaction, std::int64_t id);
Result<RecoveryRecord> lock_recovery(store::Transaction& transaction, std::int64_t id);
RecoveryRecord recovery_from(const store::Row& row);
// Writes it as version + 1, with the event (whose version is not read).
Status save_recovery(store::Transaction& transaction, RecoveryRecord& record,
                     const RecoveryEvent& event);

// The rule of the measure's path. conflict: it has none.
Result<const policy::RecoveryRule*> recovery_rule(const Bureau& bureau, const std::string& measure);

bool works_as(const Bureau& bureau, const Actor& actor, const std::string& role,
              policy::PlaceLevel level, std::int64_t place);
bool is_payee(const Actor& actor, const RecoveryRecord& record);
// The actor's part in a recovery.
bool is_hand(const Bureau& bureau, const Actor& actor, const RecoveryRecord& record,
             const policy::RecoveryRule& rule, RecoveryHand hand);

// One task at a time, for whoever must do something next.
struct NextTask {
  std::string role;
  policy::PlaceLevel level = policy::PlaceLevel::county;
  std::optional<Day> due_on;
};
Status move_recovery_task(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                          const RecoveryRecord& record, const std::optional<NextTask>& next);

Status tell_payee(store::Transaction& transaction, const RecoveryRecord& record,
                  const std::string& title, const std::string& body, Instant now);

}  // namespace leye::flows
