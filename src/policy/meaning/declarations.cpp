#include "policy/meaning/declarations.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/conditions.hpp"
#include "policy/meaning/literals.hpp"
#include "policy/meaning/tables.hpp"
#include "policy/syntax/printer.hpp"

namespace leye::policy {
namespace {

struct Kind {
  Form form;
  DeclarationKind kind;
};
constexpr Kind kinds[] = {
    {Form::target, DeclarationKind::target},       {Form::indicator, DeclarationKind::indicator},
    {Form::warning, DeclarationKind::warning},     {Form::duty, DeclarationKind::duty},
    {Form::appraisal, DeclarationKind::appraisal}, {Form::project, DeclarationKind::project},
    {Form::roll, DeclarationKind::roll},
};

const Kind* kind_of(Form form) {
  const auto* found = std::find_if(std::begin(kinds), std::end(kinds),
                                   [&](const Kind& each) { return each.form == form; });
  return found == std::end(kinds) ? nullptr : found;
}

std::vector<std::string> words_of(const Tree& values) {
  std::vector<std::string> words;
  const Tree* rest = &values;
  for (; rest->form == Form::list_more; rest = &(*rest)[0]) words.push_back((*rest)[1].text);
  words.push_back((*rest)[0].text);
  std::reverse(words.begin(), words.end());
  return words;
}

class DeclarationReader {
 public:
  DeclarationReader(const Block& block, Reporter& reporter) : block_(block), reporter_(reporter) {}

  Declaration run() {
    const auto& tree = block_.tree();
    out_.kind = kind_of(tree.form)->kind;
    out_.name = name_of(tree[0]);
    out_.line = block_.line->number;
    if (!is_identifier(out_.name.id))
      error("bad_id", tree[0].at, "名称后要有英文标识 / the name is followed by an id in brackets",
            "目标 见习岗位 (trainee_posts) / target 见习岗位 (trainee_posts)");
    for (const auto& line : block_.children) {
      if (!first_of_its_key(line)) continue;
      entry(line);
      const bool has_lines = line.form() == Form::points;
      if (!has_lines && !line.children.empty())
        error("unexpected_lines", line.children.front().tree().at,
              "上一行下面不能再缩进 / nothing may be indented below that line",
              "退回一层缩进 / move it one level out");
    }
    complete();
    return std::move(out_);
  }

 private:
  void error(const char* code, Span at, std::string title, std::string fix = {}) {
    reporter_.error({code, at, std::move(title), std::move(fix)});
  }

  // Forms of one key say the same thing in different ways.
  static Form key_of(Form form) {
    if (form == Form::indicator_text) return Form::indicator;
    if (form >= Form::require && form <= Form::require_unset) return Form::require;
    if (form == Form::responsible_unset) return Form::responsible;
    if (form == Form::period_days) return Form::period_year;
    if (form >= Form::every_day && form <= Form::every_year) return Form::every_day;
    return form;
  }

  bool first_of_its_key(const Block& line) {
    const auto key = key_of(line.form());
    const auto same = [&](const auto& known) { return known.first == key; };
    const auto before = std::find_if(keys_.begin(), keys_.end(), same);
    if (before == keys_.end()) {
      keys_.emplace_back(key, line.tree().at);
      return true;
    }
    reporter_.error({"key_twice",
                     line.tree().at,
                     "这一项写了两次 / this is said twice",
                     "合成一行 / make one line of it",
                     {{before->second, "另一处 / the other place"}}});
    return false;
  }

  bool has(Form key) const {
    return std::any_of(keys_.begin(), keys_.end(),
                       [&](const auto& known) { return known.first == key; });
  }

