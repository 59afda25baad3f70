// The demonstration's city screened under its pack, and planted printed beside found.
#pragma once

#include <string>

#include "cli/demo_city.hpp"

namespace leye::cli {

// Screens unless a screening of this city is done. Prints progress, and what the city holds beside
// what was found. Whether it screened now.
Result<bool> screen_demo_city(const std::string& dsn, const Cipher& cipher, const DemoCity& city);

}  // namespace leye::cli
