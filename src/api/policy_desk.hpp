// What the handlers of the workbench share: whose text is asked for, who asks, what he may do.
#pragma once

#include "api/call.hpp"
#include "api/workbench.hpp"
#include "flows/bureau.hpp"
#include "workbench/workbench.hpp"

namespace leye::api {

// Who drafts, asks for a version and approves one. All staff may read.
inline constexpr access::RoleSet policy_authors{access::Role::second_checker,
                                                access::Role::director};

// Of {version}: "3" or "draft-17". not_found: neither.
Result<workbench::Source> policy_source(const Call& call);
workbench::Person person_of(const Call& call);
// The transaction that a handler reads in sees versions and drafts; a reading of what is asked for.
Result<std::shared_ptr<const workbench::Reading>> policy_reading(Call& call,
                                                                 const workbench::Source& source);

// Whether the caller works as an author somewhere; for the whole area: he may approve too.
bool is_policy_author(const Call& call);
bool is_author_for_area(const Call& call);

PolicyDraftLine draft_line(const Call& call, const workbench::Draft& from);
PolicyCase policy_case(const policy::CaseResult& from);
std::string sentence_kind_label(const Call& call, policy::SentenceKind kind);

// The version by which a row was decided: null where it is the one in force, or none was kept.
Result<std::shared_ptr<const workbench::Reading>> version_of_row(Call& call, std::int64_t case_id,
                                                                 std::int64_t row);
// The bureau of the caller, with the rules of the version if there is one. `reading` outlives it.
flows::Bureau bureau_of(const Call& call, const workbench::Reading* reading);

// The draft as its page shows it.
Result<PolicyDraft> draft_file(Call& call, std::int64_t id);

std::vector<Route> policy_version_routes();
std::vector<Route> policy_draft_routes();
std::vector<Route> policy_change_routes();
std::vector<Route> policy_publishing_routes();

}  // namespace leye::api
