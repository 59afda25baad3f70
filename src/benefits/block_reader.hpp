// One kind of block of the registers, read by the measures whose subjects are met in it.
//
// The batch reader answers for every row. The interpreter reads again those that are kept
// (entitled, one condition short, undetermined; of categories see category_findings.hpp), because
// it alone knows the event, the period and the facts that are missing, and a sample of the others.
// Where the two differ the screening ends with an error that names the measure and the subject:
// nothing of it is stored.
#pragma once

#include <memory>
#include <vector>

#include "benefits/assessment.hpp"
#include "benefits/category_findings.hpp"
#include "policy/batch/batch.hpp"
#include "registers/facts_loader.hpp"

namespace leye::benefits {

// What is kept of an answer: "eligible", "undetermined", "short" (one condition, of a measure with
// money), or null: not entitled by more than one condition, or not in force.
const char* kept_outcome(const policy::Measure& measure, const policy::Answer& answer);

struct Finding {
  const policy::Measure* measure = nullptr;
  Assessment found;
  const char* outcome = nullptr;  // kept_outcome(), or that of a category
};

// conflict: the two readers gave different answers about this subject.
Status check_agreement(const policy::Measure& measure, const Entity& entity, std::int64_t subject,
                       const policy::Answer& batch, const policy::Answer& interpreter);

// The measures met in a sweep: each row belongs to its person, else to its organisation, else to a
// place.
std::vector<const policy::Measure*> met_in(registers::Swept swept, const policy::Plan& plan,
                                           const Vocabulary& vocabulary);

struct ReadingOrder {
  const policy::Plan& plan;
  const Vocabulary& vocabulary;
  Day on;
  Instant now;
  std::size_t compare_every = 1;  // of the rows that are not kept, each n-th is read by both
};

struct ReadingTimes {  // seconds of one thread
  double load = 0;     // facts from the registers
  double batch = 0;
  double explain = 0;
};

// For one thread.
class BlockReader {
 public:
  // invalid_input: see Assessor::make.
  static Result<std::unique_ptr<BlockReader>> make(store::Transaction& transaction,
                                                   const ReadingOrder& order,
                                                   registers::Swept swept);

  registers::FactsLoader& loader() { return loader_; }

  // Appends what is kept of the rows between these keys.
  Status read(registers::KeyRange range, std::vector<Finding>& kept);

  std::int64_t people_or_organisations() const { return read_; }  // so far
  std::int64_t answers() const { return answers_; }
  const ReadingTimes& times() const { return times_; }
  // Texts met stay in memory; who reads a whole register begins anew from time to time.
  std::size_t texts() const { return facts_.text_count(); }

 private:
  struct Question {  // one measure
    Assessor assessor;
    std::optional<CategoryFindings> category;
  };
  struct Subject {  // the measures about one entity
    policy::EntityIndex entity;
    policy::batch::BatchReader reader;
    std::vector<Question> questions;
  };
  BlockReader(store::Transaction& transaction, const ReadingOrder& order, registers::Swept swept,
              const std::vector<const policy::Measure*>& measures);
  Status read(Subject& subject, std::vector<Finding>& kept);
  static bool matters(const Question& question, const policy::batch::Answers& answers,
                      std::size_t at, policy::Row row);
  Status read(const Entity& entity, Question& question, policy::Row row,
              const policy::Answer& answer, std::vector<Finding>& kept);

  const ReadingOrder order_;
  const registers::Swept swept_;
  policy::Facts facts_;
  registers::FactsLoader loader_;
  policy::batch::FactsColumns columns_;
  std::vector<Subject> subjects_;
  std::int64_t read_ = 0;
  std::int64_t answers_ = 0;
  std::size_t since_compared_ = 0;
  ReadingTimes times_;
};

}  // namespace leye::benefits
