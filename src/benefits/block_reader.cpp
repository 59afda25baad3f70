#include "benefits/block_reader.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "benefits/reach.hpp"

namespace leye::benefits {
namespace {

using policy::Answer;
using policy::Outcome;
using registers::Swept;

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

bool met_in(Swept swept, const Entity& entity) {
  if (entity.id == "person") return swept == Swept::persons;
  if (entity.id == "organisation") return swept == Swept::organisations;
  const Fact* person = entity.find_reference("person");
  const Fact* organisation = entity.find_reference("organisation");
  const bool always_of_person = person != nullptr && person->required;
  switch (swept) {
    case Swept::persons: return person != nullptr;
    case Swept::organisations: return organisation != nullptr && !always_of_person;
    case Swept::unowned:
      return entity.is_record() && !always_of_person &&
             (organisation == nullptr || !organisation->required);
  }
  return false;
}

// Of a service or a qualification nobody is listed as one condition short: there is no money to
// miss, and most people would be (everyone over forty who has work, of the help for those without).
bool is_kept(const policy::Measure& measure, Outcome outcome, std::uint8_t distance) {
  return outcome == Outcome::eligible || outcome == Outcome::undetermined ||
         (outcome == Outcome::not_eligible && distance == 1 && measure.amount >= 0);
}

}  // namespace

const char* kept_outcome(const policy::Measure& measure, const Answer& answer) {
  if (!is_kept(measure, answer.outcome, answer.distance)) return nullptr;
  if (answer.outcome == Outcome::eligible) return "eligible";
  return answer.outcome == Outcome::undetermined ? "undetermined" : "short";
}

Status check_agreement(const policy::Measure& measure, const Entity& entity, std::int64_t subject,
                       const Answer& batch, const Answer& interpreter) {
  if (policy::same(batch, interpreter)) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("两种读法对“{}”的结论不一致: 批量 {}; 逐条 {}", measure.name.label,
                           policy::said(batch), policy::said(interpreter)),
               {fmt::format("{} {}", entity.id, subject), measure.name.id},
               "这次筛查没有保存任何结果; 请把这一条和政策包一起报告给维护者"};
}

std::vector<const policy::Measure*> met_in(Swept swept, const policy::Plan& plan,
                                           const Vocabulary& vocabulary) {
  std::vector<const policy::Measure*> met;
  for (const policy::Measure& measure : plan.measures) {
    const Entity& entity = vocabulary.entities()[static_cast<std::size_t>(measure.subject)];
    if (met_in(swept, entity)) met.push_back(&measure);
  }
  return met;
}

BlockReader::BlockReader(store::Transaction& transaction, const ReadingOrder& order, Swept swept,
                         const std::vector<const policy::Measure*>& measures)
    : order_(order),
      swept_(swept),
      facts_(order.vocabulary),
      loader_(transaction, facts_, {order.on, order.now}, reach_of(measures, order.vocabulary)),
      columns_(facts_) {}

Result<std::unique_ptr<BlockReader>> BlockReader::make(store::Transaction& transaction,
                                                       const ReadingOrder& order, Swept swept) {
  const auto measures = met_in(swept, order.plan, order.vocabulary);
  std::unique_ptr<BlockReader> reader(new BlockReader(transaction, order, swept, measures));
  auto& subjects = reader->subjects_;
  for (const policy::Measure* measure : measures) {
    auto at = std::find_if(subjects.begin(), subjects.end(), [&](const Subject& subject) {
      return subject.entity == measure->subject;
    });
    if (at == subjects.end()) {
      subjects.push_back(
          {measure->subject, {order.plan, measure->subject, reader->columns_, order.on}, {}});
      at = subjects.end() - 1;
    }
    Assessor assessor = TRY(Assessor::make(order.plan, *measure, reader->facts_, order.on));
    Question question{std::move(assessor), std::nullopt};
    if (CategoryFindings::is_category(*measure))
      question.category.emplace(reader->facts_, *measure, order.on);
    at->questions.push_back(std::move(question));
  }
  return reader;
}

Status BlockReader::read(registers::KeyRange range, std::vector<Finding>& kept) {
  const Stopwatch loading;
  TRY(loader_.load_range(swept_, range));
  times_.load += loading.seconds();
  if (swept_ != Swept::unowned) {
    const char* entity = swept_ == Swept::persons ? "person" : "organisation";
    read_ += static_cast<std::int64_t>(loader_.own_rows(facts_.entity(entity)));
  }
  for (Subject& subject : subjects_) TRY(read(subject, kept));
  return Done{};
}

bool BlockReader::matters(const Question& question, const policy::batch::Answers& answers,
                          std::size_t at, policy::Row row) {
  if (question.category) return question.category->matters(row, answers.outcome(at));
  return is_kept(question.assessor.measure(), answers.outcome(at), answers.distances[at]);
}

Status BlockReader::read(Subject& subject, std::vector<Finding>& kept) {
  const auto rows = static_cast<policy::Row>(loader_.own_rows(subject.entity));
  const Entity& entity = order_.vocabulary.entities()[static_cast<std::size_t>(subject.entity)];
  for (Question& question : subject.questions)
    if (question.category) question.category->read_recognitions();
  const Stopwatch all;
  double explaining = 0;
  Status done = Done{};
  subject.reader.run(0, rows, [&](const policy::batch::Block& block) {
    if (!done.ok()) return;
    const Stopwatch explain;
    answers_ += static_cast<std::int64_t>(block.rows * block.measures.size());
    for (std::size_t m = 0; m < block.measures.size() && done.ok(); ++m) {
      const auto& answers = block.measures[m];
      Question& question = subject.questions[m];
      for (std::size_t i = 0; i < block.rows && done.ok(); ++i) {
        const auto row = block.first + static_cast<policy::Row>(i);
        if (!matters(question, answers, i, row)) {
          if (order_.compare_every == 0 || ++since_compared_ < order_.compare_every) continue;
          since_compared_ = 0;
        }
        done = read(entity, question, row, answers.answer(i), kept);
      }
    }
    explaining += explain.seconds();
  });
  times_.explain += explaining;
  times_.batch += all.seconds() - explaining;
  return done;
}

Status BlockReader::read(const Entity& entity, Question& question, policy::Row row,
                         const Answer& answer, std::vector<Finding>& kept) {
  const policy::Measure& measure = question.assessor.measure();
  Assessment found = question.assessor.assess(row);
  TRY(check_agreement(measure, entity, found.subject, answer, found.answer));
  if (!question.category) {
    const char* outcome = kept_outcome(measure, found.answer);
    if (outcome) kept.push_back({&measure, std::move(found), outcome});
    return Done{};
  }
  const char* outcome = question.category->kept(row, found.answer);
  if (!outcome) return Done{};
  (entity.id == "person" ? found.person : found.organisation) = found.subject;
  found.place = question.category->place(row);
  kept.push_back({&measure, std::move(found), outcome});
  return Done{};
}

}  // namespace leye::benefits
