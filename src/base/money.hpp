// An amount of money in whole fen (分), the hundredth of a yuan.
//
// There is no way in from a double. Sums that would leave 64 bits say so.
// On the wire and in files money is a decimal string in yuan: "1000", "5925.92".
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye {

class Money {
 public:
  constexpr Money() = default;
  static constexpr Money fen(std::int64_t count) { return Money(count); }
  static constexpr Money yuan(std::int64_t count) { return Money(count * 100); }

  // Reads "1234.5", "-12", "1,000.00". More than two decimals is an error, not a rounding.
  static Result<Money> parse(std::string_view yuan);

  constexpr std::int64_t fen() const { return fen_; }
  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  explicit constexpr Money(std::int64_t fen) : fen_(fen) {}
  std::int64_t fen_ = 0;
};

Result<Money> add(Money left, Money right);
Result<Money> subtract(Money left, Money right);

// "5925.92": always two decimals, no separators. What Money::parse reads.
std::string to_text(Money amount);

// "5,925.92": for people.
std::string to_display(Money amount);

}  // namespace leye
