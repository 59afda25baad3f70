#include "policy/situation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/code_advice.hpp"

namespace leye::policy {
namespace {

bool same_prefix(const CasePath& a, const CasePath& b, std::size_t steps) {
  if (a.steps.size() < steps || b.steps.size() < steps) return false;
  for (std::size_t i = 0; i < steps; ++i) {
    const auto& x = a.steps[i];
    const auto& y = b.steps[i];
    if (x.entity != y.entity || x.fact != y.fact || x.row != y.row) return false;
  }
  return true;
}

// 1000 元, 2.5 万元 as a number of yuan, which is what facts take.
std::string in_yuan(const std::string& written) {
  constexpr std::pair<std::string_view, std::int64_t> units[] = {
      {"万元", 10'000}, {"亿元", 100'000'000}, {"元", 1}};
  for (const auto& [unit, yuan] : units) {
    if (!written.ends_with(unit)) continue;
    auto number = written.substr(0, written.size() - unit.size());
    number.erase(number.find_last_not_of(' ') + 1);
    const auto amount = Money::parse(number);
    const auto limit = INT64_MAX / yuan;
    if (!amount.ok() || amount.value().fen() > limit || amount.value().fen() < -limit)
      return written;
    return to_text(Money::fen(amount.value().fen() * yuan));
  }
  return written;
}

bool same_path(const CasePath& a, const CasePath& b) {
  return a.steps.size() == b.steps.size() && same_prefix(a, b, a.steps.size());
}

}  // namespace

const Fact& Situation::fact_of(const CaseStep& step) const {
  return vocabulary_.entities()[static_cast<std::size_t>(step.entity)]
      .facts[static_cast<std::size_t>(step.fact)];
}

EntityIndex Situation::target_of(const CaseStep& step) const {
  if (step.row > 0) return step.entity;
  return facts_.entity(fact_of(step).refers_to);
}

bool Situation::is_reference(const CasePath& path) const {
  const auto& last = path.steps.back();
  return last.row == 0 && fact_of(last).type == FactType::reference;
}

std::string Situation::value(const std::vector<Cell>& line, std::size_t column) const {
  if (column < line.size() && !line[column].text.empty()) return line[column].text;
  const auto& wanted = table_.columns[column];
  for (const auto& each : table_.defaults) {
    const bool same = each.column.kind == wanted.kind && each.column.name == wanted.name &&
                      (wanted.kind != ColumnKind::fact || same_path(each.column.path, wanted.path));
    if (same) return each.value;
  }
  return {};
}

std::string Situation::value(const std::vector<Cell>& line, ColumnKind kind) const {
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (table_.columns[i].kind == kind) return value(line, i);
  }
  for (const auto& each : table_.defaults) {
    if (each.column.kind == kind) return each.value;
  }
  return {};
}

// Whether the relation row at step `relation` of a path is there in this line.
bool Situation::exists(const std::vector<Cell>& line, const CasePath& path,
                       std::size_t relation) const {
  bool has_column = false;
  bool has_value = false;
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    const auto& column = table_.columns[i];
    if (column.kind != ColumnKind::fact || !same_prefix(column.path, path, relation + 1)) continue;
    const auto text = value(line, i);
    // A column of the row itself can only take it away.
    if (text.empty() && column.path.steps.back().row > 0) continue;
    has_column = true;
    if (text == "-") return false;
    has_value = has_value || !text.empty();
  }
  return has_value || !has_column;
}

std::vector<Situation::Given> Situation::given(const std::vector<Cell>& line) const {
  std::vector<Given> all;
  const auto add = [&](const CasePath& path, std::string text) {
    if (text.empty() || text == "-") return;
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
      if (path.steps[i].row > 0 && !exists(line, path, i)) return;
    }
    all.push_back({&path, std::move(text)});
  };
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (table_.columns[i].kind == ColumnKind::fact) add(table_.columns[i].path, value(line, i));
  }
  for (const auto& each : table_.defaults) {
    const bool column =
        std::any_of(table_.columns.begin(), table_.columns.end(), [&](const CaseColumn& known) {
          return known.kind == ColumnKind::fact && same_path(known.path, each.column.path);
        });
    if (each.column.kind == ColumnKind::fact && !column) add(each.column.path, each.value);
  }
  // References first, and the shorter before the longer: they say which row the others mean.
  std::stable_sort(all.begin(), all.end(), [&](const Given& a, const Given& b) {
    const auto rank = [&](const Given& each) {
      const bool direct = is_reference(*each.path) && !each.value.starts_with('=');
      return std::pair(direct ? 0 : 1, direct ? each.path->steps.size() : 0);
    };
    return rank(a) < rank(b);
  });
  return all;
}

Row Situation::named(EntityIndex entity, const std::string& name) {
  const auto [place, added] = names_.try_emplace({entity, name}, -1);
  if (added) place->second = facts_.add(entity, next_key_++);
  return place->second;
}

Situation::Place Situation::follow(Place from, const CaseStep& step, Row subject) {
  if (step.row == 0) {
    const auto target = target_of(step);
    const auto known = facts_.value(step.entity, from.row, step.fact);
    if (known.known()) return {target, static_cast<Row>(known.low.top)};
    const auto made = facts_.add(target, next_key_++);
    facts_.set_reference(step.entity, from.row, step.fact, made);
    return {target, made};
  }
  // The first row of the subject's own relation is the subject: 人员.招用[1].
  const bool same_kind = step.entity == table_.subject;
  const auto back = same_kind ? facts_.value(step.entity, subject, step.fact) : Value::unknown();
  const bool own = back.known() && back.low.top == from.row;
  if (own && step.row == 1) return {step.entity, subject};
  const auto [place, added] =
      related_.try_emplace({step.entity, step.fact, from.row, step.row}, -1);
  if (added) {
    place->second = facts_.add(step.entity, next_key_++);
    facts_.set_reference(step.entity, place->second, step.fact, from.row);
  }
  return {step.entity, place->second};
}

