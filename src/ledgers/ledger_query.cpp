#include "ledgers/ledger_query.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <set>

#include "ledgers/ledger_terms.hpp"
#include "registers/record.hpp"

namespace leye::ledgers {
namespace {

using boost::json::array;
using boost::json::object;

std::string alias_of(std::size_t relation) {
  return relation == 0 ? "b" : fmt::format("r{}", relation);
}

// Facts of a record stand in its JSON, but for the first references to a person and an
// organisation; a pack's facts of an entity with a table stand in `extra`.
object fact_term(const Entity& entity, const Fact& fact, const std::string& alias) {
  object term{{"of", alias}};
  const bool owner = fact.type == FactType::reference &&
                     (fact.refers_to == "person" || fact.refers_to == "organisation") &&
                     entity.find_reference(fact.refers_to) == &fact;
  if (entity.is_record() && !owner) {
    term["column"] = "facts";
    term["key"] = fact.id;
  } else if (entity.is_record()) {
    term["column"] = fact.refers_to + "_id";
  } else if (!fact.core) {
    term["column"] = "extra";
    term["key"] = fact.id;
  } else if (fact.format == TextFormat::id_number || fact.format == TextFormat::phone) {
    term["column"] = fact.format == TextFormat::phone ? "phone_cipher" : "number_cipher";
    term["as"] = "sealed";
  } else {
    term["column"] = registers::column_of(fact);
    if (fact.type == FactType::month) term["as"] = "month";
    if (fact.type == FactType::money) term["as"] = "money";
    if (fact.type == FactType::boolean) term["as"] = "boolean";
  }
  if (fact.type == FactType::place) term["shown"] = "place";
  if (fact.type == FactType::reference) {
    const bool named = fact.refers_to == "person" || fact.refers_to == "organisation";
    term["shown"] = named ? fact.refers_to : "record";
  }
  return term;
}

object condition_json(const Entity& entity, const Condition& condition, const std::string& alias,
                      object term) {
  object made{{"term", std::move(term)}};
  array values(condition.values.begin(), condition.values.end());
  made["values"] = std::move(values);
  const Fact* fact = condition.term.fact;
  const bool number =
      fact == nullptr || fact->type == FactType::count || fact->type == FactType::money;
  switch (condition.test) {
    case Test::in_force: {
      made = object{{"test", "in_force"}};
      const PeriodFacts period = period_of(entity);
      if (entity.is_record()) {
        made["valid"] = alias;
        break;
      }
      const bool months = period.first != nullptr && period.first->type == FactType::month;
      made["length"] = months ? 7 : 10;
      if (period.first != nullptr) made["first"] = fact_term(entity, *period.first, alias);
      if (period.last != nullptr) made["last"] = fact_term(entity, *period.last, alias);
      break;
    }
    case Test::is: made["test"] = "is"; break;
    case Test::is_not: made["test"] = "is_not"; break;
    case Test::empty: made["test"] = "empty"; break;
    case Test::given: made["test"] = "given"; break;
    case Test::at_least: made["test"] = number ? "number_at_least" : "at_least"; break;
    case Test::at_most: made["test"] = number ? "number_at_most" : "at_most"; break;
    case Test::not_passed: made["test"] = "not_passed"; break;
    case Test::this_year: made["test"] = "this_year"; break;
    case Test::within: made["test"] = "within"; break;
    case Test::older: made["test"] = "older"; break;
    case Test::aged: made["test"] = "aged"; break;
    case Test::contains: made["test"] = "contains"; break;
  }
  return made;
}

// Conditions on rows of one entity.
array own_conditions(const Entity& entity, const std::vector<Condition>& conditions,
                     const std::string& alias) {
  array made;
  for (const Condition& each : conditions) {
    object term;
    if (each.term.fact != nullptr) term = fact_term(entity, *each.term.fact, alias);
    made.push_back(condition_json(entity, each, alias, std::move(term)));
  }
  return made;
}

// How the rows of an entity are found; `owner` names whose they are, null where all are meant.
object rows_json(const Entity& entity, const Fact* owner) {
  object rows{{"entity", entity.id}, {"table", entity.id}};
  const bool of_person = owner != nullptr && owner->refers_to == "person";
  if (entity.is_record()) {
    rows["kind"] = of_person ? "records_of_person" : "record";
    const bool owned = owner != nullptr && (of_person || owner->refers_to == "organisation");
    rows["owner"] = owned ? owner->refers_to + "_id" : "refers";
    return rows;
  }
  if (owner != nullptr) rows["owner"] = owner->id + "_id";
  if (entity.id == "person" || entity.id == "organisation" || entity.id == "grant") {
    rows["kind"] = entity.id;
    return rows;
  }
  static const std::set<std::string, std::less<>> with_function = {
      "employment", "insurance_spell", "unemployment_registration", "education_record"};
  rows["kind"] = of_person && with_function.contains(entity.id) ? "of_person" : "table";
  rows["function"] = entity.id + "s_of";
  return rows;
}

// What the owner of a relation's rows is compared with.
object subject_json(const Entity& from, const Fact* subject, const std::string& alias) {
  if (subject == nullptr) return object{{"of", alias}, {"column", "id"}};
  return fact_term(from, *subject, alias);
}

object many_json(const Ledger& ledger, const Relation& relation) {
  object rows = rows_json(*relation.entity, relation.owner);
  rows["where"] = own_conditions(*relation.entity, relation.where, "l");
  const Entity& base = ledger.entity();
  rows["subject"] = subject_json(base, relation.subject, "b");
  if (relation.by_way_of == nullptr) return rows;
  const Entity& way = *relation.by_way_of;
  object between = rows_json(way, relation.way_owner);
  std::vector<Condition> in_force;
  const PeriodFacts period = period_of(way);
  if (way.is_record() || period.first != nullptr) {
    in_force.push_back(Condition{{}, Test::in_force});
  }
  between["where"] = own_conditions(way, in_force, "w");
  between["subject"] = subject_json(way, relation.way_subject, "w");
  rows["way"] = std::move(between);
  return rows;
}

// Which relations a statement's parts need: those they name and those these hang on.
using Needed = std::set<std::size_t>;

void need(const Ledger& ledger, const Term& term, Needed& needed) {
  if (term.fact == nullptr) return;  // counted where it stands
  if (term.derived != nullptr) {
    const bool listed = term.derived->kind == Derived::Kind::list;
    if (listed) return;
    need(ledger, term.derived->first, needed);
    need(ledger, term.derived->second, needed);
    return;
  }
  for (std::size_t at = term.relation; at != 0; at = ledger.relations[at].from) needed.insert(at);
}

object derived_json(const Ledger& ledger, const Derived& derived) {
  const auto at = [&](const Term& term) {
    return fact_term(entity_of(ledger, term), *term.fact, alias_of(term.relation));
  };
  if (derived.kind == Derived::Kind::list) {
    const Relation& relation = ledger.relations[derived.first.relation];
    return object{{"list", many_json(ledger, relation)},
                  {"value", fact_term(*relation.entity, *derived.first.fact, "n")}};
  }
  array ends{at(derived.first)};
  if (derived.second.fact != nullptr) ends.push_back(at(derived.second));
  const char* kind = derived.kind == Derived::Kind::reach ? "reach" : "months";
  return object{{kind, std::move(ends)}};
}

object term_json(const Ledger& ledger, const Term& term) {
  const Relation& relation = ledger.relations[term.relation];
  if (term.derived != nullptr) return derived_json(ledger, *term.derived);
  if (term.fact == nullptr) return object{{"count", many_json(ledger, relation)}};
  return fact_term(*relation.entity, *term.fact, alias_of(term.relation));
}

// By which rows stand in time: the first day of their period, else the day by which they are told
// apart, else the first day that each has. What was learnt last is not what was said last.
const Fact* day_of(const Entity& entity) {
  if (const Fact* first = period_of(entity).first) return first;
  for (const std::string& id : entity.key) {
    const Fact* fact = entity.find_fact(id);
    if (fact != nullptr && fact->type == FactType::day) return fact;
  }
  for (const Fact& fact : entity.facts) {
    if (fact.type == FactType::day && fact.required) return &fact;
  }
  return nullptr;
}

object relation_json(const Ledger& ledger, std::size_t at) {
  const Relation& relation = ledger.relations[at];
  object made{{"alias", alias_of(at)}};
  if (relation.reference != nullptr) {
    const Entity& from = *ledger.relations[relation.from].entity;
    made["reference"] = fact_term(from, *relation.reference, alias_of(relation.from));
    made["rows"] = rows_json(*relation.entity, nullptr);
    return made;
  }
  made["rows"] = many_json(ledger, relation);
  const Fact* day = day_of(*relation.entity);
  if (day != nullptr) made["latest"] = fact_term(*relation.entity, *day, "n");
  return made;
}

}  // namespace

std::string query_of(const Ledger& ledger, const Question& question) {
  const Entity& base = ledger.entity();
  Needed asked, shown, weighed, grouped;
  object rows = rows_json(base, nullptr);
  if (base.find_reference("person") != nullptr) rows["of_people"] = true;
  object query{{"base", std::move(rows)}, {"descending", ledger.descending}};
  std::vector<Condition> conditions = ledger.where;
  conditions.insert(conditions.end(), question.conditions.begin(), question.conditions.end());
  array where;
  for (const Condition& each : conditions) {
    need(ledger, each.term, asked);
    where.push_back(
        condition_json(entity_of(ledger, each.term), each, alias_of(each.term.relation),
                       each.test == Test::in_force ? object{} : term_json(ledger, each.term)));
  }
  if (question.ids) {
    array ids;
    for (const std::int64_t id : *question.ids) ids.push_back(fmt::format("{}", id).c_str());
    where.push_back(object{{"test", "ids"}, {"values", std::move(ids)}});
  }
  array columns, required;
  for (const Column& column : ledger.columns) {
    need(ledger, column.term, shown);
    columns.push_back(term_json(ledger, column.term));
    if (!column.required) continue;
    need(ledger, column.term, weighed);
    required.push_back(columns.back());
  }
  for (const Term& term : ledger.order) {
    need(ledger, term, asked);
    query["order"] = term_json(ledger, term);
  }
  for (const Term& term : ledger.group) {
    need(ledger, term, grouped);
    query["group"] = term_json(ledger, term);
  }
  array relations;
  for (std::size_t at = 1; at < ledger.relations.size(); ++at) {
    if (ledger.relations[at].by_way_of != nullptr) continue;  // counted only
    object relation = relation_json(ledger, at);
    relation["asked"] = asked.contains(at);
    relation["shown"] = shown.contains(at);
    relation["weighed"] = weighed.contains(at);
    relation["grouped"] = grouped.contains(at);
    relations.push_back(std::move(relation));
  }
  for (const char* owner : {"person", "organisation"}) {
    const Fact* reference = base.find_reference(owner);
    if (base.id == owner)
      query[owner] = object{{"of", "b"}, {"column", "id"}};
    else if (reference != nullptr)
      query[owner] = fact_term(base, *reference, "b");
  }
  query["where"] = std::move(where);
  query["columns"] = std::move(columns);
  query["required"] = std::move(required);
  query["relations"] = std::move(relations);
  return boost::json::serialize(query);
}

std::string origins_query_of(const Ledger& ledger, const std::vector<std::int64_t>& ids) {
  object rows = rows_json(ledger.entity(), nullptr);
  if (ledger.entity().find_reference("person") != nullptr) rows["of_people"] = true;
  array listed;
  for (const std::int64_t id : ids) listed.push_back(fmt::format("{}", id).c_str());
  array relations;
  for (const std::size_t at : joined_relations(ledger)) {
    if (at == 0) continue;
    object relation = relation_json(ledger, at);
    relation["shown"] = true;
    relations.push_back(std::move(relation));
  }
  object query{{"base", std::move(rows)}};
  query["where"] = array{object{{"test", "ids"}, {"values", std::move(listed)}}};
  query["relations"] = std::move(relations);
  return boost::json::serialize(query);
}

std::vector<std::size_t> joined_relations(const Ledger& ledger) {
  std::vector<std::size_t> joined{0};
  for (std::size_t at = 1; at < ledger.relations.size(); ++at)
    if (ledger.relations[at].by_way_of == nullptr) joined.push_back(at);
  return joined;
}

}  // namespace leye::ledgers
