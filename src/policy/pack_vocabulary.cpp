#include "policy/pack_vocabulary.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "policy/syntax/document.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

constexpr std::size_t packs_max = 16;

std::vector<files::path> files_of(const files::path& pack) {
  std::error_code ignored;
  if (!files::is_directory(pack, ignored)) return {pack};
  std::vector<files::path> found;
  for (const auto& entry : files::directory_iterator(pack, ignored)) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// A file's text up to the end of its front matter; the rest names no packs.
std::string front_matter(const files::path& file) {
  std::error_code ignored;
  if (!files::is_regular_file(file, ignored)) return {};  // opening a pipe would wait
  std::ifstream in(file, std::ios::binary);
  std::string text(file_bytes_max, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  const auto end = text.find("\n---");
  text.resize(end == text.npos ? 0 : end + 4);
  return text;
}

// The packs that the front matter of this one names.
std::vector<std::string> named_packs(const files::path& pack) {
  std::vector<std::string> names;
  for (const auto& file : files_of(pack)) {
    const Document document = read_document(file.string(), front_matter(file));
    for (const char* key : {"uses", "above"}) {
      std::istringstream words(document.front_value(key));
      for (std::string name; words >> name;) names.push_back(std::move(name));
    }
  }
  return names;
}

// Those a pack names before the pack itself; each once.
void collect(const files::path& pack, std::set<files::path>& seen,
             std::vector<files::path>& folders) {
  if (seen.size() >= packs_max || !seen.insert(pack_beside(pack, "")).second) return;
  for (const std::string& name : named_packs(pack)) collect(pack_beside(pack, name), seen, folders);
  folders.push_back(pack_beside(pack, ""));
}

}  // namespace

files::path pack_beside(const files::path& pack, const std::string& name) {
  const auto plain = files::absolute(pack).lexically_normal();
  const auto folder = plain.filename().empty() ? plain.parent_path() : plain;
  return name.empty() ? folder : folder.parent_path() / name;
}

std::vector<files::path> pack_folders(const files::path& pack) {
  std::set<files::path> seen;
  std::vector<files::path> folders;
  collect(pack, seen, folders);
  return folders;
}

std::vector<files::path> vocabulary_folders(const files::path& pack) {
  std::vector<files::path> folders;
  for (const auto& folder : pack_folders(pack))
    if (files::exists(folder / "vocabulary")) folders.push_back(folder / "vocabulary");
  return folders;
}

Result<Vocabulary> vocabulary_of_pack(const Vocabulary& installed, const files::path& pack) {
  Vocabulary vocabulary = installed;
  for (const auto& folder : vocabulary_folders(pack)) {
    vocabulary = TRY(vocabulary.extended_by(folder));
  }
  return vocabulary;
}

}  // namespace leye::policy
