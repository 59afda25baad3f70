#include "figures/new_jobs.hpp"

#include <algorithm>
#include <numeric>

#include "figures/new_jobs.sql.hpp"

namespace leye::figures {
namespace {

struct Period {
  Day first, last;
};

Result<Period> period_of(const NewJobsQuestion& question) {
  const Day first = TRY(Day::from_civil(question.year, 1, 1));
  const Day last = TRY(Day::from_civil(question.year, 12, 31));
  return Period{first, std::min(last, question.until)};
}

template <class... More>
Result<store::Rows> ask(store::Transaction& transaction, store::Statement statement,
                        const NewJobsDefinition& definition, const NewJobsQuestion& question,
                        const More&... more) {
  const Period period = TRY(period_of(question));
  return transaction.query(
      statement, period.first, period.last, question.known_at, definition.forms,
      definition.contracts_left_out, definition.town_codes_low, definition.town_codes_high,
      definition.age_from, definition.changers_left_out, definition.retirement_age_men,
      definition.retirement_age_women, question.low, question.high, more...);
}

}  // namespace

std::int64_t NewJobsRow::total() const {
  return std::accumulate(hired.begin(), hired.end(), std::int64_t{0}) -
         std::accumulate(attrition.begin(), attrition.end(), std::int64_t{0});
}

Result<std::vector<NewJobsRow>> new_jobs(store::Transaction& transaction,
                                         const NewJobsDefinition& definition,
                                         const NewJobsQuestion& question) {
  std::vector<NewJobsRow> counties;
  const auto rows = TRY(ask(transaction, sql::new_jobs_counts, definition, question));
  for (const store::Row row : rows) {
    const auto county = row.get<std::int64_t>("county");
    if (counties.empty() || counties.back().county != county) {
      counties.push_back({county, row.get<std::string>("name"), {}, {}});
    }
    const auto month = static_cast<std::size_t>(row.get<std::int64_t>("month") - 1);
    counties.back().hired[month] = row.get<std::int64_t>("hired");
    counties.back().attrition[month] = row.get<std::int64_t>("gone");
  }
  return counties;
}

Result<NewJobNames> new_jobs_names(store::Transaction& transaction,
                                   const NewJobsDefinition& definition,
                                   const NewJobsQuestion& question, const NamesQuestion& names) {
  NewJobNames found;
  const auto rows = TRY(ask(transaction, sql::new_jobs_names, definition, question, names.county,
                            static_cast<std::int64_t>(names.month), names.size, names.offset));
  for (const store::Row row : rows) {
    NewJobName one;
    one.person = row.get<std::int64_t>("person");
    one.name = row.get<std::string>("name");
    one.organisation = row.get<std::int64_t>("employer");
    one.organisation_name = row.get<std::string>("organisation_name");
    one.county = row.get<std::int64_t>("county");
    one.on = row.get<Day>("on_day");
    one.attrition = row.get<bool>("attrition");
    one.source = row.get<std::string>("source");
    found.items.push_back(std::move(one));
    found.total = row.get<std::int64_t>("total");
  }
  return found;
}

}  // namespace leye::figures
