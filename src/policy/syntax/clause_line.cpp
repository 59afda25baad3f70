#include "policy/syntax/clause_line.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "policy/syntax/misspelt.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto first = text.find_first_not_of(' ');
    if (first == text.npos) return words;
    text.remove_prefix(first);
    const auto end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::int32_t whole(std::string_view digits) {
  std::int32_t number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, number);
  return problem == std::errc{} && stop == end ? number : 0;
}

struct KindWord {
  SentenceKind kind;
  std::string_view zh;
  std::string_view en;
};

constexpr KindWord kind_words[] = {
    {SentenceKind::coded, "入规则", "coded"},
    {SentenceKind::target, "目标", "target"},
    {SentenceKind::procedure, "程序", "procedure"},
    {SentenceKind::statement, "宣示", "statement"},
    {SentenceKind::discretion, "裁量", "discretion"},
    {SentenceKind::elsewhere, "另文", "elsewhere"},
    {SentenceKind::title, "标题", "title"},
    {SentenceKind::duty, "责任", "duty"},
    {SentenceKind::term, "期限", "term"},
    {SentenceKind::use, "用途", "use"},
};
static_assert(std::size(kind_words) == sentence_kinds);

// Whether `summary` begins with `word`, perhaps something in brackets, and a colon.
bool opens_with(std::string_view summary, std::string_view word) {
  if (!summary.starts_with(word)) return false;
  summary.remove_prefix(word.size());
  summary.remove_prefix(std::min(summary.find_first_not_of(' '), summary.size()));
  if (summary.starts_with('(')) {
    const auto close = summary.find(')');
    if (close == summary.npos) return false;
    summary.remove_prefix(close + 1);
  }
  return summary.starts_with(':');
}

std::optional<SentenceKind> kind_said(std::string_view plain) {
  for (const auto& [kind, zh, en] : kind_words)
    if (opens_with(plain, zh) || opens_with(plain, en)) return kind;
  return std::nullopt;
}

// "流程: …": the word before the colon, if it can only be meant as a kind. A summary may well have
// a colon further in.
std::string_view kind_meant_by(std::string_view plain) {
  const auto end = plain.find_first_of(":( ");
  if (end == plain.npos) return {};
  const auto word = plain.substr(0, end);
  if (word.empty() || !opens_with(plain, word)) return {};
  const bool latin = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == word.npos;
  const bool meant = latin || character_count(word) == 2 || !sentence_kind_meant(word).empty();
  return meant ? word : std::string_view{};
}

// A kind of sentence that is none would make a rule of it.
void unknown_kind(std::string_view line, std::int32_t number, std::string_view summary,
                  std::vector<Diagnostic>& problems) {
  const auto plain = with_ascii_signs(summary);
  const auto word = kind_said(plain) ? std::string_view{} : kind_meant_by(plain);
  if (word.empty()) return;
  const auto meant = sentence_kind_meant(word);
  Diagnostic problem;
  problem.code = "unknown_kind";
  const auto before = line.substr(0, line.size() - summary.size());
  problem.at = {number, static_cast<std::int32_t>(character_count(before)) + 1,
                static_cast<std::int32_t>(character_count(word))};
  problem.title = fmt::format("“{0}”不是句子的种类 / '{0}' is no kind of sentence", word);
  constexpr std::string_view all =
      "写 标题: 责任: 程序: 宣示: 裁量(谁): 另文(哪份): 目标: 期限: 用途: 之一; 若是摘要里的字, "
      "不用冒号 / write one of title: duty: procedure: statement: discretion (who): elsewhere "
      "(where): target: term: use: — or no colon, if it belongs to the summary";
  problem.fix =
      meant.empty() ? std::string(all) : fmt::format("是否想写 {0}: / did you mean {0}:", meant);
  problems.push_back(std::move(problem));
}

}  // namespace

SentenceKind ClauseLine::kind() const {
  return kind_said(with_ascii_signs(summary)).value_or(SentenceKind::coded);
}

std::string_view name(SentenceKind kind, bool chinese) {
  const auto& word = kind_words[static_cast<std::size_t>(kind)];
  return chinese ? word.zh : word.en;
}

std::string sentences_of(std::span<const ClauseLine* const> clauses) {
  std::string text;
  for (std::size_t first = 0; first < clauses.size();) {
    auto last = first;
    const auto follows = [&](std::size_t next) {
      return next < clauses.size() && clauses[next]->clause == clauses[first]->clause &&
             clauses[next]->sentence == clauses[next - 1]->sentence + 1;
    };
    while (follows(last + 1)) ++last;
    if (last == first + 1) last = first;  // two are written out
    const auto& clause = clauses[first]->clause;
    const bool same = first > 0 && clauses[first - 1]->clause == clause;
    if (!same && first > 0) text += "; ";
    text += same ? std::string("、") : clause + " 句";
    text += std::to_string(clauses[first]->sentence);
    if (last > first) text += fmt::format("–{}", clauses[last]->sentence);
    first = last + 1;
  }
  return text;
}

ClauseLine read_clause_line(std::string_view line, std::int32_t number,
                            std::vector<Diagnostic>& problems) {
  ClauseLine clause;
  clause.line = number;
  const auto close = line.find(']');
  const auto inside = with_ascii_signs(line.substr(3, close == line.npos ? line.npos : close - 3));
  if (close != line.npos) {
    auto rest = line.substr(close + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    clause.summary = rest;
  }
  for (const auto word : words_of(inside)) {
    if (word.starts_with("sha256:")) {
      clause.digest = word.substr(7);
    } else if (word.starts_with("句")) {
      clause.sentence = whole(word.substr(3));
    } else if (word.size() > 1 && word[0] == 's' && whole(word.substr(1)) > 0) {
      clause.sentence = whole(word.substr(1));
    } else {
      clause.clause = word;
    }
  }
  if (close == line.npos || clause.clause.empty() || clause.sentence == 0) {
    Diagnostic problem;
    problem.code = "clause_line";
    problem.at = {number, 1, static_cast<std::int32_t>(character_count(line))};
    problem.title = "条款行应写明条款和句号 / a clause line names the clause and the sentence";
    problem.fix = "> [二(二)8 句2 sha256:…] 摘要";
    problems.push_back(std::move(problem));
  } else {
    unknown_kind(line, number, clause.summary, problems);
  }
  return clause;
}

std::string print_clause_line(const ClauseLine& clause, bool chinese) {
  auto out = fmt::format("> [{} {}{}", clause.clause, chinese ? "句" : "s", clause.sentence);
  if (!clause.digest.empty()) out += " sha256:" + clause.digest;
  return out + "] " + clause.summary;
}

}  // namespace leye::policy
