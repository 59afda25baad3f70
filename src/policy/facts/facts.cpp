#include "policy/facts/facts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/facts/spelling.hpp"

namespace leye::policy {

Facts::Facts(const Vocabulary& vocabulary) : vocabulary_(&vocabulary) {
  for (const auto& entity : vocabulary.entities()) {
    Table table;
    table.columns.resize(entity.facts.size());
    table.relations.resize(entity.facts.size());
    tables_.push_back(std::move(table));
  }
}

EntityIndex Facts::entity(std::string_view id) const {
  const auto* found = vocabulary_->find_entity(id);
  CHECK(found != nullptr);
  return static_cast<EntityIndex>(found - vocabulary_->entities().data());
}

FactIndex Facts::fact(EntityIndex entity, std::string_view id) const {
  const auto& owner = vocabulary_->entities()[static_cast<std::size_t>(entity)];
  const auto* found = owner.find_fact(id);
  CHECK(found != nullptr);
  return static_cast<FactIndex>(found - owner.facts.data());
}

Row Facts::add(EntityIndex entity, std::int64_t key) {
  auto& table = tables_[static_cast<std::size_t>(entity)];
  table.keys.push_back(key);
  table.sources.push_back(-1);
  return static_cast<Row>(table.keys.size() - 1);
}

std::size_t Facts::size(EntityIndex entity) const {
  return tables_[static_cast<std::size_t>(entity)].keys.size();
}

std::int64_t Facts::key(EntityIndex entity, Row row) const {
  return tables_[static_cast<std::size_t>(entity)].keys[static_cast<std::size_t>(row)];
}

std::string Facts::row_name(EntityIndex entity, Row row) const {
  const auto& declared = vocabulary_->entities()[static_cast<std::size_t>(entity)];
  return fmt::format("{}:{}", declared.id, key(entity, row));
}

// Columns grow when first written to: facts that nobody fills cost nothing.
Column& Facts::column(EntityIndex entity, Row row, FactIndex fact) {
  auto& table = tables_[static_cast<std::size_t>(entity)];
  auto& column = table.columns[static_cast<std::size_t>(fact)];
  if (column.values.size() <= static_cast<std::size_t>(row)) {
    column.values.resize(table.keys.size(), 0);
    column.states.resize(table.keys.size(), State::unknown);
  }
  return column;
}

void Facts::put(EntityIndex entity, Row row, FactIndex fact, std::int64_t value) {
  auto& target = column(entity, row, fact);
  target.values[static_cast<std::size_t>(row)] = value;
  target.states[static_cast<std::size_t>(row)] = State::known;
}

void Facts::set(EntityIndex entity, Row row, FactIndex fact, Day value) {
  put(entity, row, fact, value.number());
}

void Facts::set(EntityIndex entity, Row row, FactIndex fact, Money value) {
  put(entity, row, fact, value.fen());
}

void Facts::set(EntityIndex entity, Row row, FactIndex fact, Ratio value) {
  put(entity, row, fact, value.numerator());
  auto& target = column(entity, row, fact);
  target.denominators.resize(target.values.size(), 1);
  target.denominators[static_cast<std::size_t>(row)] = value.denominator();
}

void Facts::set(EntityIndex entity, Row row, FactIndex fact, bool value) {
  put(entity, row, fact, value ? 1 : 0);
}

void Facts::set(EntityIndex entity, Row row, FactIndex fact, std::int64_t value) {
  put(entity, row, fact, value);
}

void Facts::set_text(EntityIndex entity, Row row, FactIndex fact, std::string_view value) {
  put(entity, row, fact, intern(value));
}

void Facts::set_reference(EntityIndex entity, Row row, FactIndex fact, Row target) {
  put(entity, row, fact, target);
}

void Facts::set_none(EntityIndex entity, Row row, FactIndex fact) {
  column(entity, row, fact).states[static_cast<std::size_t>(row)] = State::none;
}

void Facts::set_unknown(EntityIndex entity, Row row, FactIndex fact) {
  column(entity, row, fact).states[static_cast<std::size_t>(row)] = State::unknown;
}

Status Facts::set_spelling(EntityIndex entity, Row row, FactIndex fact, std::string_view spelling) {
  const auto& known = vocabulary_->entities()[static_cast<std::size_t>(entity)];
  const auto& declared = known.facts[static_cast<std::size_t>(fact)];
  const Spelled spelled = TRY(read_spelling(*vocabulary_, declared, spelling));
  switch (spelled.state) {
    case State::unknown: set_unknown(entity, row, fact); break;
    case State::none: set_none(entity, row, fact); break;
    case State::known:
      if (declared.type == FactType::text) {
        set_text(entity, row, fact, spelling);
      } else if (spelled.number.bottom != 1) {
        set(entity, row, fact, TRY(Ratio::make(spelled.number.top, spelled.number.bottom)));
      } else {
        put(entity, row, fact, spelled.number.top);
      }
  }
  return Done{};
}

Value Facts::value(EntityIndex entity, Row row, FactIndex fact) const {
  const auto& table = tables_[static_cast<std::size_t>(entity)];
  const auto& column = table.columns[static_cast<std::size_t>(fact)];
  const auto at = static_cast<std::size_t>(row);
  if (column.values.size() <= at || column.states[at] == State::unknown) return Value::unknown();
  if (column.states[at] == State::none) return Value::nothing();
  const auto bottom = column.denominators.size() > at ? column.denominators[at] : 1;
  return Value::of(Fraction{column.values[at], bottom});
}

std::int64_t Facts::intern(std::string_view text) {
  const auto [place, added] =
      text_numbers_.try_emplace(std::string(text), static_cast<std::int64_t>(texts_.size()));
  if (added) texts_.emplace_back(text);
  return place->second;
}

std::int64_t Facts::find_text(std::string_view text) const {
  const auto found = text_numbers_.find(std::string(text));
  return found == text_numbers_.end() ? -1 : found->second;
}

std::string_view Facts::text(std::int64_t interned) const {
  return texts_[static_cast<std::size_t>(interned)];
}

std::string Facts::spelling(EntityIndex entity, Row row, FactIndex fact) const {
  const auto& known = vocabulary_->entities()[static_cast<std::size_t>(entity)];
  const auto& declared = known.facts[static_cast<std::size_t>(fact)];
  const auto found = value(entity, row, fact);
  if (found.known() && declared.type == FactType::text) return std::string(text(found.low.top));
  return write_spelling(*vocabulary_, declared, found);
}

void Facts::set_judgement(EntityIndex entity, Row row, std::string_view id, bool holds,
                          std::string_view note) {
  auto& decided = tables_[static_cast<std::size_t>(entity)].judgements[std::string(id)];
  decided[row] = {holds, std::string(note)};
}

Value Facts::judgement(EntityIndex entity, Row row, std::string_view id) const {
  const auto& all = tables_[static_cast<std::size_t>(entity)].judgements;
  const auto decided = all.find(id);
  if (decided == all.end()) return Value::maybe();
  const auto holds = decided->second.find(row);
  return holds == decided->second.end() ? Value::maybe() : Value::truth(holds->second.holds);
}

std::string_view Facts::judgement_note(EntityIndex entity, Row row, std::string_view id) const {
  const auto& all = tables_[static_cast<std::size_t>(entity)].judgements;
  const auto decided = all.find(id);
  if (decided == all.end()) return {};
  const auto found = decided->second.find(row);
  return found == decided->second.end() ? std::string_view{} : found->second.note;
}

void Facts::set_source(EntityIndex entity, Row row, std::string_view source) {
  tables_[static_cast<std::size_t>(entity)].sources[static_cast<std::size_t>(row)] =
      static_cast<std::int32_t>(intern(source));
}

std::string_view Facts::source(EntityIndex entity, Row row) const {
  const auto at = tables_[static_cast<std::size_t>(entity)].sources[static_cast<std::size_t>(row)];
  return at < 0 ? std::string_view{} : text(at);
}

void Facts::close(EntityIndex entity) { tables_[static_cast<std::size_t>(entity)].closed = true; }

void Facts::close(EntityIndex entity, FactIndex fact) {
  auto& table = tables_[static_cast<std::size_t>(entity)];
  table.relations[static_cast<std::size_t>(fact)].closed = true;
}

void Facts::leave_open(EntityIndex entity, FactIndex fact, Row target) {
  auto& table = tables_[static_cast<std::size_t>(entity)];
  auto& open = table.relations[static_cast<std::size_t>(fact)].left_open;
  if (open.size() <= static_cast<std::size_t>(target)) open.resize(target + std::size_t{1});
  open[static_cast<std::size_t>(target)] = true;
}

bool Facts::closed(EntityIndex entity, FactIndex fact, Row target) const {
  const auto& table = tables_[static_cast<std::size_t>(entity)];
  const auto& relation = table.relations[static_cast<std::size_t>(fact)];
  const auto at = static_cast<std::size_t>(target);
  const bool left_open = at < relation.left_open.size() && relation.left_open[at];
  return (table.closed || relation.closed) && !left_open;
}

bool Facts::closed(EntityIndex entity) const {
  return tables_[static_cast<std::size_t>(entity)].closed;
}

// Counting sort of the rows by what they refer to.
void Facts::link() {
  for (std::size_t e = 0; e < tables_.size(); ++e) {
    auto& table = tables_[e];
    const auto& facts = vocabulary_->entities()[e].facts;
    for (std::size_t f = 0; f < facts.size(); ++f) {
      if (facts[f].type != FactType::reference) continue;
      auto& relation = table.relations[f];
      const auto& column = table.columns[f];
      relation.starts.assign(size(entity(facts[f].refers_to)) + 1, 0);
      relation.rows.clear();
      const auto refers = [&](std::size_t row) { return column.states[row] == State::known; };
      for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (refers(row)) ++relation.starts[static_cast<std::size_t>(column.values[row])];
      }
      std::int32_t end = 0;
      for (auto& start : relation.starts) start = end += start;
      relation.rows.resize(static_cast<std::size_t>(end));
      for (std::size_t row = column.values.size(); row-- > 0;) {
        if (!refers(row)) continue;
        auto& place = relation.starts[static_cast<std::size_t>(column.values[row])];
        relation.rows[static_cast<std::size_t>(--place)] = static_cast<Row>(row);
      }
    }
  }
}

