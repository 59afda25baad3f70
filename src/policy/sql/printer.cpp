#include "policy/sql/printer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy::sql {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

std::string blank(int indent) { return std::string(static_cast<std::size_t>(indent) * 2, ' '); }

// On one line, and no end of anything.
std::string comment(std::string words) {
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

}  // namespace

void Printer::use_source(std::int32_t id) {
  if (used_sources_[id]) return;
  used_sources_[id] = true;
  const auto& source = rows_.sources()[place(id)];
  if (source.kind == SourceKind::joined) use(source.key, source.scope);
  if (source.kind == SourceKind::aggregate) {
    const auto& inner = rows_.scopes()[place(source.inner)];
    use_source(inner.base);
    use(source.key, source.inner);
  }
}

// How often a value is needed. What an inner scope needs of an outer one it needs for each row.
void Printer::use(Id value, std::int32_t from) {
  const auto& it = e_.at(value);
  if (it.text == "\1") {  // the same, of which more is known
    ++uses_[value];
    return use(it.children[0], from);
  }
  auto& uses = uses_[value];
  const bool seen = uses > 0;
  constexpr int for_each_row = 8;
  uses += it.scope >= 0 && from != it.scope ? for_each_row : 1;
  if (seen) return;
  if (it.source >= 0) {
    use_source(it.source);
    const auto& source = rows_.sources()[place(it.source)];
    for (const auto& brought : source.brought)
      if (brought.column == value && brought.aggregate >= 0) use(brought.aggregate, source.inner);
  }
  for (const auto child : it.children) use(child, it.scope >= 0 ? it.scope : from);
}

// What it costs to compute the expression itself, in comparisons.
int Printer::cost_of(const Expression& it) {
  if (it.children.empty() || it.source >= 0 || it.text == "\1") return 0;
  if (it.text.find("date") != it.text.npos || it.text.find("interval") != it.text.npos) return 3;
  if (it.sort == Sort::numeric) return 3;
  return 1;
}

// A column costs something, too: only what would be computed again for more than that becomes one,
// and lines of the document. Children come before what they are part of.
void Printer::decide_names() {
  constexpr int worth_a_column = 8;
  std::map<std::string, int> numbers;
  std::map<Id, int> costs;
  for (const auto& [value, uses] : uses_) {
    const auto& it = e_.at(value);
    auto& cost = costs[value] = cost_of(it);
    for (const auto child : it.children) cost += costs[child];
    if (uses < 2 || it.children.empty() || it.scope < 0 || it.source >= 0) continue;
    const bool whole_scope =
        it.text.find("filter (") != it.text.npos || it.text.starts_with("count(");
    if (it.text == "\1" || whole_scope) continue;
    if ((uses - 1) * cost < worth_a_column && !notes_.contains(value)) continue;
    const auto& base = rows_.sources()[place(rows_.scopes()[place(it.scope)].base)];
    names_[value] = fmt::format("{}__v{}", base.alias, ++numbers[base.alias]);
    cost = 0;
  }
}

// The level of its scope at which it can be computed.
std::int32_t Printer::level_of(Id value) {
  const auto known = levels_.find(value);
  if (known != levels_.end()) return known->second;
  const auto& it = e_.at(value);
  std::int32_t level = 0;
  if (it.source >= 0) {
    level = level_of_source(it.source);
  } else {
    for (const auto child : it.children) {
      const auto& needed = e_.at(child);
      if (needed.scope != it.scope) continue;  // of an outer scope: there already
      level = std::max(level, level_of(child) + (named(child) ? 1 : 0));
    }
  }
  return levels_[value] = level;
}

std::int32_t Printer::level_of_source(std::int32_t id) {
  const auto known = source_levels_.find(id);
  if (known != source_levels_.end()) return known->second;
  const auto& source = rows_.sources()[place(id)];
  source_levels_[id] = 0;
  if (source.kind == SourceKind::base) return 0;
  std::int32_t level = 0;
  const auto needs = [&](Id value, const auto& self) -> void {
    const auto& it = e_.at(value);
    if (it.scope == source.scope) {
      level = std::max(level, level_of(value) + (named(value) ? 1 : 0));
      return;
    }
    if (e_.depth(it.scope) <= e_.depth(source.scope)) return;
    // Of an inner scope: what it needs of this one.
    if (it.source >= 0) {
      const auto& inner = rows_.sources()[place(it.source)];
      if (inner.key >= 0) self(inner.key, self);
      for (const auto& brought : inner.brought)
        if (brought.column == value && brought.aggregate >= 0) self(brought.aggregate, self);
    }
    for (const auto child : it.children) self(child, self);
  };
  needs(source.key, needs);
  for (const auto& brought : source.brought)
    if (brought.aggregate >= 0 && uses_.contains(brought.column)) needs(brought.aggregate, needs);
  return source_levels_[id] = level;
}

