// Runs the worked cases of a pack, each in both readers: explain/ and batch/.
#pragma once

#include <string>
#include <vector>

#include "policy/pack.hpp"

namespace leye::policy {

struct CaseResult {
  std::string file;
  std::int32_t line = 0;
  std::string id;        // QY-8a-01
  std::string measure;   // or "settle"
  std::string expected;  // as written: "1000", 不符合, "待核 0..1000"
  std::string got;
  std::string reason;
  bool passed = false;
};

// In the order of the files; a table that cannot be read is one failed case that says why, and so
// is a row to which the two readers give different answers.
std::vector<CaseResult> run_cases(const LoadedPack& pack, const Vocabulary& vocabulary);

// What cannot be read in the tables of cases: a heading, a default, a cell. Nothing is run. None if
// the pack has no plan yet.
std::vector<Diagnostic> problems_of_cases(const LoadedPack& pack, const Vocabulary& vocabulary);

}  // namespace leye::policy
