// The end of a measure: masks, outcome, distance, amount.
#include <algorithm>
#include <cstring>

#include "policy/batch/executor.hpp"

namespace leye::policy::batch {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

int mask_width(const Measure& measure) {
  const auto lines = measure.leaf_count;
  return lines <= 8 ? 0 : lines <= 16 ? 1 : lines <= 32 ? 2 : 3;
}

}  // namespace

void Executor::begin(const Step& step) {
  const auto& measure = *program_.measures[place(step.symbol)];
  const auto bytes = extent(0).rows << mask_width(measure);
  auto& result = results_[place(step.symbol)];
  std::memset(result.failed.data(), 0, bytes);
  std::memset(result.unknown.data(), 0, bytes);
}

void Executor::mark(const Step& step) {
  auto& result = results_[place(step.symbol)];
  kernels_.mark[mask_width(*program_.measures[place(step.symbol)])](
      extent(0).rows, result.failed.data(), result.unknown.data(), truth(step.a), step.match,
      step.cost);
}

void Executor::finish(const Step& step) {
  const auto rows = extent(0).rows;
  auto& result = results_[place(step.symbol)];
  auto& answers = answers_[place(step.symbol)];
  answers.measure = program_.measures[place(step.symbol)];
  answers.rows = rows;
  answers.outcomes = result.outcomes.data();
  answers.distances = result.distances.data();
  const bool open =
      kernels_.outcome(rows, result.outcomes.data(), result.distances.data(),
                       step.a < 0 ? nullptr : truth(step.a), truth(step.b), truth(step.c));
  const auto width = mask_width(*answers.measure);
  if (step.a >= 0) {
    kernels_.forget_masks[width](rows, result.failed.data(), result.outcomes.data());
    kernels_.forget_masks[width](rows, result.unknown.data(), result.outcomes.data());
  }
  answers.failed = result.failed.data();
  answers.unknown = result.unknown.data();
  answers.mask_bytes = 1 << width;
  answers.low = answers.high = nullptr;
  answers.amount_bytes = 8;
  if (step.fa < 0) return;
  if (!pay_plainly(step, answers, result, open)) pay_slowly(step, answers, result);
}

bool Executor::pay_plainly(const Step& step, Answers& answers, Result& result, bool open) {
  const auto& due = vector(step.fa);
  const auto& value = constants_[place(step.fa)];
  if (due.constant && (!value.known() || value.low.bottom != 1)) return false;
  if (!due.constant && !lane(step.fa).plain) return false;
  const auto rows = answers.rows;
  answers.low = answers.high = result.low.data();
  if (!open) {
    const bool wide = due.kind == Kind::wide;
    answers.amount_bytes = wide ? 8 : 4;
    kernels_.pay[wide][due.constant](rows, result.low.data(), result.outcomes.data(),
                                     operand(step.fa, wide));
    return true;
  }
  answers.high = result.high.data();
  for (std::size_t i = 0; i < rows; ++i) {
    const auto outcome = static_cast<Outcome>(result.outcomes[i]);
    const auto amount = std::max<std::int64_t>(whole(step.fa, i), 0);
    const bool certain = outcome == Outcome::eligible;
    result.low[i] = certain ? amount : 0;
    result.high[i] = certain || outcome == Outcome::undetermined ? amount : 0;
  }
  // Undetermined only for the date of validity: the amount is certain, but not that it is due.
  return true;
}

// As Evaluator::conclude, for amounts that may be bounds.
void Executor::pay_slowly(const Step& step, Answers& answers, Result& result) {
  answers.low = result.low.data();
  answers.high = result.high.data();
  for (std::size_t i = 0; i < answers.rows; ++i) {
    auto& low = result.low[i];
    auto& high = result.high[i];
    low = high = 0;
    const auto outcome = static_cast<Outcome>(result.outcomes[i]);
    if (outcome != Outcome::eligible && outcome != Outcome::undetermined) continue;
    const auto amount = get(step.fa, i);
    if (amount.state != State::none) {
      low = amount.bounded_below() ? std::max<std::int64_t>(amount.low.top, 0) : 0;
      high = amount.bounded_above() ? std::max<std::int64_t>(amount.high.top, 0) : no_high;
    }
    if (outcome == Outcome::eligible && amount.known()) continue;
    if (outcome != Outcome::eligible || amount.perhaps_none()) low = 0;
    result.outcomes[i] = static_cast<Byte>(Outcome::undetermined);
  }
}

}  // namespace leye::policy::batch
