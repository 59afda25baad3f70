#include "policy/meaning/tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/literals.hpp"
#include "policy/syntax/line_parser.hpp"
#include "policy/syntax/printer.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

TreePointer parse_cell(const Cell& cell, Category category, Reporter& reporter) {
  auto tokens = tokenize(with_ascii_signs(cell.text), cell.at.line, cell.at.column);
  std::int64_t budget = 100'000;
  auto parsed = parse_line(tokens.tokens, category, is_chinese(cell.text), budget);
  if (parsed.tree == nullptr || tokens.tokens.empty()) {
    const bool dash = cell.text.find("—") != std::string::npos ||
                      cell.text.find('~') != std::string::npos ||
                      cell.text.find('-') != std::string::npos;
    reporter.error(
        {dash ? "bare_dash" : "syntax", cell.at,
         fmt::format("看不懂“{0}” / cannot make sense of '{0}'", cell.text),
         dash ? "横线没有说明两端: 写成 50% 以上 不满 60% / say which ends belong: at "
                "least 50% under 60%"
              : "如 50% 以上 不满 60%, 其余 / such as: at least 50% under 60%, otherwise"});
    return nullptr;
  }
  return parsed.tree;
}

// One row of a table of numbers: low ≤ or < key ≤ or < high.
struct Range {
  const Cell* cell = nullptr;
  std::optional<Fraction> low;
  std::optional<Fraction> high;
  bool low_open = false;
  bool high_open = false;
  std::int32_t condition = -1;
  Typed value;
};

class Tiers {
 public:
  Tiers(const Block& block, Expressions& expressions)
      : block_(block), expressions_(expressions), reporter_(expressions.reporter()) {}

  Typed run() {
    key_ = expressions_.read(block_.tree()[1]);
    if (!key_.ok()) return {};
    if (block_.rows.size() < 2) {
      reporter_.error({"empty_table", block_.tree().at, "档次下面没有表 / no table follows",
                       "| 情形 | 值 | / | when | value |"});
      return {};
    }
    const auto when = column_of(*block_.rows[0], "when");
    const auto value = column_of(*block_.rows[0], "value");
    if (when < 0 || value < 0) {
      reporter_.error({"table_columns", block_.rows[0]->cells.front().at,
                       "表头应为 情形 和 值 / the columns are `when` and `value`"});
      return {};
    }
    for (std::size_t i = 1; i < block_.rows.size(); ++i) row(*block_.rows[i], when, value);
    if (failed_) return {};
    if (key_.type == Type::code)
      check_codes();
    else
      check_ranges();
    return failed_ ? Typed{} : chain();
  }

 private:
  void fail(Complaint complaint) {
    reporter_.error(std::move(complaint));
    failed_ = true;
  }

  void row(const PolicyLine& line, std::ptrdiff_t when, std::ptrdiff_t value) {
    const auto cells = static_cast<std::ptrdiff_t>(line.cells.size());
    if (when >= cells || value >= cells)
      return fail({"table_columns", line.cells.front().at, "这一行缺少单元格 / a cell is missing"});
    const auto& condition_cell = line.cells[static_cast<std::size_t>(when)];
    const auto condition = parse_cell(condition_cell, Category::range, reporter_);
    const auto result =
        parse_cell(line.cells[static_cast<std::size_t>(value)], Category::cell, reporter_);
    failed_ = failed_ || condition == nullptr || result == nullptr;
    if (condition == nullptr || result == nullptr) return;
    Range range;
    range.cell = &condition_cell;
    if (result->form == Form::cell_unset) {
      Node unset;
      unset.op = Op::unset;
      unset.type = type_.ok() ? type_.type : Type::money;
      range.value = type_;
      range.value.node = expressions_.nodes().add(unset);
    } else {
      range.value = expressions_.read((*result)[0]);
      if (!range.value.ok()) failed_ = true;
      if (type_.ok() && range.value.ok() && !same_kind(range.value, type_))
        fail({"type_mismatch", line.cells[static_cast<std::size_t>(value)].at,
              "各行的单位应相同 / all rows have the same unit"});
      const bool wider = range.value.type == Type::ratio || !type_.ok();
      if (range.value.ok() && wider) type_ = range.value;
    }
    if (condition->form == Form::range_otherwise) {
      if (otherwise_)
        fail({"two_otherwise", condition_cell.at, "只能有一行 其余 / one `otherwise`"});
      otherwise_ = range.value;
      return;
    }
    if (condition->form == Form::range_list)
      list(*condition, range);
    else
      bounds(*condition, range);
  }

