#include "tidy/project_files.hpp"

#include <algorithm>
#include <fstream>

namespace leye::tidy {
namespace {

const std::filesystem::path root = LEYE_SOURCE_DIR;

// Made from /api/openapi.json by the web build; not ours to keep tidy.
const std::filesystem::path generated_client = "schema.ts";

bool is_skipped(const std::filesystem::path& folder) {
  const auto name = folder.filename();
  return name == "node_modules" || name == "dist" || name == "build" || name == "screenshots";
}

}  // namespace

std::string ProjectFile::text() const {
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  return all;
}

ProjectFile file_at(const std::string& path) {
  ProjectFile file{path, {}};
  std::ifstream stream(root / path);
  for (std::string line; std::getline(stream, line);) file.lines.push_back(line);
  return file;
}

std::vector<ProjectFile> files_below(const std::string& folder) {
  std::vector<ProjectFile> files;
  if (!std::filesystem::exists(root / folder)) return files;
  std::filesystem::recursive_directory_iterator walk(root / folder), end;
  for (; walk != end; ++walk) {
    if (walk->is_directory() && is_skipped(walk->path())) walk.disable_recursion_pending();
    if (walk->is_regular_file() && walk->path().filename() != generated_client)
      files.push_back(file_at(std::filesystem::relative(walk->path(), root).generic_string()));
  }
  std::sort(files.begin(), files.end(),
            [](const auto& left, const auto& right) { return left.path < right.path; });
  return files;
}

}  // namespace leye::tidy
