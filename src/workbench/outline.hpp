// What stands where in the files of a pack: the document as its readers know it, whether or not
// the pack is right.
#pragma once

#include <string>
#include <vector>

#include "policy/syntax/document.hpp"
#include "workbench/reading.hpp"

namespace leye::workbench {

struct OutlineEntry {
  std::string kind;  // heading, sentence, declaration, path, cases, findings
  std::int32_t line = 0;
  std::int32_t level = 0;  // of a heading
  std::string label = {}, label_en = {};
  std::string id = {};      // of a declaration; of a path, its measure
  std::string word = {};    // of a declaration: subsidy, category, term, parameter, target …
  std::string clause = {};  // of a sentence: "二(二)8 句2"
  policy::SentenceKind sentence = policy::SentenceKind::coded;
  std::string summary = {};
  std::size_t rows = 0;  // of cases
};

struct OutlinedFile {
  std::string path;
  std::string kind;   // rules, vocabulary, exchange, other
  std::string label;  // its first heading, or its name
  std::vector<OutlineEntry> entries;
};

// Of all files, those of the pack first, in the order in which a pack is read.
std::vector<OutlinedFile> outline_of(const Reading& reading);

OutlinedFile outline_of(const std::string& path, const std::string& text);

// "coded", "procedure" … and 规则, 程序 ….
std::string name_of(policy::SentenceKind kind, bool chinese);

// Whether a declaration of this word grants or finds something of somebody: a measure.
bool is_measure(std::string_view word);

}  // namespace leye::workbench
