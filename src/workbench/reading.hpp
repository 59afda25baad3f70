// Files read as a pack: its plan if nothing is wrong, else what is wrong, named by the paths of the
// files and in both languages.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "policy/cases.hpp"
#include "policy/pack.hpp"
#include "workbench/files.hpp"

namespace leye::workbench {

struct Said {
  std::string zh, en;
};

// Of a text: lines and columns from 1, columns in characters; the end is just behind.
struct Stretch {
  std::int32_t line = 0, column = 1, end_column = 1;
};

struct Problem {
  std::string path;
  Stretch at;
  bool error = true;
  std::string code;
  Said message, fix;
  std::string clause;
  std::vector<std::pair<Stretch, Said>> notes;
};

struct Reading {
  std::string name;             // of the pack
  std::string digest;           // of the files
  std::filesystem::path root;   // what paths in `pack` begin with; the folder is gone
  Files files;
  Vocabulary vocabulary;        // with what the packs add
  policy::LoadedPack pack;      // its plan only if nothing is wrong
  std::vector<Problem> problems;  // errors first, by place

  // The worked cases, run when first asked for; those that fail first.
  const std::vector<policy::CaseResult>& cases() const;
  std::size_t errors() const;
  // "qingyang-2023/8-hiring.md" of a file as `pack` names it.
  std::string path_of(const std::string& file) const;

 private:
  mutable std::once_flag cases_run_;
  mutable std::vector<policy::CaseResult> cases_;
};

// Reads `files` as the pack `name`. What is wrong with them is no error here: see Reading.
// `scratch`: where folders may be made.
Result<std::shared_ptr<const Reading>> read(const Files& files, const std::string& name,
                                            const Vocabulary& installed,
                                            const std::filesystem::path& scratch);

// The last few readings, by what was read. For several threads.
class Readings {
 public:
  Readings(Vocabulary installed, std::filesystem::path scratch)
      : installed_(std::move(installed)), scratch_(std::move(scratch)) {}

  Result<std::shared_ptr<const Reading>> of(const Files& files, const std::string& name);

 private:
  static constexpr std::size_t kept_max = 6;
  const Vocabulary installed_;
  const std::filesystem::path scratch_;
  std::mutex mutex_;
  std::list<std::shared_ptr<const Reading>> kept_;  // the latest used first
};

}  // namespace leye::workbench
