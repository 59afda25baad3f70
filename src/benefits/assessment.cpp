#include "benefits/assessment.hpp"

#include <fmt/format.h>

#include "benefits/reach.hpp"
#include "policy/explain/change.hpp"
#include "registers/facts_loader.hpp"

namespace leye::benefits {
namespace {

class Fnv {
 public:
  void add(std::int64_t number) {
    for (int byte = 0; byte < 8; ++byte) mix(static_cast<unsigned char>(number >> (8 * byte)));
  }
  void add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0);
  }
  void add(std::optional<Day> day) { add(day ? day->number() : INT32_MIN); }
  std::int64_t value() const { return static_cast<std::int64_t>(hash_); }

 private:
  void mix(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3u; }
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

const std::string& entity_id(const policy::Facts& facts, policy::EntityIndex entity) {
  return facts.vocabulary().entities()[static_cast<std::size_t>(entity)].id;
}

void give_judgements(policy::Facts& facts, const registers::FactsLoader& loader,
                     const Question& question, const std::string& entity) {
  for (const auto& [subject, decided] : question.judgements) {
    const auto row = loader.row(entity, subject);
    if (!row) continue;
    for (const auto& [id, one] : decided)
      facts.set_judgement(question.measure.subject, *row, id, one.holds, one.note);
  }
}

}  // namespace

std::int64_t digest(const Assessment& assessment) {
  const policy::Answer& answer = assessment.answer;
  Fnv hash;
  hash.add(static_cast<std::int64_t>(answer.outcome));
  hash.add(answer.amount.fen());
  hash.add(answer.low.fen());
  hash.add(answer.high ? answer.high->fen() : -1);
  hash.add(answer.distance);
  hash.add(static_cast<std::int64_t>(answer.failed));
  hash.add(static_cast<std::int64_t>(answer.unknown));
  hash.add(answer.event_on);
  hash.add(answer.period_from);
  hash.add(answer.period_until);
  for (const std::string& fact : answer.missing) hash.add(fact);
  hash.add(assessment.person.value_or(0));
  hash.add(assessment.organisation.value_or(0));
  hash.add(assessment.place);
  return hash.value();
}

std::vector<std::string> condition_labels(const policy::Measure& measure, std::uint64_t failed,
                                          policy::Language language) {
  // Screening and cases decide by the default choices.
  const auto leaves =
      policy::conditions_to_change(measure, failed, policy::default_choices(measure));
  std::vector<std::string> labels;
  const bool chinese = language == policy::Language::zh;
  for (const auto& [label, clause] : policy::reasons_of(measure, leaves, language))
    labels.push_back(clause.empty() ? label
                                    : fmt::format(fmt::runtime(chinese ? "{}（{}）" : "{} ({})"),
                                                  label, clause));
  return labels;
}

std::vector<std::string> missing_labels(const Vocabulary& vocabulary,
                                        const std::vector<std::string>& missing,
                                        policy::Language language) {
  const bool chinese = language == policy::Language::zh;
  const auto named = [chinese](const auto& thing) {
    return chinese || thing.en.empty() ? thing.zh : thing.en;
  };
  std::vector<std::string> labels;
  for (const std::string& path : missing) {
    std::string label;
    const Entity* entity = nullptr;
    std::string_view rest = path;
    while (!rest.empty()) {
      const auto dot = rest.find('.');
      const auto word = rest.substr(0, dot);
      rest = dot == rest.npos ? std::string_view() : rest.substr(dot + 1);
      const Fact* fact = entity ? entity->find_fact(word) : nullptr;
      if (!entity) entity = vocabulary.find_entity(word);
      const std::string name = fact ? named(*fact) : entity ? named(*entity) : std::string(word);
      if (fact && fact->type == FactType::reference)
        entity = vocabulary.find_entity(fact->refers_to);
      label += (label.empty() ? "" : chinese ? "·" : ", ") + name;
    }
    labels.push_back(label);
  }
  return labels;
}

Assessor::Assessor(const policy::Plan& plan, const policy::Measure& measure,
                   const policy::Facts& facts, Day today)
    : measure_(&measure), facts_(&facts), evaluator_(plan, measure, facts, today) {}

