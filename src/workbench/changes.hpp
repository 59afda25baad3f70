// Two readings compared as a reader of the document would: which measures come, go and change, in
// which lines; sentences, parameters, declared targets; and the files.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "workbench/line_diff.hpp"
#include "workbench/reading.hpp"

namespace leye::workbench {

struct ChangedSentence {
  std::string clause;         // "二(二)8 句2"
  std::string before, after;  // "": it was, or is, not there
};

struct ChangedMeasure {
  std::string id;
  Said label;
  std::string clause;
  std::string change;  // added, removed, changed
  bool rule = false;   // it means something else: amount, conditions, who, when
  bool path = false;   // it is carried out in another way
  std::vector<ChangedSentence> sentences;
  std::vector<DiffLine> rule_zh, rule_en;
  std::vector<Said> through;  // shared rules and parameters that it uses and that changed
};

// A term, a formula, a category of another pack: changed, its lines are those of every measure
// that uses it.
struct ChangedSharedRule {
  std::string id;
  Said label;
  std::string word;    // term, formula, category
  std::string change;  // added, removed, changed
  std::string path;    // where it stands, or stood
  std::int32_t line = 0;
  std::vector<DiffLine> rule_zh, rule_en;
  std::vector<Said> measures;  // that use it, itself or through others
};

struct ChangedValue {  // of a parameter, a target, an indicator …
  std::string kind;    // parameter, or the declaration's
  std::string id;
  Said label;
  std::string before, after;  // "": it was, or is, not there
};

struct ChangedFile {
  std::string path;
  std::string change;  // added, deleted, changed
  std::vector<DiffLine> lines;
};

struct Comparison {
  std::vector<ChangedMeasure> measures;  // in the order of the new text, those that go last
  std::vector<ChangedSharedRule> shared;   // by id
  std::vector<ChangedValue> values;
  std::vector<ChangedSentence> sentences;  // that no changed measure rests on
  std::vector<ChangedFile> files;
};

// What has no plan is compared by its files alone.
Comparison compare(const Reading& before, const Reading& after);

// Measures whose rule or path is another one, or that go: cases of these are touched.
std::set<std::string> touched_measures(const Reading& before, const Reading& after);

}  // namespace leye::workbench
