#include "base/ratio.hpp"

#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace leye {
namespace {

Wide greatest_common_divisor(Wide a, Wide b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a == 0 ? 1 : a;
}

bool fits(Wide value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

Result<Ratio> reduced(Wide numerator, Wide denominator) {
  const Wide divisor = greatest_common_divisor(numerator, denominator);
  numerator /= divisor;
  denominator /= divisor;
  if (!fits(numerator) || !fits(denominator))
    return Error{ErrorCode::invalid_input, "the fraction is too fine to hold exactly"};
  return Ratio::make(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

}  // namespace

Result<Ratio> Ratio::make(std::int64_t numerator, std::int64_t denominator) {
  if (denominator <= 0)
    return Error{ErrorCode::invalid_input, "a ratio needs a base greater than nothing"};
  const std::int64_t divisor =
      static_cast<std::int64_t>(greatest_common_divisor(numerator, denominator));
  return Ratio(numerator / divisor, denominator / divisor);
}

Result<Ratio> add(Ratio left, Ratio right) {
  const auto base = static_cast<Wide>(left.denominator()) * right.denominator();
  const auto sum = static_cast<Wide>(left.numerator()) * right.denominator() +
                   static_cast<Wide>(right.numerator()) * left.denominator();
  return reduced(sum, base);
}

Result<Ratio> multiply(Ratio left, Ratio right) {
  return reduced(static_cast<Wide>(left.numerator()) * right.numerator(),
                 static_cast<Wide>(left.denominator()) * right.denominator());
}

Result<Money> share_of(Money amount, Ratio share) {
  const auto product = static_cast<Wide>(amount.fen()) * share.numerator();
  const auto base = static_cast<Wide>(share.denominator());
  const Wide magnitude = product < 0 ? -product : product;
  const Wide rounded = (magnitude * 2 + base) / (base * 2);
  const Wide fen = product < 0 ? -rounded : rounded;
  if (!fits(fen))
    return Error{ErrorCode::invalid_input, "the amount of money is too large to hold"};
  return Money::fen(static_cast<std::int64_t>(fen));
}

std::string to_percent(Ratio share) {
  const auto scaled = static_cast<Wide>(share.numerator()) * 1'000'000;
  if (scaled % share.denominator() != 0)
    return fmt::format("{}/{}", share.numerator(), share.denominator());
  const auto millionths = static_cast<std::int64_t>(scaled / share.denominator());
  const std::int64_t magnitude = millionths < 0 ? -millionths : millionths;
  std::string text =
      fmt::format("{}{}.{:04}", millionths < 0 ? "-" : "", magnitude / 10'000, magnitude % 10'000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + "%";
}

}  // namespace leye
