#include "policy/meaning/tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/literals.hpp"
#include "policy/plan/place.hpp"
#include "policy/syntax/line_parser.hpp"
#include "policy/syntax/printer.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {

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

std::ptrdiff_t column_of(const PolicyLine& heading, std::string_view english) {
  for (std::size_t i = 0; i < heading.cells.size(); ++i) {
    if (parameter_heading(heading.cells[i].text, false) == english)
      return static_cast<std::ptrdiff_t>(i);
  }
  return -1;
}

namespace {

// 未定 元: not set, but it is known what it will be.
std::optional<Type> type_of_unset(Form form) {
  switch (form) {
    case Form::cell_unset_money: return Type::money;
    case Form::cell_unset_years:
    case Form::cell_unset_months: return Type::duration;
    case Form::cell_unset_people:
    case Form::cell_unset_items: return Type::count;
    case Form::cell_unset_share: return Type::ratio;
    case Form::cell_unset_date: return Type::day;
    default: return std::nullopt;
  }
}

}  // namespace

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
    const auto* where = cell("place");
    if (where != nullptr && !where->text.empty()) {
      const auto place = read_place(where->text);
      if (!place)
        reporter.error(
            {"no_place", where->at,
             fmt::format("“{0}”不是行政区划代码 / '{0}' is no division code", where->text),
             "2、4、6、9 或 12 位数字 / 2, 4, 6, 9 or 12 digits"});
      value.place = place.value_or(0);
    }
    parameter.by_area = parameter.by_area || where != nullptr;
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
    if (const auto unset = type_of_unset(tree->form)) {
      if (typed && *unset != parameter.type)
        reporter.error({"parameter_value", amount->at,
                        "值应是带单位的定值, 各行单位相同 / a fixed value, in the same unit in all "
                        "rows"});
      typed = true;
      parameter.type = *unset;
    }
    if (tree->form == Form::cell_value) {
      const auto literal = read_literal((*tree)[0]);
      if (!literal.ok() || (typed && literal.value().type != parameter.type)) {
        reporter.error(
            {"parameter_value", amount->at,
             "值应是带单位的定值, 各行单位相同 / a fixed value, in the same unit in all rows"});
        continue;
      }
      if (literal.value().unit == DurationUnit::days)
        reporter.error({"parameter_value", amount->at,
                        "参数的期限以年、月计 / a parameter that is a term is in years or months",
                        "天数写成数量: 30 / write days as a number: 30"});
      typed = true;
      parameter.type = literal.value().type;
      value.value = literal.value().value;
    }
    const auto earlier =
        std::find_if(parameter.values.rbegin(), parameter.values.rend(),
                     [&](const ParameterValue& other) { return other.place == value.place; });
    if (earlier != parameter.values.rend() && !(earlier->from < value.from))
      reporter.error({"parameter_order", row.cells.front().at,
                      "各行应按日期从早到晚 / the rows go by date, the earliest first"});
    parameter.values.push_back(std::move(value));
  }
  std::stable_sort(parameter.values.begin(), parameter.values.end(),
                   [](const auto& a, const auto& b) { return a.place < b.place; });
  return parameter;
}

}  // namespace leye::policy