Result<Assessor> Assessor::make(const policy::Plan& plan, const policy::Measure& measure,
                                const policy::Facts& facts, Day today) {
  Assessor assessor(plan, measure, facts, today);
  if (!measure.path) return assessor;
  std::string_view rest = measure.path->jurisdiction;
  policy::EntityIndex at = measure.subject;
  // "employment.employer.registered_place" may name the subject itself first.
  const std::string own = entity_id(facts, at) + ".";
  if (rest.starts_with(own)) rest.remove_prefix(own.size());
  while (!rest.empty()) {
    const auto dot = rest.find('.');
    const auto word = rest.substr(0, dot);
    rest = dot == rest.npos ? std::string_view() : rest.substr(dot + 1);
    const Entity& entity = facts.vocabulary().entities()[static_cast<std::size_t>(at)];
    const Fact* fact = entity.find_fact(word);
    const FactType wanted = rest.empty() ? FactType::place : FactType::reference;
    if (!fact || fact->type != wanted)
      return Error{ErrorCode::invalid_input,
                   fmt::format("管辖“{}”不是{}的所在地事实", measure.path->jurisdiction,
                               measure.name.label)};
    assessor.jurisdiction_.push_back({at, facts.fact(at, fact->id)});
    if (!rest.empty()) at = facts.entity(fact->refers_to);
  }
  return assessor;
}

std::int64_t Assessor::place(policy::Row subject) const {
  policy::Value value = policy::Value::of(subject);
  for (const Hop& hop : jurisdiction_) {
    if (!value.known()) return 0;
    value = facts_->value(hop.entity, static_cast<policy::Row>(value.low.top), hop.fact);
  }
  return value.known() && !jurisdiction_.empty() ? value.low.top : 0;
}

std::optional<std::int64_t> Assessor::key(const char* entity, policy::Row row) const {
  if (row < 0) return std::nullopt;
  return facts_->key(facts_->entity(entity), row);
}

Assessment Assessor::assess(policy::Row subject) {
  Assessment assessment;
  assessment.answer = evaluator_.evaluate(subject);
  assessment.subject = facts_->key(measure_->subject, subject);
  assessment.person = key("person", evaluator_.person(subject));
  assessment.organisation = key("organisation", evaluator_.organisation(subject));
  assessment.place = place(subject);
  return assessment;
}

policy::Explanation Assessor::explain(policy::Row subject, policy::Language language) {
  return evaluator_.explain(subject, language);
}

Result<std::vector<Assessment>> assess(store::Transaction& transaction, const Question& question,
                                       const std::vector<std::int64_t>& subjects) {
  policy::Facts facts(question.vocabulary);
  registers::FactsLoader loader(transaction, facts, {question.on, question.now},
                                reach_of(question.measure, question.vocabulary));
  const std::string& entity = entity_id(facts, question.measure.subject);
  TRY(loader.load(entity, subjects));
  give_judgements(facts, loader, question, entity);
  Assessor assessor = TRY(Assessor::make(question.plan, question.measure, facts, question.on));
  std::vector<Assessment> found;
  for (const std::int64_t subject : subjects)
    if (const auto row = loader.row(entity, subject)) found.push_back(assessor.assess(*row));
  return found;
}

Result<policy::Explanation> explain(store::Transaction& transaction, const Question& question,
                                    std::int64_t subject, policy::Language language) {
  policy::Facts facts(question.vocabulary);
  registers::FactsLoader loader(transaction, facts, {question.on, question.now},
                                reach_of(question.measure, question.vocabulary));
  const std::string& entity = entity_id(facts, question.measure.subject);
  TRY(loader.load(entity, {subject}));
  give_judgements(facts, loader, question, entity);
  const auto row = loader.row(entity, subject);
  if (!row) return Error{ErrorCode::not_found, "没有这条记录"};
  Assessor assessor = TRY(Assessor::make(question.plan, question.measure, facts, question.on));
  return assessor.explain(*row, language);
}

}  // namespace leye::benefits
