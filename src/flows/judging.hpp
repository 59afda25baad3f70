// Judgements (裁量): where the rule leaves a condition to people, someone at the step says whether
// it holds and why. It is kept with the row of the case, the rules see it whenever the facts are
// looked at again, and the explanation names who decided and when.
//
// Whose judgement it is stands in the pack (由 县区人社局). An account of that body judges for
// itself; anybody else only brings in what the body has decided, and the reason names it.
#pragma once

#include <string>
#include <vector>

#include "benefits/assessment.hpp"
#include "flows/bureau.hpp"
#include "flows/case_store.hpp"

namespace leye::flows {

struct JudgementRequest {
  std::int64_t row = 0;
  std::string judgement;  // id in the pack
  bool holds = false;
  std::string reason;
};

struct JudgementMade {
  std::int64_t row = 0;
  std::string judgement;
  bool holds = false;
  std::string reason;
  std::int64_t decided_by = 0;
  std::string decider;  // the name
  Instant decided_at{};
  std::string case_number = {};  // of an earlier case, where it was made
};

// The case's id. not_found: no such case or row; forbidden: not at work on its step; conflict: the
// row is decided; invalid_input: the measure leaves no such judgement to people, no reason, or the
// account is not of the body that judges and the reason does not name it.
Result<std::int64_t> judge(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                           std::int64_t case_id, const JudgementRequest& request,
                           const BeforeCommit& before_commit = {});

// In the order they were made.
Result<std::vector<JudgementMade>> judgements_of(store::Transaction& transaction,
                                                 std::int64_t case_id);

// The latest that was made of the same subjects in other cases, by row of this one: what is known
// already may be taken over, by whoever judges.
Result<std::vector<JudgementMade>> judgements_before(store::Transaction& transaction,
                                                     std::int64_t case_id);

// A judgement as the rules take it: its note says who, when and why.
benefits::Decided decided(bool holds, const std::string& decider, Instant at,
                          const std::string& reason);

// The latest of each row, as the rules take them.
Result<benefits::Judgements> judgements_for_rules(store::Transaction& transaction,
                                                  std::int64_t case_id,
                                                  const std::vector<RowRecord>& rows);

}  // namespace leye::flows
