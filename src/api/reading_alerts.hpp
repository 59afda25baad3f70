// Alerts on bulk reading, for the audit administrator.
#pragma once

#include "api/contract.hpp"
#include "api/route.hpp"

namespace leye::api {

struct ReadingAlert {
  std::string kind;  // hour, day, off_hours, sheet_rows, own_household, window_misses
  std::string kind_label;
  std::string account;
  std::string name;
  std::int64_t people = 0;  // or rows
  std::string unit;         // which of them
  std::string since;
};
BOOST_DESCRIBE_STRUCT(ReadingAlert, (), (kind, kind_label, account, name, people, unit, since))

struct ReadingLimit {
  std::string kind_label;
  std::int64_t people = 0;  // or rows
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(ReadingLimit, (), (kind_label, people, unit))

struct ReadingAlerts {
  std::int64_t days = 0;  // looked back
  std::vector<ReadingLimit> limits;
  std::vector<ReadingAlert> items;
};
BOOST_DESCRIBE_STRUCT(ReadingAlerts, (), (days, limits, items))

std::vector<Route> reading_alert_routes();

}  // namespace leye::api
