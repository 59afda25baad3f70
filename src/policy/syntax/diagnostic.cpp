#include "policy/syntax/diagnostic.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/syntax/display.hpp"

namespace leye::policy {
namespace {

std::string_view line_of(std::string_view source, std::int32_t number) {
  for (std::int32_t line = 1; line < number; ++line) {
    const auto end = source.find('\n');
    if (end == source.npos) return {};
    source.remove_prefix(end + 1);
  }
  auto line = source.substr(0, source.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void append_excerpt(std::string& out, std::string_view source, Span at, std::string_view text) {
  constexpr std::size_t shown_max = 160;
  const auto line = first_characters(line_of(source, at.line), shown_max);
  const auto before = first_characters(line, static_cast<std::size_t>(std::max(0, at.column - 1)));
  const auto marked = first_characters(line.substr(before.size()),
                                       static_cast<std::size_t>(std::max(1, at.length)));
  const auto carets = std::max<std::size_t>(1, display_width(marked));
  out += fmt::format("{:>5} | {}\n", at.line, line);
  out += fmt::format("      | {}{}", std::string(display_width(before), ' '),
                     std::string(carets, '^'));
  out += text.empty() ? "\n" : fmt::format(" {}\n", text);
}

void keep_half(std::string& text, bool chinese, std::string& other) {
  const auto cut = text.find(" / ");
  if (cut == text.npos) return;
  const auto zh = text.substr(0, cut);
  const auto en = text.substr(cut + 3);
  text = chinese ? zh : en;
  other = chinese ? en : zh;
}

}  // namespace

void keep_one_language(Diagnostic& diagnostic) {
  std::string not_kept;
  keep_half(diagnostic.title, diagnostic.chinese, diagnostic.title_other);
  keep_half(diagnostic.detail, diagnostic.chinese, not_kept);
  keep_half(diagnostic.fix, diagnostic.chinese, diagnostic.fix_other);
  for (auto& note : diagnostic.others) keep_half(note.text, diagnostic.chinese, note.text_other);
}

std::string to_text(const Diagnostic& diagnostic, std::string_view source) {
  const bool zh = diagnostic.chinese;
  const auto* severity =
      diagnostic.severity == Severity::error ? (zh ? "错误" : "error") : (zh ? "警告" : "warning");
  auto out = fmt::format("{} {}   {}:{}:{}  [{}]\n", severity, diagnostic.title, diagnostic.file,
                         diagnostic.at.line, diagnostic.at.column, diagnostic.code);
  if (!source.empty()) {
    append_excerpt(out, source, diagnostic.at, diagnostic.detail);
    for (const auto& note : diagnostic.others) append_excerpt(out, source, note.at, note.text);
  }
  if (!diagnostic.clause.empty())
    out += fmt::format("  {}: {}\n", zh ? "条款" : "clause", diagnostic.clause);
  if (!diagnostic.fix.empty())
    out += fmt::format("  {}: {}\n", zh ? "建议" : "fix", diagnostic.fix);
  return out;
}

}  // namespace leye::policy
