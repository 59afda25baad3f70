#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fuzz/fuzz_target.hpp"

namespace leye::fuzz {

std::vector<std::string> files_below(const std::vector<const char*>& folders, const char* ending) {
  std::vector<std::filesystem::path> paths;
  for (const char* folder : folders)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(LEYE_SOURCE_DIR) / folder))
      if (entry.path().extension() == ending) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

}  // namespace leye::fuzz
