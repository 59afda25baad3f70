// Prints a document in canonical form, in Chinese or English. Reading what was printed gives the
// same trees; printing that gives the same text.
#pragma once

#include <functional>
#include <string>

#include "policy/syntax/document.hpp"

namespace leye::policy {

// The other language's spelling of a path ("招用.人员" ↔ "employment.person") that stands at
// `at`. Who knows no better returns `text`.
using Translator = std::function<std::string(const std::string& text, Span at)>;

struct Printing {
  bool chinese = true;
  Translator path;  // of words in policy lines
  std::function<std::string(const CasesFence&, const std::string&)>
      case_heading;  // of the columns and the lines above a ```cases table
  std::function<std::string(const std::string&)> case_cell;
};

std::string print_document(const Document& document, const Printing& printing);

// One line without indentation or comment: the label of a condition.
std::string print_tree(const Tree& tree, bool chinese, const Translator& path);

// A cell of a table that holds a range or a value; one that does not stays as it is.
std::string print_cell(const Cell& cell, Category category, const Printing& printing);

// "自" ↔ "from" and the other headings of parameter tables; other text comes back unchanged.
std::string parameter_heading(const std::string& heading, bool chinese);

}  // namespace leye::policy
