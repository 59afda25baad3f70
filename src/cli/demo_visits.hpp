// The visits that are due when the demonstration opens.
#pragma once

#include <string>

#include "base/cipher.hpp"
#include "cli/demo_city.hpp"

namespace leye::cli {

// Everyone whom a plan of the demonstration's pack means has a task, and those of the community
// with an account of its own are given to it.
Status plan_demo_visits(const std::string& dsn, const Cipher& cipher, const DemoCity& city);

}  // namespace leye::cli
