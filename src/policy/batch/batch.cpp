#include "policy/batch/batch.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/batch/executor.hpp"

namespace leye::policy::batch {
namespace {

// A measure that is read row by row.
struct Interpreted {
  std::size_t at = 0;  // among the measures about the subject
  Evaluator evaluator;
  std::vector<std::uint8_t> outcomes, distances;
  std::vector<std::uint64_t> failed, unknown;
  std::vector<std::int64_t> low, high;
};

}  // namespace

std::uint64_t Answers::mask(const void* masks, std::size_t row) const {
  switch (mask_bytes) {
    case 1: return static_cast<const std::uint8_t*>(masks)[row];
    case 2: return static_cast<const std::uint16_t*>(masks)[row];
    case 4: return static_cast<const std::uint32_t*>(masks)[row];
    default: return static_cast<const std::uint64_t*>(masks)[row];
  }
}

std::int64_t Answers::amount(const void* amounts, std::size_t row) const {
  if (amounts == nullptr) return 0;
  if (amount_bytes == 4) return static_cast<const std::int32_t*>(amounts)[row];
  return static_cast<const std::int64_t*>(amounts)[row];
}

Answer Answers::answer(std::size_t row) const {
  Answer answer;
  answer.outcome = outcome(row);
  answer.low = Money::fen(low_fen(row));
  answer.high.reset();
  if (high_fen(row) != no_high) answer.high = Money::fen(high_fen(row));
  if (answer.outcome == Outcome::eligible) answer.amount = answer.low;
  answer.distance = distances[row];
  answer.failed = failed_mask(row);
  answer.unknown = unknown_mask(row);
  return answer;
}

Totals totals(const Answers& answers) {
  const auto& use = kernels();
  const auto rows = answers.rows;
  const auto outcomes = [&](Outcome outcome) {
    return use.count(rows, answers.outcomes, static_cast<std::uint8_t>(outcome));
  };
  Totals totals;
  totals.eligible = outcomes(Outcome::eligible);
  totals.undetermined = outcomes(Outcome::undetermined);
  totals.short_by_one = use.count(rows, answers.distances, 1);
  if (answers.low == nullptr) return totals;
  if (totals.undetermined == 0) {
    totals.fen = use.sum[answers.amount_bytes == 8](rows, answers.low);
    return totals;
  }
  for (std::size_t i = 0; i < rows; ++i)
    if (answers.outcome(i) == Outcome::eligible) totals.fen += answers.low_fen(i);
  return totals;
}

class BatchReader::Inside {
 public:
  Inside(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
         const BatchSettings& settings)
      : program_(compile(plan, subject, columns, today, settings.choices, settings.not_known,
                         not_covered_)),
        executor_(program_, columns, kernels(settings.isa), settings.block),
        block_(settings.block) {
    CHECK(block_ > 0);
    for (std::size_t i = 0, at = 0; i < plan.measures.size(); ++i) {
      const auto& measure = plan.measures[i];
      if (measure.subject != subject) continue;
      const bool ours = std::none_of(not_covered_.begin(), not_covered_.end(),
                                     [&](const auto& e) { return e.measure == &measure; });
      if (!ours) {
        CHECK(columns.facts() != nullptr);
        const auto choices = settings.choices.empty() ? Choices{} : settings.choices[i];
        interpreted_.push_back({at,
                                Evaluator(plan, measure, *columns.facts(), today, choices),
                                {},
                                {},
                                {},
                                {},
                                {},
                                {}});
      }
      ++at;
    }
  }

  void run(Row first, Row last, const std::function<void(const Block&)>& sink) {
    executor_.prepare();
    std::vector<Answers> all;
    for (auto row = first; row < last;) {
      const auto rows = std::min(block_, static_cast<std::size_t>(last - row));
      executor_.run(row, rows);
      if (interpreted_.empty()) {
        sink({row, rows, executor_.answers()});
      } else {
        all = executor_.answers();
        for (auto& each : interpreted_)
          all.insert(all.begin() + static_cast<std::ptrdiff_t>(each.at), read(each, row, rows));
        sink({row, rows, all});
      }
      row += static_cast<Row>(rows);
    }
  }

  const std::vector<NotCovered>& not_covered() const { return not_covered_; }
  const Program& program() const { return program_; }
  const Measure* measure_of(const Interpreted& each) const {
    return not_covered_[static_cast<std::size_t>(&each - interpreted_.data())].measure;
  }

 private:
  Answers read(Interpreted& each, Row first, std::size_t rows) {
    for (auto* bytes : {&each.outcomes, &each.distances}) bytes->resize(rows);
    for (auto* masks : {&each.failed, &each.unknown}) masks->resize(rows);
    for (auto* amounts : {&each.low, &each.high}) amounts->resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto answer = each.evaluator.evaluate(first + static_cast<Row>(i));
      each.outcomes[i] = static_cast<std::uint8_t>(answer.outcome);
      each.distances[i] = answer.distance;
      each.failed[i] = answer.failed;
      each.unknown[i] = answer.unknown;
      each.low[i] = answer.low.fen();
      each.high[i] = answer.high ? answer.high->fen() : no_high;
    }
    Answers answers;
    answers.measure = measure_of(each);
    answers.rows = rows;
    answers.outcomes = each.outcomes.data();
    answers.distances = each.distances.data();
    answers.failed = each.failed.data();
    answers.unknown = each.unknown.data();
    answers.low = each.low.data();
    answers.high = each.high.data();
    return answers;
  }

  std::vector<NotCovered> not_covered_;
  Program program_;
  Executor executor_;
  std::size_t block_;
  std::vector<Interpreted> interpreted_;
};

BatchReader::BatchReader(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
                         BatchSettings settings)
    : inside_(std::make_unique<Inside>(plan, subject, columns, today, settings)) {}
BatchReader::BatchReader(BatchReader&&) noexcept = default;
BatchReader::~BatchReader() = default;

void BatchReader::run(Row first, Row last, const std::function<void(const Block&)>& sink) {
  inside_->run(first, last, sink);
}

const std::vector<NotCovered>& BatchReader::not_covered() const { return inside_->not_covered(); }
const Program& BatchReader::program() const { return inside_->program(); }

}  // namespace leye::policy::batch
