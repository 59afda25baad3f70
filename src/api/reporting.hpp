// The caller as somebody who reports: a school, an employer. Staff and citizens are none.
#pragma once

#include "api/call.hpp"
#include "registers/import.hpp"
#include "reports/reporters.hpp"

namespace leye::api {

// Whether the caller's post is one of those that only report.
bool only_reports(const Call& call);

// True for staff; for a reporter where he reports this kind.
bool may_report(const Call& call, const Entity& entity);

// The transaction may be one without places: the account itself says whose name it is.
Result<std::optional<reports::Reporter>> reporter_of(const Call& call,
                                                     store::Transaction& transaction);

// What an import of this kind by the caller is held to; nothing for staff. not_found: the caller
// reports nothing of this kind.
Result<std::optional<registers::ReportedBy>> reported_by(const Call& call,
                                                         store::Transaction& transaction,
                                                         const Entity& entity);

// The order is held to the reporter's own rows, wherever in the area the people live.
Status hold_to_reporter(const Call& call, store::Transaction& transaction, const Entity& entity,
                        registers::ImportOrder& order);

}  // namespace leye::api
