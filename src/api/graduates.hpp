// Graduates by school and county, and trainees by host: figures whose rows can be listed.
#pragma once

#include "api/contract.hpp"
#include "api/route.hpp"

namespace leye::api {

struct GraduateCount {
  std::string key;
  std::string label;
  std::int64_t all = 0;        // every graduate reported: the denominator
  std::int64_t placed = 0;     // the numerator
  std::int64_t confirmed = 0;
  std::int64_t no_work = 0;    // said to be hired, no work in the registers
  std::int64_t has_work = 0;   // said to be without, at work in the registers
  std::int64_t leavers = 0;    // neither placed nor at work
  std::int64_t no_helper = 0;  // of them
  std::int64_t unserved = 0;
  std::int64_t overdue = 0;
};
BOOST_DESCRIBE_STRUCT(GraduateCount, (),
                      (key, label, all, placed, confirmed, no_work, has_work, leavers, no_helper,
                       unserved, overdue))

struct GraduateDesk {
  std::int64_t year = 0;
  std::string plan;  // of visits to those who are to be placed; empty: the policy has none
  std::vector<std::string> placed_labels;  // destinations that count
  std::vector<GraduateCount> schools;
  std::vector<GraduateCount> counties;
};
BOOST_DESCRIBE_STRUCT(GraduateDesk, (), (year, plan, placed_labels, schools, counties))

struct GraduateLine {
  Id record;
  Id person_id;
  std::string who;
  std::string place_label;
  std::string school;
  std::string destination;
  std::string destination_label;
  Day graduated_on;
  bool confirmed = false;
  bool works = false;
  bool served = false;
  std::string difference;  // no_work, has_work
  std::string helper;
  std::optional<Day> due_on;
};
BOOST_DESCRIBE_STRUCT(GraduateLine, (),
                      (record, person_id, who, place_label, school, destination, destination_label,
                       graduated_on, confirmed, works, served, difference, helper, due_on))

struct GraduateTasks {
  std::int64_t opened = 0;
  std::int64_t closed = 0;
};
BOOST_DESCRIBE_STRUCT(GraduateTasks, (), (opened, closed))

struct TraineeHost {
  Id organisation_id;
  std::string label;
  std::string batch_label;
  std::int64_t places_opened = 0;
  std::int64_t places_open = 0;
  std::int64_t started = 0;
  std::int64_t now = 0;
  std::int64_t all = 0;
  std::int64_t finished = 0;
  std::int64_t ended = 0;
  std::int64_t kept = 0;
  std::string kept_of_all;       // the retention rate as a fraction: 3/5; empty: nobody yet
  std::string kept_of_finished;  // with the other denominator
};
BOOST_DESCRIBE_STRUCT(TraineeHost, (),
                      (organisation_id, label, batch_label, places_opened, places_open, started,
                       now, all, finished, ended, kept, kept_of_all, kept_of_finished))

struct TraineeLine {
  Id record;
  std::optional<Id> person_id;  // for staff
  std::string who;
  std::string host;
  std::string batch_label;
  Day start;
  std::optional<Day> planned_end;
  std::optional<Day> end;
  std::optional<Day> kept_on;
  bool agreement_confirmed = false;
  bool end_confirmed = false;
  std::int64_t months_agreed = 0;
  std::int64_t months_done = 0;
  std::int64_t months_left = 0;
  std::int64_t months_reported = 0;
  std::int64_t months_confirmed = 0;
  std::int64_t months_paid = 0;
};
BOOST_DESCRIBE_STRUCT(TraineeLine, (),
                      (record, person_id, who, host, batch_label, start, planned_end, end, kept_on,
                       agreement_confirmed, end_confirmed, months_agreed, months_done, months_left,
                       months_reported, months_confirmed, months_paid))

struct TraineeDesk {
  std::int64_t year = 0;
  std::int64_t places_opened = 0;  // of all hosts
  std::int64_t started = 0;
  std::vector<TraineeHost> hosts;
  std::vector<TraineeLine> items;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(TraineeDesk, (), (year, places_opened, started, hosts, items, total))

std::vector<Route> graduate_routes();

}  // namespace leye::api
