// Planted beside found: does the screening find what is in the registers, no more and no less?
//
// For every planted record the standing result is compared with the outcome worked out by hand; for
// every measure the sums over the whole register with the clauses' (truth.hpp). `no` and
// `later` are both met by no result and by one that is a condition short, `short` only by the
// latter.
#pragma once

#include <string>
#include <vector>

#include "city/population.hpp"

namespace leye::city {

struct Difference {
  PlantedSubject planted;
  std::string found;  // as to_text(Verdict)
};

struct GroupFinding {
  std::string group;
  std::string label;
  std::int64_t planted = 0;  // outcomes: a hire has three
  std::int64_t found = 0;    // as expected
};

struct TotalFinding {
  std::string measure;
  Total truth;
  Total found;
  bool equal() const;
};

struct Findings {
  std::vector<GroupFinding> groups;
  std::vector<Difference> differences;
  std::vector<TotalFinding> totals;
  TotalFinding hires_after_exclusion;
  std::int64_t duplicate_files_planted = 0;
  std::int64_t duplicate_files_found = 0;

  bool all_found() const;
};

// Needs a scope that sees all places.
Result<Findings> compare(store::Transaction& transaction, const Population& population,
                         const MeasureIds& measures);

// Lines for people: each measure, each group that differs, the sum.
std::vector<std::string> describe(const Findings& findings);

}  // namespace leye::city
