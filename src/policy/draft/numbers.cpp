#include "policy/draft/numbers.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "policy/meaning/sections.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// Of a character (from 1) of a line: its first byte.
std::size_t byte_of(std::string_view line, std::int32_t column) {
  std::size_t at = 0;
  for (std::int32_t passed = 1; at < line.size(); ++at) {
    if ((line[at] & 0xC0) == 0x80) continue;
    if (passed++ == column) return at;
  }
  return line.size();
}

// "一次性吸纳就业补贴 (hire_absorb)" → hire_absorb
std::string id_of(std::string_view statement) {
  const auto open = statement.rfind('(');
  const auto close = statement.find(')', open == statement.npos ? 0 : open);
  if (open == statement.npos || close == statement.npos) return {};
  const auto id = statement.substr(open + 1, close - open - 1);
  const bool plain = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
  });
  return plain ? std::string(id) : std::string();
}

// The rest of a line up to its comment.
std::string_view without_comment(const PolicyLine& line, std::string_view rest) {
  return line.has_comment ? rest.substr(0, std::min(rest.rfind('#'), rest.size())) : rest;
}

bool tells_a_source(std::string_view heading) {
  for (const auto* word : {"依据", "核对", "source", "verified"})
    if (heading == word) return true;
  return false;
}

class Collector {
 public:
  std::vector<Number> run(const LoadedPack& pack) {
    for (const auto& document : pack.documents) {
      file_ = document.file;
      rest_on(document);
      for (const auto& part : document.parts) {
        const auto* fence = std::get_if<PolicyFence>(&part);
        if (fence == nullptr) continue;
        for (const auto& line : fence->lines) read(line);
      }
    }
    return std::move(found_);
  }

 private:
  struct Sentences {
    std::string clause, summary;
  };

  // Of each line the sentences that the rule rests on, as the plan has them: those that the line,
  // or the group that it stands in, says it cites, else those of its heading.
  void rest_on(const Document& document) {
    lines_.clear();
    std::vector<Diagnostic> said_before;
    Reporter silent(said_before);
    silent.enter(document);
    for (const auto& section : read_sections(document, silent))
      for (const auto& block : section.blocks) rest_on(block, {section.sentences, section.summary});
  }

  void rest_on(const Block& block, Sentences sentences) {
    if (!block.clause.empty()) sentences = {block.clause, summaries_of(block.cited)};
    lines_[block.line->number] = sentences;
    for (const auto* row : block.rows) lines_[row->number] = sentences;
    for (const auto& child : block.children) rest_on(child, sentences);
  }

  void read(const PolicyLine& line) {
    if (line.kind == PolicyLine::Kind::statement) {
      headings_.clear();
      if (line.depth == 0) {
        declaration_ = id_of(with_ascii_signs(line.raw));
        if (declaration_.empty()) declaration_ = fmt::format("line_{}", line.number);
        heading_ = trimmed(without_comment(line, line.raw));
      }
      take(line, line.raw, 1);
    } else if (line.kind == PolicyLine::Kind::row) {
      if (headings_.empty()) {
        for (const auto& cell : line.cells) headings_.push_back(cell.text);
        return;
      }
      for (std::size_t i = 0; i < line.cells.size(); ++i)
        if (i < headings_.size() && !tells_a_source(headings_[i]))
          take(line, line.cells[i].text, line.cells[i].at.column);
    }
  }

  void take(const PolicyLine& line, std::string_view text, std::int32_t column) {
    const auto tokens = tokenize(with_ascii_signs(text), line.number, column);
    std::string_view last;
    for (const auto& token : tokens.tokens) {
      const bool cites = last == "句" || last == "据" || last == "under";
      last = token.text;
      if (cites) last = "据";  // "据 句2, 3": all that follows
      if (token.kind != TokenKind::number && token.kind != TokenKind::date) continue;
      if (!cites) add(line, token);
    }
  }

