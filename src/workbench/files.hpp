// The files of a pack and of the packs that it uses, as texts: what a version keeps, what a draft
// changes.
//
//   const Files files = TRY(read_files("packs/qingyang-2023"));
//   files.at("qingyang-2023/8-hiring.md"), files.at("china/parameters.md")
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::workbench {

using Files = std::map<std::string, std::string>;  // by path, "pack/folder/file.md"

inline constexpr std::size_t file_bytes_max = std::size_t{512} << 10;
inline constexpr std::size_t files_max = 400;
inline constexpr std::size_t all_bytes_max = std::size_t{8} << 20;

// The Markdown and CSV files below the pack's folder and below those of the packs it uses.
// invalid_input: one that is too large, or no text.
Result<Files> read_files(const std::filesystem::path& pack);

// invalid_input unless it names a Markdown or CSV file within a pack: no "..", no empty part, at
// most 4 parts of 100 bytes.
Status check_path(std::string_view path);
// invalid_input: too large, not UTF-8, or with bytes that no text has.
Status check_text(const std::string& path, std::string_view text);

// Of paths and texts: 64 hex digits.
std::string digest_of(const Files& files);

// Writes them below `root`; what is there already and is no file of these goes.
Status write_files(const Files& files, const std::filesystem::path& root);

// A folder that goes with the object.
class ScratchFolder {
 public:
  // Below `parent`, which is made.
  static Result<ScratchFolder> make(const std::filesystem::path& parent);
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
  }
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};
inline constexpr std::string_view scratch_prefix = "scratch-";

}  // namespace leye::workbench
