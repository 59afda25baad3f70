// Which rules a pack asks of a year of an employer: the categories that are sizes (企业规模) and the
// measures whose results are layoff rates (裁员率). Data of a pack (employers/year.md); no size and
// no threshold stands here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "policy/plan/plan.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::benefits {

struct SizeRule {
  std::string code;          // of size_class
  std::size_t category = 0;  // in YearRules::plan.measures
};

struct YearRules {
  policy::Plan plan;  // of the pack that says them
  std::vector<SizeRule> sizes;
  std::vector<std::size_t> rates;  // in plan.measures

  bool empty() const { return sizes.empty() && rates.empty(); }

  // Of the pack, else of the packs behind it. None has employers/year.md: empty rules. The error
  // names file, line and the way to mend it.
  static Result<YearRules> load(const std::filesystem::path& pack, const Vocabulary& vocabulary);
  static Result<YearRules> parse(std::string_view text, const std::string& file, policy::Plan plan,
                                 const Vocabulary& vocabulary);
};

}  // namespace leye::benefits
