#include "workbench/files.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::workbench {
namespace {

namespace fs = std::filesystem;

Error invalid(std::string what, std::string where, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {std::move(where)}, std::move(fix)};
}

bool is_ours(const fs::path& file) {
  return file.extension() == ".md" || file.extension() == ".csv";
}

bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t more = byte < 0x80 ? 0 : byte < 0xC2 ? 9 : byte < 0xE0 ? 1
                             : byte < 0xF0 ? 2 : byte < 0xF5 ? 3 : 9;
    if (more == 9 || at + more >= text.size() + (more == 0 ? 1 : 0)) return false;
    for (std::size_t next = 1; next <= more; ++next)
      if ((static_cast<unsigned char>(text[at + next]) & 0xC0) != 0x80) return false;
    at += more + 1;
  }
  return true;
}

Result<std::string> text_of(const fs::path& file) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored))  // opening a pipe would wait
    return Error{ErrorCode::not_found, "政策包里的文件打不开", {file.string()}};
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "政策包里的文件打不开", {file.string()}};
  std::string text(file_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  TRY(check_text(file.string(), text));
  return text;
}

Status write_text(const fs::path& file, const std::string& text) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!failed && out) return Done{};
  return Error{ErrorCode::unavailable,
               "政策包的文件写不进数据文件夹",
               {file.string()},
               "请系统管理员检查磁盘空间和权限"};
}

}  // namespace

Status check_path(std::string_view path) {
  const auto wrong = [&] {
    return invalid("文件名不对", std::string(path),
                   "写成“包名/文件名.md”，只用字母、数字、- _ . 和 /，例如 qingyang-2023/8-hiring.md");
  };
  std::size_t parts = 0;
  for (std::size_t from = 0; from <= path.size();) {
    const auto end = std::min(path.find('/', from), path.size());
    const auto part = path.substr(from, end - from);
    ++parts;
    if (part.empty() || part.size() > 100 || part.front() == '.') return wrong();
    for (const char c : part) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      if (!plain) return wrong();
    }
    from = end + 1;
  }
  if (parts < 2 || parts > 4 || !is_ours(fs::path(path))) return wrong();
  return Done{};
}

Status check_text(const std::string& path, std::string_view text) {
  if (text.size() > file_bytes_max)
    return invalid(fmt::format("文件超过 {} KB", file_bytes_max >> 10), path,
                   "把它分成几个文件，一个文件写文件的一条或几条");
  if (!is_utf8(text) || text.find('\0') != text.npos)
    return invalid("文件不是 UTF-8 文本", path, "用文本编辑器另存为 UTF-8");
  return Done{};
}

Result<Files> read_files(const fs::path& pack) {
  Files files;
  std::size_t bytes = 0;
  for (const auto& folder : policy::pack_folders(pack)) {
    std::error_code failed;
    std::vector<fs::path> found;
    for (auto each = fs::recursive_directory_iterator(folder, failed);
         !failed && each != fs::recursive_directory_iterator(); each.increment(failed)) {
      if (each.depth() > 2) each.disable_recursion_pending();
      if (is_ours(each->path())) found.push_back(each->path());
    }
    for (const auto& file : found) {
      const auto path = folder.filename() / fs::relative(file, folder, failed);
      auto text = TRY(text_of(file));
      bytes += text.size();
      if (files.size() >= files_max || bytes > all_bytes_max)
        return invalid(fmt::format("政策包和它引用的包超过 {} 个文件或者 {} MB", files_max,
                                   all_bytes_max >> 20),
                       pack.string(), "减少文件");
      files[path.generic_string()] = std::move(text);
    }
  }
  if (files.empty())
    return Error{ErrorCode::not_found, "这里没有政策包", {pack.string()}, "用 --pack 指定一个"};
  return files;
}

std::string digest_of(const Files& files) {
  Sha256 all;
  for (const auto& [path, text] : files) {
    all.add(fmt::format("{} {}\n", path, text.size()));
    all.add(text);
  }
  return all.finish_hex();
}

Status write_files(const Files& files, const fs::path& root) {
  std::error_code failed;
  fs::remove_all(root, failed);
  for (const auto& [path, text] : files) TRY(write_text(root / path, text));
  return Done{};
}

Result<ScratchFolder> ScratchFolder::make(const fs::path& parent) {
  static std::atomic<std::uint64_t> made{0};
  const auto path = parent / fmt::format("{}{}-{}", scratch_prefix, getpid(), ++made);
  std::error_code failed;
  fs::remove_all(path, failed);
  fs::create_directories(path, failed);
  if (failed)
    return Error{ErrorCode::unavailable,
                 "数据文件夹里建不了文件夹",
                 {path.string()},
                 "请系统管理员检查磁盘空间和权限"};
  return ScratchFolder(path);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace leye::workbench
