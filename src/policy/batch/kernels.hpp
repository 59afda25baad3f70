// The loops over blocks of rows, compiled once for any x86-64 and once for AVX2.
//
// A kernel is a plain loop over `rows` elements that the compiler turns into vector instructions.
// It knows no rules: unknown, none and whatever does not fit is settled by the executor, which
// calls a kernel for all rows of a block and then mends the few that are not plain. So a kernel
// must not fault on garbage (no division, arithmetic wraps), and its result for such rows means
// nothing.
//
// Bytes: a truth is 0 no, 1 unknown, 2 yes, so that Kleene's and, or are least and greatest; the
// state of a number is 0 known, 1 unknown, 2 none, 3 kept apart as a Value, so that the state of a
// sum is the greatest of its parts.
#pragma once

#include <cstddef>
#include <cstdint>

namespace leye::policy::batch {

// Which operands are one value for all rows: `vs` is a vector with a scalar.
enum Form : std::uint8_t { vv, vs, sv, ss };
enum Ordering : std::uint8_t { is_less, is_at_most, is_equal };
enum Arithmetic : std::uint8_t { plus, minus, times, lesser, larger };
enum Calendar : std::uint8_t {
  to_date,        // day number → date: year × 512 + month × 32 + day of the month
  date_year,      // date → year
  date_month,     // date → year × 12 + month − 1
  from_date,      // date → day number
  start_of_year,  // year → day number
  end_of_year,
};

struct Kernels {
  using Unary = void (*)(std::size_t rows, void* out, const void* a);
  using Binary = void (*)(std::size_t rows, void* out, const void* a, const void* b);
  using Choose = void (*)(std::size_t rows, void* out, const std::uint8_t* which, const void* a,
                          const void* b);
  using Mark = void (*)(std::size_t rows, void* failed, void* unknown, const std::uint8_t* truth,
                        std::uint8_t fails, int bit);

  const char* name;
  // [Ordering][0: 32 bits, 1: 64 bits][Form]; numbers in, truths out.
  Binary order[3][2][3];
  // The same of fractions a / b > 0 with the number or fraction `against`[0] / `against`[1].
  void (*order_share)(std::size_t rows, std::uint8_t* out, const std::int64_t* top,
                      const std::int64_t* bottom, const std::int64_t* against, Ordering, bool swap);
  Binary arithmetic[5][2][3];
  Choose choose[2][4];      // numbers of 32 or 64 bits, by a truth that is not unknown
  Choose choose_truth;      // of two truths; where unknown and they differ: unknown
  Unary widen[4][2];        // [width][0: to 32 bits, 1: to 64 bits]
  Unary truth_from[4];      // [width]; zero is no
  Binary gather[4][2];      // a: the column, b: the rows (32 bits)
  Unary calendar[6];        // all 32 bits
  Binary shift_months[3];   // date, months → date, at most the last day of the month
  Binary years_between[3];  // date of birth, date → full years

  Binary truth_and;  // least
  Binary truth_or;   // greatest, also of states
  Unary truth_not;
  // What a comparison comes to where the greater state is 1 or 2.
  void (*settle_truth)(std::size_t rows, std::uint8_t* truth, const std::uint8_t* state);
  // Costs are added up to 255 and stay there. out = acc + (truth == match ? cost : 0).
  void (*add_cost)(std::size_t rows, std::uint8_t* out, const std::uint8_t* acc,
                   const std::uint8_t* truth, std::uint8_t match, std::uint8_t cost);
  Binary add_costs;
  Unary fix_cost;  // 255 unless 0
  Mark mark[4];    // masks of 8, 16, 32 or 64 bits

  // The four answers; true if any is undetermined. `in_force` may be null: always.
  bool (*outcome)(std::size_t rows, std::uint8_t* outcome, std::uint8_t* distance,
                  const std::uint8_t* in_force, const std::uint8_t* met, const std::uint8_t* falls);
  Unary forget_masks[4];  // where the outcome (a) is `not in force`
  // [32 or 64 bits][vector or scalar]: the amount where eligible, at least 0; else 0.
  Binary pay[2][2];

  std::int64_t (*sum[2])(std::size_t rows, const void* a);
  std::int64_t (*count)(std::size_t rows, const std::uint8_t* bytes, std::uint8_t value);
  bool (*any)(std::size_t rows, const std::uint8_t* bytes, std::uint8_t value);
  bool (*any_set)(std::size_t rows, const std::uint8_t* bytes);
  // Some number is below low or above high.
  bool (*outside[2])(std::size_t rows, const void* a, std::int64_t low, std::int64_t high);
};

enum class Isa : std::uint8_t { best, plain };  // best: what this machine can do

const Kernels& kernels(Isa isa = Isa::best);

extern const Kernels plain_kernels;
extern const Kernels avx2_kernels;

}  // namespace leye::policy::batch
