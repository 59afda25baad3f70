// A report as tables, for the screen and for sheets that go out.
#pragma once

#include <string>
#include <vector>

#include "trial/trial.hpp"

namespace leye::trial {

struct TableColumn {
  std::string heading;
  bool number = false;
};
struct Table {
  std::string id;     // totals, measures, costs, groups, cases
  std::string title;  // "按措施"
  std::vector<TableColumn> columns;
  std::vector<std::vector<std::string>> rows;
};

// What the codes of a report are called.
struct Labels {
  const Vocabulary& vocabulary;
  const policy::Plan& plan;                      // in force: names of its categories
  std::map<std::int64_t, std::string> counties;  // six digits → name
  policy::Language language = policy::Language::zh;
};

std::string label_of(const GroupChange& group, const Labels& labels);
std::string label_of(Dimension dimension, policy::Language language);
std::string county_label(std::int64_t county, const Labels& labels);
std::string month_label(std::int32_t month, policy::Language language);  // "2023-08", 月份不明

// Amounts in yuan with two decimals, months as 2023-08.
std::vector<Table> tables_of(const Report& report, const Labels& labels);

}  // namespace leye::trial
