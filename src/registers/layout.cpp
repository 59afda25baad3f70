#include "registers/layout.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "intake/cells.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t heading_start_max = 12;  // titles and notes above the headings
constexpr std::size_t heading_depth_max = 4;

// "补贴金额（元）" is "补贴金额"; 万元 is remembered.
std::string without_unit(const std::string& heading, int& ten_thousands) {
  constexpr std::array<std::string_view, 16> units = {"元", "万元", "人",   "人次", "名", "个",
                                                      "户", "家",   "天",   "月",   "年", "岁",
                                                      "%",  "必填", "选填", "盖章"};
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}, {"[", "]"}}) {
    const auto at = heading.rfind(open);
    if (at == heading.npos || at == 0 || !heading.ends_with(close)) continue;
    const std::string_view inside = std::string_view(heading).substr(
        at + open.size(), heading.size() - at - open.size() - close.size());
    if (std::find(units.begin(), units.end(), inside) == units.end()) continue;
    if (inside == "万元") ten_thousands = 1;
    return heading.substr(0, at);
  }
  return heading;
}

const Fact* understood(const Entity& entity, const std::string& heading, int& ten_thousands) {
  if (heading.empty()) return nullptr;
  int unit = 0;
  const std::string bare = without_unit(heading, unit);
  const Fact* fact = entity.find_heading(heading);
  if (fact == nullptr && bare != heading) fact = entity.find_heading(bare);
  if (fact != nullptr) ten_thousands = unit;
  return fact;
}

// "合同起止日期" is the columns 合同开始日期 and 合同结束日期 in one, if the entity knows both.
struct Range {
  const Fact* from = nullptr;
  const Fact* until = nullptr;
};
Range range_of(const Entity& entity, const std::string& heading) {
  static constexpr std::string_view both = "起止";
  const auto at = heading.find(both);
  if (at == heading.npos) return {};
  const auto of = [&](std::initializer_list<const char*> words) -> const Fact* {
    for (const char* word : words) {
      for (const char* kind : {"日期", "时间", "月", "年月", "月份"}) {
        const Fact* fact = entity.find_heading(heading.substr(0, at) + word + kind);
        const bool day =
            fact != nullptr && (fact->type == FactType::day || fact->type == FactType::month);
        if (day) return fact;
      }
    }
    return nullptr;
  };
  const Range found{of({"开始", "起始"}), of({"结束", "终止", "截止"})};
  return found.from == nullptr || found.until == nullptr || found.from == found.until ? Range{}
                                                                                      : found;
}

std::string plain_at(const KeptRow& row, std::size_t column) {
  return column < row.texts.size() ? intake::plain_cell(row.texts[column]) : std::string();
}

// The headings of one column, from the top, none twice in a row.
struct Heading {
  std::vector<std::string> levels;
  std::string joined(const char* between) const {
    std::string all;
    for (const std::string& level : levels) all += (all.empty() ? "" : between) + level;
    return all;
  }
};

std::vector<Heading> headings_of(const std::vector<KeptRow>& rows, std::size_t first,
                                 std::size_t depth) {
  std::size_t width = 0;
  for (std::size_t at = first; at < first + depth; ++at) {
    width = std::max(width, rows[at].texts.size());
  }
  std::vector<Heading> headings(width);
  for (std::size_t level = 0; level < depth; ++level) {
    const KeptRow& row = rows[first + level];
    std::string group;  // reaches to the right where only a lower level has more
    for (std::size_t column = 0; column < width; ++column) {
      std::string text = plain_at(row, column);
      bool below = false;
      for (std::size_t lower = level + 1; lower < depth; ++lower) {
        below = below || !plain_at(rows[first + lower], column).empty();
      }
      if (!text.empty())
        group = text;
      else if (below && level + 1 < depth)
        text = group;
      auto& levels = headings[column].levels;
      if (!text.empty() && (levels.empty() || levels.back() != text)) levels.push_back(text);
    }
  }
  return headings;
}

// The fact that a column's headings mean: the lowest alone, else with those above it.
const Fact* fact_of(const Entity& entity, const Heading& heading, int& ten_thousands) {
  std::string together;
  for (auto level = heading.levels.rbegin(); level != heading.levels.rend(); ++level) {
    together.insert(0, *level);
    if (const Fact* fact = understood(entity, together, ten_thousands)) return fact;
    if (const Range range = range_of(entity, together); range.from != nullptr) return range.from;
  }
  return nullptr;
}

