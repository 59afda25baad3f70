#include "cli/policy/pack.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::cli {

const Vocabulary* vocabulary_of(const std::string& pack) {
  static std::map<std::string, Vocabulary> read;
  if (const auto known = read.find(pack); known != read.end()) return &known->second;
  const auto load = [&pack]() -> Result<Vocabulary> {
    const auto folder = TRY(resource("vocabulary"));
    const auto installed = TRY(Vocabulary::load(folder));
    return policy::vocabulary_of_pack(installed, pack);
  };
  auto loaded = load();
  if (loaded.ok()) return &read.emplace(pack, std::move(loaded).value()).first->second;
  fmt::print(stderr, "leye: {}\n", to_text(loaded.error()));
  if (!loaded.error().fix.empty()) fmt::print(stderr, "  建议: {}\n", loaded.error().fix);
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