  void entry(const Block& line) {
    const auto& tree = line.tree();
    switch (tree.form) {
      case Form::indicator: out_.indicator = name_of(tree[0]).id; return;
      case Form::indicator_text: out_.indicator = tree[0].text; return;
      case Form::require:
      case Form::require_exact:
      case Form::require_text: return require(tree);
      case Form::require_indicator:
      case Form::require_indicator_most: return require_indicator(tree);
      case Form::require_unset_least:
      case Form::require_unset_most:
        out_.required.emplace().text = print_tree(tree, true, {});
        out_.required->at_most = tree.form == Form::require_unset_most;
        out_.unset = true;
        return;
      case Form::require_unset: out_.unset = true; return;
      case Form::period_year: return year(tree[0]);
      case Form::period_days: return days(tree);
      case Form::responsible: out_.responsible = words_of(tree[0]); return;
      case Form::responsible_unset: out_.responsible_unset = true; return;
      case Form::assisting: out_.assisting = words_of(tree[0]); return;
      case Form::every_day:
      case Form::every_week:
      case Form::every_month:
      case Form::every_quarter:
      case Form::every_half_year:
      case Form::every_year: {
        const auto place = static_cast<int>(tree.form) - static_cast<int>(Form::every_day);
        out_.every = static_cast<Frequency>(place + 1);
        return;
      }
      case Form::split: out_.split = table(line, "unit", "figure"); return;
      case Form::warning_line: out_.warning_lines = table(line, "when", "grade"); return;
      case Form::computed: out_.computed = tree[0].text; return;
      case Form::data_source: out_.source = tree[0].text; return;
      case Form::explained: out_.note = tree[0].text; return;
      case Form::contents: out_.contents = tree[0].text; return;
      case Form::counted: out_.counted = word_of<Counted>(tree[0], counted_words); return;
      case Form::nature: out_.nature = word_of<Nature>(tree[0], nature_words); return;
      case Form::aspired: out_.aspired = true; return;
      case Form::base_figures: return base(line);
      case Form::part_of: out_.part_of = tree[0].text; return;
      case Form::see_also: out_.see = words_of(tree[0]); return;
      case Form::points: return points(line);
      default:
        error("unexpected_entry", tree.at,
              "这里写 指标、要求、期间、责任 等项 / entries stand here: indicator, require, "
              "period, duty of",
              "可写: 指标 要求 期间 责任 配合 频次 口径 属性 力争 基期 其中 参见 内容 分解 预警线 "
              "计算 数据来源 说明 / one of: indicator, require, period, duty of, with, every, "
              "counted, nature, aspired, base, part of, see, contents, split, warning line, "
              "computed, source, note");
    }
  }

  // As in a rule, but a mean may be a broken number of years: 10.23 年.
  static Result<Literal> read_required(const Tree& tree) {
    if (tree.form != Form::years && tree.form != Form::months) return read_literal(tree);
    Tree bare = tree;
    bare.form = Form::plain;
    auto number = TRY(read_literal(bare));
    const auto months = multiply(number.value, {tree.form == Form::years ? 12 : 1, 1});
    if (!months) return read_literal(tree);
    return Literal{Type::duration, *months, DurationUnit::months};
  }

  struct EntryWord {
    const char* zh;
    const char* en;
  };
  static constexpr EntryWord counted_words[] = {{"累计", "in_all"},
                                                {"期末", "at_end"},
                                                {"年均", "yearly_mean"},
                                                {"常年", "always"},
                                                {"新增", "increase"}};
  static constexpr EntryWord nature_words[] = {{"约束性", "binding"}, {"预期性", "expected"}};

  // The words are names, not reserved: value 1 is the first of the list.
  template <class Value, std::size_t count>
  Value word_of(const Tree& word, const EntryWord (&words)[count]) {
    std::string known;
    for (std::size_t i = 0; i < count; ++i) {
      known += fmt::format("{}{} ({})", i == 0 ? "" : "、", words[i].zh, words[i].en);
      if (word.text != words[i].zh && word.text != words[i].en) continue;
      reporter_.spell(word.at, words[i].zh, words[i].en);
      return static_cast<Value>(i + 1);
    }
    error("unknown_word", word.at, fmt::format("这里没有“{0}” / there is no '{0}' here", word.text),
          fmt::format("可写: {0} / one of: {0}", known));
    return Value::none;
  }

  void require_indicator(const Tree& tree) {
    auto& wanted = out_.required.emplace();
    wanted.indicator = tree[0].text;
    wanted.at_most = tree.form == Form::require_indicator_most;
    wanted.text = (wanted.at_most ? "不高于 指标 " : "不低于 指标 ") + wanted.indicator;
  }

  std::optional<Fraction> number(const Tree& tree) {
    const auto literal = read_required(tree);
    const bool fits = literal.ok() && (!out_.required->low || literal.value().type == type_);
    if (!fits) {
      error("bad_number", tree.at,
            "要求的界限应是定值, 单位相同 / the limits are fixed numbers of one unit",
            "要求 1400 人 以上 / require at least 1400 people");
      return std::nullopt;
    }
    type_ = literal.value().type;
    return literal.value().value;
  }

  void require(const Tree& tree) {
    auto& wanted = out_.required.emplace();
    if (tree.form == Form::require_text) {
      wanted.text = tree[0].text;
      return;
    }
    wanted.text = print_tree(tree[0], true, {});
    if (tree.form == Form::require_exact) {
      wanted.low = wanted.high = number(tree[0]);
      wanted.type = type_;
      return;
    }
    const auto& range = tree[0];
    switch (range.form) {
      case Form::range_at_least:
      case Form::range_more: wanted.low = number(range[0]); break;
      case Form::range_at_most:
      case Form::range_under: wanted.high = number(range[0]); break;
      case Form::range_both:
      case Form::range_half:
      case Form::range_upper:
      case Form::range_open:
        wanted.low = number(range[0]);
        wanted.high = number(range[1]);
        break;
      default:
        error("bad_requirement", range.at,
              "要求应是数量的范围 / a range of a number is expected here",
              "要求 1400 人 以上, 要求 \"文字\", 要求 未定 / require at least 1400 people");
        return;
    }
    const auto form = range.form;
    wanted.low_open =
        form == Form::range_more || form == Form::range_upper || form == Form::range_open;
    wanted.high_open =
        form == Form::range_under || form == Form::range_half || form == Form::range_open;
    wanted.type = type_;
  }

