// Figures: the new-jobs counter (城镇新增就业) by place and month down to names; money paid.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct NewJobsRow {
  Id place;
  std::string place_label;
  std::vector<std::int64_t> months;  // twelve
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(NewJobsRow, (), (place, place_label, months, total))

struct NewJobs {
  std::int32_t year = 0;
  std::vector<NewJobsRow> rows;
  std::string definition;
};
BOOST_DESCRIBE_STRUCT(NewJobs, (), (year, rows, definition))

struct NewJobName {
  Id person_id;
  std::string name;
  std::string id_number;  // masked
  std::string organisation_label;
  std::string place_label;
  Day start_date;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(NewJobName, (),
                      (person_id, name, id_number, organisation_label, place_label, start_date,
                       source))

struct PaidRow {
  std::string fund;
  std::string fund_label;
  std::vector<Money> months;  // twelve
  Money total;
};
BOOST_DESCRIBE_STRUCT(PaidRow, (), (fund, fund_label, months, total))

struct Paid {
  std::int32_t year = 0;
  std::vector<PaidRow> rows;
  std::string definition;
};
BOOST_DESCRIBE_STRUCT(Paid, (), (year, rows, definition))

}  // namespace leye::api
