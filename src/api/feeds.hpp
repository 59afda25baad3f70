// Data from other departments: the catalogue of feeds, deliveries with their reconciliation, and
// the disagreements that somebody has to answer.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct FeedDelivery {
  Id id;
  std::string feed;
  std::string feed_label;
  Day period;
  std::string file_name;
  std::string via;
  std::string via_label;
  std::string sender;
  std::string received_at;
  std::string state;
  std::string state_label;
  std::string problem;  // why the whole file was refused
  bool repeated = false;
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t refused = 0;  // rows
  std::int64_t held = 0;     // values that a source of higher rank says otherwise
};
BOOST_DESCRIBE_STRUCT(FeedDelivery, (),
                      (id, feed, feed_label, period, file_name, via, via_label, sender, received_at,
                       state, state_label, problem, repeated, rows, added, changed, same, refused,
                       held))

struct FeedLine {
  std::string id;
  std::string label;
  std::string department_label;
  std::string kind_label;
  std::string purpose;
  std::string basis;
  std::string fields;  // their labels, one after the other
  std::string every_label;
  std::string approver;
  std::string owner_label;
  Day period;
  Day due;
  std::string state;  // received, waiting, late
  std::string state_label;
  std::string received_at;  // of the last delivery; empty: none
  std::int64_t open_tasks = 0;
};
BOOST_DESCRIBE_STRUCT(FeedLine, (),
                      (id, label, department_label, kind_label, purpose, basis, fields, every_label,
                       approver, owner_label, period, due, state, state_label, received_at,
                       open_tasks))

struct FeedRefusal {
  std::int64_t row = 0;
  std::string heading;
  std::string message;
  std::string fix;
};
BOOST_DESCRIBE_STRUCT(FeedRefusal, (), (row, heading, message, fix))

struct FeedTask {
  Id id;
  Id delivery;
  std::string feed_label;
  std::string name;
  std::optional<Id> person_id;
  std::optional<Id> organisation_id;
  std::string fact_label;
  std::string known_value;
  std::string known_source;
  std::string said_value;
  std::string opened_at;
  Day due_on;
  bool overdue = false;
  std::string owner_label;
  std::string state;
  std::string state_label;
  std::string note;
  bool may_settle = false;  // by the caller: open, and of the caller's role
};
BOOST_DESCRIBE_STRUCT(FeedTask, (),
                      (id, delivery, feed_label, name, person_id, organisation_id, fact_label,
                       known_value, known_source, said_value, opened_at, due_on, overdue,
                       owner_label, state, state_label, note, may_settle))

struct FeedOverview {
  std::vector<FeedLine> feeds;
  std::vector<FeedDelivery> deliveries;  // the latest first
  std::vector<FeedTask> tasks;           // open ones, the most urgent first
};
BOOST_DESCRIBE_STRUCT(FeedOverview, (), (feeds, deliveries, tasks))

struct FeedReconciliation {
  FeedDelivery delivery;
  std::vector<FeedRefusal> refusals;  // the first hundred
  std::vector<FeedTask> tasks;        // the first two hundred, settled ones too
};
BOOST_DESCRIBE_STRUCT(FeedReconciliation, (), (delivery, refusals, tasks))

struct SettleFeedTask {
  std::string state;  // register_right, feed_right
  std::string note;
};
BOOST_DESCRIBE_STRUCT(SettleFeedTask, (), (state, note))

}  // namespace leye::api
