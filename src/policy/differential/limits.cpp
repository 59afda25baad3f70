#include "policy/differential/limits.hpp"

#include <algorithm>
#include <set>

namespace leye::policy::differential {
namespace {

template <class T>
void tidy(std::vector<T>& list, T otherwise) {
  if (list.empty()) list.push_back(std::move(otherwise));
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

void take(Limits& limits, Type type, Fraction number) {
  switch (type) {
    case Type::day: limits.days.push_back(number.top); break;
    case Type::month: limits.months.push_back(number.top); break;
    case Type::money: limits.money.push_back(round_half_away(number)); break;
    case Type::place: limits.places.push_back(number.top); break;
    case Type::ratio: limits.ratios.push_back(number); break;
    case Type::count:
    case Type::duration: limits.counts.push_back(round_half_away(number)); break;
    default: break;
  }
}

}  // namespace

Limits limits_of(const Plan& plan) {
  Limits limits;
  for (const auto& measure : plan.measures) {
    for (const auto& node : measure.nodes)
      if (node.op == Op::constant && node.type != Type::text)
        take(limits, node.type, node.constant);
    for (const auto& text : measure.texts) limits.texts.push_back(text);
  }
  for (const auto& parameter : plan.parameters) {
    for (const auto& value : parameter.values) {
      limits.days.push_back(value.from.number());
      if (value.until) limits.days.push_back(value.until->number());
      if (value.value) take(limits, parameter.type, *value.value);
      if (value.place != 0) limits.places.push_back(value.place);
    }
  }
  if (plan.place != 0) limits.places.push_back(plan.place);
  tidy(limits.days, std::int64_t{19358});           // 2023-01-01
  tidy(limits.months, std::int64_t{2023} * 12);     // January 2023
  tidy(limits.counts, std::int64_t{12});            // a year of months
  tidy(limits.money, std::int64_t{100'000});        // 1000 yuan
  tidy(limits.places, std::int64_t{621000000000});  // any city
  tidy(limits.texts, std::string{"甲"});
  if (limits.ratios.empty()) limits.ratios.push_back({1, 20});
  const auto less = [](Fraction a, Fraction b) { return compare(a, b) < 0; };
  std::sort(limits.ratios.begin(), limits.ratios.end(), less);
  limits.ratios.erase(std::unique(limits.ratios.begin(), limits.ratios.end()), limits.ratios.end());
  return limits;
}

Used used_by(const Plan& plan, EntityIndex subject, const Vocabulary& vocabulary) {
  std::set<UsedFact> facts;
  std::set<EntityIndex> entities = {subject};
  Used used;
  used.subject = subject;
  for (const auto& measure : plan.measures) {
    if (measure.subject != subject) continue;
    for (const auto& judgement : measure.judgements) used.judgements.push_back(judgement.id);
    for (const auto& node : measure.nodes) {
      if (node.op == Op::row_name) used.named.push_back(node.entity);
      if (node.op != Op::fact && node.op < Op::exists) continue;
      const auto& entity = vocabulary.entities()[static_cast<std::size_t>(node.entity)];
      const auto& fact = entity.facts[static_cast<std::size_t>(node.symbol)];
      EntityIndex target = -1;
      if (const auto* other = vocabulary.find_entity(fact.refers_to); other != nullptr) {
        target = static_cast<EntityIndex>(other - vocabulary.entities().data());
        entities.insert(target);
      }
      entities.insert(node.entity);
      facts.insert({node.entity, node.symbol, fact.type, target});
    }
  }
  used.facts.assign(facts.begin(), facts.end());
  used.entities.assign(entities.begin(), entities.end());
  return used;
}

}  // namespace leye::policy::differential