struct Attempt {
  std::size_t first = 0, depth = 0, facts = 0, required = 0;
};

Attempt attempt(const Entity& entity, const std::vector<KeptRow>& rows, std::size_t first,
                std::size_t depth) {
  std::set<const Fact*> facts;
  for (const Heading& heading : headings_of(rows, first, depth)) {
    int unit = 0;
    if (const Fact* fact = fact_of(entity, heading, unit)) facts.insert(fact);
  }
  const auto required =
      std::count_if(facts.begin(), facts.end(), [](const Fact* fact) { return fact->required; });
  return {first, depth, facts.size(), static_cast<std::size_t>(required)};
}

std::size_t filled(const KeptRow& row) {
  std::size_t count = 0;
  for (std::size_t column = 0; column < row.texts.size(); ++column) {
    count += row.covers[column] == intake::Cover::none && !plain_at(row, column).empty();
  }
  return count;
}

// The rows that understand most; where none understands anything, the first that could be headings.
std::optional<Attempt> best_attempt(const Entity& entity, const std::vector<KeptRow>& rows) {
  std::optional<Attempt> best;
  for (std::size_t first = 0; first < std::min(rows.size(), heading_start_max); ++first) {
    for (std::size_t depth = 1; depth <= heading_depth_max && first + depth <= rows.size();
         ++depth) {
      const Attempt tried = attempt(entity, rows, first, depth);
      if (tried.facts == 0) continue;
      const auto worth = [](const Attempt& each) { return std::pair(each.required, each.facts); };
      if (!best || worth(tried) > worth(*best) ||
          (worth(tried) == worth(*best) && tried.depth < best->depth)) {
        best = tried;
      }
    }
  }
  constexpr std::size_t headings_at_least = 2;
  for (std::size_t first = 0; !best && first < std::min(rows.size(), heading_start_max); ++first) {
    if (filled(rows[first]) >= headings_at_least) best = Attempt{first, 1, 0, 0};
  }
  return best;
}

// "单位：万元" above the table.
bool all_in_ten_thousands(const std::vector<KeptRow>& rows, std::size_t until) {
  for (std::size_t at = 0; at < until; ++at) {
    for (std::size_t column = 0; column < rows[at].texts.size(); ++column) {
      const std::string text = plain_at(rows[at], column);
      for (const char* said : {"单位:万元", "单位：万元", "单位万元"}) {
        if (text.find(said) != text.npos) return true;
      }
    }
  }
  return false;
}

// One column of both days, or two below one heading: the first is the beginning, the second the
// end.
void find_ranges(const Entity& entity, std::vector<LayoutColumn>& columns) {
  for (std::size_t at = 0; at < columns.size(); ++at) {
    const std::string& heading = columns[at].heading;
    const auto levels = heading.rfind(" / ");
    const Range range =
        range_of(entity, levels == heading.npos ? heading : heading.substr(levels + 3));
    if (columns[at].fact == nullptr || columns[at].fact != range.from) continue;
    const bool two = at + 1 < columns.size() && columns[at + 1].heading == heading &&
                     columns[at + 1].column == columns[at].column + 1;
    if (two)
      columns[++at].fact = range.until;
    else
      columns[at].until = range.until;
  }
}

void apply(const Entity& entity, const std::vector<ColumnChoice>& choices, Layout& layout) {
  for (const ColumnChoice& choice : choices) {
    for (LayoutColumn& column : layout.columns) {
      if (column.column != choice.column) continue;
      column.fact = choice.fact.empty() ? nullptr : entity.find_fact(choice.fact);
      column.until = nullptr;
      column.chosen = true;
      column.repeated = false;
    }
  }
  // What was chosen stands; another column of the same fact gives way.
  for (LayoutColumn& column : layout.columns) {
    if (column.fact == nullptr || column.chosen) continue;
    const bool taken =
        std::any_of(layout.columns.begin(), layout.columns.end(), [&](const LayoutColumn& other) {
          const bool own_label = other.heading == column.fact->zh;
          const bool own_here = column.heading == column.fact->zh;
          const bool first =
              other.column < column.column ? own_label || !own_here : own_label && !own_here;
          return other.column != column.column && other.fact == column.fact && !other.repeated &&
                 (other.chosen || first);
        });
    column.repeated = taken;
  }
  for (LayoutColumn& column : layout.columns) {
    if (column.repeated) column.fact = column.until = nullptr;
  }
  for (LayoutColumn& column : layout.columns) {  // a column of its own for the end is better
    const Fact* until = column.until;
    const bool own = std::any_of(layout.columns.begin(), layout.columns.end(),
                                 [&](const LayoutColumn& other) { return other.fact == until; });
    if (own) column.until = nullptr;
  }
}

}  // namespace

