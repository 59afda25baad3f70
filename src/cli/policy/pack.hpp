// What the policy commands share: the vocabulary, and saying what is wrong with a pack.
#pragma once

#include <string>
#include <vector>

#include "policy/pack.hpp"

namespace leye::cli {

// The vocabulary of this installation with what the pack adds; says why not and returns nothing if
// it cannot be read. Lives as long as the program.
const Vocabulary* vocabulary_of(const std::string& pack);

// Prints the diagnostics to standard error; true if the pack may be used.
bool usable(const policy::LoadedPack& pack);

// A file's whole text; says why not.
Result<std::string> text_of_file(const std::string& path);

}  // namespace leye::cli
