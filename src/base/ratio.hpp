// An exact fraction: percentages, rates and shares.
//
// Compared by cross-multiplication and never divided (a lay-off rate of 11/200
// equals 5.5 %). Applying a ratio to money rounds once, half up, to the fen.
#pragma once

#include <cstdint>
#include <string>

#include "base/money.hpp"
#include "base/result.hpp"
#include "base/wide.hpp"

namespace leye {

class Ratio {
 public:
  constexpr Ratio() = default;

  // The denominator is positive; the fraction is kept in lowest terms.
  static Result<Ratio> make(std::int64_t numerator, std::int64_t denominator);
  static constexpr Ratio whole(std::int64_t number) { return Ratio(number, 1); }

  constexpr std::int64_t numerator() const { return numerator_; }
  constexpr std::int64_t denominator() const { return denominator_; }

  friend constexpr bool operator==(Ratio, Ratio) = default;
  friend constexpr std::strong_ordering operator<=>(Ratio left, Ratio right) {
    const auto a = static_cast<Wide>(left.numerator_) * right.denominator_;
    const auto b = static_cast<Wide>(right.numerator_) * left.denominator_;
    return a < b   ? std::strong_ordering::less
           : a > b ? std::strong_ordering::greater
                   : std::strong_ordering::equal;
  }

 private:
  constexpr Ratio(std::int64_t numerator, std::int64_t denominator)
      : numerator_(numerator), denominator_(denominator) {}
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

Result<Ratio> add(Ratio left, Ratio right);
Result<Ratio> multiply(Ratio left, Ratio right);

// amount × share, rounded half up (away from zero for negative amounts) to the fen.
Result<Money> share_of(Money amount, Ratio share);

// "5.5%" where that is exact within four decimals of a percent, else "13/60".
std::string to_percent(Ratio share);

}  // namespace leye
