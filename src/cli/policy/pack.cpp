#include "cli/policy/pack.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/resources.hpp"

namespace leye::cli {

const Vocabulary* installed_vocabulary() {
  static const auto loaded = []() -> Result<Vocabulary> {
    return Vocabulary::load(TRY(resource("vocabulary")));
  }();
  if (loaded.ok()) return &loaded.value();
  fmt::print(stderr, "leye: {}\n", to_text(loaded.error()));
  return nullptr;
}

bool usable(const policy::LoadedPack& pack) {
  for (const auto& problem : pack.diagnostics)
    fmt::print(stderr, "{}\n", policy::to_text(problem, pack));
  return pack.plan.has_value();
}

Result<std::string> text_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, fmt::format("{} 无法打开", path)};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace leye::cli
