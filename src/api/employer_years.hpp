// What the rules of the nation's pack say of each year of an employer: its size beside the one that
// a source reported, and the layoff rate by each formula.
#pragma once

#include "api/call.hpp"

namespace leye::api {

struct RuleFigure {
  std::string fact;
  std::string label;
  std::string value;  // as people read it
  std::string source;
};
BOOST_DESCRIBE_STRUCT(RuleFigure, (), (fact, label, value, source))

struct LayoffRate {
  std::string id;
  std::string label;
  std::string percent;  // "4.08%"; empty: a figure is missing
  std::vector<RuleFigure> figures;
};
BOOST_DESCRIBE_STRUCT(LayoffRate, (), (id, label, percent, figures))

struct EmployerYear {
  std::int64_t year = 0;
  std::string size;  // a code; empty: not settled
  std::string size_label;
  std::vector<std::string> possible_label;  // what the missing figures leave open
  std::string agrees;  // yes, no: with the reported size; empty: not settled, or none reported
  std::vector<RuleFigure> figures;
  std::vector<RuleFigure> missing;
  std::vector<LayoffRate> rates;
};
BOOST_DESCRIBE_STRUCT(EmployerYear, (),
                      (year, size, size_label, possible_label, agrees, figures, missing, rates))

struct EmployerYears {
  bool has_rules = false;
  std::string reported;  // a code; empty: none
  std::string reported_label;
  std::string reported_source;
  std::vector<EmployerYear> years;  // the latest first
};
BOOST_DESCRIBE_STRUCT(EmployerYears, (),
                      (has_rules, reported, reported_label, reported_source, years))

std::vector<Route> employer_year_routes();

}  // namespace leye::api
