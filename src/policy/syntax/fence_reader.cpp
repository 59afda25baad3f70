#include "policy/syntax/fence_reader.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "policy/syntax/line_parser.hpp"
#include "policy/syntax/misspelt.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

class PolicyReader {
 public:
  PolicyReader(bool chinese, std::int64_t& budget, std::vector<Diagnostic>& problems)
      : chinese_(chinese), budget_(budget), problems_(problems) {}

  PolicyFence run(const FenceText& text) {
    PolicyFence fence;
    fence.line = text.first_line - 1;
    auto number = text.first_line;
    for (const auto raw : text.lines) fence.lines.push_back(line(raw, number++));
    place_blanks(fence.lines);
    return fence;
  }

 private:
  PolicyLine line(std::string_view raw, std::int32_t number) {
    PolicyLine out;
    out.number = line_ = number;
    out.raw = raw;
    if (problems_.size() >= problems_max) return out;
    if (raw.size() > line_bytes_max) {
      report("line_too_long", {number, 1, 1}, "这一行太长 / this line is too long");
      return out;
    }
    const auto plain = with_ascii_signs(raw);
    const auto indent = std::min(plain.find_first_not_of(' '), plain.size());
    if (indent == plain.size()) return out;
    if (plain[indent] == '\t') {
      report("tab", {number, static_cast<std::int32_t>(indent) + 1, 1},
             "缩进只用空格 / indent with blanks only");
      return out;
    }
    const auto text = std::string_view(plain).substr(indent);
    if (text[0] == '|') {
      out.kind = PolicyLine::Kind::row;
      out.cells = table_cells(plain, number);
      out.depth = static_cast<std::int32_t>(indents_.size());
      return out;
    }
    if (text[0] == '#') {
      out.kind = PolicyLine::Kind::comment;
      out.comment = text.substr(std::min(text.find_first_not_of("# "), text.size()));
      return out;
    }
    out.depth = depth_of(indent, number);
    statement(text, static_cast<std::int32_t>(indent) + 1, out);
    return out;
  }

  std::int32_t depth_of(std::size_t indent, std::int32_t number) {
    bool outwards = false;
    while (!indents_.empty() && indents_.back() > indent) {
      indents_.pop_back();
      outwards = true;
    }
    if (indents_.empty() || indents_.back() < indent) {
      const bool crooked = outwards || (indents_.empty() && indent > 0);
      indents_.push_back(indent);
      if (crooked)
        report("indent", {number, 1, static_cast<std::int32_t>(indent)},
               "缩进与上面各行都不对齐 / this indentation matches no line above");
    }
    const auto depth = indents_.size() - 1;
    if (depth > indent_depth_max) {
      report("too_deep", {number, 1, static_cast<std::int32_t>(indent)},
             fmt::format("缩进最多 {0} 层 / at most {0} levels of indentation", indent_depth_max));
    }
    return static_cast<std::int32_t>(std::min(depth, indent_depth_max));
  }

  void statement(std::string_view text, std::int32_t column, PolicyLine& out) {
    out.kind = PolicyLine::Kind::statement;
    const bool chinese = chinese_;
    auto tokens = tokenize(text, out.number, column);
    out.comment = tokens.comment;
    out.has_comment = tokens.has_comment;
    for (auto& problem : tokens.problems) problems_.push_back(std::move(problem));
    if (tokens.tokens.empty() || !tokens.problems.empty()) return;
    if (gave_up()) return;
    if (auto date = misspelt_date(text, out.number, column)) {
      problems_.push_back(std::move(*date));
      return;
    }
    auto parsed = parse_line(tokens.tokens, Category::line, chinese, budget_);
    out.tree = parsed.tree;
    if (out.tree != nullptr || gave_up()) return;
    unparsed(tokens.tokens, parsed);
    // “ and ” are quotation marks as " is: none can stand within others.
    const bool nested =
        out.raw.find("“") != std::string::npos && out.raw.find('"') != std::string::npos;
    if (nested)
      problems_.back().fix =
          "引号里不能再有引号, 去掉里面的 / no quotation marks within others: leave the inner ones "
          "out";
  }

