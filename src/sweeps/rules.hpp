// What ends a registration as unemployed, and why: data of a pack, read from its folder sweeps/
// (docs/guide/sweeps.md has the form). A source is something the registers or another body say:
// `death`, `employment`, `owner`, `insurance KIND` (a code of insurance_kind), `list CODE` (a code
// of outside_list).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::sweeps {

struct Rule {
  std::string source;
  bool later = true;    // only a day after that of the registration
  std::string because;  // a code of unemployment_exit
  bool told = true;     // the person gets a message
  std::string clause;
};

struct Rules {
  std::string zh, en;                // what the sweep is called; empty: there is none
  int undo_days = 0;                 // calendar days within which an exit can be undone
  std::vector<Rule> all;             // where several sources say something the first rule counts
  std::vector<std::string> counted;  // lists whose people count as registered unemployed

  // A pack without sweeps/unemployed.md has no sweep. The error names file, line and the way to
  // mend it.
  static Result<Rules> load(const std::filesystem::path& pack, const Vocabulary& vocabulary);
  static Result<Rules> parse(std::string_view text, const std::string& file,
                             const Vocabulary& vocabulary);
};

}  // namespace leye::sweeps