  void list(const Tree& tree, Range range) {
    if (key_.type != Type::code)
      return fail({"type_mismatch", tree.at, "按数值分档时写范围 / a range is expected here",
                   "如 50% 以上 / such as: at least 50%"});
    std::vector<const Tree*> words;
    const Tree* rest = &tree[0];
    for (; rest->form == Form::list_more; rest = &(*rest)[0]) words.push_back(&(*rest)[1]);
    words.push_back(&(*rest)[0]);
    for (const auto* word : words)
      for (const auto code : expressions_.codes(*word, *key_.codes)) {
        for (const auto& [other, at] : codes_) {
          if (other != code) continue;
          fail({"tiers_overlap",
                word->at,
                fmt::format("“{0}”出现在两行 / '{0}' is in two rows", word->text),
                "删去其中一处 / remove one of them",
                {{at, "另一行 / the other row"}}});
        }
        codes_.emplace_back(code, word->at);
        auto& nodes = expressions_.nodes();
        const auto equal = nodes.binary(Op::equal, Type::boolean, key_.node,
                                        nodes.constant(Type::code, {code, 1}));
        range.condition = range.condition < 0
                              ? equal
                              : nodes.binary(Op::either, Type::boolean, range.condition, equal);
      }
    if (range.condition < 0) failed_ = true;
    rows_.push_back(std::move(range));
  }

  void bounds(const Tree& tree, Range range) {
    const auto bound = [&](std::size_t slot) -> std::optional<Fraction> {
      const auto value = expressions_.read(tree[slot]);
      const auto literal = read_literal(tree[slot]);
      const bool fits =
          value.ok() && literal.ok() &&
          (value.type == key_.type || (is_number(value.type) && is_number(key_.type) &&
                                       (value.type == Type::money) == (key_.type == Type::money)));
      if (fits) return literal.value().value;
      fail({"type_mismatch", tree[slot].at,
            fmt::format("分档的界限应是{}的定值 / a fixed {} is expected here", type_zh(key_.type),
                        name(key_.type))});
      return std::nullopt;
    };
    switch (tree.form) {
      case Form::range_at_least: range.low = bound(0); break;
      case Form::range_more:
        range.low = bound(0);
        range.low_open = true;
        break;
      case Form::range_at_most: range.high = bound(0); break;
      case Form::range_under:
        range.high = bound(0);
        range.high_open = true;
        break;
      default:
        range.low = bound(0);
        range.high = bound(1);
        range.low_open = tree.form == Form::range_upper || tree.form == Form::range_open;
        range.high_open = tree.form == Form::range_half || tree.form == Form::range_open;
    }
    condition(range);
    rows_.push_back(std::move(range));
  }

  void condition(Range& range) {
    auto& nodes = expressions_.nodes();
    const auto add = [&](std::int32_t node) {
      range.condition =
          range.condition < 0 ? node : nodes.binary(Op::both, Type::boolean, range.condition, node);
    };
    if (range.low)
      add(nodes.binary(range.low_open ? Op::less : Op::at_most, Type::boolean,
                       nodes.constant(key_.type, *range.low), key_.node));
    if (range.high)
      add(nodes.binary(range.high_open ? Op::less : Op::at_most, Type::boolean, key_.node,
                       nodes.constant(key_.type, *range.high)));
  }

  // Every code of the table has a row, or there is a row for the rest.
  void check_codes() {
    if (otherwise_) return;
    for (std::size_t i = 0; i < key_.codes->codes().size(); ++i) {
      const auto has_row = [&](const auto& row) { return row.first == static_cast<int>(i); };
      if (std::any_of(codes_.begin(), codes_.end(), has_row)) continue;
      return fail({"tiers_gap", block_.tree().at,
                   fmt::format("没有一行规定“{0}” / no row says what becomes of '{0}'",
                               key_.codes->codes()[i].zh),
                   "补上一行, 或写 | 其余 | 未定 | / add a row, or `| otherwise | not set |`"});
    }
  }

  // Sorted by their lower ends, each row must begin where the one before it ends.
  void check_ranges() {
    std::sort(rows_.begin(), rows_.end(), [](const Range& a, const Range& b) {
      if (!a.low || !b.low) return !a.low && b.low.has_value();
      return compare(*a.low, *b.low) < 0;
    });
    for (std::size_t i = 0; i + 1 < rows_.size(); ++i) {
      const auto& lower = rows_[i];
      const auto& upper = rows_[i + 1];
      const int order = lower.high && upper.low ? compare(*lower.high, *upper.low) : 1;
      if (order > 0 || (order == 0 && !lower.high_open && !upper.low_open)) {
        fail({"tiers_overlap",
              upper.cell->at,
              fmt::format("与“{0}”重叠 / overlaps with '{0}'", lower.cell->text),
              "一端写 以上, 另一端写 不满 / close one end and open the other",
              {{lower.cell->at, "另一行 / the other row"}}});
      } else if (!otherwise_ && (order < 0 || (lower.high_open && upper.low_open))) {
        fail({"tiers_gap",
              upper.cell->at,
              fmt::format("“{0}”与这一行之间有空档 / nothing covers what lies between '{0}' and "
                          "this row",
                          lower.cell->text),
              "补上一行, 或写 其余 / add a row, or `otherwise`",
              {{lower.cell->at, "上一档 / the tier below"}}});
      }
    }
    const bool from_nothing = !rows_.front().low || rows_.front().low->top <= 0;
    const bool open_end = !rows_.back().high;
    if (!otherwise_ && (!from_nothing || !open_end))
      fail({"tiers_gap", (open_end ? rows_.front() : rows_.back()).cell->at,
            "最低档以下或最高档以上没有规定 / nothing covers the values below the first or above "
            "the last tier",
            "补上一行, 或写 其余 / add a row, or `otherwise`"});
  }

