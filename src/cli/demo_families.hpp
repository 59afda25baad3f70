// The families without work with which the demonstration opens.
#pragma once

#include <string>

#include "base/cipher.hpp"
#include "cli/demo_city.hpp"

namespace leye::cli {

// Looks at all families as of days gone by, so that cases were found, solved and lost again; then
// the account of the first line confirms, helps and refuses some of those at its places
// (data/city/<code>/family_help.csv).
Status help_demo_families(const std::string& dsn, const Cipher& cipher, const DemoCity& city);

}  // namespace leye::cli
