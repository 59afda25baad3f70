// What is registered at any window (全城通办) and online (网上办理), what is asked, what ends: data
// of a pack, its file registering/kinds.md (docs/guide/registering.md has the form;
// 就业服务与就业管理规定第六十一条至第六十五条).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::registering {

struct Asked {
  std::string fact;
  bool required = false;
};

// A fact that nobody is asked for: `today`, `home` (where the person lives), or a text of its own.
struct Set {
  std::string fact, value;
};

struct Kind {
  std::string id, zh, en;
  const Entity* entity = nullptr;  // whose row is written, a spell of a person
  std::vector<Asked> asks;
  std::vector<Set> sets;
  // Registrations of the same person that are over when this one begins. With a reason they end on
  // its first day by themselves; without one the person says their last day.
  const Entity* ends = nullptr;  // none: nothing ends
  std::string because;           // of unemployment_exit
};

// What a person registers online (网上办理), and who accepts it.
struct Online {
  std::string kind;
  bool at_once = false;       // without anybody; else a clerk of the home community
  int working_days = 0;       // within which the clerk answers
  bool evidence = false;      // papers may be handed in with it …
  bool needs_evidence = false;  // … and must be
};

struct Rules {
  int open_minutes = 0;  // within which the window registers whom it found
  int home_days = 0;     // calendar days within which the home community looks at it
  std::vector<Kind> kinds;
  std::vector<Online> online;

  const Kind* find(std::string_view id) const;
  const Online* find_online(std::string_view kind) const;

  // Of the pack, else of the packs behind it; none has the file: no kinds. The error names file,
  // line and the way to mend it. Points into the vocabulary, which must outlive it.
  static Result<Rules> load(const std::filesystem::path& pack, const Vocabulary& vocabulary);
  static Result<Rules> parse(std::string_view text, const std::string& file,
                             const Vocabulary& vocabulary);
};

}  // namespace leye::registering
