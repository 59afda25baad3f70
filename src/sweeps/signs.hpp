// What counts as contact with the service, and what as a refusal: data of a pack, its file
// sweeps/contacts.md (docs/guide/sweeps.md has the form). Rules `silence MONTHS` and
// `refusals NUMBER` look at them. Signs are records of a kind or visits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::sweeps {

// Of the source `silence 6`, asked for "silence": 6. None: it is another source, or no such number.
std::optional<std::int64_t> number_in(std::string_view source, std::string_view word);

struct Sign {
  std::string entity;    // of records about a person, or `visit`
  std::string day_fact;  // when it was; of a visit empty
  std::string fact;      // that says so; empty: every record does
  std::string code;      // what it says then; of a visit a code of visit_outcome, or empty: those
                         // that reached the person
};

struct Signs {
  int long_months = 0;  // whoever is registered for so long is so for long; 0: nobody is counted
  std::vector<Sign> contacts, refusals;

  // Of the pack, else of the packs behind it; none has the file: nothing is a sign. The error names
  // file, line and the way to mend it.
  static Result<Signs> load(const std::filesystem::path& pack, const Vocabulary& vocabulary);
  static Result<Signs> parse(std::string_view text, const std::string& file,
                             const Vocabulary& vocabulary);
};

}  // namespace leye::sweeps
