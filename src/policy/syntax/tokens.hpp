// One line of policy text as tokens: words, numbers, dates, quoted texts, signs.
//
// Tokens are separated by blanks; no Chinese word segmentation. A number takes its unit with it
// only in writing ("1000元" is two tokens). Full-width signs count as their ASCII twins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/syntax/diagnostic.hpp"

namespace leye::policy {

enum class TokenKind : std::uint8_t { word, keyword, number, date, text, sign };

struct Token {
  TokenKind kind = TokenKind::word;
  std::string text;  // of a keyword: its canonical spelling
  Span at;
};

struct Tokens {
  std::vector<Token> tokens;
  std::string comment;  // after #, trimmed; without the #
  bool has_comment = false;
  std::vector<Diagnostic> problems;
};

inline constexpr std::size_t line_tokens_max = 64;

// `first_column`: of the first character of `text` in its line.
Tokens tokenize(std::string_view text, std::int32_t line, std::int32_t first_column);

// Full-width signs and blanks as ASCII, one for one: ：，（）％＃　 and the quotation marks “”「」.
// 、 becomes ';', which separates lists and never belongs to a number; between quotation marks it
// stays.
std::string with_ascii_signs(std::string_view text);
std::size_t character_count(std::string_view utf8);
// Whether a line is Chinese: it has a CJK character outside quotes and comments.
bool is_chinese(std::string_view text);

}  // namespace leye::policy
