// Tier tables: from cells to rows.
#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/literals.hpp"
#include "policy/meaning/tables.hpp"
#include "policy/meaning/tiers.hpp"
#include "policy/syntax/printer.hpp"

namespace leye::policy {
namespace {

using Kind = TierMatch::Kind;

TierMode mode_of(const Tree& tree) {
  if (tree.form != Form::tiers_mode && tree.form != Form::tiers_two_mode) return TierMode::unique;
  switch (tree.children.back()->form) {
    case Form::mode_highest: return TierMode::highest;
    case Form::mode_lowest: return TierMode::lowest;
    case Form::mode_sum: return TierMode::sum;
    default: return TierMode::marginal;
  }
}

class TierReader {
 public:
  TierReader(const Block& block, Expressions& expressions)
      : block_(block), expressions_(expressions), reporter_(expressions.reporter()) {}

  std::optional<TierTable> run() {
    const auto& tree = block_.tree();
    table_.mode = mode_of(tree);
    table_.at = tree.at;
    if (!keys(tree) || !columns()) return std::nullopt;
    for (std::size_t i = 1; i < block_.rows.size(); ++i) row(*block_.rows[i]);
    if (failed_) return std::nullopt;
    for (std::size_t key = 0; key < table_.keys.size(); ++key) otherwise(key);
    return std::move(table_);
  }

 private:
  void fail(Complaint complaint) {
    reporter_.error(std::move(complaint));
    failed_ = true;
  }

  bool keys(const Tree& tree) {
    const bool two = tree.form == Form::tiers_two || tree.form == Form::tiers_two_mode;
    for (std::size_t slot = 1; slot <= (two ? 2U : 1U); ++slot) {
      TierKey key;
      key.value = expressions_.read(tree[slot]);
      if (!key.value.ok()) return false;
      const auto type = key.value.type;
      if (type != Type::code && type != Type::boolean && !is_ordered(type))
        fail({"type_mismatch", tree[slot].at,
              fmt::format("不能按{0}分档 / there are no tiers of a {1}", type_zh(type),
                          name(type))});
      table_.keys.push_back(key);
    }
    const bool marginal = table_.mode == TierMode::marginal;
    if (marginal && (two || !is_number(table_.keys[0].value.type)))
      fail({"type_mismatch", tree.at, "累进按一个数值分段 / marginal bands are of one number"});
    return !failed_;
  }

  // The key columns are those beside the value, in order; of one key it is called 情形.
  bool columns() {
    if (block_.rows.size() < 2) {
      fail({"empty_table", block_.tree().at, "档次下面没有表 / no table follows",
            "| 情形 | 值 | / | when | value |"});
      return false;
    }
    const auto& heading = *block_.rows[0];
    const auto value = column_of(heading, "value");
    const bool one = table_.keys.size() == 1;
    const bool fits = one ? column_of(heading, "when") >= 0 : heading.cells.size() == 3;
    if (value < 0 || !fits) {
      fail({"table_columns", heading.cells.front().at,
            one ? "表头应为 情形 和 值 / the columns are `when` and `value`"
                : "两个键各一列, 另有一列 值 / a column for each key, and `value`"});
      return false;
    }
    value_ = static_cast<std::size_t>(value);
    if (one) table_.keys[0].column = static_cast<std::size_t>(column_of(heading, "when"));
    std::size_t column = 0;
    for (auto& key : table_.keys) {
      if (one) break;
      if (column == value_) ++column;
      key.column = column++;
    }
    return true;
  }

  void row(const PolicyLine& line) {
    TierRow out;
    auto last = value_;
    for (const auto& key : table_.keys) last = std::max(last, key.column);
    if (last >= line.cells.size())
      return fail({"table_columns", line.cells.front().at, "这一行缺少单元格 / a cell is missing"});
    bool ok = true;
    for (const auto& key : table_.keys) {
      const auto& cell = line.cells[key.column];
      const auto tree = parse_cell(cell, Category::range, reporter_);
      ok = ok && tree != nullptr;
      if (tree != nullptr) out.matches.push_back(match(cell, *tree, key.value));
    }
    const auto tree = parse_cell(line.cells[value_], Category::cell, reporter_);
    failed_ = failed_ || !ok || tree == nullptr;
    if (!ok || tree == nullptr) return;
    out.value = value(line.cells[value_], *tree);
    table_.rows.push_back(std::move(out));
  }

  Typed value(const Cell& cell, const Tree& tree) {
    auto& type = table_.type;
    if (tree.form == Form::cell_unset) {
      Node unset;
      unset.op = Op::unset;
      unset.type = type.ok() ? type.type : Type::money;
      auto out = type;
      out.type = unset.type;
      out.node = expressions_.nodes().add(unset);
      return out;
    }
    const auto read = expressions_.read(tree[0]);
    if (!read.ok()) failed_ = true;
    if (type.ok() && read.ok() && !same_kind(read, type))
      fail({"type_mismatch", cell.at, "各行的单位应相同 / all rows have the same unit"});
    const bool wider = read.type == Type::ratio || !type.ok();
    if (read.ok() && wider) type = read;
    return read;
  }

