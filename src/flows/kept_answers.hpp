// What the rules said of a row when it was decided, kept in words with the version of the policy
// and with what was asked, so that it can be said again.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "flows/case_store.hpp"

namespace leye::flows {

struct KeptAnswer {
  std::optional<std::int64_t> version;  // of the policy; none: kept before there were any
  Day applied_on;
  Instant known_at{};
  std::string text;  // as policy::to_text prints it in Chinese
};
using KeptAnswers = std::map<std::int64_t, KeptAnswer>;  // by row

// Of the pending rows, as the rules in force see them now. Before the act, in a transaction that
// sees all places; a subject that is gone has none.
Result<KeptAnswers> answers_now(store::Connection& connection, const Bureau& bureau,
                                const CaseRecord& record, const std::vector<RowRecord>& rows);

Status keep_answer(store::Transaction& transaction, const Bureau& bureau, const CaseRecord& record,
                   const RowRecord& row, const KeptAnswer& answer);

// The latest of the row. not_found: the actor may not see the case; none was kept.
struct Replay {
  KeptAnswer kept;
  std::string label;  // of the row
  std::string text;   // what the rules say to the same question now; "" : `gone`
  bool gone = false;  // the subject is in the register no longer
};
Result<KeptAnswer> kept_answer(store::Connection& connection, const Bureau& bureau,
                               const Actor& actor, std::int64_t case_id, std::int64_t row_id);
// The same question once more. `bureau` has the plan and the vocabulary of the version.
Result<Replay> replay(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                      std::int64_t case_id, std::int64_t row_id);

}  // namespace leye::flows
