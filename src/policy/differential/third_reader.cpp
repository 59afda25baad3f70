#include "policy/differential/third_reader.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "policy/batch/batch.hpp"
#include "policy/differential/assembled.hpp"
#include "policy/differential/case_facts.hpp"
#include "policy/differential/fewest.hpp"

namespace leye::policy::differential {
namespace {

// One measure of a plan, read by both.
class OneMeasure {
 public:
  OneMeasure(const Plan& plan, const Plan& queried, std::size_t at, Day today,
             const Choices& choices, sql::Scratch& scratch)
      : plan_(plan),
        queried_(queried),
        at_(at),
        today_(today),
        choices_(choices),
        scratch_(scratch) {}

  const Measure& measure() const { return plan_.measures[at_]; }

  // The reason, if it was refused.
  std::optional<std::string> translate(const Vocabulary& vocabulary) {
    const sql::FactsLayout layout(vocabulary);
    auto compiled = sql::compile(queried_, {&queried_.measures[at_]}, layout,
                                 {.choices = {choices_}, .comments = false});
    if (compiled.refusal) return sql::to_text(*compiled.refusal);
    query_ = std::move(compiled.query);
    return std::nullopt;
  }

  // The facts are loaded. What both say, if they differ.
  Result<std::optional<std::string>> difference(const Facts& facts) {
    const auto all = TRY(scratch_.answers(*query_, today_));
    const auto& answers = all[0];
    Evaluator evaluator(plan_, measure(), facts, today_, choices_);
    for (std::size_t row = 0; row < answers.size(); ++row) {
      const auto expected = evaluator.evaluate(static_cast<Row>(row));
      if (same(answers[row], expected)) continue;
      return std::optional(fmt::format("{} row {}\n  sql:     {}\n  explain: {}\n",
                                       measure().name.id, row, said(answers[row]), said(expected)));
    }
    return std::optional<std::string>{};
  }

  Result<std::string> smallest(const Facts& facts, const Used& used) {
    Plan alone = queried_;
    alone.measures = {queried_.measures[at_]};
    Status trouble = Done{};
    const auto ask = [&](const Facts& fewer) -> std::optional<std::string> {
      if (trouble = scratch_.load(alone, fewer); !trouble.ok()) return std::nullopt;
      auto found = difference(fewer);
      if (found.ok()) return found.value();
      trouble = found.error();
      return std::nullopt;
    };
    const auto left = fewest(facts.vocabulary(), used, facts,
                             [&](const Facts& fewer) { return ask(fewer).has_value(); });
    const auto said = ask(left);
    TRY(std::move(trouble));
    return said.value_or("no difference alone\n") + listed(left) +
           fmt::format("on {}\n", leye::to_text(today_)) + query_->text + "\n";
  }

 private:
  const Plan& plan_;
  const Plan& queried_;
  std::size_t at_;
  Day today_;
  Choices choices_;
  sql::Scratch& scratch_;
  std::optional<sql::Query> query_;
};

void join(InSql& all, InSql part) {
  all.compared += part.compared;
  for (auto& refused : part.refused)
    if (std::find(all.refused.begin(), all.refused.end(), refused) == all.refused.end())
      all.refused.push_back(std::move(refused));
  if (!all.difference) all.difference = std::move(part.difference);
}

}  // namespace

Result<InSql> compare_in_sql(const Plan& plan, const Plan& queried, const Facts& facts,
                             const Used& used, Day today, const std::vector<Choices>& choices,
                             sql::Scratch& scratch) {
  InSql found;
  TRY(scratch.load(queried, facts));
  for (std::size_t i = 0; i < plan.measures.size() && !found.difference; ++i) {
    if (plan.measures[i].subject != used.subject) continue;
    OneMeasure one(plan, queried, i, today, choices[i], scratch);
    if (const auto refused = one.translate(facts.vocabulary())) {
      found.refused.push_back(*refused);
      continue;
    }
    const auto differs = TRY(one.difference(facts));
    found.compared += facts.size(used.subject);
    if (differs) found.difference = *differs + TRY(one.smallest(facts, used));
  }
  return found;
}

namespace {

// The cases that ask for a reading of the measure other than its default one, those alike together.
Result<InSql> compare_readings(const Plan& plan, std::size_t at, const Vocabulary& vocabulary,
                               const std::vector<CaseFacts>& cases, sql::Scratch& scratch) {
  const auto& measure = plan.measures[at];
  const auto usual = default_choices(measure).values;
  std::map<std::pair<Day, std::vector<std::uint8_t>>, std::vector<const CaseFacts*>> readings;
  for (const auto& each : cases)
    if (each.subject == measure.subject && each.choices[at].values != usual)
      readings[{each.on, each.choices[at].values}].push_back(&each);
  Plan alone = plan;
  alone.measures = {measure};
  const auto used = used_by(alone, measure.subject, vocabulary);
  InSql all;
  for (const auto& [reading, asking] : readings) {
    Rows rows(vocabulary);
    for (const auto* each : asking) rows.add(each->facts);
    const auto facts = assembled(vocabulary, used, rows);
    const std::vector<Choices> choices = {{reading.second}};
    join(all, TRY(compare_in_sql(alone, alone, facts, used, reading.first, choices, scratch)));
    if (all.difference) break;
  }
  return all;
}

}  // namespace

Result<InSql> compare_cases_in_sql(const LoadedPack& pack, const Vocabulary& vocabulary,
                                   sql::Scratch& scratch) {
  const auto& plan = *pack.plan;
  const auto cases = facts_of_cases(pack, vocabulary);
  std::set<std::pair<EntityIndex, Day>> asked;
  for (const auto& each : cases) asked.insert({each.subject, each.on});
  std::vector<Choices> choices;
  for (const auto& measure : plan.measures) choices.push_back(default_choices(measure));
  InSql all;
  for (const auto& [subject, on] : asked) {
    const auto used = used_by(plan, subject, vocabulary);
    Rows rows(vocabulary);
    for (const auto& each : cases)
      if (each.subject == subject && each.on == on) rows.add(each.facts);
    const auto facts = assembled(vocabulary, used, rows);
    join(all, TRY(compare_in_sql(plan, plan, facts, used, on, choices, scratch)));
    if (all.difference) return all;
  }
  for (std::size_t at = 0; at < plan.measures.size() && !all.difference; ++at)
    join(all, TRY(compare_readings(plan, at, vocabulary, cases, scratch)));
  return all;
}

}  // namespace leye::policy::differential
