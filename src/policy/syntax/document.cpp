#include "policy/syntax/document.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policy/syntax/clause_line.hpp"
#include "policy/syntax/fence_reader.hpp"
#include "policy/syntax/misspelt.hpp"
#include "policy/syntax/tokens.hpp"
#include "policy/syntax/utf8.hpp"

namespace leye::policy {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> front_keys = {{
    {"标识", "id"},
    {"文件", "document"},
    {"标题", "title"},
    {"发布", "issuer"},
    {"成文", "dated"},
    {"层级", "level"},
    {"来源", "source"},
    {"原文校验", "source_digest"},
    {"引用", "uses"},
    {"上级", "above"},
    {"地区", "place"},
    {"语言", "language"},
}};

std::string_view stripped(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

class Reader {
 public:
  explicit Reader(Document& out) : out_(out) {
    std::string_view rest = out.source;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);  // a byte order mark
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      auto line = rest.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      lines_.push_back(line);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void run() {
    front_matter();
    out_.chinese = in_chinese();
    while (at_ < lines_.size()) {
      const auto line = lines_[at_];
      if (line.starts_with("```")) {
        fence();
      } else if (line.starts_with("> [") && out_.problems.size() < problems_max) {
        out_.parts.push_back(read_clause_line(line, number(), out_.problems));
        ++at_;
      } else {
        out_.parts.push_back(Prose{std::string(line)});
        ++at_;
      }
    }
  }

 private:
  std::int32_t number() const { return static_cast<std::int32_t>(at_) + 1; }

  void problem(std::string code, std::string title, std::string fix) {
    Diagnostic found;
    found.code = std::move(code);
    found.at = {number(), 1, 1};
    found.title = std::move(title);
    found.fix = std::move(fix);
    out_.problems.push_back(std::move(found));
  }

  void front_matter() {
    if (lines_.empty() || lines_[0] != "---") return;
    for (at_ = 1; at_ < lines_.size() && lines_[at_] != "---"; ++at_) {
      if (out_.problems.size() >= problems_max) continue;
      const auto line = with_ascii_signs(lines_[at_]);
      const auto colon = line.find(':');
      if (colon == line.npos) {
        problem("front_matter", fmt::format("“{}” 不是“键: 值” / not `key: value`", line), "");
        continue;
      }
      out_.front.push_back({std::string(stripped(line.substr(0, colon))),
                            std::string(stripped(line.substr(colon + 1))), number()});
    }
    if (at_ == lines_.size()) {
      at_ = 0;
      problem("front_matter", "开头的 --- 没有结束 / the front matter is not closed",
              "加一行 --- / add a line ---");
      at_ = lines_.size();
    } else {
      ++at_;
    }
  }

  // The language said in the front matter, else that of its first key.
  bool in_chinese() const {
    for (const auto& line : out_.front) {
      if (line.key == "language" || line.key == "语言") return line.value != "en";
    }
    return out_.front.empty() || is_chinese(out_.front.front().key);
  }

  void fence() {
    const auto info = stripped(lines_[at_].substr(3));
    const auto first = at_ + 1;
    auto end = first;
    while (end < lines_.size() && !lines_[end].starts_with("```")) ++end;
    if (end == lines_.size())
      problem("open_fence", "``` 没有结束 / ``` is not closed", "加一行 ``` / add a line ```");
    const FenceText text{std::span(lines_).subspan(first, end - first),
                         static_cast<std::int32_t>(first) + 1};
    const auto word = info.substr(0, std::min(info.find(' '), info.size()));
    if (!word.empty() && !is_fence_kind(word)) unknown_fence(word);
    if (info == "policy") {
      out_.parts.push_back(read_policy_fence(text, out_.chinese, budget_, out_.problems));
    } else if (info == "cases") {
      out_.parts.push_back(read_cases_fence(text));
    } else if (word == "path") {
      if (info == word)
        problem("open_path", "path 后面没有写措施 / the path names no measure",
                "```path hiring_subsidy");
      out_.parts.push_back(path_fence(info.substr(4), text));
    } else {
      for (auto line = at_; line <= std::min(end, lines_.size() - 1); ++line)
        out_.parts.push_back(Prose{std::string(lines_[line])});
    }
    at_ = end + 1;
  }

  // A fence that nobody would read.
  void unknown_fence(std::string_view word) {
    const auto meant = fence_meant(word);
    problem("unknown_fence",
            fmt::format("没有“{0}”这种代码块, 里面的行没有读 / there is no fence '{0}': its lines "
                        "were not read",
                        word),
            meant.empty()
                ? "写 ```policy、```cases、```path 措施、```findings 或 ```monotone; 只是说明的写 "
                  "```text / write ```policy, ```cases, ```path measure, ```findings or "
                  "```monotone; ```text for what is only read by people"
                : fmt::format("是否想写 ```{0} / did you mean ```{0}",
                              meant == "path" ? "path 措施标识" : meant));
    out_.problems.back().at.length = static_cast<std::int32_t>(3 + character_count(word));
  }

  static PathFence path_fence(std::string_view measure, const FenceText& text) {
    PathFence fence;
    fence.measure = stripped(measure);
    fence.first_line = text.first_line;
    for (const auto line : text.lines) fence.text += std::string(line) + "\n";
    return fence;
  }

  Document& out_;
  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  std::int64_t budget_ = 5'000'000;
};

}  // namespace

std::string Document::front_value(std::string_view english_key) const {
  for (const auto& line : front) {
    if (line.key == english_key || front_key(line.key, false) == english_key) return line.value;
  }
  return {};
}

std::string front_key(std::string_view key, bool chinese) {
  for (const auto& [zh, en] : front_keys) {
    if (key == zh || key == en) return std::string(chinese ? zh : en);
  }
  return {};
}

namespace {

// A file that is not read at all.
Document refused(Document document, std::string code, std::int32_t line, std::string title,
                 std::string fix) {
  Diagnostic problem;
  problem.code = std::move(code);
  problem.file = document.file;
  problem.at = {line, 1, 1};
  problem.title = std::move(title);
  problem.fix = std::move(fix);
  keep_one_language(problem);
  document.problems.push_back(std::move(problem));
  return document;
}

}  // namespace

Document read_document(std::string file, std::string source) {
  Document document;
  document.file = std::move(file);
  if (source.size() > file_bytes_max) {
    return refused(
        std::move(document), "file_too_big", 1,
        fmt::format("文件超过 {0} 字节 / the file is larger than {0} bytes", file_bytes_max),
        "按章节分成几个文件 / split it by chapter");
  }
  if (const auto bad = first_not_utf8(source)) {
    const auto line =
        1 + std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(*bad), '\n');
    return refused(
        std::move(document), "not_utf8", static_cast<std::int32_t>(line),
        fmt::format("第 {0} 行不是 UTF-8 / line {0} is not UTF-8", line),
        "另存为 UTF-8; GB18030 的文件: iconv -f GB18030 -t UTF-8 / save it as UTF-8; from GB18030: "
        "iconv -f GB18030 -t UTF-8");
  }
  document.source = std::move(source);
  Reader(document).run();
  if (document.problems.size() > problems_max) document.problems.resize(problems_max);
  for (auto& problem : document.problems) {
    problem.file = document.file;
    problem.chinese = document.chinese;
    keep_one_language(problem);
  }
  return document;
}

}  // namespace leye::policy
