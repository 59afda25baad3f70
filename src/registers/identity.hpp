// Numbers that say who someone is, and whether they can be right.
//
// GB 11643-1999 (ID number: 17 digits and a check character by ISO 7064 MOD 11-2) and
// GB 32100-2015 (unified social credit code: 17 characters and a check character modulo 31).
// Messages are for clerks, in Chinese; `fix` says what to do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace leye::registers {

// The number of a document of any kind in vocabulary/identity_kinds.csv, in the one spelling in
// which it is stored and looked up: the number alone where it says by its form what it is (18
// characters of GB 11643, of the residence permits and of the new card of permanent residents; a
// mainland travel permit), else with the kind before it, "passport:E12345678". Written with the
// kind's name or without: "护照:E12345678", "回乡证 H12345678", "000000199001010018".
//
// Refused, with what is likely meant: a wrong check character, neighbours swapped, letters for
// digits, a day that does not exist, 15 digits (with the 18 they would be, to be verified with the
// person), digits lost to a spreadsheet.
Result<std::string> canonical_id_number(std::string_view text);

// For looking up: every number that the text may mean; a kind need not be named, 15 digits are
// their 18 as well. Empty if it is no number.
std::vector<std::string> possible_id_numbers(std::string_view text);

// Of a canonical number.
std::string id_kind_of(std::string_view number);       // id of the kind: "resident", "passport"
bool bears_birth_date(std::string_view number);        // and sex
std::string shown_id_number(std::string_view number);  // the kind in Chinese before it, or alone

// 18 of 15 digits (GB 11643-1999: the century 19 and the check character). Precondition: 15 digits.
std::string eighteen_of(std::string_view fifteen);

// 17 digits with their check character (GB 11643).
std::string with_check(std::string_view seventeen);

// Of a canonical number that bears them.
Day birth_date_of(std::string_view id_number);
std::string sex_of(std::string_view id_number);  // code of GB/T 2261.1: "1" male, "2" female

// The number with two unequal neighbours swapped, for each pair that then is right.
std::vector<std::string> swapped_to_be_right(std::string_view id_number);

// 18 characters in capitals.
Result<std::string> canonical_uscc(std::string_view text);

// Digits alone: 11 of a mobile phone (a leading 86 or +86 is dropped), or 7 to 12 of a landline.
Result<std::string> canonical_phone(std::string_view text);

}  // namespace leye::registers
