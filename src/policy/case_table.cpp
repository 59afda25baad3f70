#include "policy/case_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "policy/meaning/reporter.hpp"

namespace leye::policy {
namespace {

struct Word {
  std::string_view zh;
  std::string_view en;
};

struct Heading {
  Word word;
  ColumnKind kind;
  bool with_name;
};

constexpr std::array headings = {
    Heading{{"编号", "case"}, ColumnKind::id, false},
    Heading{{"日期", "on"}, ColumnKind::on, false},
    Heading{{"结算", "settled"}, ColumnKind::settled, false},
    Heading{{"份数", "copies"}, ColumnKind::copies, false},
    Heading{{"理由", "because"}, ColumnKind::reason, false},
    Heading{{"期望", "expect"}, ColumnKind::expect, true},
    Heading{{"分期", "stages"}, ColumnKind::stages, true},
    Heading{{"选项", "option"}, ColumnKind::option, true},
    Heading{{"裁量", "discretion"}, ColumnKind::judgement, true},
};

constexpr std::array cells = {
    Word{"待核", "undetermined"},
    Word{"不符合", "not_eligible"},
    Word{"不在有效期", "not_in_force"},
    Word{"符合", "eligible"},
    Word{"是", "yes"},
    Word{"否", "no"},
    Word{"无", "none"},
};

Error wrong(const std::string& heading, std::string_view zh, std::string_view en) {
  return Error{ErrorCode::invalid_input, fmt::format("“{0}”{1} / '{0}' {2}", heading, zh, en)};
}

// "学历记录[2]" → name and number; the number is 1 if there is none, 0 if it cannot be read.
std::pair<std::string, std::int32_t> name_and_row(const std::string& segment) {
  const auto open = segment.find('[');
  if (open == segment.npos) return {segment, 1};
  std::int32_t row = 0;
  const auto* first = segment.data() + open + 1;
  std::from_chars(first, segment.data() + segment.size(), row);
  constexpr std::int32_t rows_max = 50;
  return {segment.substr(0, open), row > rows_max ? 0 : row};
}

class PathReader {
 public:
  PathReader(const Vocabulary& vocabulary, EntityIndex subject)
      : vocabulary_(vocabulary), at_(subject) {}

  Result<CasePath> run(const std::string& text) {
    std::string_view rest = text;
    const auto& subject = entity(at_);
    while (!rest.empty()) {
      const auto dot = std::min(rest.find('.'), rest.size());
      const std::string segment(rest.substr(0, dot));
      rest.remove_prefix(std::min(dot + 1, rest.size()));
      const bool alias = path_.steps.empty() && (segment == subject.zh || segment == subject.id) &&
                         subject.find_fact(segment) == nullptr;
      if (alias) continue;
      if (ended_) return wrong(text, "在这里已经到头", "goes no further here");
      const Status taken = step(text, segment);
      if (!taken.ok()) return Error(taken.error());
    }
    if (path_.steps.empty()) return wrong(text, "不是列名", "is no column");
    return std::move(path_);
  }

 private:
  const Entity& entity(EntityIndex index) const {
    return vocabulary_.entities()[static_cast<std::size_t>(index)];
  }
  EntityIndex index_of(const Entity& found) const {
    return static_cast<EntityIndex>(&found - vocabulary_.entities().data());
  }

  void spell(const std::string& zh, const std::string& en) {
    path_.zh += (path_.zh.empty() ? "" : ".") + zh;
    path_.en += (path_.en.empty() ? "" : ".") + en;
  }