std::string Printer::bracketed(Id value) {
  const auto& it = e_.at(value);
  if (named(value) || it.atomic) return text(value);
  if (it.text == "\1") return bracketed(it.children[0]);
  return "(" + text(value) + ")";
}

std::string Printer::text(Id value) {
  const auto name = names_.find(value);
  return name == names_.end() ? spelled(value) : name->second;
}

std::string Printer::spelled(Id value) {
  const auto& it = e_.at(value);
  if (it.children.empty()) return it.text;
  std::string out;
  std::size_t next = 0;
  const bool joins = it.text == "\1 and \1" || it.text == "\1 or \1";
  const bool encloses = it.atomic && it.text.find("::") == it.text.npos;
  for (const char c : it.text) {
    if (c != '\1') {
      out += c;
      continue;
    }
    const auto child = it.children[next++];
    // "a and b and c" needs no brackets; nor does what stands inside those of a function.
    const bool plain = (joins && e_.at(child).text == it.text) || encloses || it.text == "\1";
    out += plain ? text(child) : bracketed(child);
  }
  return out;
}

std::string Printer::source(std::int32_t id, int indent) {
  const auto& source = rows_.sources()[place(id)];
  std::string columns;
  for (const auto& brought : source.brought) {
    if (!uses_.contains(brought.column)) continue;
    if (!columns.empty()) columns += ", ";
    columns += fmt::format("t.\"{}\"{} as {}", brought.from, brought.small ? "::integer" : "",
                           e_.at(brought.column).text);
  }
  if (source.kind == SourceKind::base) {
    if (columns.empty()) columns = "t.id";
    auto out = fmt::format("(select {} from {} t", columns, source.table);
    if (source.key >= 0)
      out += fmt::format(" where t.\"{}\" = {}", source.reference, bracketed(source.key));
    return out + ")";
  }
  if (source.kind == SourceKind::joined) {
    return fmt::format(
        "{}left join (select t.id as {}__key{}{} from {} t) {}\n{}  on {}__key = {}\n",
        blank(indent), source.alias, columns.empty() ? "" : ", ", columns, source.table,
        source.alias, blank(indent), source.alias, bracketed(source.key));
  }
  std::vector<Column> wanted;
  for (const auto& brought : source.brought)
    if (uses_.contains(brought.column))
      wanted.push_back({brought.aggregate, e_.at(brought.column).text});
  return fmt::format("{}cross join lateral (\n{}{}) {}\n", blank(indent),
                     select(source.inner, wanted, indent + 1), blank(indent), source.alias);
}

// The rows of a scope with all that is named at this level and below.
std::string Printer::level(std::int32_t scope, std::int32_t at, int indent) {
  const auto& here = rows_.scopes()[place(scope)];
  std::string from;
  if (at < 0) return source(here.base, indent);
  std::string brought, named_here;
  for (const auto id : here.sources)
    if (used_sources_[id] && level_of_source(id) == at) brought += source(id, indent + 1);
  for (const auto& [value, name] : names_) {
    const auto& it = e_.at(value);
    if (it.scope != scope || level_of(value) != at) continue;
    named_here += ",\n";
    const auto note = notes_.find(value);
    if (note != notes_.end())
      named_here += fmt::format("{}  -- {}\n", blank(indent + 1), comment(note->second));
    named_here += fmt::format("{}  {} as {}", blank(indent + 1), spelled(value), name);
  }
  if (brought.empty() && named_here.empty()) return level(scope, at - 1, indent);
  const bool fenced = !named_here.empty();
  return fmt::format("(\n{}select *{}\n{}from {} q\n{}{}{})", blank(indent + 1), named_here,
                     blank(indent + 1), level(scope, at - 1, indent + 1), brought,
                     fenced ? blank(indent + 1) + "offset 0\n" : "", blank(indent));
}

std::string Printer::select(std::int32_t scope, const std::vector<Column>& wanted, int indent) {
  std::int32_t highest = -1;
  const auto& here = rows_.scopes()[place(scope)];
  for (const auto id : here.sources)
    if (used_sources_[id]) highest = std::max(highest, level_of_source(id));
  for (const auto& [value, name] : names_)
    if (e_.at(value).scope == scope) highest = std::max(highest, level_of(value));
  std::string columns;
  for (const auto& each : wanted)
    columns += fmt::format("{}\n{}  {} as {}", columns.empty() ? "" : ",", blank(indent),
                           text(each.value), each.name);
  return fmt::format("{}select{}\n{}from {} q\n", blank(indent), columns, blank(indent),
                     level(scope, highest, indent));
}

std::string Printer::rows(const std::vector<Column>& wanted) {
  use_source(rows_.scopes()[0].base);
  for (const auto& column : wanted) use(column.value, 0);
  decide_names();
  return select(0, wanted, 0);
}

}  // namespace leye::policy::sql