Situation::Place Situation::walk(Row subject, const CasePath& path, std::size_t steps) {
  Place at = {table_.subject, subject};
  for (std::size_t i = 0; i < steps; ++i) at = follow(at, path.steps[i], subject);
  return at;
}

// The row that a path from the subject leads to; the subject itself by its name.
Result<Situation::Place> Situation::row_at(Row subject, const std::string& path) {
  const auto& own = vocabulary_.entities()[static_cast<std::size_t>(table_.subject)];
  if (path == own.zh || path == own.id) return Place{table_.subject, subject};
  const auto column = TRY(read_case_column(path, table_.subject, vocabulary_));
  const auto& steps = column.path.steps;
  const bool row = !steps.empty() && (steps.back().row > 0 || is_reference(column.path));
  if (!row)
    return Error{ErrorCode::invalid_input,
                 fmt::format("“{0}”不是一条记录 / '{0}' is no record", path),
                 {},
                 "如 =单位、=人员.招用[1] / such as =employer"};
  return walk(subject, column.path, steps.size());
}

Status Situation::set(Row subject, const Given& each) {
  const auto& path = *each.path;
  const auto& last = path.steps.back();
  const auto owner = walk(subject, path, path.steps.size() - 1);
  if (last.row > 0)
    return Error{ErrorCode::invalid_input, fmt::format("“{}”不是一项事实", path.zh)};
  if (!is_reference(path)) {
    const bool money = fact_of(last).type == FactType::money;
    const auto spelling = money ? in_yuan(each.value) : each.value;
    const bool said = spelling == "?" || spelling == "无" || spelling == "none";
    if (money && !said && !Money::parse(spelling).ok())
      return Error{ErrorCode::invalid_input,
                   fmt::format("“{0}”不是金额 / '{0}' is no amount of money", each.value),
                   {path.zh},
                   "1000, 1000.5 元 或 2.5 万元 / 1000, 1000.50"};
    if (fact_of(last).type == FactType::text && each.value.starts_with('=')) {
      const auto named = TRY(row_at(subject, each.value.substr(1)));
      facts_.set_text(owner.entity, owner.row, last.fact, facts_.row_name(named.entity, named.row));
      return Done{};
    }
    const auto* codes = vocabulary_.code_table(fact_of(last));
    if (codes != nullptr && !said && codes->understand(spelling) == nullptr)
      return Error{ErrorCode::invalid_input,
                   fmt::format("{0}没有“{1}”这个取值 / '{1}' is no value of {2}", codes->zh(),
                               spelling, codes->id()),
                   {path.zh},
                   code_advice(spelling, *codes)};
    return facts_.set_spelling(owner.entity, owner.row, last.fact, spelling).at(path.zh);
  }
  Row target = -1;
  if (each.value == "?") {
    facts_.set_unknown(owner.entity, owner.row, last.fact);
    return Done{};
  }
  if (each.value == "无" || each.value == "none") {
    facts_.set_none(owner.entity, owner.row, last.fact);
    return Done{};
  }
  if (each.value.starts_with('=')) {
    const auto place = TRY(row_at(subject, each.value.substr(1)));
    if (place.entity != target_of(last))
      return Error{ErrorCode::invalid_input, fmt::format("“{}”不是同一类记录", each.value)};
    target = place.row;
  } else {
    target = named(target_of(last), each.value);
  }
  facts_.set_reference(owner.entity, owner.row, last.fact, target);
  return Done{};
}

Result<Row> Situation::add(const std::vector<Cell>& line) {
  const auto subject = facts_.add(table_.subject, next_key_++);
  for (const auto& each : given(line)) {
    const Status done = set(subject, each);
    if (!done.ok()) return Error(done.error());
  }
  const Status judged = judge(subject, line);
  if (!judged.ok()) return Error(judged.error());
  return subject;
}

// What a person decided; `?` or nothing: not yet.
Status Situation::judge(Row subject, const std::vector<Cell>& line) {
  const auto one = [&](const std::string& id, const std::string& text) -> Status {
    const auto said = case_cell(text, false);
    if (said.empty() || said == "?") return Done{};
    if (said != "yes" && said != "no")
      return Error{ErrorCode::invalid_input, fmt::format("裁量 {} 应为 是、否 或 ?", id)};
    facts_.set_judgement(table_.subject, subject, id, said == "yes");
    return Done{};
  };
  for (const auto& each : table_.defaults) {
    const bool column =
        std::any_of(table_.columns.begin(), table_.columns.end(), [&](const CaseColumn& known) {
          return known.kind == ColumnKind::judgement && known.name == each.column.name;
        });
    if (column || each.column.kind != ColumnKind::judgement) continue;
    if (const auto done = one(each.column.name, each.value); !done.ok()) return done;
  }
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (table_.columns[i].kind != ColumnKind::judgement) continue;
    if (const auto done = one(table_.columns[i].name, value(line, i)); !done.ok()) return done;
  }
  return Done{};
}

void Situation::finish() {
  for (std::size_t e = 0; e < vocabulary_.entities().size(); ++e)
    facts_.close(static_cast<EntityIndex>(e));
  facts_.link();
}

}  // namespace leye::policy
