// How three-party checks (三方核查) are made: data of a pack, read from its file quality/checks.md
// (docs/guide/quality.md has the form).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::quality {

// Who checks: each of the three answers without seeing the others.
struct Party {
  std::string id;    // reporter, subject, independent
  std::string role;  // of the clerks: one role is one party
  std::string zh, en;
};

struct CheckPlan {
  std::string zh, en;  // what the check is called; empty: the pack has none
  int county_rows = 0;
  int answer_days = 0;   // calendar days from the drawing
  int correct_days = 0;  // calendar days from the closing
  std::vector<Party> parties;

  const Party* party_of_role(std::string_view role) const;
  const Party* find(std::string_view id) const;

  // A pack without the file has no checks. The error names file, line and the way to mend it.
  static Result<CheckPlan> load(const std::filesystem::path& pack);
  static Result<CheckPlan> parse(std::string_view text, const std::string& file);
};

}  // namespace leye::quality