KeptRow KeptRow::of(const intake::Row& row) {
  KeptRow kept;
  kept.number = row.number;
  kept.hidden = row.hidden;
  for (const intake::Cell& cell : row.cells) {
    kept.texts.emplace_back(cell.text);
    kept.kinds.push_back(cell.kind);
    kept.covers.push_back(cell.cover);
  }
  return kept;
}

intake::Row KeptRow::view() const {
  intake::Row row;
  row.number = number;
  row.hidden = hidden;
  for (std::size_t at = 0; at < texts.size(); ++at) {
    row.cells.push_back({texts[at], kinds[at], covers[at]});
  }
  return row;
}

const LayoutColumn* Layout::of(const Fact& fact) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const LayoutColumn& column) {
    return column.fact == &fact || column.until == &fact;
  });
  return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> Layout::ignored() const {
  std::vector<std::string> headings;
  for (const LayoutColumn& column : columns) {
    if (column.fact == nullptr) headings.push_back(column.heading);
  }
  return headings;
}

Result<std::vector<KeptRow>> first_rows(intake::RowSource& rows) {
  std::vector<KeptRow> kept;
  intake::Row row;
  while (kept.size() < layout_rows_max && TRY(rows.next(row))) kept.push_back(KeptRow::of(row));
  return kept;
}

Layout find_layout(const Entity& entity, const std::vector<KeptRow>& first_rows,
                   const std::vector<ColumnChoice>& choices) {
  Layout layout;
  if (const auto best = best_attempt(entity, first_rows)) {
    const std::size_t data = best->first + best->depth;
    const bool ten_thousands = all_in_ten_thousands(first_rows, best->first);
    layout.heading_first = first_rows[best->first].number;
    layout.heading_last = first_rows[data - 1].number;
    const auto headings = headings_of(first_rows, best->first, best->depth);
    std::string told_apart = entity.id;
    for (std::size_t column = 0; column < headings.size(); ++column) {
      if (headings[column].levels.empty()) continue;
      LayoutColumn found;
      found.column = column;
      found.heading = headings[column].joined(" / ");
      found.fact = fact_of(entity, headings[column], found.ten_thousands);
      if (ten_thousands) found.ten_thousands = 1;
      for (std::size_t at = data; at < first_rows.size() && found.sample.empty(); ++at) {
        found.sample = plain_at(first_rows[at], column);
      }
      told_apart += fmt::format("\n{} {}", column, found.heading);
      layout.columns.push_back(std::move(found));
    }
    constexpr std::size_t hash_digits = 32;
    layout.hash = sha256_hex(told_apart).substr(0, hash_digits);
  }
  find_ranges(entity, layout.columns);
  apply(entity, choices, layout);
  for (const Fact& fact : entity.facts) {
    if (fact.required && layout.of(fact) == nullptr) layout.missing.push_back(&fact);
  }
  return layout;
}

Error missing_headings(const Entity& entity, const Layout& layout) {
  std::string missing;
  for (const Fact* fact : layout.missing) {
    missing += fmt::format("“{}”", fact->headings.front());
    if (fact->headings.size() > 1) missing += fmt::format("（或“{}”）", fact->headings[1]);
  }
  return {ErrorCode::invalid_input,
          fmt::format("找不到“{}”的表头：缺少{}", entity.zh, missing),
          {},
          "表头请用模板的列名，也可用 AAC/AAB 指标代码；或在页面上指定哪一列是什么"};
}

}  // namespace leye::registers
