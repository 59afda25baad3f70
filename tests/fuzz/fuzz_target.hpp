// A fuzz target: bytes in, nothing out; it stops the process (CHECK, a sanitizer) where something
// is wrong. With clang and `./dev fuzz` libFuzzer drives it; with any compiler replay.cpp runs the
// seeds, the inputs that were found before, and a fixed number of variants of them as a test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace leye::fuzz {

// Inputs to begin with.
std::vector<std::string> seeds();

// Whole files of a kind below folders of the project: "packs", ".md".
std::vector<std::string> files_below(const std::vector<const char*>& folders, const char* ending);

}  // namespace leye::fuzz
