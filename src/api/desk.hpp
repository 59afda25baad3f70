// The caller at the desk of flows: the bureau a case runs on and the one who acts.
#pragma once

#include "api/call.hpp"
#include "api/cases.hpp"
#include "flows/bureau.hpp"
#include "flows/case_view.hpp"

namespace leye::api {

flows::Bureau bureau_of(const Call& call);
flows::Actor actor_of(const Call& call);

// The case as the caller sees it now.
Result<Case> read_case(Call& call, std::int64_t id);
// In the transaction of an act that is not committed yet.
Result<Case> read_case(Call& call, store::Transaction& transaction, std::int64_t id);
RecoveryLine recovery_line(const Call& call, const flows::RecoveryRecord& from);

// For the transaction of an act on a case: keeps the case, as it is after the act, as the answer.
flows::BeforeCommit keeping(Call& call, Case& file);

Notice notice_of(const Call& call, const flows::Notice& notice);
Objection objection_of(const flows::Objection& objection, bool with_contact);
Meeting meeting_of(const flows::Meeting& meeting);

std::string measure_label(const Call& call, const std::string& measure);
// eligible, short (by one condition), undetermined, not_eligible, not_in_force.
// Who opens cases on the path: 个人申请, 推送名单，单位确认.
std::string opened_label(const Call& call, const policy::Path& path);
std::string outcome_label(const Call& call, const std::string& outcome);

// The trace as a tree of the contract.
// The tree of an explanation: the answer, and below it validity, conditions and amount.
TraceNode trace_of(const Call& call, const policy::Explanation& explanation);

}  // namespace leye::api
