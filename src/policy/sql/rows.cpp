#include "policy/sql/rows.hpp"

#include <fmt/format.h>

namespace leye::policy::sql {
namespace {

constexpr std::size_t name_max = 60;  // PostgreSQL cuts names at 63 bytes

}  // namespace

RowSources::RowSources(Expressions& e, const Layout& layout, EntityIndex subject)
    : e_(e), layout_(layout) {
  scopes_.emplace_back();
  const auto scope = e_.add_scope(0);
  Source base;
  base.scope = scope;
  base.alias = alias_of(subject);
  base.table = layout.table(subject);
  scopes_[0].base = add(std::move(base));
  subject_ = column(scopes_[0].base, "id", Sort::bigint, of_64_bits, false);
  rows_[{subject_, subject}] = scopes_[0].base;
}

std::int32_t RowSources::add(Source source) {
  sources_.push_back(std::move(source));
  return static_cast<std::int32_t>(sources_.size()) - 1;
}

std::string RowSources::unique(const std::string& name) {
  auto found = name.substr(0, name_max);
  for (int number = 2; !names_.insert(found).second; ++number) {
    const auto suffix = fmt::format("{}", number);
    found = name.substr(0, name_max - suffix.size()) + suffix;
  }
  return found;
}

std::string RowSources::alias_of(EntityIndex entity) {
  return unique(layout_.vocabulary().entities()[static_cast<std::size_t>(entity)].id);
}

Id RowSources::column(std::int32_t source, const std::string& name, Sort sort, Range range,
                      bool nullable, bool small) {
  const auto known = columns_.find({source, name});
  if (known != columns_.end()) return known->second;
  auto& from = sources_[static_cast<std::size_t>(source)];
  // Two underscores: no column of a register is called so.
  const auto id =
      e_.column(unique(from.alias + "__" + name), sort, range, nullable, from.scope, source);
  from.brought.push_back({name, -1, id, small});
  columns_[{source, name}] = id;
  return id;
}

std::int32_t RowSources::row(Id key, EntityIndex entity) {
  const auto known = rows_.find({key, entity});
  if (known != rows_.end()) return known->second;
  Source joined;
  joined.kind = SourceKind::joined;
  joined.scope = std::max(e_.at(key).scope, 0);
  joined.alias = alias_of(entity);
  joined.table = layout_.table(entity);
  joined.key = key;
  const auto scope = joined.scope;
  const auto source = add(std::move(joined));
  scopes_[static_cast<std::size_t>(scope)].sources.push_back(source);
  rows_[{key, entity}] = source;
  return source;
}

RowSources::Related RowSources::related(Id owner, EntityIndex entity, FactIndex reference,
                                        std::int32_t from) {
  const std::tuple key(owner, entity, reference, from);
  const auto known = related_.find(key);
  if (known != related_.end()) return known->second;
  const auto inner = e_.add_scope(e_.depth(from) + 1);
  scopes_.emplace_back();
  Source base;
  base.scope = inner;
  base.alias = alias_of(entity);
  base.table = layout_.table(entity);
  base.key = owner;
  base.reference = layout_.fact(entity, reference).column;
  const auto rows = add(std::move(base));
  scopes_[static_cast<std::size_t>(inner)].base = rows;
  Source aggregate;
  aggregate.kind = SourceKind::aggregate;
  aggregate.scope = from;
  aggregate.alias = "of_" + source_at(rows).alias;
  aggregate.key = owner;
  aggregate.inner = inner;
  const auto source = add(std::move(aggregate));
  scopes_[static_cast<std::size_t>(from)].sources.push_back(source);
  const auto item = column(rows, "id", Sort::bigint, of_64_bits, false);
  rows_[{item, entity}] = rows;
  return related_[key] = {source, item};
}

Id RowSources::output(std::int32_t source, const std::string& name, Id aggregate) {
  auto& from = sources_[static_cast<std::size_t>(source)];
  for (const auto& each : from.brought)
    if (each.aggregate == aggregate) return each.column;
  const auto& of = e_.at(aggregate);
  const auto sort = of.sort;
  const auto range = of.range;
  const bool nullable = of.nullable;
  const auto id =
      e_.column(unique(from.alias + "__" + name), sort, range, nullable, from.scope, source);
  from.brought.push_back({"", aggregate, id, false});
  return id;
}

}  // namespace leye::policy::sql
