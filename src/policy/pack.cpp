#include "policy/pack.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "policy/inheritance.hpp"
#include "policy/meaning/meaning.hpp"
#include "policy/meaning/reporter.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

Diagnostic unreadable(const files::path& path, std::string why) {
  Diagnostic problem;
  problem.code = "unreadable";
  problem.file = path.string();
  problem.title = std::move(why);
  return problem;
}

// A pack is named by its folder alone: no way out of the folder that the packs stand in.
bool is_pack_name(std::string_view name) {
  return name != "." && name != ".." && name.find_first_of("/\\") == name.npos;
}

std::int32_t characters(std::string_view utf8) {
  return static_cast<std::int32_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Files are named for the items they hold: 2-vacancies.md stands before 10-posts.md.
int item_of(const files::path& file) {
  const auto name = file.filename().string();
  int item = std::numeric_limits<int>::max();
  std::from_chars(name.data(), name.data() + name.size(), item);
  return item;
}

std::vector<files::path> files_of(const files::path& path) {
  std::error_code ignored;
  if (!files::is_directory(path, ignored)) return {path};
  std::vector<files::path> found;
  for (const auto& entry : files::directory_iterator(path, ignored)) {
    if (entry.path().extension() == ".md" && entry.path().filename() != "README.md")
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end(), [](const files::path& a, const files::path& b) {
    return std::pair(item_of(a), a) < std::pair(item_of(b), b);
  });
  return found;
}

bool has_error(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& each) { return each.severity == Severity::error; });
}

// One pack and, through it, those it uses; a pack is read once.
class PackReader {
 public:
  PackReader(const Vocabulary& vocabulary, const Texts& instead)
      : vocabulary_(vocabulary), instead_(instead) {}

