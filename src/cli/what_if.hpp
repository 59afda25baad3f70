// `leye screen --what-if`: what a draft would change, printed and exported.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/open_area.hpp"

namespace leye::cli {

struct WhatIf {
  // Files of changes, or folders of draft packs. The register is loaded once for all of them.
  std::vector<std::string> drafts;
  std::filesystem::path export_to;  // .csv or .xlsx; empty: none
  bool as_json = false;
  std::size_t readers = 2;
};

// Each draft beside the version in force. Nothing is stored: the standing results of screening stay
// as they are.
Status what_if(const AreaOptions& area, const WhatIf& asked, Day on);

}  // namespace leye::cli
