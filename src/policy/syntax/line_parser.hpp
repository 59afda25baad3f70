// Parses the tokens of one line, or of one table cell, by the forms of the grammar.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "policy/syntax/tokens.hpp"
#include "policy/syntax/tree.hpp"

namespace leye::policy {

struct ParsedLine {
  TreePointer tree;                   // null if the line says nothing that the grammar knows
  std::int32_t stopped_at = 0;        // the token where every form had to give up
  std::vector<std::string> expected;  // words that would have gone on, in the line's language
};

// `budget` counts steps and is shared by the lines of a file; once it is used up nothing parses.
ParsedLine parse_line(std::span<const Token> tokens, Category category, bool chinese,
                      std::int64_t& budget);

}  // namespace leye::policy