  void add(const PolicyLine& line, const Token& token) {
    const auto offset = byte_of(line.raw, token.at.column);
    const auto end = byte_of(line.raw, token.at.column + token.at.length);
    Number number;
    number.text = line.raw.substr(offset, end - offset);
    const bool share = number.text.ends_with('%') || number.text.ends_with("％");
    number.kind = token.kind == TokenKind::date ? NumberKind::day
                  : share                       ? NumberKind::share
                                                : NumberKind::number;
    number.declaration = declaration_;
    number.heading = heading_;
    number.id = fmt::format("{}.{}", declaration_, ++counts_[declaration_]);
    number.clause = lines_[line.number].clause;
    number.summary = lines_[line.number].summary;
    number.file = file_;
    number.line = line.number;
    number.offset = offset;
    number.before = trimmed(std::string_view(line.raw).substr(0, offset));
    number.after = trimmed(without_comment(line, std::string_view(line.raw).substr(end)));
    found_.push_back(std::move(number));
  }

  std::vector<Number> found_;
  std::string file_, declaration_, heading_;
  std::map<std::int32_t, Sentences> lines_;
  std::vector<std::string> headings_;
  std::map<std::string, int> counts_;
};

bool is_of_kind(NumberKind kind, std::string_view text) {
  if (kind == NumberKind::day) return Day::parse(text).ok();
  if (kind == NumberKind::share) {
    if (text.ends_with("％"))
      text.remove_suffix(std::string_view("％").size());
    else if (text.ends_with('%'))
      text.remove_suffix(1);
    else
      return false;
  }
  constexpr std::size_t longest = 18;
  if (text.empty() || text.size() > longest || !is_digit(text.front()) || !is_digit(text.back()))
    return false;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (!is_digit(c)) {
      return false;
    }
  }
  return true;
}

Error refused(const Number& number, const std::string& to) {
  const char* like = number.kind == NumberKind::day     ? "2023-12-31"
                     : number.kind == NumberKind::share ? "5.5%"
                                                        : "24";
  return {ErrorCode::invalid_input,
          fmt::format("“{}”不能改为“{}”", number.text, to),
          {number.id},
          fmt::format("写成和 {} 一样的形式", like)};
}

// The line numbers of `source` count from 1.
void replace(std::string& source, const Number& number, const std::string& to) {
  std::size_t begin = 0;
  for (std::int32_t line = 1; line < number.line; ++line) begin = source.find('\n', begin) + 1;
  source.replace(begin + number.offset, number.text.size(), to);
}

}  // namespace

std::vector<Number> numbers_of(const LoadedPack& pack) { return Collector().run(pack); }

Result<std::vector<Change>> read_changes(std::string_view text) {
  std::vector<Change> changes;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
    line = line.substr(0, line.find('#'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trimmed(line).empty()) continue;
    const auto equals = line.find('=');
    Change change;
    if (equals != line.npos) {
      change.number = trimmed(line.substr(0, equals));
      change.to = trimmed(line.substr(equals + 1));
    }
    if (change.number.empty() || change.to.empty())
      return Error{ErrorCode::invalid_input,
                   fmt::format("第 {} 行不是一处改动", number),
                   {fmt::format("第 {} 行", number)},
                   "每行写一处: 编号 = 新的数, 如 hiring_subsidy.3 = 1200"};
    changes.push_back(std::move(change));
  }
  return changes;
}

Result<LoadedPack> draft_of(const std::filesystem::path& path, const Vocabulary& vocabulary,
                            const std::vector<Change>& changes) {
  const auto pack = read_pack(path, vocabulary);
  const auto numbers = numbers_of(pack);
  std::set<std::string> changed;
  std::vector<std::pair<const Number*, std::string>> edits;
  for (const auto& change : changes) {
    const auto found = std::find_if(numbers.begin(), numbers.end(),
                                    [&](const Number& each) { return each.id == change.number; });
    if (found == numbers.end())
      return Error{ErrorCode::not_found,
                   fmt::format("没有编号为“{}”的数", change.number),
                   {change.number},
                   "leye policy numbers " + path.string()};
    if (!changed.insert(change.number).second)
      return Error{ErrorCode::invalid_input, "同一个数改了两次", {change.number}};
    if (!is_of_kind(found->kind, change.to)) return refused(*found, change.to);
    edits.emplace_back(&*found, change.to);
  }
  // From the end of the pack, so that what stands before keeps its place.
  std::sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.first->line, a.first->offset) > std::tuple(b.first->line, b.first->offset);
  });
  std::map<std::string, std::string> sources;
  for (const auto& document : pack.documents) sources[document.file] = document.source;
  for (const auto& [number, to] : edits) replace(sources.at(number->file), *number, to);
  return read_pack(path, vocabulary, sources);
}

}  // namespace leye::policy
