#include "base/resources.hpp"

#include <cstdlib>
#include <vector>

#include <fmt/format.h>

namespace leye {

Result<std::filesystem::path> resource(std::string_view name) {
  std::vector<std::filesystem::path> roots;
  if (const char* home = std::getenv("LEYE_HOME")) roots.emplace_back(home);
  roots.emplace_back(LEYE_BUILT_FROM);
  roots.emplace_back("/usr/share/leye");
  std::string tried;
  for (const auto& root : roots) {
    const auto path = root / name;
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return path;
    tried += (tried.empty() ? "" : ", ") + path.string();
  }
  return Error{ErrorCode::not_found,
               fmt::format("the program's data '{}' is not installed", name),
               {},
               "looked in " + tried + "; set LEYE_HOME to the folder that holds it"};
}

}  // namespace leye