  TierMatch match(const Cell& cell, const Tree& tree, const Typed& key) {
    TierMatch out;
    out.cell = &cell;
    switch (tree.form) {
      case Form::range_otherwise: out.kind = Kind::otherwise; break;
      case Form::range_any: out.kind = Kind::any; break;
      case Form::range_list:
        out.kind = Kind::codes;
        list(tree, key, out);
        break;
      default: bounds(tree, key, out);
    }
    return out;
  }

  void list(const Tree& tree, const Typed& key, TierMatch& out) {
    if (key.type != Type::code && key.type != Type::boolean)
      return fail({"type_mismatch", tree.at, "按数值分档时写范围 / a range is expected here",
                   "如 50% 以上 / such as: at least 50%"});
    std::vector<const Tree*> words;
    const Tree* rest = &tree[0];
    for (; rest->form == Form::list_more; rest = &(*rest)[0]) words.push_back(&(*rest)[1]);
    words.push_back(&(*rest)[0]);
    auto& nodes = expressions_.nodes();
    for (const auto* word : words) {
      for (const auto code : codes(*word, key)) {
        out.codes.emplace_back(code, word->at);
        const auto equal =
            nodes.binary(Op::equal, Type::boolean, key.node, nodes.constant(key.type, {code, 1}));
        out.condition = out.condition < 0
                            ? equal
                            : nodes.binary(Op::either, Type::boolean, out.condition, equal);
      }
    }
    if (out.condition < 0) failed_ = true;
    std::sort(out.codes.begin(), out.codes.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  std::vector<std::int32_t> codes(const Tree& word, const Typed& key) {
    if (key.type == Type::code) return expressions_.codes(word, *key.codes);
    const bool yes = word.text == "是" || word.text == "yes";
    if (yes || word.text == "否" || word.text == "no") {
      reporter_.spell(word.at, yes ? "是" : "否", yes ? "yes" : "no");
      return {yes ? 1 : 0};
    }
    fail({"unknown_code", word.at, "这里写 是 或 否 / yes or no is expected here"});
    return {};
  }

  void bounds(const Tree& tree, const Typed& key, TierMatch& out) {
    const auto bound = [&](std::size_t slot) -> std::optional<Fraction> {
      const auto value = expressions_.read(tree[slot]);
      const auto literal = read_literal(tree[slot]);
      const bool numbers = is_number(value.type) && is_number(key.type) &&
                           (value.type == Type::money) == (key.type == Type::money);
      const bool fits = value.ok() && literal.ok() && (value.type == key.type || numbers);
      if (fits) return literal.value().value;
      fail({"type_mismatch", tree[slot].at,
            fmt::format("分档的界限应是{}的定值 / a fixed {} is expected here", type_zh(key.type),
                        name(key.type))});
      return std::nullopt;
    };
    switch (tree.form) {
      case Form::range_at_least: out.low = bound(0); break;
      case Form::range_more:
        out.low = bound(0);
        out.low_open = true;
        break;
      case Form::range_at_most: out.high = bound(0); break;
      case Form::range_under:
        out.high = bound(0);
        out.high_open = true;
        break;
      default:
        out.low = bound(0);
        out.high = bound(1);
        out.low_open = tree.form == Form::range_upper || tree.form == Form::range_open;
        out.high_open = tree.form == Form::range_half || tree.form == Form::range_open;
    }
    auto& nodes = expressions_.nodes();
    const auto add = [&](std::int32_t node) {
      out.condition =
          out.condition < 0 ? node : nodes.binary(Op::both, Type::boolean, out.condition, node);
    };
    if (out.low)
      add(nodes.binary(out.low_open ? Op::less : Op::at_most, Type::boolean,
                       nodes.constant(key.type, *out.low), key.node));
    if (out.high)
      add(nodes.binary(out.high_open ? Op::less : Op::at_most, Type::boolean, key.node,
                       nodes.constant(key.type, *out.high)));
  }

  // 其余: what no other cell of the column names.
  void otherwise(std::size_t key) {
    if (table_.keys.size() == 1 && table_.mode == TierMode::unique)
      return;  // there it is simply the last of the rows
    auto& nodes = expressions_.nodes();
    for (auto& row : table_.rows) {
      auto& match = row.matches[key];
      if (match.kind != Kind::otherwise) continue;
      std::int32_t named = -1;
      for (const auto& other : table_.rows) {
        const auto condition = other.matches[key].condition;
        const bool plain = other.matches[key].kind != Kind::otherwise;
        if (!plain || condition < 0 || !speaks_beside(other, row, key)) continue;
        named = named < 0 || condition == named
                    ? condition
                    : nodes.binary(Op::either, Type::boolean, named, condition);
      }
      match.condition =
          named < 0 ? nodes.truth(true) : nodes.unary(Op::negate, Type::boolean, named);
    }
  }

  const Block& block_;
  Expressions& expressions_;
  Reporter& reporter_;
  TierTable table_;
  std::size_t value_ = 0;
  bool failed_ = false;
};

}  // namespace

bool speaks_beside(const TierRow& row, const TierRow& other, std::size_t key) {
  if (key == 0) return true;
  const auto& a = row.matches[0];
  const auto& b = other.matches[0];
  return a.kind == b.kind && a.condition == b.condition;
}

std::optional<TierTable> read_tier_table(const Block& block, Expressions& expressions) {
  return TierReader(block, expressions).run();
}

}  // namespace leye::policy
