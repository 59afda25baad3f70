// What follows from an application beside its steps: questions, objections against decisions,
// messages, findings about payments and their recovery.
#pragma once

#include "api/cases.hpp"

namespace leye::api {

// Asked for outside a list: screening results of any outcome, or people and the employer by the
// register.
struct Apply {
  std::string measure;
  std::vector<Id> results;
  std::vector<Id> persons;
  std::optional<Id> organisation_id;
  std::string request;
};
BOOST_DESCRIBE_STRUCT(Apply, (), (measure, results, persons, organisation_id, request))

struct Answer {
  std::string answer;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (answer))

struct MakeAppeal {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(MakeAppeal, (), (text))

struct Message {
  Id id;
  std::string kind;
  std::string title;
  std::string body;
  std::string sent_at;
  std::optional<Id> case_id;
  bool read = false;
};
BOOST_DESCRIBE_STRUCT(Message, (), (id, kind, title, body, sent_at, case_id, read))

struct MakeFinding {
  std::string ground;  // false_facts | paid_in_error | early_end
  std::string text;
  std::optional<Money> amount;  // none: all that was paid
};
BOOST_DESCRIBE_STRUCT(MakeFinding, (), (ground, text, amount))

struct RecoveryEvent {
  std::string at;
  std::string actor;
  std::string act;
  std::string act_label;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(RecoveryEvent, (), (at, actor, act, act_label, text))

struct Repayment {
  std::string voucher;
  std::string source_label;
  Money amount;
  Day paid_on;
  std::string recorded_by;
};
BOOST_DESCRIBE_STRUCT(Repayment, (), (voucher, source_label, amount, paid_on, recorded_by))

struct RecoveryAct {
  std::string id;
  std::string label;
  bool needs_text = false;
  bool takes_amount = false;
};
BOOST_DESCRIBE_STRUCT(RecoveryAct, (), (id, label, needs_text, takes_amount))

struct Recovery {
  Id id;
  std::string number;
  Id case_id;
  std::string case_number;
  std::string measure_label;
  std::string place_label;
  std::string payee;
  std::string label;
  std::string ground_label;
  std::string finding;
  Money amount;
  Money repaid;
  Money owed;
  std::string state;
  std::string state_label;
  std::optional<Day> statement_until;
  std::string statement;
  std::string decision;
  std::optional<Day> repay_until;
  std::int64_t reminders = 0;
  std::vector<RecoveryEvent> events;
  std::vector<Repayment> repayments;
  std::vector<RecoveryAct> actions;
  bool books = false;  // the reader records repayments
};
BOOST_DESCRIBE_STRUCT(Recovery, (),
                      (id, number, case_id, case_number, measure_label, place_label, payee, label,
                       ground_label, finding, amount, repaid, owed, state, state_label,
                       statement_until, statement, decision, repay_until, reminders, events,
                       repayments, actions, books))

struct ActOnRecovery {
  std::string text;
  std::optional<Money> amount;
};
BOOST_DESCRIBE_STRUCT(ActOnRecovery, (), (text, amount))

struct RecordRepayment {
  std::string voucher;
  Money amount;
  Day paid_on;
};
BOOST_DESCRIBE_STRUCT(RecordRepayment, (), (voucher, amount, paid_on))

struct RepaymentsTaken {
  std::int64_t booked = 0;
  std::int64_t repeated = 0;
  Money total;
};
BOOST_DESCRIBE_STRUCT(RepaymentsTaken, (), (booked, repeated, total))

}  // namespace leye::api
