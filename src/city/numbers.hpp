// Numbers that look right and belong to nobody.
//
// ID numbers and credit codes carry division 000000, which no division has; their check digits
// are right, so that every reader accepts them. Phones begin with 154, a prefix not assigned to
// anyone.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace leye::city {

// The 18th character of an ID number, from its first 17 digits (GB 11643-1999).
char id_check_digit(std::string_view first_17);

// The 18th character of a unified social credit code, from its first 17 (GB 32100-2015).
char uscc_check_digit(std::string_view first_17);

// Hands out ID numbers, each once: 000000, the birth date, a running number (odd for men), the
// check digit. A birth date has room for 500 men and 499 women; invalid_input beyond that.
class IdNumbers {
 public:
  Result<std::string> next(Day born, bool male);

 private:
  std::vector<std::array<std::uint16_t, 2>> used_;  // by days since 1900-01-01, then sex
};

// `prefix` is the registering authority and kind of body, "91" for enterprises; index < 10^6.
std::string credit_code(std::string_view prefix, std::int64_t index);

std::string phone_number(std::int64_t index);    // index < 10^8
// People's accounts are numbered from here, those of employers below.
inline constexpr std::int64_t person_accounts_begin = 500'000'000;
inline constexpr const char* account_bank = "示例银行";  // no real one, in any city
std::string account_number(std::int64_t index);  // 19 digits, passes the Luhn check; index < 10^9

}  // namespace leye::city
