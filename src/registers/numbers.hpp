// Numbers of the installation that an office may set otherwise, each with why it is so:
// data/registers/numbers.csv.
//
//   const Numbers numbers = TRY(Numbers::load());
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace leye::registers {

struct Numbers {
  int visit_taken_late = 0;  // calendar days after a visit within which it is taken in
  int visit_bag_kept = 0;    // days for which a visitor's device keeps tasks without a connection
  int export_growth = 0;     // percent by which a register may have grown since its export was
                             // asked for
  // How alike two employers are, of 100: the same credit code; the same name, brackets and blanks
  // aside; a name of look-alike characters, or one that differs in the legal form alone.
  int employer_same_code = 0, employer_same_name = 0, employer_similar_name = 0;
  // The same of two people: one number; the number of 15 digits and the one of 18 that it became;
  // the same name, numbers that differ by two neighbours swapped; the same name, day of birth and
  // town; such a name with characters that look alike.
  int person_same_number = 0, person_old_and_new_number = 0, person_swapped_digits = 0,
      person_same_name_and_birth = 0, person_similar_name_and_birth = 0;
  int export_rows_alone = 0;    // that one person takes without a second one's release
  int delegation_days = 0;      // of one delegation at most, first and last day included
  int binding_code_days = 0;    // for which a code given at the counter is good
  int authorisation_years = 0;  // of an agent, at most

  static Result<Numbers> load();
  // `number,value,unit,why` in each line, after a heading. invalid_input, with the line: not four
  // columns, no such number or unit, a value out of its range, no reason, told twice; with the
  // file: a number is missing.
  static Result<Numbers> read(const std::filesystem::path& file);
};

}  // namespace leye::registers
