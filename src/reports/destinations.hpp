// Which destinations count as placed (毕业去向落实率), and which a register must prove within how many
// days: data, one line for each code in data/registers/graduates.csv. The denominator is every
// graduate who was reported.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::reports {

struct Destinations {
  std::vector<std::string> placed;        // codes of graduate_destination
  std::vector<std::string> proved;        // of these, those that work must prove …
  std::vector<std::int64_t> proved_after; // … so many days after the report

  static Result<Destinations> load(const Vocabulary& vocabulary);
  // The error names file, line and what may stand there; every code has one line.
  static Result<Destinations> read(const std::filesystem::path& file,
                                   const Vocabulary& vocabulary);
};

}  // namespace leye::reports
