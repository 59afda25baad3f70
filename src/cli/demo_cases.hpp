// Cases that stand open when the demonstration starts, so that each desk finds work in its inbox.
#pragma once

#include <string>

#include "base/cipher.hpp"
#include "cli/demo_city.hpp"

namespace leye::cli {

// Opens what data/city/<code>/cases.csv lists and carries each case as far as its walk goes, every
// step by its own account and in its places, as the person would at the desk. After the first
// screening; a measure nobody is entitled to is left out.
Status open_demo_cases(const std::string& dsn, const Cipher& cipher, const DemoCity& city);

}  // namespace leye::cli
