// One person or employer laid beside what the departments last said, with a purpose.
#pragma once

#include "api/call.hpp"

namespace leye::api {

struct AskCheckNow {
  std::string purpose;  // recorded with who asked
};
BOOST_DESCRIBE_STRUCT(AskCheckNow, (), (purpose))

struct CheckedFactLine {
  std::string fact_label;
  std::string ours;  // as pages show it, masked
  std::string our_source;
  std::string theirs;
  std::string verdict;  // same, different, settled, not_sent, sealed
  std::string verdict_label;
  std::optional<Id> task;  // that waits for an answer
  std::string owner_label;
  std::optional<Day> due_on;
};
BOOST_DESCRIBE_STRUCT(CheckedFactLine, (),
                      (fact_label, ours, our_source, theirs, verdict, verdict_label, task,
                       owner_label, due_on))

struct CheckedFeedLine {
  std::string feed;
  std::string feed_label;
  std::string department_label;
  std::optional<Day> period;  // of the delivery that named the subject last
  std::string received_at;
  std::int64_t open = 0;
  std::vector<CheckedFactLine> facts;
};
BOOST_DESCRIBE_STRUCT(CheckedFeedLine, (),
                      (feed, feed_label, department_label, period, received_at, open, facts))

struct CheckedNow {
  std::string checked_at;
  std::string purpose;
  std::int64_t same = 0, different = 0, not_sent = 0;
  std::vector<CheckedFeedLine> feeds;
};
BOOST_DESCRIBE_STRUCT(CheckedNow, (),
                      (checked_at, purpose, same, different, not_sent, feeds))

std::vector<Route> check_now_routes();

}  // namespace leye::api