  // The steps of the whole file are used up: said once, at the line where it happened.
  bool gave_up() {
    if (budget_ > 0) return false;
    if (budget_ != said) {
      report("too_complex", {line_, 1, 1},
             "文件过于复杂, 从这一行起放弃解析 / the file is too complex: not parsed from this "
             "line on");
    }
    budget_ = said;
    return true;
  }

  void unparsed(const std::vector<Token>& tokens, const ParsedLine& parsed) {
    const auto stop = static_cast<std::size_t>(parsed.stopped_at);
    const auto& last = tokens.back().at;
    const Span end = {last.line, last.column + last.length, 1};
    Diagnostic problem;
    problem.code = "syntax";
    problem.at = stop < tokens.size() ? tokens[stop].at : end;
    if (stop < tokens.size()) {
      problem.title =
          fmt::format("这里看不懂“{0}” / cannot make sense of '{0}' here", tokens[stop].text);
    } else {
      problem.title = chinese_ ? "这一行没有写完" : "this line is not finished";
    }
    const bool keyword = stop < tokens.size() && tokens[stop].kind == TokenKind::keyword;
    if (keyword) {
      problem.title = fmt::format(
          "这里不能用保留词“{0}” / the reserved word '{0}' cannot stand here", tokens[stop].text);
    }
    if (keyword && parsed.expected.empty()) problem.fix = "换一个名称 / choose another name";
    if (keyword && stop == 2 && truth_compared(tokens)) {
      problem.code = "type_mismatch";
      problem.title = "是否不用“为”: 它自己就是条件 / a yes or no is a condition itself";
      problem.fix = fmt::format("写 {0}, 或 非 {0} / write {0}, or not {0}", tokens[0].text);
      problems_.push_back(std::move(problem));
      return;
    }
    if (stop < tokens.size() && bracketed_body(tokens, stop)) {
      problem.title = "名称里不能有括号 / a name has no brackets";
      problem.fix =
          "去掉括号, 里面的字接着写或另作说明 / leave the brackets out, and join what they hold or "
          "say it elsewhere";
      problems_.push_back(std::move(problem));
      return;
    }
    const bool number = stop > 0 && stop < tokens.size() && tokens[stop].kind == TokenKind::number;
    const bool code = number && names_a_code(tokens[stop - 1].text);
    if (code)
      problem.title = fmt::format("代码不写数字“{0}” / a code is not written as the number '{0}'",
                                  tokens[stop].text);
    if (const auto month = bare_month(tokens)) {
      problem.code = "bare_month";
      problem.at = month->at;
      problem.title = fmt::format("月份不能写成“{0}” / a month is not written '{0}'", month->text);
      problem.fix = fmt::format("写 {0}-01 月份 / write: month of {0}-01", month->text);
    } else if (const auto* dash = bare_dash(tokens)) {
      problem.code = "bare_dash";
      problem.at = dash->at;
      problem.title =
          chinese_ ? "“—”没有说明两端是否包含" : "a dash does not say which ends belong";
      problem.fix = chinese_ ? "写成 a 以上 b 以下, 或 a 以上 不满 b" : "say: at least a at most b";
    } else if (code) {
      problem.fix = "写它的中文名或英文标识, 如 男 (male) / write its name or id, such as male";
    } else if (!parsed.expected.empty()) {
      problem.fix =
          fmt::format("可以接: {0} / may go on with: {0}", fmt::join(parsed.expected, ", "));
    }
    problems_.push_back(std::move(problem));
  }

  // "招用.人员.退役军人 为 是": 是 is a word of its own.
  static bool truth_compared(const std::vector<Token>& tokens) {
    const auto& compared = tokens[1].text;
    const bool is = compared == "为" || compared == "不为";
    return is && tokens[0].kind == TokenKind::word && tokens[2].text == "是" && tokens.size() == 3;
  }

  // "认定 乡镇人民政府(街道办事处)": whose name it is stands before the bracket.
  static bool bracketed_body(const std::vector<Token>& tokens, std::size_t stop) {
    const bool open = tokens[stop].text == "(" && stop > 0 && tokens[stop - 1].text != "(";
    if (!open) return false;
    const auto& first = tokens[0].text;
    const bool body = first == "认定" || first == "recognised by" || first == "责任" ||
                      first == "duty of" || first == "配合" || first == "with";
    const bool judge = first == "裁量" && stop > 3 && tokens[2].text == "由";
    return body || (judge && tokens[stop - 1].text.ends_with(")"));
  }

