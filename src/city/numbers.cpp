#include "city/numbers.hpp"

#include <fmt/format.h>

#include "base/check.hpp"

namespace leye::city {
namespace {

constexpr std::string_view credit_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // no I O S V Z
constexpr Day first_birth = Day::from_number(-25567);                            // 1900-01-01

// The ninth character of the body's own code inside the credit code (GB 11714-1997).
char body_check_digit(std::string_view first_8) {
  constexpr std::array weights = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const char c = first_8[i];
    sum += weights[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
  }
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace

char id_check_digit(std::string_view first_17) {
  CHECK(first_17.size() == 17);
  constexpr std::array weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (first_17[i] - '0');
  return "10X98765432"[sum % 11];
}

char uscc_check_digit(std::string_view first_17) {
  CHECK(first_17.size() == 17);
  std::size_t sum = 0;
  std::size_t weight = 1;
  for (const char c : first_17) {
    sum += weight * credit_alphabet.find(c);
    weight = weight * 3 % 31;
  }
  return credit_alphabet[(31 - sum % 31) % 31];
}

Result<std::string> IdNumbers::next(Day born, bool male) {
  CHECK(born >= first_birth);
  const auto slot = static_cast<std::size_t>(born - first_birth);
  if (slot >= used_.size()) used_.resize(slot + 366);
  const int taken = used_[slot][male ? 1 : 0]++;
  if (taken >= (male ? 500 : 499)) {
    return Error{
        ErrorCode::invalid_input,
        fmt::format("no ID numbers are left for {} on {}", male ? "men" : "women", to_text(born)),
        {},
        "make a smaller city"};
  }
  const auto [year, month, day] = born.civil();
  std::string number =
      fmt::format("000000{:04}{:02}{:02}{:03}", year, month, day, taken * 2 + (male ? 1 : 2));
  number.push_back(id_check_digit(number));
  return number;
}

std::string credit_code(std::string_view prefix, std::int64_t index) {
  CHECK(index >= 0 && index < 1'000'000);
  const std::string body = fmt::format("MA{:06}", index);
  std::string code = fmt::format("{}000000{}", prefix, body);
  code.push_back(body_check_digit(body));
  code.push_back(uscc_check_digit(code));
  return code;
}

std::string phone_number(std::int64_t index) {
  // Multiplying by a number without common factor with 10^8 scatters neighbours; still one to one.
  return fmt::format("154{:08}", index * 61'803'399 % 100'000'000);
}

std::string account_number(std::int64_t index) {
  std::string number = fmt::format("620000000{:09}", index);  // 620000: no bank's number
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    int digit = number[number.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  number.push_back(static_cast<char>('0' + (10 - sum % 10) % 10));
  return number;
}

}  // namespace leye::city
