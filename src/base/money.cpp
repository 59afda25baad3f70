#include "base/money.hpp"

#include <limits>

#include <fmt/format.h>

namespace leye {
namespace {

Error not_money(std::string_view text, const char* why) {
  return Error{ErrorCode::invalid_input,
               fmt::format("'{}' is not an amount in yuan: {}", text, why),
               {},
               "write digits with at most two decimals, such as 1500 or 5925.92"};
}

}  // namespace

Result<Money> Money::parse(std::string_view yuan) {
  std::string_view rest = yuan;
  bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);
  std::int64_t fen = 0;
  int decimals = -1;  // -1 until the point is seen
  bool any_digit = false;
  for (char c : rest) {
    if (c == ',' && decimals < 0 && any_digit) continue;
    if (c == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') return not_money(yuan, "it holds something that is not a digit");
    if (decimals == 2) return not_money(yuan, "it has more than two decimals");
    if (decimals >= 0) ++decimals;
    any_digit = true;
    if (__builtin_mul_overflow(fen, 10, &fen) || __builtin_add_overflow(fen, c - '0', &fen))
      return not_money(yuan, "it is too large");
  }
  if (!any_digit) return not_money(yuan, "it has no digits");
  for (int i = decimals < 0 ? 0 : decimals; i < 2; ++i)
    if (__builtin_mul_overflow(fen, 10, &fen)) return not_money(yuan, "it is too large");
  return Money::fen(negative ? -fen : fen);
}

Result<Money> add(Money left, Money right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left.fen(), right.fen(), &sum))
    return Error{ErrorCode::invalid_input, "the sum of money is too large to hold"};
  return Money::fen(sum);
}

Result<Money> subtract(Money left, Money right) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(left.fen(), right.fen(), &difference))
    return Error{ErrorCode::invalid_input, "the difference of money is too large to hold"};
  return Money::fen(difference);
}

std::string to_text(Money amount) {
  const bool negative = amount.fen() < 0;
  const std::uint64_t fen = negative ? 0 - static_cast<std::uint64_t>(amount.fen())
                                     : static_cast<std::uint64_t>(amount.fen());
  return fmt::format("{}{}.{:02}", negative ? "-" : "", fen / 100, fen % 100);
}

std::string to_display(Money amount) {
  std::string text = to_text(amount);
  const std::size_t first_digit = text.front() == '-' ? 1 : 0;
  for (std::size_t at = text.size() - 3; at > first_digit + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace leye
