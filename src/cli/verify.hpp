// The examination of a whole database: books, sent files, audit chain.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace leye::cli {

// Prints a line for each check. True when all of them hold. The key and the audit's anchors are
// looked for in the data folder; without a key what needs it is left out, and said to be.
Result<bool> verify_database(const std::string& dsn, const std::filesystem::path& data_folder);

}  // namespace leye::cli
