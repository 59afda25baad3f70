// What one person or one employer is entitled to under every measure of a plan.
//
// Facts that are unknown may be supposed ("employment.contract_end" → "2024-12-31") to see what
// they would change; nothing of it is stored, and a known fact is never overruled.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

using Supposed = std::map<std::string, std::string>;  // path of a fact → its spelling

struct EntitlementQuestion {
  const policy::Plan& plan;
  const Vocabulary& vocabulary;
  Day on;
  Instant now;
  const Supposed& supposed;
  policy::Language language = policy::Language::zh;
};

struct MeasureAnswer {
  const policy::Measure* measure = nullptr;
  policy::Outcome outcome = policy::Outcome::not_eligible;
  std::int64_t eligible = 0;  // subjects: employments of an employer, years of an organisation
  Money amount;               // of all that are eligible
  Money low;                  // undetermined: of the best one
  std::optional<Money> high = Money{};
  int distance = 0;                  // of the best one
  std::vector<std::string> missing;  // facts to ask for
  // Of the best one; none if there is nothing to look at: no record of hiring, say.
  std::optional<policy::Explanation> explanation;
  std::optional<std::int64_t> person;        // whom the best one is about, in the registers
  std::optional<std::int64_t> organisation;  // which employer
};

// The transaction must see all places (Scope::bypass); the caller has checked that the asker may
// see the subject. Measures that are not about this kind of subject are left out.
Result<std::vector<MeasureAnswer>> entitlements_of_person(store::Transaction& transaction,
                                                          const EntitlementQuestion& question,
                                                          std::int64_t person);

// `staff`: employments to look at for measures about them.
Result<std::vector<MeasureAnswer>> entitlements_of_organisation(
    store::Transaction& transaction, const EntitlementQuestion& question, std::int64_t organisation,
    const std::vector<std::int64_t>& staff);

}  // namespace leye::benefits