  static bool names_a_code(std::string_view word) {
    constexpr std::string_view words[] = {"为", "不为",   "属于", "不属于",
                                          "is", "is not", "in",   "not in"};
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
  }

  // 2020-02: a number and what follows it without a blank.
  static std::optional<Token> bare_month(const std::vector<Token>& tokens) {
    constexpr std::size_t year_digits = 4;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      const auto& [year, month] = std::tie(tokens[i], tokens[i + 1]);
      const bool joined = year.at.column + year.at.length == month.at.column;
      const bool digits = month.text.size() == 3 && month.text[0] == '-' &&
                          month.text.find_first_not_of("0123456789", 1) == std::string::npos;
      if (year.kind != TokenKind::number || year.text.size() != year_digits || !joined || !digits)
        continue;
      auto both = year;
      both.text += month.text;
      both.at.length += month.at.length;
      return both;
    }
    return std::nullopt;
  }

  static const Token* bare_dash(const std::vector<Token>& tokens) {
    for (const auto& token : tokens) {
      const bool dash = token.text.starts_with("—") || token.text.starts_with("-") ||
                        token.text.starts_with("~") || token.text.starts_with("～");
      if (token.kind == TokenKind::word && dash) return &token;
    }
    return nullptr;
  }

  // Blank and comment lines go with the statement that follows them.
  static void place_blanks(std::vector<PolicyLine>& lines) {
    std::int32_t depth = 0;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
      const bool spoken =
          line->kind == PolicyLine::Kind::statement || line->kind == PolicyLine::Kind::row;
      if (spoken)
        depth = line->depth;
      else
        line->depth = depth;
    }
  }

  void report(std::string code, Span at, std::string title) {
    Diagnostic problem;
    problem.code = std::move(code);
    problem.at = at;
    problem.title = std::move(title);
    problems_.push_back(std::move(problem));
  }

  bool chinese_;
  std::int64_t& budget_;
  std::vector<Diagnostic>& problems_;
  static constexpr std::int64_t said = INT64_MIN / 2;
  std::vector<std::size_t> indents_;
  std::int32_t line_ = 0;
};

}  // namespace

PolicyFence read_policy_fence(const FenceText& text, bool chinese, std::int64_t& budget,
                              std::vector<Diagnostic>& problems) {
  return PolicyReader(chinese, budget, problems).run(text);
}

CasesFence read_cases_fence(const FenceText& text) {
  CasesFence fence;
  fence.line = text.first_line - 1;
  auto number = text.first_line;
  for (const auto raw : text.lines) {
    fence.raw.emplace_back(raw);
    const auto plain = with_ascii_signs(raw);
    const auto first = plain.find_first_not_of(' ');
    if (first != plain.npos && plain[first] == '|') {
      if (!is_rule_row(plain)) fence.rows.push_back(table_cells(plain, number));
    } else if (first != plain.npos && plain[first] != '#') {
      fence.notes.emplace_back(number, plain.substr(first));
    }
    ++number;
  }
  return fence;
}

std::vector<Cell> table_cells(std::string_view line, std::int32_t number) {
  constexpr std::string_view blanks = " \t\r";
  std::vector<Cell> cells;
  std::size_t at = line.find('|') + 1;
  while (at <= line.size()) {
    const auto end = std::min(line.find('|', at), line.size());
    const auto cell = line.substr(at, end - at);
    const auto first = cell.find_first_not_of(blanks);
    if (end == line.size() && first == cell.npos) break;
    const auto text = first == cell.npos
                          ? cell.substr(0, 0)
                          : cell.substr(first, cell.find_last_not_of(blanks) - first + 1);
    const auto column = character_count(line.substr(0, at + (first == cell.npos ? 0 : first))) + 1;
    cells.push_back({std::string(text),
                     {number, static_cast<std::int32_t>(column),
                      static_cast<std::int32_t>(std::max<std::size_t>(1, character_count(text)))}});
    at = end + 1;
  }
  return cells;
}

bool is_rule_row(std::string_view line) {
  return line.find('-') != line.npos && line.find_first_not_of(" |:-\r") == line.npos;
}

}  // namespace leye::policy
