// The applicant's objection (异议) against a decision that refuses it, or some of its rows. The
// path says how long it may be made and which role answers; who decided never answers. Upheld, the
// refused rows go into a new case that follows the old one; dismissed, review and litigation
// remain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct Appeal {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::string text;
  Instant made_at{};
  std::string state;  // open, upheld, dismissed
  std::string answer;
  std::optional<std::int64_t> new_case;
};

Result<std::vector<Appeal>> appeals_of(store::Transaction& transaction, std::int64_t case_id);

// The last day for an objection against the case as it stands; none: nothing was refused, or the
// path knows none. unavailable: beyond the known calendar.
struct CaseRecord;
struct RowRecord;
Result<std::optional<Day>> last_day_to_appeal(const Bureau& bureau, const CaseRecord& record,
                                              const std::vector<RowRecord>& rows);

// not_found: not the applicant's case; conflict: nothing was refused, too late, or one is open.
Result<std::int64_t> make_appeal(store::Connection& connection, const Bureau& bureau,
                                 const Actor& actor, std::int64_t case_id, const std::string& text,
                                 const BeforeCommit& before_commit = {});

struct AppealAnswer {
  std::int64_t appeal = 0;
  bool upheld = false;
  std::string answer;
};
// forbidden: not the role, or the one who decided. The new case where it is upheld, else 0.
Result<std::int64_t> answer_appeal(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, const AppealAnswer& answer,
                                   const BeforeCommit& before_commit = {});

}  // namespace leye::flows
