// Reading what screening left: tallies, runs, lists.
#include <algorithm>

#include "benefits/screening.hpp"
#include "benefits/screening.sql.hpp"

namespace leye::benefits {
namespace {

Tally& line(std::vector<Tally>& tallies, const std::string& measure, std::int64_t county) {
  for (Tally& tally : tallies)
    if (tally.measure == measure && tally.county == county) return tally;
  Tally& fresh = tallies.emplace_back();
  fresh.measure = measure;
  fresh.county = county;
  return fresh;
}

ResultLine result_line(const store::Row& row) {
  ResultLine line;
  line.id = row.get<std::int64_t>("id");
  line.measure = row.get<std::string>("measure");
  line.subject_kind = row.get<std::string>("subject_kind");
  line.subject_id = row.get<std::int64_t>("subject_id");
  line.person_id = row.get<std::optional<std::int64_t>>("person_id");
  line.organisation_id = row.get<std::optional<std::int64_t>>("organisation_id");
  line.person_name = row.get<std::string>("person_name");
  line.organisation_name = row.get<std::string>("organisation_name");
  line.place = row.get<std::int64_t>("place");
  line.place_name = row.get<std::string>("place_name");
  line.outcome = row.get<std::string>("outcome");
  line.settled = row.get<std::string>("settled");
  line.settled_by = row.get<std::string>("settled_by");
  line.queue_place = row.get<std::int64_t>("queue_place");
  line.amount = row.get<Money>("amount_fen");
  line.low = row.get<Money>("low_fen");
  line.high = row.get<std::optional<Money>>("high_fen");
  line.distance = row.get<int>("distance");
  line.failed = static_cast<std::uint64_t>(row.get<std::int64_t>("failed"));
  line.unknown = static_cast<std::uint64_t>(row.get<std::int64_t>("unknown"));
  line.missing = row.get<std::vector<std::string>>("missing");
  line.event_on = row.get<std::optional<Day>>("event_on");
  return line;
}

}  // namespace

Result<std::vector<Tally>> tally(store::Transaction& transaction) {
  std::vector<Tally> tallies;
  for (const store::Row row : TRY(transaction.query(sql::tally))) {
    Tally& at = line(tallies, row.get<std::string>("measure"), row.get<std::int64_t>("county"));
    const auto outcome = row.get<std::string>("outcome");
    const auto count = row.get<std::int64_t>("n");
    if (outcome == "short") at.short_by_one += count;
    if (outcome == "undetermined") at.undetermined += count;
    if (outcome == "should_leave") at.should_leave += count;
    if (outcome == "lapses_soon") at.lapses_soon += count;
    if (outcome != "eligible") continue;
    const bool chosen = row.get<std::string>("settled") == "granted";
    (chosen ? at.eligible : at.excluded) += count;
    if (chosen) at.amount = TRY(add(at.amount, row.get<Money>("amount_fen")));
  }
  std::map<std::int64_t, std::string> names;
  for (const store::Row row : TRY(transaction.query(sql::county_names)))
    names[row.get<std::int64_t>("county")] = row.get<std::string>("name");
  for (Tally& at : tallies) at.county_name = names[at.county];
  return tallies;
}

Result<ScreeningRun> screening_run(store::Transaction& transaction, std::int64_t run) {
  const auto rows = TRY(transaction.query(sql::find_run, run));
  if (rows.empty()) return Error{ErrorCode::not_found, "还没有筛查过"};
  const store::Row row = rows[0];
  ScreeningRun found;
  found.id = row.get<std::int64_t>("id");
  found.on = row.get<Day>("screened_on");
  found.state = row.get<std::string>("state");
  found.done = row.get<std::int64_t>("done");
  found.total = row.get<std::int64_t>("total");
  found.started_at = row.get<Instant>("started_at");
  found.finished_at = row.get<std::optional<Instant>>("finished_at");
  found.inserted = row.get<std::int64_t>("inserted");
  found.changed = row.get<std::int64_t>("changed");
  found.vanished = row.get<std::int64_t>("vanished");
  found.failure = row.get<std::string>("failure");
  return found;
}

Result<ResultPage> list_results(store::Transaction& transaction, const ResultFilter& filter) {
  ResultPage page;
  const auto size = std::clamp<std::int64_t>(filter.size, 1, 1000);
  const auto skipped = (std::max<std::int64_t>(filter.page, 1) - 1) * size;
  for (const store::Row row : TRY(transaction.query(
           sql::list_results, filter.ids, filter.measure, filter.outcome, filter.organisation,
           filter.place_lo, filter.place_hi, size, skipped))) {
    page.lines.push_back(result_line(row));
    page.total = row.get<std::int64_t>("total");
  }
  return page;
}

}  // namespace leye::benefits
