// Files of rules that stand in a pack beside its measures: registered states, sweeps, years of an
// employer. A pack without the file goes by that of the packs behind it.
//
//   const auto file = TRY(pack_file(pack, "states/registered.md"));
//   if (!file) return Rules{};
//   TRY(each_line(file->text, file->path.string(), [&](const PackLine& line) { … }));
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::policy {

struct PackFile {
  std::filesystem::path folder;  // of the pack that has it
  std::filesystem::path path;
  std::string text;
};

// Of the pack itself, else of the nearest pack behind it; none where no pack has it. unavailable:
// it stands there and cannot be read.
Result<std::optional<PackFile>> pack_file(const std::filesystem::path& pack,
                                          const std::filesystem::path& name);

struct PackLine {
  std::string_view text;
  std::string_view title;          // of `# title`; else empty
  std::vector<std::string> cells;  // of a row below a table's heading; else empty
  int part = 0;                    // how many `## ` stand before it; each begins another table
};

// Every line in turn. The first error ends it, with `file:line`.
Status each_line(std::string_view text, const std::string& file,
                 const std::function<Status(const PackLine&)>& take);

}  // namespace leye::policy