  LoadedPack read(const files::path& path) {
    LoadedPack pack;
    const auto own = files_of(path);
    if (!room_for(own, pack.diagnostics)) return pack;
    for (const auto& file : own) {
      auto document = document_of(file, pack.diagnostics);
      if (document) pack.documents.push_back(std::move(*document));
    }
    if (pack.documents.empty() && pack.diagnostics.empty())
      pack.diagnostics.push_back(unreadable(path, "这里没有政策包 / there is no pack here"));
    std::vector<const Plan*> above;
    auto imports = imports_of(path, pack, above);
    auto meaning = understand(pack.documents, std::move(imports), vocabulary_);
    for (auto& problem : meaning.diagnostics) pack.diagnostics.push_back(std::move(problem));
    for (auto& problem : compare_with_above(meaning.plan, above)) {
      problem.chinese = pack.documents.empty() || pack.documents.front().chinese;
      keep_one_language(problem);
      pack.diagnostics.push_back(std::move(problem));
    }
    pack.spellings = std::move(meaning.spellings);
    std::stable_sort(pack.diagnostics.begin(), pack.diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) {
                       return std::tie(a.file, a.at.line) < std::tie(b.file, b.at.line);
                     });
    if (has_error(pack.diagnostics)) return pack;
    describe(meaning.plan, path, pack);
    pack.plan = std::move(meaning.plan);
    return pack;
  }

 private:
  // Of all packs that are read together. One that is too large is not read at all.
  bool room_for(const std::vector<files::path>& own, std::vector<Diagnostic>& diagnostics) {
    constexpr std::uintmax_t bytes_max = std::uintmax_t{8} << 20;
    for (const auto& file : own) {
      std::error_code ignored;
      const auto size = files::file_size(file, ignored);
      bytes_ += ignored ? 0 : std::min<std::uintmax_t>(size, file_bytes_max + 1);
      if (bytes_ <= bytes_max) continue;
      auto problem =
          unreadable(file,
                     "政策包和它引用的包超过 8 MB, 没有读 / the pack and those it uses are "
                     "larger than 8 MB and were not read");
      problem.code = "pack_too_big";
      diagnostics.push_back(std::move(problem));
      return false;
    }
    return true;
  }

  std::optional<Document> document_of(const files::path& file,
                                      std::vector<Diagnostic>& diagnostics) {
    std::error_code ignored;
    const bool regular = files::is_regular_file(file, ignored);  // opening a pipe would wait
    std::ifstream in;
    if (regular) in.open(file, std::ios::binary);
    if (!regular || !in) {
      diagnostics.push_back(unreadable(file, "无法打开 / cannot be opened"));
      return std::nullopt;
    }
    std::string text(file_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    const auto other = instead_.find(file.string());
    if (other != instead_.end()) text = other->second;
    digest_.add(text);
    auto document = read_document(file.string(), std::move(text));
    for (auto& problem : document.problems) diagnostics.push_back(problem);
    return document;
  }

  // Where the name of another pack stands in the front matter.
  static Diagnostic at_pack_name(const Document& document, const char* key,
                                 const std::string& name) {
    Diagnostic problem;
    problem.file = document.file;
    problem.chinese = document.chinese;
    for (const auto& line : document.front)
      if (line.key == key || front_key(line.key, false) == key) problem.at = {line.line, 1, 1};
    // Where the name stands in its line, in characters.
    std::istringstream lines(document.source);
    std::string text;
    for (auto number = problem.at.line; number > 0; --number) std::getline(lines, text);
    if (const auto at = (text + " ").find(" " + name + " "); at != text.npos) {
      problem.at.column = characters(text.substr(0, at + 1)) + 1;
      problem.at.length = characters(name);
    }
    return problem;
  }

  static Diagnostic not_a_pack_name(const Document& document, const char* key,
                                    const std::string& name) {
    auto problem = at_pack_name(document, key, name);
    problem.code = "pack_name";
    problem.title = fmt::format("“{0}”不是包名 / '{0}' is not the name of a pack", name);
    problem.fix =
        "写旁边那个文件夹的名称, 不写路径: 引用: china / name the folder beside this pack, no "
        "path: "
        "uses: china";
    return problem;
  }

  // A name that no folder beside this pack has; what is meant is looked for among those there.
  static std::optional<Diagnostic> no_such_pack(const files::path& path, const Document& document,
                                                const char* key, const std::string& name) {
    std::error_code ignored;
    const auto beside = folder_beside(path);
    if (files::exists(beside / name, ignored)) return std::nullopt;
    std::vector<std::string> packs;
    for (const auto& entry : files::directory_iterator(beside, ignored))
      if (entry.is_directory(ignored)) packs.push_back(entry.path().filename().string());
    std::sort(packs.begin(), packs.end());
    const auto meant = nearest(name, packs);
    auto problem = at_pack_name(document, key, name);
    problem.code = "unknown_pack";
    problem.title = fmt::format("没有政策包“{0}” / there is no pack '{0}'", name);
    problem.fix = meant.empty() ? "写旁边那个文件夹的名称 / name the folder beside this pack"
                                : fmt::format("是否想写 {0} / did you mean {0}", meant);
    return problem;
  }

  // The folder that this pack stands in, with the others.
  static files::path folder_beside(const files::path& path) {
    const auto beside = files::absolute(path).lexically_normal();
    const auto folder = files::is_directory(path) ? beside : beside.parent_path();
    return (folder.filename().empty() ? folder.parent_path() : folder).parent_path();
  }

  // Of the packs that this one uses or stands below, and of those that they use.
  Imports imports_of(const files::path& path, LoadedPack& pack, std::vector<const Plan*>& above) {
    Imports imports;
    for (const auto& document : pack.documents) {
      for (const char* key : {"uses", "above"}) {
        std::istringstream words(document.front_value(key));
        for (std::string name; words >> name;) {
          if (!is_pack_name(name)) {
            pack.diagnostics.push_back(not_a_pack_name(document, key, name));
            continue;
          }
          if (const auto missing = no_such_pack(path, document, key, name)) {
            pack.diagnostics.push_back(*missing);
            continue;
          }
          const auto* other = read_once(path, name, pack);
          if (other == nullptr || !other->plan) continue;
          if (std::string_view(key) == "above") above.push_back(&*other->plan);
          for (auto parameter : other->plan->parameters) {
            const auto same = [&](const Parameter& known) {
              return known.name.id == parameter.name.id && known.pack == parameter.pack;
            };
            auto& all = imports.parameters;
            if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(parameter));
          }
        }
      }
    }
    for (const auto& [used, other] : used_)
      for (const auto& document : other->documents) imports.documents.push_back(&document);
    return imports;
  }

  // The pack beside this one; null if it is being read already. Its diagnostics are said once.
  const LoadedPack* read_once(const files::path& path, const std::string& name, LoadedPack& pack) {
    const auto used = (folder_beside(path) / name).string();
    constexpr std::size_t packs_max = 16;
    const auto known = used_.find(used);
    if (known != used_.end()) return known->second.get();
    if (!begun_.insert(used).second || begun_.size() > packs_max) return nullptr;
    auto other = read(used);
    for (auto& problem : other.diagnostics) pack.diagnostics.push_back(std::move(problem));
    return used_.emplace(used, std::make_unique<LoadedPack>(std::move(other))).first->second.get();
  }

  void describe(Plan& plan, const files::path& path, const LoadedPack& pack) {
    const auto plain = files::absolute(path).lexically_normal();
    plan.id =
        plain.filename().empty() ? plain.parent_path().filename().string() : plain.stem().string();
    for (const auto& document : pack.documents) {
      if (plan.title.empty()) plan.title = document.front_value("title");
      if (plan.document.empty()) plan.document = document.front_value("document");
    }
    Sha256 all;
    for (const auto& document : pack.documents) all.add(document.source);
    for (const auto& parameter : plan.parameters) {
      all.add(parameter.name.id);
      for (const auto& value : parameter.values)
        all.add(to_text(value.from) + (value.value ? to_text(*value.value) : "?"));
    }
    plan.digest = all.finish_hex();
    for (auto& parameter : plan.parameters) {
      if (parameter.pack.empty()) parameter.pack = plan.id;
    }
  }

  const Vocabulary& vocabulary_;
  const Texts& instead_;
  Sha256 digest_;
  std::uintmax_t bytes_ = 0;  // of the files begun so far
  std::set<std::string> begun_;
  std::map<std::string, std::unique_ptr<LoadedPack>> used_;  // looked into again by their users
};

}  // namespace

