// On-the-spot checks of a case: who found what, when.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "flows/acting.hpp"

namespace leye::flows {

struct SiteVisit {
  std::string step;
  std::int64_t account = 0;
  Day visited_on;
  std::string outcome;  // as_stated, differs, not_found
  std::string finding;
  std::string photos;
  Instant recorded_at{};
  bool counts = true;  // false: before the case was sent back
};

Result<std::vector<SiteVisit>> visits_of(store::Transaction& transaction, std::int64_t case_id);

std::string visit_label(const std::string& outcome);  // 与申报一致; "" for another word
std::string visit_text(const SiteFinding& found);     // 2023-11-07 与申报一致，照片 3 张
std::vector<std::pair<std::string, std::string>> visit_outcomes();  // id and label, in order

}  // namespace leye::flows