  Typed chain() {
    auto& nodes = expressions_.nodes();
    auto value = otherwise_ ? otherwise_->node : rows_.back().value.node;
    const auto tested = otherwise_ ? rows_.size() : rows_.size() - 1;
    for (std::size_t i = tested; i-- > 0;)
      value = nodes.select(type_.type, rows_[i].condition, rows_[i].value.node, value);
    if (!otherwise_) value = nodes.binary(Op::given, type_.type, key_.node, value);
    auto out = type_;
    out.node = value;
    return out;
  }

  const Block& block_;
  Expressions& expressions_;
  Reporter& reporter_;
  Typed key_;
  Typed type_;
  std::vector<Range> rows_;
  std::optional<Typed> otherwise_;
  std::vector<std::pair<std::int32_t, Span>> codes_;
  bool failed_ = false;
};

}  // namespace

Typed read_tiers(const Block& block, Expressions& expressions) {
  return Tiers(block, expressions).run();
}

std::ptrdiff_t column_of(const PolicyLine& heading, std::string_view english) {
  for (std::size_t i = 0; i < heading.cells.size(); ++i) {
    if (parameter_heading(heading.cells[i].text, false) == english)
      return static_cast<std::ptrdiff_t>(i);
  }
  return -1;
}

Parameter read_parameter(const Block& block, Reporter& reporter) {
  Parameter parameter;
  parameter.name = name_of(block.tree()[0]);
  if (block.rows.size() < 2) {
    reporter.error({"empty_table", block.tree().at, "参数下面没有表 / no table follows",
                    "| 自 | 值 | 依据 | 核对 | / | from | value | source | verified |"});
    return parameter;
  }
  const auto& heading = *block.rows[0];
  bool typed = false;
  for (std::size_t i = 1; i < block.rows.size(); ++i) {
    const auto& row = *block.rows[i];
    const auto cell = [&](std::string_view column) -> const Cell* {
      const auto at = column_of(heading, column);
      return at < 0 || at >= static_cast<std::ptrdiff_t>(row.cells.size())
                 ? nullptr
                 : &row.cells[static_cast<std::size_t>(at)];
    };
    const auto day = [&](std::string_view column) -> std::optional<Day> {
      const auto* found = cell(column);
      if (found == nullptr || found->text.empty()) return std::nullopt;
      const auto read = Day::parse(found->text);
      if (read.ok()) return read.value();
      reporter.error({"bad_date", found->at,
                      fmt::format("“{0}”不是日期 / '{0}' is no date", found->text), "2023-10-27"});
      return std::nullopt;
    };
    ParameterValue value;
    const auto from = day("from");
    const auto* amount = cell("value");
    const auto* source = cell("source");
    if (!from || amount == nullptr || source == nullptr || source->text.empty()) {
      reporter.error({"parameter_row", row.cells.front().at,
                      "每行要有 自、值、依据 / each row has from, value and source"});
      continue;
    }
    value.from = *from;
    value.until = day("until");
    value.verified_on = day("verified");
    value.source = source->text;
    const auto tree = parse_cell(*amount, Category::cell, reporter);
    if (tree == nullptr) continue;
    if (tree->form == Form::cell_value) {
      const auto literal = read_literal((*tree)[0]);
      if (!literal.ok() || (typed && literal.value().type != parameter.type)) {
        reporter.error(
            {"parameter_value", amount->at,
             "值应是带单位的定值, 各行单位相同 / a fixed value, in the same unit in all rows"});
        continue;
      }
      typed = true;
      parameter.type = literal.value().type;
      value.value = literal.value().value;
    }
    if (!parameter.values.empty() && !(parameter.values.back().from < value.from))
      reporter.error({"parameter_order", row.cells.front().at,
                      "各行应按日期从早到晚 / the rows go by date, the earliest first"});
    parameter.values.push_back(std::move(value));
  }
  return parameter;
}

}  // namespace leye::policy
