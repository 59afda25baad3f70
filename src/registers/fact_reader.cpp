#include "registers/fact_reader.hpp"

#include <algorithm>

#include "registers/fact_json.hpp"

namespace leye::registers {

bool readable_by_rules(const Fact& fact) {
  return fact.sensitivity != Sensitivity::identity && fact.format != TextFormat::account;
}

FactReader::FactReader(const policy::Facts& facts, std::string_view entity)
    : entity_(facts.entity(entity)),
      declared_(&facts.vocabulary().entities()[static_cast<std::size_t>(entity_)]) {
  const Vocabulary& vocabulary = facts.vocabulary();
  int place = 2;  // after id and source
  for (const Fact& fact : declared_->facts) {
    if (!fact.core && fact.empty_is_none) none_if_missing_.push_back(facts.fact(entity_, fact.id));
    if (!fact.core || !readable_by_rules(fact)) continue;
    Column column{facts.fact(entity_, fact.id), fact.type, fact.empty_is_none, place};
    if (fact.type == FactType::reference) column.refers_to = facts.entity(fact.refers_to);
    if (fact.type == FactType::code) {
      for (const Code& code : vocabulary.code_table(fact)->codes())
        column.codes.emplace(code.code, static_cast<std::int64_t>(column.codes.size()));
    }
    columns_.push_back(std::move(column));
    place += fact.type == FactType::ratio ? 2 : 1;
  }
  extra_ = place;
}

Status FactReader::read(policy::Facts& facts, const store::Rows& rows,
                        std::vector<RowsByKey>& keys) const {
  RowsByKey& own = keys[static_cast<std::size_t>(entity_)];
  for (const store::Row from : rows) {
    const auto key = from.get_at<std::int64_t>(0);
    const auto [at, fresh] = own.try_emplace(key, policy::Row{0});
    const policy::Row to = fresh ? at->second = facts.add(entity_, key) : at->second;
    if (!fresh) {
      // Met before from its other side, when what it refers to on this side was not there yet.
      for (const Column& column : columns_) {
        if (column.type == FactType::reference) read_value(facts, from, to, column, keys);
      }
      continue;
    }
    const store::Field source = from.field_at(1), extra = from.field_at(extra_);
    if (!source.null()) facts.set_source(entity_, to, store::decode<std::string>(source));
    for (const Column& column : columns_) read_value(facts, from, to, column, keys);
    for (const policy::FactIndex none : none_if_missing_) facts.set_none(entity_, to, none);
    if (!extra.null()) TRY(read_extra(facts, extra, to));
  }
  return Done{};
}

void FactReader::read_value(policy::Facts& facts, const store::Row& from, policy::Row to,
                            const Column& column, const std::vector<RowsByKey>& keys) const {
  const store::Field field = from.field_at(column.place);
  if (field.null()) {
    if (column.empty_is_none) facts.set_none(entity_, to, column.fact);
    return;
  }
  switch (column.type) {
    case FactType::boolean: facts.set(entity_, to, column.fact, store::decode<bool>(field)); break;
    case FactType::count:
    case FactType::place:
      facts.set(entity_, to, column.fact, store::decode<std::int64_t>(field));
      break;
    case FactType::money: facts.set(entity_, to, column.fact, store::decode<Money>(field)); break;
    case FactType::day: facts.set(entity_, to, column.fact, store::decode<Day>(field)); break;
    case FactType::month: {
      const YearMonthDay month = store::decode<Day>(field).civil();
      facts.set(entity_, to, column.fact, std::int64_t{month.year} * 12 + month.month - 1);
      break;
    }
    case FactType::ratio: {
      const auto ratio = Ratio::make(store::decode<std::int64_t>(field),
                                     from.get_at<std::int64_t>(column.place + 1));
      if (ratio.ok()) facts.set(entity_, to, column.fact, ratio.value());
      break;
    }
    case FactType::text:
      facts.set_text(entity_, to, column.fact, store::decode<std::string>(field));
      break;
    case FactType::code: {
      // A code that is no longer in its table says nothing a rule could use: unknown.
      const auto code =
          column.codes.find(std::string_view(field.data, static_cast<std::size_t>(field.length)));
      if (code != column.codes.end()) facts.set(entity_, to, column.fact, code->second);
      break;
    }
    case FactType::reference: {
      const RowsByKey& targets = keys[static_cast<std::size_t>(column.refers_to)];
      const auto target = targets.find(store::decode<std::int64_t>(field));
      if (target != targets.end()) {
        facts.set_reference(entity_, to, column.fact, target->second);
      }
      break;
    }
  }
}

Status FactReader::read_extra(policy::Facts& facts, const store::Field& extra,
                              policy::Row to) const {
  for (const StoredFact& each :
       TRY(read_fact_json(*declared_, store::decode<std::string>(extra)))) {
    put_canonical(facts, entity_, to, static_cast<policy::FactIndex>(each.fact), each.value);
  }
  return Done{};
}

// Column by column, since most rows have most columns.
void FactReader::copy(const policy::Facts& from, std::span<const policy::Row> rows,
                      policy::Facts& to, std::vector<RowsByKey>& keys, TextNumbers& texts) const {
  struct Pair {
    std::size_t source;
    policy::Row target;
  };
  std::vector<Pair> fresh;
  RowsByKey& own = keys[static_cast<std::size_t>(entity_)];
  for (const policy::Row row : rows) {
    const std::int64_t key = from.key(entity_, row);
    const auto [at, added] = own.try_emplace(key, policy::Row{0});
    if (!added) continue;
    at->second = to.add(entity_, key);
    fresh.push_back({static_cast<std::size_t>(row), at->second});
  }
  for (std::size_t index = 0; index < declared_->facts.size(); ++index) {
    const Fact& declared = declared_->facts[index];
    const auto fact = static_cast<policy::FactIndex>(index);
    const policy::Column& cells = from.cells(entity_, fact);
    const RowsByKey* targets = nullptr;
    policy::EntityIndex refers_to = -1;
    if (declared.type == FactType::reference) {
      refers_to = from.entity(declared.refers_to);
      targets = &keys[static_cast<std::size_t>(refers_to)];
    }
    for (const auto& [source, target] : fresh) {
      if (source >= cells.values.size() || cells.states[source] == policy::State::unknown) continue;
      if (cells.states[source] == policy::State::none) {
        to.set_none(entity_, target, fact);
        continue;
      }
      const std::int64_t value = cells.values[source];
      if (declared.type == FactType::text) {
        texts.resize(std::max(texts.size(), static_cast<std::size_t>(value) + 1), -1);
        std::int64_t& text = texts[static_cast<std::size_t>(value)];
        if (text < 0) text = to.intern(from.text(value));
        to.set(entity_, target, fact, text);
      } else if (targets != nullptr) {
        const auto found = targets->find(from.key(refers_to, static_cast<policy::Row>(value)));
        if (found != targets->end()) to.set_reference(entity_, target, fact, found->second);
      } else if (declared.type == FactType::ratio) {
        to.set(entity_, target, fact, Ratio::make(value, cells.denominators[source]).value());
      } else {
        to.set(entity_, target, fact, value);
      }
    }
  }
}

void FactReader::collect(const store::Rows& rows, std::string_view fact,
                         std::vector<std::int64_t>& keys) const {
  for (const Column& column : columns_) {
    if (declared_->facts[static_cast<std::size_t>(column.fact)].id != fact) continue;
    for (const store::Row row : rows) {
      if (!row.field_at(column.place).null()) {
        keys.push_back(row.get_at<std::int64_t>(column.place));
      }
    }
  }
}

}  // namespace leye::registers
