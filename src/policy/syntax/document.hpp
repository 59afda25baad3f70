// A pack file: Markdown whose fences hold policy, cases and paths. Everything is kept, in order,
// so that a file prints as it was read.
//
//   ---                                     front matter: `key: value` lines
//   引用: china
//   ---
//   ### 8 企业吸纳就业补贴                     headings and prose: for people
//   > [二(二)8 句2 sha256:9c1e…] 我们的摘要      a sentence of the source, in our words
//   ```policy        the rule            ```cases        worked examples
//   ```path id       the path            anything else stays as it is
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/syntax/diagnostic.hpp"
#include "policy/syntax/tree.hpp"

namespace leye::policy {

inline constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t problems_max = 200;  // of a file; beyond that nobody reads on
inline constexpr std::size_t indent_depth_max = 12;
inline constexpr std::size_t line_bytes_max = 4000;

struct Cell {
  std::string text;
  Span at;
};

// A line of a ```policy fence. Lines below it with a greater depth belong to it.
struct PolicyLine {
  enum class Kind : std::uint8_t { statement, row, blank, comment };
  Kind kind = Kind::blank;
  std::int32_t number = 0;
  std::int32_t depth = 0;
  TreePointer tree;         // of a statement; null if it could not be parsed
  std::vector<Cell> cells;  // of a table row
  std::string comment;
  bool has_comment = false;
  std::string raw;  // as written, without the line's end
};

struct Prose {
  std::string raw;  // one line, headings too
};

// What a sentence of the source is for. A summary says so by a word and a colon (程序: …);
// without one it is coded: a rule or a declaration stands below it.
enum class SentenceKind : std::uint8_t {
  coded,
  target,      // 目标: a quantity to be reached; may be coded by a 目标 below it
  procedure,   // 程序: who does what, steps, papers, publicity
  statement,   // 宣示: declares; orders nothing that can be computed
  discretion,  // 裁量(由谁): left to somebody's judgement
  elsewhere,   // 另文(哪份): left to another text
  title,       // 标题
  duty,        // 责任: who sees to it
  term,        // 期限: until when
  use,         // 用途: what money may be spent on
};
inline constexpr std::size_t sentence_kinds = 10;

struct ClauseLine {
  std::string clause;  // "二(二)8"
  std::int32_t sentence = 0;
  std::string digest;  // 64 hex digits, or shorter, or ""
  std::string summary;
  std::int32_t line = 0;

  SentenceKind kind() const;
  // Whether rules below rest on it: the other kinds decide nothing in a rule that does not name
  // them (据 句3).
  bool decides() const { return kind() <= SentenceKind::target; }
};

struct PolicyFence {
  std::vector<PolicyLine> lines;
  std::int32_t line = 0;
};

struct CasesFence {
  std::vector<std::pair<std::int32_t, std::string>> notes;  // lines above the table
  std::vector<std::vector<Cell>> rows;                      // the heading first, no rule line
  std::int32_t line = 0;
  std::vector<std::string> raw;
};

struct PathFence {
  std::string measure;
  std::string text;
  std::int32_t first_line = 0;  // of the text
};

struct FrontLine {
  std::string key;
  std::string value;
  std::int32_t line = 0;
};

using Part = std::variant<Prose, ClauseLine, PolicyFence, CasesFence, PathFence>;

struct Document {
  std::string file;
  std::string source;  // the whole text
  bool chinese = true;
  std::vector<FrontLine> front;
  std::vector<Part> parts;
  std::vector<Diagnostic> problems;

  // The value of a front matter key, by its English name; "" if it is not there.
  std::string front_value(std::string_view english_key) const;
};

Document read_document(std::string file, std::string source);

// The other spelling of a front matter key: "标题" ↔ "title"; "" if it is not one of ours.
std::string front_key(std::string_view key, bool chinese);

std::vector<Cell> table_cells(std::string_view line, std::int32_t number);
bool is_rule_row(std::string_view line);  // |---|:--|

}  // namespace leye::policy
