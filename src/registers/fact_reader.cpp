#include "registers/fact_reader.hpp"

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
    Column column{facts.fact(entity_, fact.id), fact.type, fact.empty_is_none, place,
                  vocabulary.code_table(fact),  -1};
    if (fact.type == FactType::reference) column.refers_to = facts.entity(fact.refers_to);
    columns_.push_back(column);
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
    if (!fresh) {
      // Met before from its other side, when what it refers to on this side was not there yet.
      for (const Column& column : columns_) {
        if (column.type == FactType::reference) read_value(facts, from, at->second, column, keys);
      }
      continue;
    }
    const policy::Row to = at->second = facts.add(entity_, key);
    if (!from.field_at(1).null()) facts.set_source(entity_, to, from.get_at<std::string>(1));
    for (const Column& column : columns_) read_value(facts, from, to, column, keys);
    for (const policy::FactIndex none : none_if_missing_) facts.set_none(entity_, to, none);
    if (!from.field_at(extra_).null()) TRY(read_extra(facts, from, to));
  }
  return Done{};
}

void FactReader::read_value(policy::Facts& facts, const store::Row& from, policy::Row to,
                            const Column& column, const std::vector<RowsByKey>& keys) const {
  const int place = column.place;
  if (from.field_at(place).null()) {
    if (column.empty_is_none) facts.set_none(entity_, to, column.fact);
    return;
  }
  switch (column.type) {
    case FactType::boolean: facts.set(entity_, to, column.fact, from.get_at<bool>(place)); break;
    case FactType::count:
    case FactType::place:
      facts.set(entity_, to, column.fact, from.get_at<std::int64_t>(place));
      break;
    case FactType::money: facts.set(entity_, to, column.fact, from.get_at<Money>(place)); break;
    case FactType::day: facts.set(entity_, to, column.fact, from.get_at<Day>(place)); break;
    case FactType::month: {
      const YearMonthDay month = from.get_at<Day>(place).civil();
      facts.set(entity_, to, column.fact, std::int64_t{month.year} * 12 + month.month - 1);
      break;
    }
    case FactType::ratio: {
      const auto ratio =
          Ratio::make(from.get_at<std::int64_t>(place), from.get_at<std::int64_t>(place + 1));
      if (ratio.ok()) facts.set(entity_, to, column.fact, ratio.value());
      break;
    }
    case FactType::text:
      facts.set_text(entity_, to, column.fact, from.get_at<std::string>(place));
      break;
    case FactType::code: {
      // A code that is no longer in its table says nothing a rule could use: unknown.
      const auto index = column.codes->index(from.get_at<std::string>(place));
      if (index) facts.set(entity_, to, column.fact, static_cast<std::int64_t>(*index));
      break;
    }
    case FactType::reference: {
      const RowsByKey& targets = keys[static_cast<std::size_t>(column.refers_to)];
      const auto target = targets.find(from.get_at<std::int64_t>(place));
      if (target != targets.end()) {
        facts.set_reference(entity_, to, column.fact, target->second);
      }
      break;
    }
  }
}

Status FactReader::read_extra(policy::Facts& facts, const store::Row& from, policy::Row to) const {
  const auto extra = from.get_at<std::string>(extra_);
  for (const StoredFact& each : TRY(read_fact_json(*declared_, extra))) {
    put_canonical(facts, entity_, to, static_cast<policy::FactIndex>(each.fact), each.value);
  }
  return Done{};
}

void FactReader::copy(const policy::Facts& from, policy::Row row, policy::Facts& to,
                      std::vector<RowsByKey>& keys) const {
  const std::int64_t key = from.key(entity_, row);
  const auto [at, fresh] = keys[static_cast<std::size_t>(entity_)].try_emplace(key, policy::Row{0});
  if (!fresh) return;
  const policy::Row target = at->second = to.add(entity_, key);
  for (const Column& column : columns_) {
    const policy::Value value = from.value(entity_, row, column.fact);
    if (value.state == policy::State::unknown) continue;
    if (value.state == policy::State::none) {
      to.set_none(entity_, target, column.fact);
    } else if (column.type == FactType::text) {
      to.set_text(entity_, target, column.fact, from.text(value.low.top));
    } else if (column.type == FactType::reference) {
      const RowsByKey& known = keys[static_cast<std::size_t>(column.refers_to)];
      const auto found =
          known.find(from.key(column.refers_to, static_cast<policy::Row>(value.low.top)));
      if (found != known.end()) to.set_reference(entity_, target, column.fact, found->second);
    } else if (column.type == FactType::ratio) {
      to.set(entity_, target, column.fact, Ratio::make(value.low.top, value.low.bottom).value());
    } else {
      to.set(entity_, target, column.fact, value.low.top);
    }
  }
  copy_extra(from, row, to, target);
}

// A pack's own facts are never references.
void FactReader::copy_extra(const policy::Facts& from, policy::Row row, policy::Facts& to,
                            policy::Row target) const {
  for (std::size_t index = 0; index < declared_->facts.size(); ++index) {
    if (declared_->facts[index].core) continue;
    const auto fact = static_cast<policy::FactIndex>(index);
    const policy::Value value = from.value(entity_, row, fact);
    if (value.state == policy::State::none) to.set_none(entity_, target, fact);
    if (!value.known()) continue;
    if (declared_->facts[index].type == FactType::text) {
      to.set_text(entity_, target, fact, from.text(value.low.top));
    } else if (declared_->facts[index].type == FactType::ratio) {
      to.set(entity_, target, fact, Ratio::make(value.low.top, value.low.bottom).value());
    } else {
      to.set(entity_, target, fact, value.low.top);
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
