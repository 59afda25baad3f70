// What can I get? One answer per measure for a citizen or an employer, and the questions that
// would settle the open ones. The answers given are used once and stored nowhere.
#pragma once

#include <map>

#include "api/contract.hpp"

namespace leye::api {

struct Entitlement {
  std::string measure;
  std::string label;
  std::string outcome;  // eligible | not_eligible | undetermined | not_in_force
  std::string outcome_label;
  std::optional<Money> amount;
  std::optional<Money> range_low;
  std::optional<Money> range_high;
  std::optional<std::int32_t> distance;  // conditions to change
  std::vector<std::string> missing;
  std::vector<std::string> missing_label;
  std::string explanation;
  std::optional<Id> result_id;  // the screening result behind it
};
BOOST_DESCRIBE_STRUCT(Entitlement, (),
                      (measure, label, outcome, outcome_label, amount, range_low, range_high,
                       distance, missing, missing_label, explanation, result_id))

struct Question {
  std::string fact;
  std::string label;
  std::string kind;  // boolean, count, money, day, month, code, text
  std::vector<Labelled> options;
};
BOOST_DESCRIBE_STRUCT(Question, (), (fact, label, kind, options))

struct Entitlements {
  std::string subject_label;
  std::vector<Entitlement> answers;
  std::vector<Question> questions;
};
BOOST_DESCRIBE_STRUCT(Entitlements, (), (subject_label, answers, questions))

struct EntitlementAnswers {
  std::map<std::string, std::string> answers;  // fact → value
};
BOOST_DESCRIBE_STRUCT(EntitlementAnswers, (), (answers))

}  // namespace leye::api
