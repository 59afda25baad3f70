// Questions about missing facts (补充事实): a row that the rules can neither grant nor refuse waits
// until the applicant or a clerk has answered, or the path's working days are over. The answer is
// words; the fact itself is entered in its register, and the next look at the row finds it. Time
// that runs out decides nothing: a person refuses, with the missing fact as the reason.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct Question {
  std::int64_t id = 0;
  std::int64_t row = 0;
  std::vector<std::string> missing;  // in Chinese
  Instant asked_at{};
  std::optional<Day> due_on;  // none: beyond the known calendar
  std::optional<std::string> answer;
  std::optional<Instant> answered_at;
};

Result<std::vector<Question>> questions_of(store::Transaction& transaction, std::int64_t case_id);

// By the applicant, or by whoever works on the case for it. conflict: answered already.
Result<std::int64_t> answer_question(store::Connection& connection, const Bureau& bureau,
                                     const Actor& actor, std::int64_t question,
                                     const std::string& answer,
                                     const BeforeCommit& before_commit = {});

}  // namespace leye::flows
