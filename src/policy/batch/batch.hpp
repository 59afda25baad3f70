// The same plan, run over columns: all measures about one subject, for blocks of rows at a time.
//
//   const FactsColumns columns(facts);
//   BatchReader reader(plan, facts.entity("employment"), columns, today);
//   reader.run(0, rows, [&](const Block& block) {
//     for (const Answers& answers : block.measures) …   // outcome, masks, distance, amounts
//   });
//
// Gives what the interpreter (explain/) gives, bit for bit: outcome, amount or its range, masks of
// failed and of unknown lines, distance. It does not say which facts are missing and tells no
// story: ask the interpreter about the rows for which that matters. Measures with an operation
// that it does not know are read by the interpreter row by row; not_covered() names them.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "policy/batch/columns.hpp"
#include "policy/batch/kernels.hpp"
#include "policy/batch/program.hpp"
#include "policy/explain/explain.hpp"

namespace leye::policy::batch {

// Of one measure, for the rows of a block. Valid until the next block.
struct Answers {
  const Measure* measure = nullptr;
  std::size_t rows = 0;
  const std::uint8_t* outcomes = nullptr;  // Outcome of each row
  const std::uint8_t* distances = nullptr;
  // Masks as wide as the measure has lines: of 8, 16, 32 or 64 bits.
  const void* failed = nullptr;
  const void* unknown = nullptr;
  int mask_bytes = 8;
  // Fen; null: 0 for every row. `high` is the same array if no answer of the block is open.
  const void* low = nullptr;
  const void* high = nullptr;  // no_high: no upper bound
  int amount_bytes = 8;        // 4 only if no answer is open

  Outcome outcome(std::size_t row) const { return static_cast<Outcome>(outcomes[row]); }
  std::uint64_t failed_mask(std::size_t row) const { return mask(failed, row); }
  std::uint64_t unknown_mask(std::size_t row) const { return mask(unknown, row); }
  std::int64_t low_fen(std::size_t row) const { return amount(low, row); }
  std::int64_t high_fen(std::size_t row) const { return amount(high, row); }
  // What the interpreter would say, without event, period and missing facts.
  Answer answer(std::size_t row) const;

 private:
  std::uint64_t mask(const void* masks, std::size_t row) const;
  std::int64_t amount(const void* amounts, std::size_t row) const;
};

struct Totals {
  std::int64_t eligible = 0;
  std::int64_t undetermined = 0;
  std::int64_t short_by_one = 0;  // one line would have to change
  std::int64_t fen = 0;           // of those eligible
};
Totals totals(const Answers& answers);

struct Block {
  Row first = 0;
  std::size_t rows = 0;
  std::span<const Answers> measures;  // those about the subject, in the order of the plan
};

struct BatchSettings {
  std::size_t block = 2048;  // rows at a time
  Isa isa = Isa::best;
  std::vector<Choices> choices = {};  // one for each measure of the plan; none: the defaults
  std::vector<Op> not_known = {};     // left to the interpreter, besides what it does not know
};

// For one thread. The columns may be filled anew between runs; plan and columns must outlive it.
class BatchReader {
 public:
  BatchReader(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
              BatchSettings settings = {});
  BatchReader(BatchReader&&) noexcept;
  ~BatchReader();

  // Rows first … last − 1 of the subject.
  void run(Row first, Row last, const std::function<void(const Block&)>& sink);

  const std::vector<NotCovered>& not_covered() const;
  const Program& program() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace leye::policy::batch