std::span<const Row> Facts::related(EntityIndex entity, FactIndex fact, Row target) const {
  const auto& relation =
      tables_[static_cast<std::size_t>(entity)].relations[static_cast<std::size_t>(fact)];
  const auto at = static_cast<std::size_t>(target);
  if (at + 1 >= relation.starts.size()) return {};
  const auto first = static_cast<std::size_t>(relation.starts[at]);
  const auto last = static_cast<std::size_t>(relation.starts[at + 1]);
  return std::span(relation.rows).subspan(first, last - first);
}

const Column& Facts::cells(EntityIndex entity, FactIndex fact) const {
  return tables_[static_cast<std::size_t>(entity)].columns[static_cast<std::size_t>(fact)];
}

Facts::RelationView Facts::relation(EntityIndex entity, FactIndex fact) const {
  const auto& table = tables_[static_cast<std::size_t>(entity)];
  const auto& relation = table.relations[static_cast<std::size_t>(fact)];
  return {relation.starts, relation.rows};
}

void Facts::clear() {
  for (auto& table : tables_) {
    table.keys.clear();
    table.sources.clear();
    table.judgements.clear();
    for (auto& column : table.columns) {
      column.values.clear();
      column.states.clear();
      column.denominators.clear();
    }
    for (auto& relation : table.relations) {
      relation.starts.clear();
      relation.rows.clear();
      relation.left_open.clear();
    }
  }
}

}  // namespace leye::policy
