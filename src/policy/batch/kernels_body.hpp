// The text of the kernels, included by each file that compiles them for one instruction set with
// LEYE_KERNELS (the table's name). Uses nothing of the standard library: a template of it that was
// compiled for AVX2 here could be linked into code that runs without.
#include "policy/batch/kernels.hpp"

namespace leye::policy::batch {
namespace {

using Size = std::size_t;
using Byte = std::uint8_t;

template <class T, bool Scalar>
struct In {
  explicit In(const void* from) : data(static_cast<const T*>(from)), first(*data) {}
  T operator[](Size row) const { return Scalar ? first : data[row]; }
  const T* data;
  T first;
};

template <int Ordering, class T>
bool compares(T a, T b) {
  if (Ordering == is_less) return a < b;
  if (Ordering == is_at_most) return a <= b;
  return a == b;
}

template <int Ordering, class T, bool A, bool B>
void order(Size rows, void* to, const void* left, const void* right) {
  const In<T, A> a(left);
  const In<T, B> b(right);
  Byte* __restrict out = static_cast<Byte*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = compares<Ordering, T>(a[i], b[i]) ? 2 : 0;
}

template <int Ordering, bool Swap>
void order_share(Size rows, Byte* __restrict out, const std::int64_t* __restrict top,
                 const std::int64_t* __restrict bottom, const std::int64_t* against) {
  const auto p = against[0], q = against[1];
  for (Size i = 0; i < rows; ++i) {
    const auto share = top[i] * q, limit = p * bottom[i];
    out[i] = (Swap ? compares<Ordering>(limit, share) : compares<Ordering>(share, limit)) ? 2 : 0;
  }
}

void order_share_any(Size rows, Byte* out, const std::int64_t* top, const std::int64_t* bottom,
                     const std::int64_t* against, Ordering ordering, bool swap) {
  constexpr decltype(&order_share<0, false>) all[3][2] = {
      {order_share<is_less, false>, order_share<is_less, true>},
      {order_share<is_at_most, false>, order_share<is_at_most, true>},
      {order_share<is_equal, false>, order_share<is_equal, true>}};
  all[ordering][swap](rows, out, top, bottom, against);
}

template <class T>
struct BitsOf {
  using Type = T;
};
template <>
struct BitsOf<std::int32_t> {
  using Type = std::uint32_t;
};
template <>
struct BitsOf<std::int64_t> {
  using Type = std::uint64_t;
};

template <int Arithmetic, class T>
T calculated(T a, T b) {
  using Bits = typename BitsOf<T>::Type;
  if (Arithmetic == plus) return static_cast<T>(static_cast<Bits>(a) + static_cast<Bits>(b));
  if (Arithmetic == minus) return static_cast<T>(static_cast<Bits>(a) - static_cast<Bits>(b));
  if (Arithmetic == times) return static_cast<T>(static_cast<Bits>(a) * static_cast<Bits>(b));
  if (Arithmetic == lesser) return a < b ? a : b;
  return a > b ? a : b;
}

template <int Arithmetic, class T, bool A, bool B>
void arithmetic(Size rows, void* to, const void* left, const void* right) {
  const In<T, A> a(left);
  const In<T, B> b(right);
  T* __restrict out = static_cast<T*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = calculated<Arithmetic, T>(a[i], b[i]);
}

template <class T, bool A, bool B>
void choose(Size rows, void* to, const Byte* __restrict which, const void* yes, const void* no) {
  const In<T, A> a(yes);
  const In<T, B> b(no);
  T* __restrict out = static_cast<T*>(to);
  for (Size i = 0; i < rows; ++i) {
    const T x = a[i], y = b[i];
    out[i] = which[i] == 2 ? x : y;
  }
}

void choose_truth(Size rows, void* to, const Byte* __restrict which, const void* yes,
                  const void* no) {
  const In<Byte, false> a(yes), b(no);
  Byte* __restrict out = static_cast<Byte*>(to);
  for (Size i = 0; i < rows; ++i) {
    const Byte x = a[i], y = b[i];
    const Byte either_one = x == y ? x : Byte{1};
    out[i] = which[i] == 2 ? x : which[i] == 0 ? y : either_one;
  }
}

template <class From, class To>
void widen(Size rows, void* to, const void* from) {
  const From* __restrict in = static_cast<const From*>(from);
  To* __restrict out = static_cast<To*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = static_cast<To>(in[i]);
}

template <class From>
void truth_from(Size rows, void* to, const void* from) {
  const From* __restrict in = static_cast<const From*>(from);
  Byte* __restrict out = static_cast<Byte*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = in[i] != 0 ? 2 : 0;
}

template <class From, class To>
void gather(Size rows, void* to, const void* column, const void* places) {
  const From* __restrict in = static_cast<const From*>(column);
  const std::int32_t* __restrict at = static_cast<const std::int32_t*>(places);
  To* __restrict out = static_cast<To*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = static_cast<To>(in[at[i]]);
}

// ---- calendar ----
// Years are counted from −4800, a multiple of 400, so that all is unsigned.
constexpr std::uint32_t year_zero = 4800;

// Days before 1 March of a year, the year beginning in March.
constexpr std::uint32_t march_days(std::uint32_t year) {
  return year * 365 + year / 4 - year / 100 + year / 400;
}
constexpr std::uint32_t day_of_year(std::uint32_t month_from_march, std::uint32_t day) {
  return (153 * month_from_march + 2) / 5 + day - 1;
}
constexpr std::uint32_t day_zero = march_days(1969 + year_zero) + day_of_year(10, 1);

constexpr std::int32_t packed(std::int32_t year, std::int32_t month, std::int32_t day) {
  return year * 512 + month * 32 + day;
}

// C. Neri, L. Schneider, "Euclidean affine functions and applications to calendar algorithms".
constexpr std::int32_t date_of(std::int32_t day) {
  const std::uint32_t n1 = 4 * (static_cast<std::uint32_t>(day) + day_zero) + 3;
  const std::uint32_t century = n1 / 146097;
  const std::uint32_t n2 = (n1 - century * 146097) | 3;
  const std::uint64_t p2 = std::uint64_t{2939745} * n2;
  const std::uint32_t year_of_century = static_cast<std::uint32_t>(p2 >> 32);
  const std::uint32_t days = static_cast<std::uint32_t>(p2) / 2939745 / 4;
  const std::uint32_t n3 = 2141 * days + 197913;
  const bool next_year = days >= 306;
  const std::uint32_t year = 100 * century + year_of_century + (next_year ? 1 : 0);
  const std::uint32_t month = (n3 >> 16) - (next_year ? 12 : 0);
  return packed(static_cast<std::int32_t>(year - year_zero), static_cast<std::int32_t>(month),
                static_cast<std::int32_t>((n3 & 65535) / 2141 + 1));
}

constexpr std::int32_t day_of(std::int32_t date) {
  const auto month = static_cast<std::uint32_t>(date) >> 5 & 15;
  const auto day = static_cast<std::uint32_t>(date) & 31;
  const bool early = month <= 2;
  const auto year = static_cast<std::uint32_t>(date >> 9) + year_zero - (early ? 1 : 0);
  return static_cast<std::int32_t>(march_days(year) + day_of_year(month + (early ? 9 : -3U), day) -
                                   day_zero);
}

constexpr std::int32_t months_later(std::int32_t date, std::int32_t months) {
  const auto month0 = (date >> 5 & 15) - 1;
  const auto index =
      static_cast<std::uint32_t>(((date >> 9) + std::int32_t{year_zero}) * 12 + month0 + months);
  const auto year = index / 12;
  const auto month = index - year * 12 + 1;
  const bool leap = (year & 3) == 0 && ((year & 15) == 0 || year % 25 != 0);
  const std::uint32_t february = leap ? 29 : 28;
  const std::uint32_t other = 30 + ((month ^ month >> 3) & 1);
  const std::uint32_t last = month == 2 ? february : other;
  const auto day = static_cast<std::uint32_t>(date) & 31;
  return packed(static_cast<std::int32_t>(year - year_zero), static_cast<std::int32_t>(month),
                static_cast<std::int32_t>(day < last ? day : last));
}

static_assert(date_of(0) == packed(1970, 1, 1) && date_of(-1) == packed(1969, 12, 31));
static_assert(date_of(11016) == packed(2000, 2, 29) && day_of(packed(2000, 3, 1)) == 11017);
static_assert(day_of(packed(1970, 1, 1)) == 0 && day_of(packed(1, 1, 1)) == -719162);
static_assert(months_later(packed(2023, 1, 31), 1) == packed(2023, 2, 28));
static_assert(months_later(packed(2024, 1, 31), -11) == packed(2023, 2, 28));

template <int What>
void calendar(Size rows, void* to, const void* from) {
  const std::int32_t* __restrict in = static_cast<const std::int32_t*>(from);
  std::int32_t* __restrict out = static_cast<std::int32_t*>(to);
  for (Size i = 0; i < rows; ++i) {
    const std::int32_t x = in[i];
    if (What == to_date) out[i] = date_of(x);
    if (What == date_year) out[i] = x >> 9;
    if (What == date_month) out[i] = (x >> 9) * 12 + (x >> 5 & 15) - 1;
    if (What == from_date) out[i] = day_of(x);
    if (What == start_of_year) out[i] = day_of(packed(x, 1, 1));
    if (What == end_of_year) out[i] = day_of(packed(x, 12, 31));
  }
}

template <bool A, bool B>
void shift_months(Size rows, void* to, const void* dates, const void* months) {
  const In<std::int32_t, A> a(dates);
  const In<std::int32_t, B> b(months);
  std::int32_t* __restrict out = static_cast<std::int32_t*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = months_later(a[i], b[i]);
}

template <bool A, bool B>
void years_between(Size rows, void* to, const void* born, const void* on) {
  const In<std::int32_t, A> a(born);
  const In<std::int32_t, B> b(on);
  std::int32_t* __restrict out = static_cast<std::int32_t*>(to);
  for (Size i = 0; i < rows; ++i) {
    const std::int32_t x = a[i], y = b[i];
    out[i] = (y >> 9) - (x >> 9) - ((y & 511) < (x & 511) ? 1 : 0);
  }
}

// ---- truths, states, costs ----
void truth_and(Size rows, void* to, const void* left, const void* right) {
  arithmetic<lesser, Byte, false, false>(rows, to, left, right);
}
void truth_or(Size rows, void* to, const void* left, const void* right) {
  arithmetic<larger, Byte, false, false>(rows, to, left, right);
}
void truth_not(Size rows, void* to, const void* from) {
  const Byte* __restrict in = static_cast<const Byte*>(from);
  Byte* __restrict out = static_cast<Byte*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = static_cast<Byte>(2 - in[i]);
}
void settle_truth(Size rows, Byte* __restrict truth, const Byte* __restrict state) {
  for (Size i = 0; i < rows; ++i) {
    const Byte undecided = state[i] == 1 ? 1 : 0;
    truth[i] = state[i] == 0 ? truth[i] : undecided;
  }
}

constexpr Byte capped(Byte a, Byte b) {
  const Byte sum = static_cast<Byte>(a + b);
  return sum < a ? Byte{255} : sum;
}
void add_cost(Size rows, Byte* __restrict out, const Byte* acc, const Byte* __restrict truth,
              Byte match, Byte cost) {
  for (Size i = 0; i < rows; ++i) out[i] = capped(acc[i], truth[i] == match ? cost : Byte{0});
}
void add_costs(Size rows, void* to, const void* left, const void* right) {
  const In<Byte, false> a(left), b(right);
  Byte* __restrict out = static_cast<Byte*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = capped(a[i], b[i]);
}
void fix_cost(Size rows, void* to, const void* from) {
  const Byte* __restrict in = static_cast<const Byte*>(from);
  Byte* __restrict out = static_cast<Byte*>(to);
  for (Size i = 0; i < rows; ++i) out[i] = in[i] != 0 ? 255 : 0;
}

template <class Mask>
void mark(Size rows, void* failed_to, void* unknown_to, const Byte* __restrict truth, Byte fails,
          int bit) {
  Mask* __restrict failed = static_cast<Mask*>(failed_to);
  Mask* __restrict unknown = static_cast<Mask*>(unknown_to);
  const Mask here = static_cast<Mask>(Mask{1} << bit);
  for (Size i = 0; i < rows; ++i) {
    failed[i] = static_cast<Mask>(failed[i] | (truth[i] == fails ? here : Mask{0}));
    unknown[i] = static_cast<Mask>(unknown[i] | (truth[i] == 1 ? here : Mask{0}));
  }
}

bool any(Size rows, const Byte* bytes, Byte value) {
  Byte found = 0;
  for (Size i = 0; i < rows; ++i) found = static_cast<Byte>(found | (bytes[i] == value ? 1 : 0));
  return found != 0;
}

// ---- answers: 0 eligible, 1 not eligible, 2 undetermined, 3 not in force ----
template <bool Dated>
void outcomes(Size rows, Byte* __restrict outcome, Byte* __restrict distance,
              const Byte* __restrict in_force, const Byte* __restrict met,
              const Byte* __restrict falls) {
  for (Size i = 0; i < rows; ++i) {
    const Byte valid = Dated ? in_force[i] : Byte{2};
    const Byte holds = met[i];
    const Byte least = valid < holds ? valid : holds;
    Byte found = least == 2 ? Byte{0} : Byte{2};
    found = holds == 0 ? Byte{1} : found;
    if (Dated) found = valid == 0 ? Byte{3} : found;
    outcome[i] = found;
  }
  for (Size i = 0; i < rows; ++i) {
    const Byte far = falls[i];
    distance[i] = Dated && in_force[i] == 0 ? Byte{255} : far;
  }
}

bool outcome(Size rows, Byte* to, Byte* distance, const Byte* in_force, const Byte* met,
             const Byte* falls) {
  if (in_force == nullptr) {
    outcomes<false>(rows, to, distance, met, met, falls);
  } else {
    outcomes<true>(rows, to, distance, in_force, met, falls);
  }
  return any(rows, to, 2);
}

template <class Mask>
void forget_masks(Size rows, void* masks, const void* outcomes_of) {
  Mask* __restrict mask = static_cast<Mask*>(masks);
  const Byte* __restrict found = static_cast<const Byte*>(outcomes_of);
  for (Size i = 0; i < rows; ++i) mask[i] = found[i] == 3 ? Mask{0} : mask[i];
}

template <class T, bool Scalar>
void pay(Size rows, void* to, const void* outcomes_of, const void* amounts) {
  const Byte* __restrict found = static_cast<const Byte*>(outcomes_of);
  const In<T, Scalar> amount(amounts);
  T* __restrict out = static_cast<T*>(to);
  for (Size i = 0; i < rows; ++i) {
    const T due = amount[i] > 0 ? amount[i] : T{0};
    out[i] = found[i] == 0 ? due : T{0};
  }
}

template <class T>
std::int64_t sum(Size rows, const void* from) {
  const T* __restrict in = static_cast<const T*>(from);
  std::int64_t total = 0;
  for (Size i = 0; i < rows; ++i) total += in[i];
  return total;
}
std::int64_t count(Size rows, const Byte* bytes, Byte value) {
  std::int64_t total = 0;
  for (Size first = 0; first < rows; first += 224) {
    const Size last = rows - first < 224 ? rows : first + 224;
    Byte some = 0;  // of so few rows, in one byte
    for (Size i = first; i < last; ++i) some = static_cast<Byte>(some + (bytes[i] == value));
    total += some;
  }
  return total;
}

bool any_set(Size rows, const Byte* bytes) {
  Byte found = 0;
  for (Size i = 0; i < rows; ++i) found = static_cast<Byte>(found | bytes[i]);
  return found != 0;
}
template <class T>
bool outside(Size rows, const void* from, std::int64_t low, std::int64_t high) {
  const T* __restrict in = static_cast<const T*>(from);
  const T least = static_cast<T>(low), most = static_cast<T>(high);
  T found = 0;
  for (Size i = 0; i < rows; ++i) found = static_cast<T>(found | (in[i] < least || in[i] > most));
  return found != 0;
}

using I8 = std::int8_t;
using I16 = std::int16_t;
using I32 = std::int32_t;
using I64 = std::int64_t;

#define LEYE_FORMS(kernel, what, T) \
  { kernel<what, T, false, false>, kernel<what, T, false, true>, kernel<what, T, true, false> }
#define LEYE_WIDTHS(kernel, what) \
  { LEYE_FORMS(kernel, what, I32), LEYE_FORMS(kernel, what, I64) }
#define LEYE_CHOOSE(T) \
  { choose<T, false, false>, choose<T, false, true>, choose<T, true, false>, choose<T, true, true> }

}  // namespace

constexpr Kernels LEYE_KERNELS = {
    .name = LEYE_KERNELS_NAME,
    .order = {LEYE_WIDTHS(order, is_less), LEYE_WIDTHS(order, is_at_most),
              LEYE_WIDTHS(order, is_equal)},
    .order_share = order_share_any,
    .arithmetic = {LEYE_WIDTHS(arithmetic, plus), LEYE_WIDTHS(arithmetic, minus),
                   LEYE_WIDTHS(arithmetic, times), LEYE_WIDTHS(arithmetic, lesser),
                   LEYE_WIDTHS(arithmetic, larger)},
    .choose = {LEYE_CHOOSE(I32), LEYE_CHOOSE(I64)},
    .choose_truth = choose_truth,
    .widen = {{widen<I8, I32>, widen<I8, I64>},
              {widen<I16, I32>, widen<I16, I64>},
              {widen<I32, I32>, widen<I32, I64>},
              {widen<I64, I32>, widen<I64, I64>}},
    .truth_from = {truth_from<I8>, truth_from<I16>, truth_from<I32>, truth_from<I64>},
    .gather = {{gather<I8, I32>, gather<I8, I64>},
               {gather<I16, I32>, gather<I16, I64>},
               {gather<I32, I32>, gather<I32, I64>},
               {gather<I64, I32>, gather<I64, I64>}},
    .calendar = {calendar<to_date>, calendar<date_year>, calendar<date_month>, calendar<from_date>,
                 calendar<start_of_year>, calendar<end_of_year>},
    .shift_months = {shift_months<false, false>, shift_months<false, true>,
                     shift_months<true, false>},
    .years_between = {years_between<false, false>, years_between<false, true>,
                      years_between<true, false>},
    .truth_and = truth_and,
    .truth_or = truth_or,
    .truth_not = truth_not,
    .settle_truth = settle_truth,
    .add_cost = add_cost,
    .add_costs = add_costs,
    .fix_cost = fix_cost,
    .mark = {mark<std::uint8_t>, mark<std::uint16_t>, mark<std::uint32_t>, mark<std::uint64_t>},
    .outcome = outcome,
    .forget_masks = {forget_masks<std::uint8_t>, forget_masks<std::uint16_t>,
                     forget_masks<std::uint32_t>, forget_masks<std::uint64_t>},
    .pay = {{pay<I32, false>, pay<I32, true>}, {pay<I64, false>, pay<I64, true>}},
    .sum = {sum<I32>, sum<I64>},
    .count = count,
    .any = any,
    .any_set = any_set,
    .outside = {outside<I32>, outside<I64>},
};

}  // namespace leye::policy::batch
