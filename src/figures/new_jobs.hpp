// New jobs in towns (城镇新增就业): cumulative new urban employment less natural attrition, by
// county and month, down to the names behind each number.
//
//   const NewJobsDefinition definition = TRY(NewJobsDefinition::load());
//   for (const NewJobsRow& county : TRY(new_jobs(transaction, definition, question))) …
//
// What counts is data, vocabulary/indicators/new_jobs.md; how it is counted stands there in words.
// A reported figure is never overwritten by a computed one. The transaction must see the whole
// area (Scope::bypass): a person counts once a year over all its counties. `low` and `high` say
// which counties the caller may see.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::figures {

struct NewJobsDefinition {
  std::string label;  // 城镇新增就业
  std::string text;   // the definition in words, for people: 口径
  std::vector<std::string> forms;
  std::vector<std::string> contracts_left_out;
  std::vector<std::int64_t> town_codes_low, town_codes_high;  // of the code's last three digits
  std::int64_t age_from = 0;
  bool changers_left_out = true;
  std::int64_t retirement_age_men = 0, retirement_age_women = 0;

  static Result<NewJobsDefinition> load();
  // invalid_input names the item that is missing or cannot be read.
  static Result<NewJobsDefinition> read(std::string_view markdown);
};

struct NewJobsQuestion {
  int year = 2023;
  Day until;             // the last day counted; later ones are not over yet
  Instant known_at;      // as it was known then
  std::int64_t low = 0;  // 12-digit division codes, both included
  std::int64_t high = 999'999'999'999;
};

struct NewJobsRow {
  std::int64_t county = 0;  // 12 digits
  std::string name;
  std::array<std::int64_t, 12> hired = {};
  std::array<std::int64_t, 12> attrition = {};
  std::int64_t net(std::size_t month) const { return hired[month] - attrition[month]; }
  std::int64_t total() const;
};
// Counties in the order of their codes; those without any are left out.
Result<std::vector<NewJobsRow>> new_jobs(store::Transaction& transaction,
                                         const NewJobsDefinition& definition,
                                         const NewJobsQuestion& question);

struct NewJobName {
  std::int64_t person = 0;
  std::string name;
  std::int64_t organisation = 0;
  std::string organisation_name;
  std::int64_t county = 0;
  Day on;  // began, or ended
  bool attrition = false;
  std::string source;
};
struct NewJobNames {
  std::vector<NewJobName> items;
  std::int64_t total = 0;
};
// The people behind a county (0: all) and month (1–12; 0: all), attrition last.
struct NamesQuestion {
  std::int64_t county = 0;
  int month = 0;
  std::int64_t size = 20;
  std::int64_t offset = 0;
};
Result<NewJobNames> new_jobs_names(store::Transaction& transaction,
                                   const NewJobsDefinition& definition,
                                   const NewJobsQuestion& question, const NamesQuestion& names);

}  // namespace leye::figures
