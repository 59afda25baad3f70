// What the policy commands share: the vocabulary, and saying what is wrong with a pack.
#pragma once

#include <string>
#include <vector>

#include "policy/pack.hpp"

namespace leye::cli {

// The vocabulary of this installation; says why not and returns nothing if it cannot be read.
const Vocabulary* installed_vocabulary();

// Prints the diagnostics to standard error; true if the pack may be used.
bool usable(const policy::LoadedPack& pack);

// A file's whole text; says why not.
Result<std::string> text_of_file(const std::string& path);

}  // namespace leye::cli
