#include "policy/meaning/path_reader.hpp"

#include <span>

#include "policy/meaning/path_rules.hpp"
#include "policy/meaning/path_words.hpp"

namespace leye::policy {
namespace {

enum class Column { label, id, kind, role, level, within, when, return_to, effects };
constexpr std::array heading_words = {
    Word<Column>{"步骤", "step", Column::label},
    Word<Column>{"标识", "id", Column::id},
    Word<Column>{"类型", "kind", Column::kind},
    Word<Column>{"角色", "role", Column::role},
    Word<Column>{"层级", "level", Column::level},
    Word<Column>{"时限", "within", Column::within},
    Word<Column>{"条件", "when", Column::when},
    Word<Column>{"可退回", "return_to", Column::return_to},
    Word<Column>{"效果", "effects", Column::effects},
};

std::vector<std::string_view> cells(std::string_view row) {
  row = trimmed(row);
  row.remove_prefix(1);
  if (!row.empty() && row.back() == '|') row.remove_suffix(1);
  return split(row, '|');
}

Status read_guard(std::string_view text, int line, Step& step) {
  const auto words = split(text, ' ');
  const bool above = words[0] == "超过" || words[0] == "above";
  const bool up_to = words[0] == "至多" || words[0] == "up_to";
  const bool yuan = words.size() == 3 && (words[2] == "元" || words[2] == "yuan");
  if (!yuan || (!above && !up_to))
    return wrong_line(line,
                      fmt::format("“{0}”不是步骤的条件 / '{0}' is not a condition of a step", text),
                      "写 超过 50000 元, 或 至多 50000 元 / write above 50000 yuan, or up_to 50000 "
                      "yuan");
  (above ? step.above : step.up_to) = TRY(Money::parse(words[1]).at(fmt::format("line {}", line)));
  return Done{};
}

Status read_cell(Column column, std::string_view text, int line, Step& step) {
  switch (column) {
    case Column::label: step.label_zh = text; return Done{};
    case Column::id: step.id = text; return Done{};
    case Column::kind:
      step.kind = TRY(meaning(kind_words, split(text, ' ')[0], line, "kind of step"));
      return Done{};
    case Column::role: step.role = TRY(meaning(role_words, text, line, "role")); return Done{};
    case Column::level: step.level = TRY(meaning(level_words, text, line, "level")); return Done{};
    case Column::within: step.within_working_days = TRY(whole_number(text, line)); return Done{};
    case Column::when: return read_guard(text, line, step);
    case Column::return_to:
      for (std::string_view id : split(text, ' ')) step.return_to.emplace_back(id);
      return Done{};
    case Column::effects:
      for (std::string_view word : split(text, ' '))
        step.effects.push_back(TRY(meaning(effect_words, word, line, "effect")));
      return Done{};
  }
  return Done{};
}

Result<Step> read_step(std::string_view row, std::span<const Column> columns, int line) {
  const auto texts = cells(row);
  if (texts.size() != columns.size())
    return wrong_line(line,
                      fmt::format("这一行有 {0} 格, 表头有 {1} 格 / this row has {0} cells, the "
                                  "heading has {1}",
                                  texts.size(), columns.size()));
  Step step;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;
    const Status read = read_cell(columns[i], texts[i], line, step);
    if (!read.ok()) return read.error();
  }
  if (step.id.empty() || step.label_zh.empty() || step.role.empty())
    return wrong_line(line, "步骤要有名称、标识和角色 / a step needs a label, an id and a role");
  return step;
}

}  // namespace

Result<Path> read_path(std::string_view measure, std::string_view block, int first_line) {
  Path path;
  path.measure = measure;
  std::vector<Column> columns;
  int line = first_line - 1;
  for (std::string_view text : split(block, '\n')) {
    ++line;
    text = trimmed(text.substr(0, text.find('#')));
    if (text.empty()) continue;
    if (text[0] != '|') {
      const Status read = read_path_line(text, line, path);
      if (!read.ok()) return read.error();
    } else if (columns.empty()) {
      for (std::string_view heading : cells(text))
        columns.push_back(TRY(meaning(heading_words, heading, line, "column")));
    } else if (text.find_first_not_of("|-: ") != std::string_view::npos) {
      path.steps.push_back(TRY(read_step(text, columns, line)));
    }
  }
  const Status sound = check_path(path);
  if (!sound.ok()) return Error(sound.error());
  return path;
}

}  // namespace leye::policy
