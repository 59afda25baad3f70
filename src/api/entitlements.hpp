// What can I get? One answer per measure for a citizen or an employer, and the questions that
// would settle the open ones. The answers given are used once and stored nowhere.
#pragma once

#include <map>

#include "api/measures.hpp"

namespace leye::api {

// Who would be paid, and where to. The account is masked; another's is not told at all.
struct EntitlementPayee {
  std::string kind;           // person | organisation
  std::string label;          // the name
  std::string account_kind;   // unit_account | social_security_card
  std::string account_label;  // 单位银行账户
  std::string bank;
  std::string account;  // "***************4567"; empty: not registered, or another's
  bool known = false;   // the registers hold an account
};
BOOST_DESCRIBE_STRUCT(EntitlementPayee, (),
                      (kind, label, account_kind, account_label, bank, account, known))

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
  std::int64_t eligible = 0;  // of the staff, or years, that were looked at
  std::string about;          // of whom the explanation tells, where there are several
  std::optional<TraceNode> trace;
  std::string note;  // instead of a trace: 尚无招用记录
  std::optional<EntitlementPayee> payee;
  std::optional<Id> result_id;  // the screening result behind it
  std::string how;       // 个人申请, 学校集中申报; empty: the document says nothing
  bool applies = false;  // the reader may apply for it here
  std::vector<std::string> kept;  // why no case is opened in this program
};
BOOST_DESCRIBE_STRUCT(Entitlement, (),
                      (measure, label, outcome, outcome_label, amount, range_low, range_high,
                       distance, missing, missing_label, eligible, about, trace, note, payee,
                       result_id, how, applies, kept))

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
