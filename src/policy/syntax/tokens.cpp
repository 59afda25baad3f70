#include "policy/syntax/tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "policy/syntax/grammar.hpp"

namespace leye::policy {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> wide_signs = {{
    {"：", ":"},
    {"，", ","},
    {"、", ";"},
    {"（", "("},
    {"）", ")"},
    {"％", "%"},
    {"＃", "#"},
    {"　", " "},
    {"“", "\""},
    {"”", "\""},
    {"「", "\""},
    {"」", "\""},
    {"｜", "|"},
    {"＝", "="},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c == '(' || c == ')' || c == ',' || c == ';'; }

bool is_iso_date(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < 10; ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : !is_digit(text[i])) return false;
  }
  return true;
}

// The leading digits of "1000元", "5.5%", "1,000": a comma only between digits.
std::size_t number_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const bool inside = (text[at] == '.' || text[at] == ',') && at + 1 < text.size() &&
                        is_digit(text[at + 1]) && at > 0;
    if (!is_digit(text[at]) && !inside) break;
    ++at;
  }
  if (at > 0 && at < text.size() && text[at] == '%') ++at;
  return at;
}

// "句2": the number of a sentence.
constexpr std::string_view sentence_sign = "句";

bool is_sentence(std::string_view text) {
  if (!text.starts_with(sentence_sign)) return false;
  text.remove_prefix(sentence_sign.size());
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

class Tokenizer {
 public:
  Tokenizer(std::string_view text, std::int32_t line, std::int32_t column)
      : text_(text), line_(line), column_(column) {}

  Tokens run() {
    while (at_ < text_.size() && out_.tokens.size() <= line_tokens_max) {
      if (text_[at_] == ' ') {
        advance(1);
      } else if (text_[at_] == '#') {
        out_.has_comment = true;
        out_.comment = trimmed(text_.substr(at_ + 1));
        break;
      } else if (text_[at_] == '"') {
        quoted();
      } else if (is_sign(text_[at_])) {
        push(TokenKind::sign, 1);
        if (out_.tokens.back().text == ";") out_.tokens.back().text = ",";
      } else {
        bare();
      }
    }
    if (out_.tokens.size() > line_tokens_max) too_long();
    merge_phrases();
    return std::move(out_);
  }

 private:
  static std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \r") - first + 1));
  }

  void advance(std::size_t bytes) {
    column_ += static_cast<std::int32_t>(character_count(text_.substr(at_, bytes)));
    at_ += bytes;
  }

  void push(TokenKind kind, std::size_t bytes) {
    const auto text = text_.substr(at_, bytes);
    const auto length = static_cast<std::int32_t>(character_count(text));
    out_.tokens.push_back({kind, std::string(text), {line_, column_, length}});
    advance(bytes);
  }

  void quoted() {
    const auto end = text_.find('"', at_ + 1);
    if (end == text_.npos) {
      Diagnostic open;
      open.code = "open_quote";
      open.at = {line_, column_, 1};
      open.title = "引号没有配对 / a quotation mark is not closed";
      out_.problems.push_back(open);
      at_ = text_.size();
      return;
    }
    push(TokenKind::text, end + 1 - at_);
    auto& token = out_.tokens.back();
    token.text = token.text.substr(1, token.text.size() - 2);
  }

  void bare() {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != ' ' && text_[end] != '"' &&
           (text_[end] != '#' || end == at_) && (!is_sign(text_[end]) || in_number(end)))
      ++end;
    const auto word = text_.substr(at_, end - at_);
    if (is_iso_date(word)) return push(TokenKind::date, word.size());
    if (is_sentence(word)) return push(TokenKind::word, sentence_sign.size());
    const auto digits = number_length(word);
    if (digits == 0) return push(TokenKind::word, word.size());
    push(TokenKind::number, digits);
    if (digits < word.size()) unit_and_rest(word.substr(digits));
  }

  bool in_number(std::size_t at) const {
    return text_[at] == ',' && at > at_ && is_digit(text_[at - 1]) && is_digit(text_[at_]) &&
           at + 1 < text_.size() && is_digit(text_[at + 1]);
  }

  // "年以上" → 年, 以上; "元" → 元
  void unit_and_rest(std::string_view rest) {
    for (std::size_t cut = rest.size(); cut > 0; --cut) {
      const bool boundary = cut == rest.size() || (rest[cut] & 0xC0) != 0x80;
      if (!boundary || canonical_word(rest.substr(0, cut)).empty()) continue;
      push(TokenKind::word, cut);
      if (cut < rest.size()) unit_and_rest(rest.substr(cut));
      return;
    }
    push(TokenKind::word, rest.size());
  }

  void too_long() {
    Diagnostic problem;
    problem.code = "line_too_long";
    problem.at = {line_, 1, 1};
    problem.title =
        fmt::format("一行最多 {0} 个词 / a line has at most {0} words", line_tokens_max);
    out_.problems.push_back(problem);
    out_.tokens.clear();
  }

  // Words of the grammar become keywords, the longest phrase first.
  void merge_phrases() {
    std::vector<Token> merged;
    for (std::size_t i = 0; i < out_.tokens.size();) {
      std::size_t taken = 0;
      for (auto count = phrase_words_max(); count > 0 && taken == 0; --count)
        taken = try_phrase(i, count, merged);
      if (taken == 0) {
        merged.push_back(out_.tokens[i]);
        taken = 1;
      }
      i += taken;
    }
    out_.tokens = std::move(merged);
  }

  std::size_t try_phrase(std::size_t first, std::size_t count, std::vector<Token>& merged) {
    if (first + count > out_.tokens.size()) return 0;
    std::string phrase;
    for (std::size_t i = first; i < first + count; ++i) {
      if (out_.tokens[i].kind != TokenKind::word) return 0;
      phrase += (i > first ? " " : "") + out_.tokens[i].text;
    }
    const auto canonical = canonical_word(phrase);
    if (canonical.empty()) return 0;
    Token token{TokenKind::keyword, std::string(canonical), out_.tokens[first].at};
    const auto& last = out_.tokens[first + count - 1].at;
    token.at.length = last.column + last.length - token.at.column;
    merged.push_back(std::move(token));
    return count;
  }

  std::string_view text_;
  std::int32_t line_;
  std::int32_t column_;
  std::size_t at_ = 0;
  Tokens out_;
};

}  // namespace

Tokens tokenize(std::string_view text, std::int32_t line, std::int32_t first_column) {
  return Tokenizer(text, line, first_column).run();
}

std::string with_ascii_signs(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool quoted = false;
  while (!text.empty()) {
    std::size_t taken = 0;
    if (static_cast<unsigned char>(text[0]) >= 0xE2) {
      for (const auto& [wide, ascii] : wide_signs) {
        if (!text.starts_with(wide)) continue;
        out += quoted && ascii == ";" ? wide : ascii;  // what people read keeps its 、
        taken = wide.size();
        break;
      }
    }
    if (taken == 0) {
      out += text[0];
      taken = 1;
    }
    if (out.back() == '"') quoted = !quoted;
    text.remove_prefix(taken);
  }
  return out;
}

std::size_t character_count(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (c & 0xC0) != 0x80;
  return count;
}

bool is_chinese(std::string_view text) {
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '#' && !quoted) return false;
    if (!quoted && static_cast<unsigned char>(c) >= 0xE4) return true;
  }
  return false;
}

}  // namespace leye::policy
