// One measure looked at for the subjects of a block of facts: the answer, whom it is about, where
// it belongs, and a digest that changes when the answer does.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

struct Assessment {
  std::int64_t subject = 0;  // key in its register
  std::optional<std::int64_t> person;
  std::optional<std::int64_t> organisation;
  std::int64_t place = 0;  // jurisdiction of the measure's path; 0: not known
  policy::Answer answer;
};

// Whom the amount, the outcome and the reasons would be different for: equal digests, equal answer.
std::int64_t digest(const Assessment& assessment);

// Of the conditions that failed, those that would have to change, as a clerk reads them: the
// label and its clause. As many as the distance says; see policy::conditions_to_change.
std::vector<std::string> condition_labels(const policy::Measure& measure, std::uint64_t failed,
                                          policy::Language language = policy::Language::zh);

// The facts that are missing: "employment.contract_end" → 招用·合同终止日期.
std::vector<std::string> missing_labels(const Vocabulary& vocabulary,
                                        const std::vector<std::string>& missing,
                                        policy::Language language = policy::Language::zh);

// For one measure and one block after another; facts and plan must outlive it.
class Assessor {
 public:
  // invalid_input: the path's jurisdiction is no place fact of the subject.
  static Result<Assessor> make(const policy::Plan& plan, const policy::Measure& measure,
                               const policy::Facts& facts, Day today);

  const policy::Measure& measure() const { return *measure_; }
  Assessment assess(policy::Row subject);
  policy::Explanation explain(policy::Row subject, policy::Language language);

 private:
  Assessor(const policy::Plan& plan, const policy::Measure& measure, const policy::Facts& facts,
           Day today);
  std::int64_t place(policy::Row subject) const;
  std::optional<std::int64_t> key(const char* entity, policy::Row row) const;

  const policy::Measure* measure_;
  const policy::Facts* facts_;
  policy::Evaluator evaluator_;
  struct Hop {
    policy::EntityIndex entity;
    policy::FactIndex fact;
  };
  std::vector<Hop> jurisdiction_;
};

// What people decided where the rules leave it to them: by subject, then by the judgement's id.
struct Decided {
  bool holds = false;
  std::string note;  // who, when and why; for the explanation
};
using Judgements = std::map<std::int64_t, std::map<std::string, Decided>>;

// What is asked when a single case or a few subjects are looked at again.
struct Question {
  const policy::Plan& plan;
  const Vocabulary& vocabulary;
  const policy::Measure& measure;
  Day on;       // the day of application
  Instant now;  // what is known by now
  Judgements judgements = {};
};

// Of the subjects that still exist, in the order of `subjects`. The transaction must see all
// places (Scope::bypass); the caller has checked that the asker may see the subject.
Result<std::vector<Assessment>> assess(store::Transaction& transaction, const Question& question,
                                       const std::vector<std::int64_t>& subjects);

// Why, with the source of each fact. not_found: there is no such subject.
Result<policy::Explanation> explain(store::Transaction& transaction, const Question& question,
                                    std::int64_t subject, policy::Language language);

}  // namespace leye::benefits
