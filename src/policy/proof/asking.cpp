#include "policy/proof/asking.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy::proof {

Asking::Asking(std::vector<const Measure*> measures, const Plan& plan, const Vocabulary& vocabulary,
               Settings settings, Report& report, int rows)
    : plan_(plan), vocabulary_(vocabulary), settings_(settings), report_(report), rows_(rows) {
  world_ = std::make_unique<World>(logic_, plan_, vocabulary_, measures, rows);
  for (const auto* measure : measures)
    encodings_.push_back(std::make_unique<Encoding>(*world_, *measure));
  world_->require_same_of_same();
}

bool Asking::too_few_rows() {
  std::vector<Term> assumed = {world_->exact()};
  for (const auto& each : encodings_) {
    assumed.push_back(each->defaults());
    assumed.push_back(each->eligible());
  }
  return logic_.check(assumed, settings_.effort) == Possible::no;
}

Possible Asking::ever(std::vector<Term> assumed, int hurry) {
  return logic_.check(assumed, settings_.effort / hurry);
}

std::optional<Draft> Asking::example(std::vector<Term> assumed, const Claim& claim, bool or_proof) {
  none_at_all_ = false;
  ended_ = Ended::nothing;
  not_set_.clear();
  std::vector<const Encoding*> all;
  for (const auto& each : encodings_) {
    assumed.push_back(each->defaults());
    all.push_back(each.get());
  }
  // Days that lie some months apart are counted roughly: where that was the fault, an example with
  // days to spare will do.
  for (const auto days : {world_->yes(), world_->long_months(), world_->short_months()}) {
    auto exactly = assumed;
    exactly.push_back(world_->exact());
    exactly.push_back(days);
    const auto found = logic_.check(exactly, settings_.effort);
    if (found != Possible::yes) {
      if (ended_ == Ended::unconfirmed) continue;
      if (found == Possible::unknown) ended_ = Ended::gave_up;
      if (or_proof) none_at_all_ = logic_.check(assumed, settings_.effort) == Possible::no;
      if (none_at_all_) ended_ = Ended::nothing;
      return std::nullopt;
    }
    auto draft = draft_of(*world_, all);
    if (make_readable(draft, vocabulary_, plan_, claim)) return draft;
    ended_ = Ended::unconfirmed;
    note_what_is_not_set(draft);
  }
  return std::nullopt;
}

void Asking::note_what_is_not_set(const Draft& draft) {
  not_set_.clear();
  const std::string mark = "parameter.";
  const auto facts = facts_of(draft, vocabulary_);
  for (const auto& each : encodings_)
    for (const auto& missing : answer(draft, facts, each->measure()).missing)
      if (missing.starts_with(mark) && not_set_.find(missing.substr(mark.size())) == not_set_.npos)
        not_set_ += (not_set_.empty() ? "" : ", ") + missing.substr(mark.size());
}

Witness Asking::witness(const Draft& draft, std::vector<const Measure*> measures) const {
  Witness made;
  made.on = draft.today;
  for (auto& line : lines_of(draft, vocabulary_))
    made.facts.push_back({std::move(line.label), std::move(line.fact), std::move(line.value)});
  const auto facts = facts_of(draft, vocabulary_);
  for (const auto* measure : measures) {
    const auto said = answer_of(draft, facts, plan_, *measure);
    made.answers.push_back(
        {measure->name.id, measure->name.label, said.outcome, said.amount, {}, {}});
  }
  return made;
}

void Asking::not_proved(const Measure& measure, std::string name, std::string tried_zh,
                        std::string tried_en) {
  report_.unproved.push_back(
      {std::move(name), std::move(tried_zh), std::move(tried_en), measure.file, measure.line});
}

void Asking::no_example(const Measure& measure, std::string name) {
  switch (ended_) {
    case Ended::gave_up:
      return not_proved(measure, std::move(name), "找一个例子: 在限定的步数内没有结论",
                        "no answer in the steps allowed, looking for an example");
    case Ended::unconfirmed:
      if (!not_set_.empty())
        return not_proved(measure, std::move(name), "找到的例子要看还没有定的参数: " + not_set_,
                          "the examples found rest on parameters that are not set: " + not_set_);
      return not_proved(measure, std::move(name), "找到的例子按规则逐条算并不成立",
                        "the examples found do not hold when the rule is evaluated");
    case Ended::nothing:
      return not_proved(
          measure, std::move(name),
          fmt::format("找一个例子: 每种记录至多 {} 条, 没有找到, 也没有证明没有", rows_),
          fmt::format("an example with at most {} records of each kind was not "
                      "found, nor was it proved that there is none",
                      rows_));
  }
}

bool met(const Answer& answer) {
  if (answer.outcome == Outcome::eligible) return true;
  const auto of_amount = [](const std::string& fact) {
    return fact.ends_with(".amount") || fact.starts_with("parameter.");
  };
  return answer.outcome == Outcome::undetermined && answer.distance == 0 && answer.unknown == 0 &&
         answer.waiting.empty() &&
         std::all_of(answer.missing.begin(), answer.missing.end(), of_amount);
}

Finding finding_of(Kind kind, std::string name, const std::vector<const Measure*>& measures) {
  Finding made;
  made.kind = kind;
  made.name = std::move(name);
  for (const auto* measure : measures) {
    made.measures.push_back(measure->name.id);
    auto clause = measure->clause;  // "" where its sentences are of several items
    for (const auto& condition : measure->conditions)
      if (clause.empty()) clause = condition.clause;
    if (!clause.empty() &&
        std::find(made.clauses.begin(), made.clauses.end(), clause) == made.clauses.end())
      made.clauses.push_back(clause);
  }
  made.file = measures.front()->file;
  made.line = measures.front()->line;
  return made;
}

}  // namespace leye::policy::proof
