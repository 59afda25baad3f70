// The project's own files, for the tests that read the sources as text.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leye::tidy {

struct ProjectFile {
  std::string path;  // from the project's root, with forward slashes
  std::vector<std::string> lines;

  std::string text() const;
  bool ends_with(std::string_view ending) const { return path.ends_with(ending); }
  bool starts_with(std::string_view beginning) const { return path.starts_with(beginning); }
};

// Every file below `folder`, without node_modules, dist and build, in the order of paths.
std::vector<ProjectFile> files_below(const std::string& folder);

ProjectFile file_at(const std::string& path);

}  // namespace leye::tidy