  Status step(const std::string& text, const std::string& segment) {
    const auto [name, row] = name_and_row(segment);
    const auto& owner = entity(at_);
    if (const auto* fact = owner.find_fact(name); fact != nullptr && name == segment) {
      path_.steps.push_back({at_, static_cast<FactIndex>(fact - owner.facts.data()), 0});
      spell(fact->zh, fact->id);
      if (fact->type == FactType::reference)
        at_ = index_of(*vocabulary_.find_entity(fact->refers_to));
      else
        ended_ = true;
      return Done{};
    }
    const auto* many = vocabulary_.find_entity(name);
    if (many == nullptr || row < 1)
      return wrong(text, fmt::format("中的“{}”不认识", segment),
                   fmt::format("has an unknown part '{}'", segment));
    for (const auto& fact : many->facts) {
      if (fact.refers_to != owner.id) continue;
      path_.steps.push_back(
          {index_of(*many), static_cast<FactIndex>(&fact - many->facts.data()), row});
      const auto number = row == 1 && segment == name ? "" : fmt::format("[{}]", row);
      spell(many->zh + number, many->plural + number);
      at_ = index_of(*many);
      return Done{};
    }
    return wrong(text, "中的记录与前面无关",
                 "names records that do not refer to what stands before");
  }

  const Vocabulary& vocabulary_;
  EntityIndex at_;
  bool ended_ = false;
  CasePath path_;
};

bool is_word(std::string_view text, Word word) { return text == word.zh || text == word.en; }

}  // namespace

Result<CaseColumn> read_case_column(const std::string& heading, EntityIndex subject,
                                    const Vocabulary& vocabulary) {
  const auto blank = heading.find(' ');
  const auto first = heading.substr(0, blank);
  for (const auto& known : headings) {
    if (!is_word(first, known.word) || known.with_name != (blank != heading.npos)) continue;
    CaseColumn column;
    column.kind = known.kind;
    if (known.with_name) column.name = heading.substr(heading.find_first_not_of(' ', blank));
    return column;
  }
  if (subject < 0) return wrong(heading, "不是列名", "is no column");
  CaseColumn column;
  column.path = TRY(PathReader(vocabulary, subject).run(heading));
  return column;
}

std::string print_case_column(const CaseColumn& column, bool chinese) {
  if (column.kind == ColumnKind::fact) return chinese ? column.path.zh : column.path.en;
  for (const auto& known : headings) {
    if (known.kind != column.kind) continue;
    const std::string word(chinese ? known.word.zh : known.word.en);
    return known.with_name ? word + " " + column.name : word;
  }
  return column.name;
}

EntityIndex case_subject(const CasesFence& fence, const Plan& plan) {
  if (fence.rows.empty()) return -1;
  for (const auto& cell : fence.rows[0]) {
    const auto blank = cell.text.find(' ');
    if (blank == cell.text.npos || !is_word(cell.text.substr(0, blank), {"期望", "expect"}))
      continue;
    const auto* measure =
        plan.find_measure(cell.text.substr(cell.text.find_first_not_of(' ', blank)));
    if (measure != nullptr) return measure->subject;
  }
  return -1;
}

namespace {

// What a heading expects, chooses or decides must be there: a column that nobody reads tests
// nothing.
Status known_name(const CaseColumn& column, EntityIndex subject, const Plan& plan) {
  std::vector<std::string> known;
  const auto one = [&](const Name& name) {
    known.push_back(name.id);
    if (!name.label.empty()) known.push_back(name.label);
  };
  const char* what_zh = "措施";
  const char* what_en = "measure";
  switch (column.kind) {
    case ColumnKind::expect:
    case ColumnKind::stages:
      for (const auto& measure : plan.measures)
        if (measure.subject == subject || subject < 0) one(measure.name);
      break;
    case ColumnKind::option:
      what_zh = "选项";
      what_en = "option";
      for (const auto& measure : plan.measures)
        for (const auto& option : measure.options) one(option.name);
      break;
    case ColumnKind::judgement:
      what_zh = "裁量";
      what_en = "judgement";
      for (const auto& measure : plan.measures)
        for (const auto& judgement : measure.judgements) known.push_back(judgement.id);
      break;
    default: return Done{};
  }
  if (std::find(known.begin(), known.end(), column.name) != known.end()) return Done{};
  const auto* elsewhere = plan.find_measure(column.name);
  if (elsewhere != nullptr && elsewhere->subject >= 0 && what_zh == std::string_view("措施"))
    return Error{ErrorCode::invalid_input,
                 fmt::format("措施“{0}”看的是另一种记录 / the measure '{0}' looks at records of "
                             "another kind",
                             column.name),
                 {},
                 "另写一张表 / give it a table of its own"};
  const auto meant = nearest(column.name, known);
  return Error{
      ErrorCode::invalid_input,
      fmt::format("没有{0}“{1}” / there is no {2} '{1}'", what_zh, column.name, what_en),
      {},
      meant.empty() ? std::string{} : fmt::format("是否想写 {0} / did you mean {0}", meant)};
}

// Said before the others: without a measure no column can be read.
Status known_measures(const CasesFence& fence, const Plan& plan) {
  if (fence.rows.empty()) return Done{};
  for (const auto& cell : fence.rows[0]) {
    const auto blank = cell.text.find(' ');
    if (blank == cell.text.npos || !is_word(cell.text.substr(0, blank), {"期望", "expect"}))
      continue;
    CaseColumn column;
    column.kind = ColumnKind::expect;
    column.name = cell.text.substr(cell.text.find_first_not_of(' ', blank));
    TRY(known_name(column, -1, plan).at(fmt::format("line {}", cell.at.line)));
  }
  return Done{};
}

}  // namespace

Result<CaseTable> read_case_table(const CasesFence& fence, const Plan& plan,
                                  const Vocabulary& vocabulary) {
  CaseTable table;
  table.fence = &fence;
  TRY(known_measures(fence, plan));
  table.subject = case_subject(fence, plan);
  if (table.subject < 0)
    return Error{ErrorCode::invalid_input,
                 "用例表没有 期望 … 列 / the table expects nothing of any measure",
                 {fmt::format("line {}", fence.line)}};
  for (const auto& [line, note] : fence.notes) {
    const auto equals = note.find('=');
    const auto blank = note.find(' ');
    const auto where = fmt::format("line {}", line);
    if (equals == note.npos || blank > equals ||
        !is_word(note.substr(0, blank), {"默认", "default"}))
      return Error{
          ErrorCode::invalid_input,
          fmt::format("“{0}”应为 默认 列 = 值 / '{0}' should be: default column = value", note),
          {where}};
    auto column = note.substr(blank + 1, equals - blank - 1);
    column.erase(column.find_last_not_of(' ') + 1);
    auto value = note.substr(equals + 1);
    value.erase(0, std::min(value.find_first_not_of(' '), value.size()));
    value.erase(value.find_last_not_of(' ') + 1);
    auto read = read_case_column(column, table.subject, vocabulary);
    if (!read.ok()) return std::move(read).at(where).error();
    TRY(known_name(read.value(), table.subject, plan).at(where));
    table.defaults.push_back({std::move(read).value(), value});
  }
  for (const auto& cell : fence.rows[0]) {
    auto read = read_case_column(cell.text, table.subject, vocabulary);
    const auto where = fmt::format("line {}", cell.at.line);
    if (!read.ok()) return std::move(read).at(where).error();
    TRY(known_name(read.value(), table.subject, plan).at(where));
    table.columns.push_back(std::move(read).value());
  }
  return table;
}

std::string case_cell(const std::string& cell, bool chinese) {
  for (const auto& known : cells) {
    const auto from = chinese ? known.en : known.zh;
    const bool whole = cell == from;
    const bool with_range = cell.starts_with(from) && cell.size() > from.size() &&
                            cell[from.size()] == ' ' && is_word(from, cells[0]);
    if (!whole && !with_range) continue;
    return std::string(chinese ? known.zh : known.en) + cell.substr(from.size());
  }
  return cell;
}

}  // namespace leye::policy
