// Lines that several measures share — terms, formulas, categories of other packs — as written, and
// who names them.
#pragma once

#include <map>
#include <set>
#include <string>

#include "workbench/reading.hpp"

namespace leye::workbench {

struct SharedRule {
  std::string id;
  Said label;
  std::string word;       // term, formula, category
  std::string path;       // "qingyang-2023/0-terms.md"
  std::int32_t line = 0;  // where it begins
  std::string text;       // its lines as written
};

struct SharedRules {
  std::map<std::string, SharedRule> rules;  // by id
  // What each measure names, by its id: ids of shared rules, and of those that these name.
  std::map<std::string, std::set<std::string>> used_by_measure;
};

// By their syntax, so that a pack with errors can be looked at too.
SharedRules shared_rules_of(const Reading& reading);

// The lines in both languages; in the one they are written in where nothing translates them.
Said text_of(const Reading& reading, const SharedRule& rule);

}  // namespace leye::workbench