  void year(const Tree& number) {
    const bool four =
        number.text.size() == 4 && number.text.find_first_not_of("0123456789") == std::string::npos;
    const auto first = four ? Day::parse(number.text + "-01-01") : Day::parse("");
    if (!first.ok())
      return error("bad_date", number.at, "年份应是四位数字 / a year has four digits", "2023");
    out_.from = first.value();
    out_.until = Day::parse(number.text + "-12-31").value();
  }

  void days(const Tree& tree) {
    const auto from = Day::parse(tree[0].text);
    const auto until = Day::parse(tree[1].text);
    if (!from.ok() || !until.ok() || until.value() < from.value())
      return error("bad_date", tree.at, "期间的日期不对 / the dates of the period are wrong",
                   "期间 2018-01-01 至 2018-12-31 / period 2018-01-01 to 2018-12-31");
    out_.from = from.value();
    out_.until = until.value();
  }

  std::vector<std::pair<std::string, std::string>> table(const Block& line, const char* left,
                                                         const char* right) {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto first = line.rows.empty() ? -1 : column_of(*line.rows[0], left);
    const auto second = line.rows.empty() ? -1 : column_of(*line.rows[0], right);
    if (line.rows.size() < 2 || first < 0 || second < 0) {
      error(
          "table_columns", line.tree().at,
          fmt::format("下面要有一张表, 列为 {} 和 {} / a table with the columns {} and {} follows",
                      parameter_heading(left, true), parameter_heading(right, true), left, right));
      return rows;
    }
    for (std::size_t i = 1; i < line.rows.size(); ++i) {
      const auto& cells = line.rows[i]->cells;
      const auto cell = [&](std::ptrdiff_t at) -> std::string {
        if (at >= static_cast<std::ptrdiff_t>(cells.size())) return {};
        return print_cell(cells[static_cast<std::size_t>(at)], Category::range, {});
      };
      rows.emplace_back(cell(first), cell(second));
    }
    return rows;
  }

  void base(const Block& line) {
    const auto figures = table(line, "year", "figure");
    if (figures.empty()) return;
    const auto source = column_of(*line.rows[0], "source");
    for (std::size_t i = 0; i < figures.size(); ++i) {
      const auto& cells = line.rows[i + 1]->cells;
      const bool said = source >= 0 && source < static_cast<std::ptrdiff_t>(cells.size());
      out_.base.push_back({figures[i].first, figures[i].second,
                           said ? cells[static_cast<std::size_t>(source)].text : ""});
    }
  }

  void points(const Block& line) {
    if (out_.kind != DeclarationKind::appraisal)
      return error("unexpected_entry", line.tree().at,
                   "评分只写在评定和措施里 / points stand in appraisals and measures");
    for (const auto& each : line.children) {
      const auto points = points_of(each, reporter_);
      if (!points) continue;
      out_.points.emplace_back(*points, each.tree()[1].text);
      if (!each.children.empty())
        error("no_subject", each.children.front().tree().at,
              "评定没有写对象, 条件无从判断 / conditions need a subject to look at",
              "评定的第一行写 每 单位 / begin the appraisal with: per organisation");
    }
  }

  void complete() {
    if (block_.incomplete) return;
    const auto& at = block_.tree().at;
    if (out_.kind == DeclarationKind::target && !has(Form::require))
      error("no_requirement", at, "目标没有写要求 / the target does not say what is required",
            "要求 1400 人 以上, 或 要求 未定 / require at least 1400 people, or require not set");
    if (out_.kind == DeclarationKind::duty && !has(Form::responsible))
      error("no_duty", at, "职责没有写由谁负责 / it is not said whose duty it is",
            "责任 市人社局 / duty of 市人社局");
  }

  const Block& block_;
  Reporter& reporter_;
  Declaration out_;
  Type type_ = Type::count;
  std::vector<std::pair<Form, Span>> keys_;
};

}  // namespace

bool is_data(const Block& block) {
  if (kind_of(block.form()) == nullptr) return false;
  const bool measured =
      !block.children.empty() && (block.children.front().form() == Form::per ||
                                  block.children.front().form() == Form::per_year);
  return block.form() != Form::appraisal || !measured;
}

Declaration read_declaration(const Block& block, Reporter& reporter) {
  return DeclarationReader(block, reporter).run();
}

}  // namespace leye::policy
