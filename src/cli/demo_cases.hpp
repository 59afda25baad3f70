// Cases that stand open when the demonstration starts, so that each desk finds work in its inbox.
#pragma once

#include <filesystem>
#include <string>

#include "base/cipher.hpp"
#include "cli/demo_city.hpp"

namespace leye::cli {

// The demonstration's pack becomes the store's first version, in force from the city's own day, so
// that the cases that follow say by which version they were opened and decided. `folder`: of the
// data.
Status keep_demo_policy(const std::string& dsn, const std::filesystem::path& folder,
                        const DemoCity& city);

// Opens what data/city/<code>/cases.csv lists and carries each case as far as its walk goes, every
// step by its own account and in its places, as the person would at the desk. After the first
// screening; a measure nobody is entitled to is left out.
Status open_demo_cases(const std::string& dsn, const Cipher& cipher, const DemoCity& city);

}  // namespace leye::cli
