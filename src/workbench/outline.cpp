#include "workbench/outline.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "policy/syntax/clause_line.hpp"
#include "policy/syntax/grammar.hpp"

namespace leye::workbench {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view fence = "```";

// Headings and the fences that the reader of packs leaves as they are.
void add_headings(const std::string& text, std::vector<OutlineEntry>& entries) {
  std::int32_t number = 0;
  bool inside = false;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    const std::string_view line(text.data() + from, end - from);
    from = end + 1;
    ++number;
    if (line.starts_with(fence)) {
      inside = !inside;
      if (inside && line.substr(fence.size()).starts_with("findings"))
        entries.push_back({.kind = "findings", .line = number});
      continue;
    }
    const auto level = line.find_first_not_of('#');
    if (inside || level == 0 || level == line.npos || level > 6 || line[level] != ' ') continue;
    entries.push_back({.kind = "heading",
                       .line = number,
                       .level = static_cast<std::int32_t>(level),
                       .label = std::string(line.substr(level + 1))});
  }
}

// 补贴 一次性吸纳就业补贴 "one-off hiring subsidy" (hiring_subsidy)
void add_declaration(const policy::PolicyLine& line, std::vector<OutlineEntry>& entries) {
  if (!line.tree || line.depth != 0 || line.tree->children.empty()) return;
  const auto& row = policy::row_of(line.tree->form);
  if (row.category != policy::Category::declaration &&
      line.tree->form != policy::Form::exclusion)
    return;
  OutlineEntry entry{.kind = "declaration", .line = line.number};
  entry.word = std::string(row.en.substr(0, row.en.find(' ')));
  if (line.tree->form == policy::Form::exclusion) entry.word = "exclusion";
  const auto& named = *line.tree->children.front();
  for (const auto& part : named.children) {
    if (part->form == policy::Form::text)
      entry.label_en = part->text;
    else if (entry.label.empty())
      entry.label = part->text;
    else
      entry.id = part->text;
  }
  if (named.children.empty()) entry.label = named.text;
  if (entry.id.empty()) entry.id = entry.label;
  entries.push_back(std::move(entry));
}

void add_parts(const policy::Document& document, std::vector<OutlineEntry>& entries) {
  for (const auto& part : document.parts) {
    if (const auto* sentence = std::get_if<policy::ClauseLine>(&part)) {
      OutlineEntry entry{.kind = "sentence", .line = sentence->line};
      entry.clause = fmt::format("{} 句{}", sentence->clause, sentence->sentence);
      entry.sentence = sentence->kind();
      entry.summary = sentence->summary;
      entries.push_back(std::move(entry));
    } else if (const auto* rules = std::get_if<policy::PolicyFence>(&part)) {
      for (const auto& line : rules->lines) add_declaration(line, entries);
    } else if (const auto* cases = std::get_if<policy::CasesFence>(&part)) {
      OutlineEntry entry{.kind = "cases", .line = cases->line};
      entry.rows = cases->rows.empty() ? 0 : cases->rows.size() - 1;
      entries.push_back(std::move(entry));
    } else if (const auto* path = std::get_if<policy::PathFence>(&part)) {
      entries.push_back({.kind = "path", .line = path->first_line - 1, .id = path->measure});
    }
  }
}

std::string kind_of(const fs::path& path) {
  const auto inside = std::next(path.begin())->string();
  if (inside == "vocabulary") return "vocabulary";
  if (inside == "exchange") return "exchange";
  return path.extension() == ".md" && path.filename() != "README.md" ? "rules" : "other";
}

int item_of(const std::string& path) {
  const auto name = fs::path(path).filename().string();
  int item = std::numeric_limits<int>::max();
  std::from_chars(name.data(), name.data() + name.size(), item);
  return item;
}

}  // namespace

std::string name_of(policy::SentenceKind kind, bool chinese) {
  if (kind == policy::SentenceKind::coded) return chinese ? "规则" : "coded";
  return std::string(policy::name(kind, chinese));
}

bool is_measure(std::string_view word) {
  for (const std::string_view each : {"subsidy", "grant", "refund", "reward", "relief", "loan",
                                      "service", "qualification", "appraisal", "category"})
    if (word == each) return true;
  return false;
}

OutlinedFile outline_of(const std::string& path, const std::string& text) {
  OutlinedFile file{path, kind_of(path), "", {}};
  if (path.ends_with(".md")) add_headings(text, file.entries);
  if (file.kind == "rules") add_parts(policy::read_document(path, text), file.entries);
  std::stable_sort(file.entries.begin(), file.entries.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  for (const auto& entry : file.entries)
    if (file.label.empty() && entry.kind == "heading") file.label = entry.label;
  if (file.label.empty()) file.label = fs::path(path).filename().string();
  return file;
}

std::vector<OutlinedFile> outline_of(const Reading& reading) {
  std::vector<OutlinedFile> files;
  for (const auto& [path, text] : reading.files) files.push_back(outline_of(path, text));
  const auto rank = [&](const OutlinedFile& file) {
    const bool own = file.path.starts_with(reading.name + "/");
    const int kind = file.kind == "rules" ? 0 : file.kind == "vocabulary" ? 1 : 2;
    return std::tuple(!own, kind, item_of(file.path), file.path);
  };
  std::sort(files.begin(), files.end(),
            [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return files;
}

}  // namespace leye::workbench
