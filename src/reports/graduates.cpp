#include "reports/graduates.hpp"

#include <fmt/format.h>

#include "reports/graduates.sql.hpp"

namespace leye::reports {

Result<std::vector<GraduateCounts>> count_graduates(store::Transaction& transaction,
                                                    const GraduatesWanted& wanted, By by) {
  const auto& codes = wanted.destinations;
  const auto rows = TRY(transaction.query(
      sql::count_graduates, wanted.from, wanted.until, codes.placed, codes.proved,
      codes.proved_after, wanted.plans, wanted.today, wanted.low, wanted.high, by == By::school));
  std::vector<GraduateCounts> counts;
  for (const store::Row row : rows) {
    GraduateCounts one;
    one.key = row.get<std::string>("key");
    one.label = row.get<std::string>("label");
    for (std::size_t at = 0; at < graduate_parts.size(); ++at)
      one.parts[at] = row.get<std::int64_t>(fmt::format("part_{}", graduate_parts[at]).c_str());
    counts.push_back(std::move(one));
  }
  return counts;
}

Result<GraduateRows> list_graduates(store::Transaction& transaction, const GraduatesWanted& wanted,
                                    const GraduatesListed& listed) {
  const auto& codes = wanted.destinations;
  const auto rows = TRY(transaction.query(
      sql::list_graduates, wanted.from, wanted.until, codes.placed, codes.proved,
      codes.proved_after, wanted.plans, wanted.today, wanted.low, wanted.high, listed.part,
      listed.school, listed.county, listed.limit, listed.offset));
  GraduateRows found;
  for (const store::Row row : rows) {
    GraduateRow one;
    found.total = row.get<std::int64_t>("total");
    one.record = row.get<std::int64_t>("record");
    one.person = row.get<std::int64_t>("person");
    one.who = row.get<std::string>("who");
    one.place_label = row.get<std::string>("place_label");
    one.school = row.get<std::string>("school");
    one.destination = row.get<std::string>("destination");
    one.difference = row.get<std::string>("difference");
    one.helper = row.get<std::string>("helper_name");
    one.graduated_on = row.get<Day>("graduated_on");
    one.confirmed = row.get<bool>("confirmed");
    one.works = row.get<bool>("works");
    one.served = row.get<bool>("served");
    one.due_on = row.get<std::optional<Day>>("due_on");
    found.rows.push_back(std::move(one));
  }
  return found;
}

Result<DifferenceTasks> renew_difference_tasks(store::Transaction& transaction,
                                               const GraduatesWanted& wanted,
                                               std::int64_t account, Instant now) {
  const auto& codes = wanted.destinations;
  DifferenceTasks tasks;
  tasks.closed = TRY(transaction.execute(
      sql::close_difference_tasks, wanted.from, wanted.until, codes.placed, codes.proved,
      codes.proved_after, wanted.plans, wanted.today, wanted.low, wanted.high, now, account));
  tasks.opened = TRY(transaction.execute(
      sql::open_difference_tasks, wanted.from, wanted.until, codes.placed, codes.proved,
      codes.proved_after, wanted.plans, wanted.today, wanted.low, wanted.high, now));
  return tasks;
}

}  // namespace leye::reports