LoadedPack read_pack(const files::path& path, const Vocabulary& vocabulary) {
  return read_pack(path, vocabulary, {});
}

LoadedPack read_pack(const files::path& path, const Vocabulary& vocabulary, const Texts& instead) {
  auto pack = PackReader(vocabulary, instead).read(path);
  for (auto& problem : pack.diagnostics) keep_one_language(problem);
  // A term that several measures use says the same for each of them.
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.file == b.file && a.at.line == b.at.line && a.at.column == b.at.column &&
           a.title == b.title;
  };
  auto& all = pack.diagnostics;
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return pack;
}

Result<Plan> load_pack(const files::path& path, const Vocabulary& vocabulary) {
  auto pack = read_pack(path, vocabulary);
  if (pack.plan) return std::move(*pack.plan);
  constexpr std::size_t shown_max = 5;
  std::string what = fmt::format("政策包 {} 有错误, 未装入:\n", path.string());
  for (std::size_t i = 0; i < std::min(shown_max, pack.diagnostics.size()); ++i)
    what += to_text(pack.diagnostics[i], pack);
  return Error{ErrorCode::invalid_input, what, {}, "leye policy check " + path.string()};
}

std::string to_text(const Diagnostic& diagnostic, const LoadedPack& pack) {
  for (const auto& document : pack.documents) {
    if (document.file == diagnostic.file) return to_text(diagnostic, document.source);
  }
  return to_text(diagnostic, std::string_view{});
}

}  // namespace leye::policy
