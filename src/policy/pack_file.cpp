#include "policy/pack_file.hpp"

#include <fstream>
#include <iterator>
#include <ranges>

#include <fmt/format.h>

#include "policy/pack_vocabulary.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::policy {

Result<std::optional<PackFile>> pack_file(const std::filesystem::path& pack,
                                          const std::filesystem::path& name) {
  for (const auto& folder : pack_folders(pack) | std::views::reverse) {  // its own is the last
    PackFile file{folder, folder / name, {}};
    std::error_code ignored;
    if (!std::filesystem::exists(file.path, ignored)) continue;
    std::ifstream in(file.path, std::ios::binary);
    if (!in || !std::filesystem::is_regular_file(file.path, ignored))
      return Error{ErrorCode::unavailable,
                   "the file of the pack cannot be read",
                   {file.path.string()},
                   "it must be a file that the server may read"};
    file.text.assign(std::istreambuf_iterator<char>(in), {});
    return std::optional(std::move(file));
  }
  return std::optional<PackFile>();
}

Status each_line(std::string_view text, const std::string& file,
                 const std::function<Status(const PackLine&)>& take) {
  std::size_t number = 0;
  int part = 0;
  int rows = 0;  // of the table that is read; the first two are its heading
  for (const std::string_view whole : lines_of(text)) {
    PackLine line{whole, {}, {}, part};
    if (whole.starts_with("## ")) {
      line.part = ++part;
      rows = 0;
    } else if (whole.starts_with("# ")) {
      line.title = whole.substr(2);
    } else if (whole.starts_with("|") && ++rows > 2) {
      auto row = whole.substr(1);
      if (row.ends_with("|")) row.remove_suffix(1);
      line.cells = cells_of(row, '|');
    }
    TRY(take(line).at(fmt::format("{}:{}", file, ++number)));
  }
  return Done{};
}

}  // namespace leye::policy
