// What is wrong with a text, said to the clerk who wrote it: where, what, why, and a way out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leye::policy {

// In a file: lines and columns from 1, columns in characters (not bytes).
struct Span {
  std::int32_t line = 0;
  std::int32_t column = 1;
  std::int32_t length = 1;
};

enum class Severity : std::uint8_t { error, warning };

struct Note {
  Span at;
  std::string text;
  std::string text_other = {};  // the same in the other language; "": it was not written in both
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  // stable, for machines: "unknown_name"
  std::string file;
  Span at;
  std::string title;              // one short sentence
  std::string detail = {};        // under the caret
  std::string clause = {};        // "二(二)8 句1"
  std::vector<Note> others = {};  // the other parties
  std::string fix = {};
  bool chinese = true;
  // Title and fix in the other language; "": they were not written in both.
  std::string title_other = {}, fix_other = {};
};

// Messages may be written "中文 / English"; keeps the half in the diagnostic's language, and the
// other one of title, fix and notes beside it.
void keep_one_language(Diagnostic& diagnostic);

// With the source lines and a caret under them; `source` is the text of the diagnostic's file.
std::string to_text(const Diagnostic& diagnostic, std::string_view source);

}  // namespace leye::policy
