// A pack: one policy document as data, loaded whole or not at all.
//
//   const auto loaded = read_pack("packs/qingyang-2023", vocabulary);
//   if (!loaded.plan) for (const auto& d : loaded.diagnostics) print(to_text(d, loaded));
//   const Measure* hiring = loaded.plan->find_measure("hiring_subsidy");
//
// A pack is a folder of *.md files (read in the order of their names; README.md is not read) or
// one file. What its front matter imports (`引用: china`) is looked for beside it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "policy/meaning/reporter.hpp"
#include "policy/plan/plan.hpp"
#include "policy/syntax/document.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

struct LoadedPack {
  std::optional<Plan> plan;  // only if there is no error
  std::vector<Diagnostic> diagnostics;
  std::vector<Document> documents;             // its files, for cases, fmt and excerpts
  std::map<std::string, Spellings> spellings;  // by file
};

// Everything wrong with the pack at once, in the language of each file.
LoadedPack read_pack(const std::filesystem::path& path, const Vocabulary& vocabulary);
// The same with other texts in place of those of some files: a draft that is not stored.
using Texts = std::map<std::string, std::string>;  // by file, as documents name it
LoadedPack read_pack(const std::filesystem::path& path, const Vocabulary& vocabulary,
                     const Texts& instead);

// For callers who only want the plan: the error carries the first diagnostics as text.
Result<Plan> load_pack(const std::filesystem::path& path, const Vocabulary& vocabulary);

// With the excerpt from the pack's file.
std::string to_text(const Diagnostic& diagnostic, const LoadedPack& pack);

// A file of the pack in canonical form, in either language.
std::string print_pack_file(const LoadedPack& pack, const Document& document, bool chinese,
                            const Vocabulary& vocabulary);

}  // namespace leye::policy
