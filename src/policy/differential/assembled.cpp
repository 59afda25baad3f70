#include "policy/differential/assembled.hpp"

namespace leye::policy::differential {
namespace {

class Assembly {
 public:
  Assembly(const Vocabulary& vocabulary, const Rows& rows)
      : rows_(rows), facts_(vocabulary), places_(rows.by_entity.size()) {
    for (std::size_t e = 0; e < rows.by_entity.size(); ++e) {
      const auto entity = static_cast<EntityIndex>(e);
      places_[e].assign(rows.size(entity), -1);
      for (const auto& source : rows.by_entity[e])
        places_[e][rows.number(entity, source)] =
            facts_.add(entity, static_cast<std::int64_t>(facts_.size(entity)));
    }
  }

  Facts take(const Used& used) {
    for (const auto& each : used.facts) {
      const auto& rows = of(each.entity);
      for (std::size_t at = 0; at < rows.size(); ++at) cell(each, rows[at], static_cast<Row>(at));
      if (each.target >= 0) complete(each);
    }
    for (const auto& id : used.judgements) judge(used.subject, id);
    facts_.link();
    return std::move(facts_);
  }

 private:
  const std::vector<Rows::Source>& of(EntityIndex entity) const {
    return rows_.by_entity[static_cast<std::size_t>(entity)];
  }

  void cell(const UsedFact& used, Rows::Source source, Row row) {
    const auto& world = rows_.world(source);
    const auto value = world.value(used.entity, source.row, used.fact);
    if (value.state == State::unknown) return facts_.set_unknown(used.entity, row, used.fact);
    if (value.state == State::none) return facts_.set_none(used.entity, row, used.fact);
    const auto number = value.low.top;
    if (used.type == FactType::text)
      return facts_.set_text(used.entity, row, used.fact, renamed(source, world.text(number)));
    if (used.type == FactType::ratio)
      return facts_.set(used.entity, row, used.fact, Ratio::make(number, value.low.bottom).value());
    if (used.target < 0) return facts_.set(used.entity, row, used.fact, number);
    const Rows::Source named{source.copy, static_cast<Row>(number)};
    const auto target =
        places_[static_cast<std::size_t>(used.target)][rows_.number(used.target, named)];
    if (target < 0) return facts_.set_unknown(used.entity, row, used.fact);
    facts_.set_reference(used.entity, row, used.fact, target);
  }

  // What a grant calls its subject: the row has another number here.
  std::string renamed(Rows::Source source, std::string_view text) const {
    const auto colon = text.find(':');
    const auto* entity =
        colon == text.npos ? nullptr : facts_.vocabulary().find_entity(text.substr(0, colon));
    if (entity == nullptr) return std::string(text);
    const auto index = static_cast<EntityIndex>(entity - facts_.vocabulary().entities().data());
    const auto& world = rows_.world(source);
    for (Row row = 0; row < static_cast<Row>(world.size(index)); ++row) {
      if (world.row_name(index, row) != text) continue;
      const auto at =
          places_[static_cast<std::size_t>(index)][rows_.number(index, {source.copy, row})];
      return at < 0 ? std::string(text) : facts_.row_name(index, at);
    }
    return std::string(text);
  }

  void complete(const UsedFact& used) {
    facts_.close(used.entity, used.fact);
    const auto& targets = of(used.target);
    for (std::size_t at = 0; at < targets.size(); ++at)
      if (!rows_.world(targets[at]).closed(used.entity, used.fact, targets[at].row))
        facts_.leave_open(used.entity, used.fact, static_cast<Row>(at));
  }

  void judge(EntityIndex subject, const std::string& id) {
    const auto& rows = of(subject);
    for (std::size_t at = 0; at < rows.size(); ++at) {
      const auto said = rows_.world(rows[at]).judgement(subject, rows[at].row, id);
      if (said.known()) facts_.set_judgement(subject, static_cast<Row>(at), id, said.yes());
    }
  }

  const Rows& rows_;
  Facts facts_;
  std::vector<std::vector<Row>> places_;  // by entity and number; −1: left out
};

}  // namespace

std::int32_t Rows::add(const Facts& world) {
  const auto copy = static_cast<std::int32_t>(copies_.size());
  copies_.push_back({&world, sizes_});
  for (std::size_t e = 0; e < by_entity.size(); ++e) {
    const auto size = world.size(static_cast<EntityIndex>(e));
    sizes_[e] += size;
    for (std::size_t row = 0; row < size; ++row)
      by_entity[e].push_back({copy, static_cast<Row>(row)});
  }
  return copy;
}

std::size_t Rows::number(EntityIndex entity, Source source) const {
  const auto& copy = copies_[static_cast<std::size_t>(source.copy)];
  return copy.firsts[static_cast<std::size_t>(entity)] + static_cast<std::size_t>(source.row);
}

Facts assembled(const Vocabulary& vocabulary, const Used& used, const Rows& rows) {
  return Assembly(vocabulary, rows).take(used);
}

}  // namespace leye::policy::differential
