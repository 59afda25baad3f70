// Every place where a rule of a draft compares with a limit, with three rows around it, and who
// found that they say what the sentence says. Ticks are the file edges.csv of the pack.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/edges/ledger.hpp"
#include "policy/edges/witness.hpp"
#include "workbench/reading.hpp"

namespace leye::workbench {

struct EdgeToTick {
  policy::edges::Entry entry;
  std::string digest;  // of sentence and rule: what a tick is of
  bool changed = false;  // not as in the base
  policy::edges::Standing standing = policy::edges::Standing::not_ticked;
  std::string ticked_by;
  std::optional<Day> ticked_on;
  std::optional<policy::edges::Witness> witness;  // if asked for
};

// `reading` has a plan and outlives them; a base without one: everything is changed. With
// `witnesses` those of a measure, or of all that are changed.
struct EdgeQuestion {
  std::string measure;  // "": all
  bool all = false;     // also what is as in the base
  bool witnesses = true;
};
Result<std::vector<EdgeToTick>> edges_of(const Reading& base, const Reading& reading,
                                         const EdgeQuestion& asked,
                                         const std::filesystem::path& scratch);

// Changed comparisons that nobody ticked.
Result<std::int64_t> open_edges(const Reading& base, const Reading& reading,
                                const std::filesystem::path& scratch);

std::string ticks_path(const Reading& reading);  // "qingyang-2023/edges.csv"

// The text of the file of ticks with one more. not_found: no such comparison. conflict: sentence or
// rule is not what was looked at.
Result<std::string> ticked(const Reading& reading, const std::string& key,
                           const std::string& digest, const std::string& by, Day on,
                           const std::filesystem::path& scratch);

}  // namespace leye::workbench
