#include "benefits/entitlements.hpp"

#include <algorithm>

#include "benefits/reach.hpp"
#include "registers/facts_loader.hpp"

namespace leye::benefits {
namespace {

using policy::Answer;
using policy::EntityIndex;
using policy::Facts;
using policy::Measure;
using policy::Outcome;
using policy::Row;

const Entity& entity_at(const Facts& facts, EntityIndex entity) {
  return facts.vocabulary().entities()[static_cast<std::size_t>(entity)];
}

std::vector<std::string_view> words_of(std::string_view path) {
  std::vector<std::string_view> words;
  while (!path.empty()) {
    const auto dot = path.find('.');
    words.push_back(path.substr(0, dot));
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
  }
  return words;
}

// Sets the fact at the end of the path from every row of its first entity, where it is unknown.
Status suppose(Facts& facts, const std::string& path, const std::string& spelling) {
  const auto words = words_of(path);
  const auto wrong = Error{ErrorCode::invalid_input, "没有这个问题", {path}};
  if (words.size() < 2 || facts.vocabulary().find_entity(words[0]) == nullptr) return wrong;
  const EntityIndex first = facts.entity(words[0]);
  for (std::size_t at = 0; at < facts.size(first); ++at) {
    EntityIndex entity = first;
    auto row = static_cast<Row>(at);
    for (std::size_t word = 1; word < words.size(); ++word) {
      const Fact* fact = entity_at(facts, entity).find_fact(words[word]);
      if (fact == nullptr) return wrong;
      const auto index = facts.fact(entity, fact->id);
      if (word + 1 == words.size()) {
        if (fact->type == FactType::reference) return wrong;
        if (facts.value(entity, row, index).known()) break;
        TRY(facts.set_spelling(entity, row, index, spelling).at(path));
        break;
      }
      const auto target = facts.value(entity, row, index);
      if (!target.known() || fact->type != FactType::reference) break;
      entity = facts.entity(fact->refers_to);
      row = static_cast<Row>(target.low.top);
    }
  }
  return Done{};
}

// The better answer first: entitled, then open, then the one that is nearest.
int rank(const Answer& answer) {
  switch (answer.outcome) {
    case Outcome::eligible: return 0;
    case Outcome::undetermined: return 1 + answer.distance;
    case Outcome::not_eligible: return 300 + answer.distance;
    case Outcome::not_in_force: return 600;
  }
  return 600;
}

std::optional<std::int64_t> key_at(const Facts& facts, const char* entity, Row row) {
  if (row < 0) return std::nullopt;
  return facts.key(facts.entity(entity), row);
}

Result<MeasureAnswer> answer_for(const EntitlementQuestion& question, const Measure& measure,
                                 const Facts& facts, const std::vector<Row>& rows) {
  MeasureAnswer found;
  found.measure = &measure;
  policy::Evaluator evaluator(question.plan, measure, facts, question.on);
  std::optional<Answer> best;
  Row best_row = -1;
  for (const Row row : rows) {
    const Answer answer = evaluator.evaluate(row);
    if (answer.outcome == Outcome::eligible) {
      ++found.eligible;
      found.amount = TRY(add(found.amount, answer.amount));
    }
    if (best && rank(answer) >= rank(*best)) continue;
    best = answer;
    best_row = row;
  }
  if (!best) return found;
  found.outcome = best->outcome;
  found.low = best->low;
  found.high = best->high;
  found.distance = best->distance;
  found.missing = best->missing;
  found.explanation = evaluator.explain(best_row, question.language);
  found.person = key_at(facts, "person", evaluator.person(best_row));
  found.organisation = key_at(facts, "organisation", evaluator.organisation(best_row));
  return found;
}

std::vector<Row> own_rows(const registers::FactsLoader& loader, EntityIndex entity) {
  std::vector<Row> rows(loader.own_rows(entity));
  for (std::size_t at = 0; at < rows.size(); ++at) rows[at] = static_cast<Row>(at);
  return rows;
}

// The reference by which a record is an organisation's; none for other subjects.
const Fact* record_of_organisation(const Entity& subject) {
  return subject.is_record() ? subject.find_reference("organisation") : nullptr;
}

// What the rules look at, and all records of an organisation that a measure is about.
registers::Reach reach_around_organisation(const EntitlementQuestion& question) {
  registers::Reach reach = reach_of(question.plan, question.vocabulary);
  for (const Measure& measure : question.plan.measures) {
    const Entity& subject =
        question.vocabulary.entities()[static_cast<std::size_t>(measure.subject)];
    if (const Fact* owner = record_of_organisation(subject)) {
      reach.relations.insert({subject.id, owner->id});
    }
  }
  return reach;
}

Status suppose_all(Facts& facts, const Supposed& supposed) {
  for (const auto& [path, spelling] : supposed) TRY(suppose(facts, path, spelling));
  return Done{};
}

}  // namespace

Result<std::vector<MeasureAnswer>> entitlements_of_person(store::Transaction& transaction,
                                                          const EntitlementQuestion& question,
                                                          std::int64_t person) {
  Facts facts(question.vocabulary);
  registers::FactsLoader loader(transaction, facts, {question.on, question.now},
                                reach_of(question.plan, question.vocabulary));
  TRY(loader.load("person", {person}));
  if (!loader.row("person", person)) return Error{ErrorCode::not_found, "没有找到"};
  TRY(suppose_all(facts, question.supposed));
  std::vector<MeasureAnswer> answers;
  for (const Measure& measure : question.plan.measures) {
    if (!measure.person) continue;
    answers.push_back(TRY(answer_for(question, measure, facts, own_rows(loader, measure.subject))));
  }
  return answers;
}

Result<std::vector<MeasureAnswer>> entitlements_of_organisation(
    store::Transaction& transaction, const EntitlementQuestion& question, std::int64_t organisation,
    const std::vector<std::int64_t>& staff) {
  std::vector<MeasureAnswer> answers;
  Facts own(question.vocabulary);
  registers::FactsLoader own_loader(transaction, own, {question.on, question.now},
                                    reach_around_organisation(question));
  TRY(own_loader.load("organisation", {organisation}));
  const auto found = own_loader.row("organisation", organisation);
  if (!found) return Error{ErrorCode::not_found, "没有找到"};
  const Row row = *found;
  TRY(suppose_all(own, question.supposed));
  Facts of_staff(question.vocabulary);
  registers::FactsLoader staff_loader(transaction, of_staff, {question.on, question.now},
                                      reach_of(question.plan, question.vocabulary));
  TRY(staff_loader.load("employment", staff));
  TRY(suppose_all(of_staff, question.supposed));
  for (const Measure& measure : question.plan.measures) {
    if (measure.payee_is_person) continue;
    if (const Fact* owner = record_of_organisation(entity_at(own, measure.subject))) {
      const auto rows = own.related(measure.subject, own.fact(measure.subject, owner->id), row);
      answers.push_back(TRY(answer_for(question, measure, own, {rows.begin(), rows.end()})));
      continue;
    }
    const bool about_staff = measure.person.has_value();
    const Facts& facts = about_staff ? of_staff : own;
    std::vector<Row> rows = own_rows(about_staff ? staff_loader : own_loader, measure.subject);
    if (about_staff) {
      // Around the staff stand their other jobs too; only those with this employer are ours.
      std::erase_if(rows, [&](Row each) {
        const auto key = facts.key(measure.subject, each);
        return std::find(staff.begin(), staff.end(), key) == staff.end();
      });
    }
    answers.push_back(TRY(answer_for(question, measure, facts, rows)));
  }
  return answers;
}

}  // namespace leye::benefits
