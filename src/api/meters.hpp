// What a person or an employer used up of what measures give at most.
#pragma once

#include "api/call.hpp"

namespace leye::api {

struct UsedUp {
  std::string measure;
  std::string measure_label;
  std::string kind;  // times, money (yuan), months
  std::optional<std::int64_t> year;  // of a yearly limit; none: of a life
  std::string used;
  std::string limit;  // empty: the rule works it out for each case
  std::string left;
  std::int64_t percent = 0;  // used of the limit
  std::string clause;
  std::vector<Day> days;  // on which they were granted
};
BOOST_DESCRIBE_STRUCT(UsedUp, (),
                      (measure, measure_label, kind, year, used, limit, left, percent, clause,
                       days))

struct UsedUpLines {
  std::vector<UsedUp> items;
};
BOOST_DESCRIBE_STRUCT(UsedUpLines, (), (items))

std::vector<Route> meter_routes();

}  // namespace leye::api
