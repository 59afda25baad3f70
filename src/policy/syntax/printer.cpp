#include "policy/syntax/printer.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policy/syntax/clause_line.hpp"
#include "policy/syntax/display.hpp"
#include "policy/syntax/line_parser.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> headings = {{
    {"自", "from"},
    {"至", "until"},
    {"值", "value"},
    {"依据", "source"},
    {"核对", "verified"},
    {"地区", "place"},
    {"情形", "when"},
    {"单位", "unit"},
    {"数值", "figure"},
    {"级别", "grade"},
    {"年", "year"},
}};

class TreePrinter {
 public:
  TreePrinter(bool chinese, const Translator& path) : chinese_(chinese), path_(path) {}

  void print(const Tree& tree) {
    switch (tree.form) {
      case Form::word: return write(path_ ? path_(tree.text, tree.at) : tree.text);
      case Form::number:
      case Form::date: return write(tree.text);
      case Form::text: return write("\"" + tree.text + "\"");
      default: break;
    }
    const auto& form = pattern(tree.form);
    std::size_t slot = 0;
    for (const auto& item : chinese_ ? form.zh : form.en) {
      if (!item.slot) {
        write(item.word);
        continue;
      }
      const auto place = chinese_ ? slot : form.en_slots[slot];
      print(tree[place]);
      ++slot;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void write(const std::string& word) {
    const bool list = word == ",";
    const bool closes = word == ")";
    if (!out_.empty() && !list && !closes && !glue_) out_ += ' ';
    out_ += list && chinese_ ? "、" : word;
    glue_ = word == "(" || word == "句" || (list && chinese_);
  }

  bool chinese_;
  const Translator& path_;
  std::string out_;
  bool glue_ = false;
};

class DocumentPrinter {
 public:
  explicit DocumentPrinter(const Printing& printing) : printing_(printing) {}

  std::string run(const Document& document) {
    front(document);
    for (const auto& part : document.parts) {
      std::visit([this](const auto& each) { print(each); }, part);
    }
    return std::move(out_);
  }

 private:
  void front(const Document& document) {
    if (document.front.empty()) return;
    out_ += "---\n";
    for (const auto& line : document.front) {
      const auto key = front_key(line.key, printing_.chinese);
      const bool language = front_key(line.key, false) == "language";
      const auto value = language ? std::string(printing_.chinese ? "zh" : "en") : line.value;
      out_ += fmt::format("{}: {}\n", key.empty() ? line.key : key, value);
    }
    out_ += "---\n";
  }

  void print(const Prose& prose) { out_ += prose.raw + "\n"; }

  void print(const ClauseLine& clause) {
    out_ += print_clause_line(clause, printing_.chinese) + "\n";
  }

  void print(const PathFence& fence) {
    out_ += fmt::format("```path {}\n{}```\n", fence.measure, fence.text);
  }

  void print(const PolicyFence& fence) {
    out_ += "```policy\n";
    for (std::size_t i = 0; i < fence.lines.size(); ++i) {
      if (fence.lines[i].kind == PolicyLine::Kind::row) {
        const auto last = end_of_table(fence, i);
        table(fence, i, last);
        i = last - 1;
      } else {
        line(fence.lines[i]);
      }
    }
    out_ += "```\n";
  }

  static std::size_t end_of_table(const PolicyFence& fence, std::size_t first) {
    auto last = first;
    while (last < fence.lines.size() && fence.lines[last].kind == PolicyLine::Kind::row) ++last;
    return last;
  }

  void line(const PolicyLine& line) {
    const std::string indent(static_cast<std::size_t>(line.depth) * 2, ' ');
    if (line.kind == PolicyLine::Kind::blank) {
      out_ += "\n";
    } else if (line.kind == PolicyLine::Kind::comment) {
      out_ += indent + "# " + line.comment + "\n";
    } else if (line.tree == nullptr) {
      out_ += line.raw + "\n";
    } else {
      out_ += indent + print_tree(*line.tree, printing_.chinese, printing_.path);
      if (line.has_comment) out_ += "  # " + line.comment;
      out_ += "\n";
    }
  }

  void table(const PolicyFence& fence, std::size_t first, std::size_t last) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> titles;
    for (auto i = first; i < last; ++i) {
      const auto& cells = fence.lines[i].cells;
      if (is_rule_row(fence.lines[i].raw)) continue;
      std::vector<std::string> row;
      for (std::size_t column = 0; column < cells.size(); ++column) {
        if (i == first) titles.push_back(parameter_heading(cells[column].text, false));
        row.push_back(i == first ? parameter_heading(cells[column].text, printing_.chinese)
                                 : body_cell(cells[column], titles, column));
      }
      rows.push_back(std::move(row));
    }
    out_ += markdown_table(rows, static_cast<std::size_t>(fence.lines[first].depth) * 2);
  }

  std::string body_cell(const Cell& cell, const std::vector<std::string>& titles,
                        std::size_t column) const {
    const auto title = column < titles.size() ? titles[column] : std::string{};
    if (title == "value") return print_cell(cell, Category::cell, printing_);
    const auto has = [&](const char* name) {
      return std::find(titles.begin(), titles.end(), name) != titles.end();
    };
    // Of tiers every other column is a key; a parameter has sources.
    const bool key = title == "when" || (has("value") && !has("source"));
    return key ? print_cell(cell, Category::range, printing_) : cell.text;
  }

  std::string heading(const CasesFence& fence, const std::string& text) const {
    return printing_.case_heading ? printing_.case_heading(fence, text) : text;
  }

  void print(const CasesFence& fence) {
    out_ += "```cases\n";
    for (const auto& [number, text] : fence.notes) out_ += heading(fence, text) + "\n";
    std::vector<std::vector<std::string>> rows;
    for (std::size_t r = 0; r < fence.rows.size(); ++r) {
      rows.emplace_back();
      for (const auto& cell : fence.rows[r]) {
        rows.back().push_back(r == 0                ? heading(fence, cell.text)
                              : printing_.case_cell ? printing_.case_cell(cell.text)
                                                    : cell.text);
      }
    }
    if (!rows.empty()) out_ += markdown_table(rows, 0);
    out_ += "```\n";
  }

  const Printing& printing_;
  std::string out_;
};

}  // namespace

std::string print_document(const Document& document, const Printing& printing) {
  return DocumentPrinter(printing).run(document);
}

std::string print_tree(const Tree& tree, bool chinese, const Translator& path) {
  TreePrinter printer(chinese, path);
  printer.print(tree);
  return printer.take();
}

std::string print_cell(const Cell& cell, Category category, const Printing& printing) {
  const auto tokens = tokenize(with_ascii_signs(cell.text), cell.at.line, cell.at.column);
  std::int64_t budget = 100'000;
  if (tokens.tokens.empty() || tokens.has_comment) return cell.text;
  const auto parsed = parse_line(tokens.tokens, category, is_chinese(cell.text), budget);
  return parsed.tree == nullptr ? cell.text
                                : print_tree(*parsed.tree, printing.chinese, printing.path);
}

std::string parameter_heading(const std::string& heading, bool chinese) {
  for (const auto& [zh, en] : headings) {
    if (heading == zh || heading == en) return std::string(chinese ? zh : en);
  }
  return heading;
}

}  // namespace leye::policy
