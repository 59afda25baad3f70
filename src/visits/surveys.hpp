// Surveys of wishes (就业意愿调查) over the people of a ledger: a batch gives everyone a task; answers
// come by visits, by telephone or at the counter (record_visit.hpp); the counts are read from the
// registers' own records.
#pragma once

#include "visits/tasks.hpp"

namespace leye::visits {

struct SurveyBatch {
  std::int64_t id = 0;
  std::string survey, label, place_label;
  Day began_on, due_on;
  std::int64_t made_by = 0;
  std::int64_t open = 0, answered = 0, ended = 0, gone = 0;  // people
};

struct NewBatch {
  std::string survey, label;
  std::string people;  // "ledger …"; empty: those whom the survey's own file names
  Day due_on;
};
// invalid_input: no such survey or ledger, no name, a day that is over, or nobody is meant.
Result<std::int64_t> begin_batch(store::Transaction& transaction, const VisitDesk& desk,
                                 const NewBatch& asked);

Result<std::vector<SurveyBatch>> list_batches(store::Transaction& transaction);
Result<SurveyBatch> find_batch(store::Transaction& transaction, std::int64_t id);

// How often an answer was given since the batch began by people of it; a text or a number counts
// as given only.
struct AnswerCount {
  std::string fact;
  std::string value;  // of a code or boolean; else empty
  std::int64_t people = 0;
};
Result<std::vector<AnswerCount>> count_answers(store::Transaction& transaction,
                                               const Survey& survey, const SurveyBatch& batch);

// Everyone of a batch, with the answers given since it began.
struct AnswerLine {
  std::int64_t person = 0;
  std::string who, place_label, state, outcome;
  std::optional<Day> visited_on;
  std::map<std::string, std::string> answers;  // by fact; canonical
};
Result<std::vector<AnswerLine>> list_answers(store::Transaction& transaction, const Survey& survey,
                                             const SurveyBatch& batch, std::int64_t limit);

}  // namespace leye::visits
