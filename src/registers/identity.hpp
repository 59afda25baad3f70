// Numbers that say who someone is, and whether they can be right.
//
// GB 11643-1999 (ID number: 17 digits and a check character by ISO 7064 MOD 11-2) and
// GB 32100-2015 (unified social credit code: 17 characters and a check character modulo 31).
// Messages are for clerks, in Chinese; `fix` says what to do.
#pragma once

#include <string>
#include <string_view>

#include "base/day.hpp"
#include "base/result.hpp"

namespace leye::registers {

// 18 characters, x as X. Refused: a wrong check character, a day that does not exist, 15 digits
// (with the 18 they would be, to be verified with the person), digits lost to a spreadsheet.
Result<std::string> canonical_id_number(std::string_view text);

// Of a canonical ID number.
Day birth_date_of(std::string_view id_number);
std::string sex_of(std::string_view id_number);  // code of GB/T 2261.1: "1" male, "2" female

// 18 characters in capitals.
Result<std::string> canonical_uscc(std::string_view text);

// Digits alone: 11 of a mobile phone (a leading 86 or +86 is dropped), or 7 to 12 of a landline.
Result<std::string> canonical_phone(std::string_view text);

}  // namespace leye::registers
