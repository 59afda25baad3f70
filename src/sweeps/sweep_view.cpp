#include "sweeps/sweep_view.hpp"

#include "sweeps/sweep_view.sql.hpp"

namespace leye::sweeps {

Result<ExitPage> list_exits(store::Transaction& transaction, const std::string& state,
                            const std::string& because, std::int64_t limit, std::int64_t offset) {
  ExitPage page;
  for (const store::Row row :
       TRY(transaction.query(sql::page_of_exits, state, because, limit, offset))) {
    ExitLine line;
    line.id = row.get<std::int64_t>("id");
    line.person = row.get<std::int64_t>("person");
    line.who = row.get<std::string>("who");
    line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    line.registered_on = row.get<std::optional<Day>>("start_date");
    line.evidence = row.get<std::string>("evidence");
    line.given_by = row.get<std::string>("given_by");
    line.detail = row.get<std::string>("detail");
    line.since = row.get<Day>("since");
    line.ends_on = row.get<Day>("ends_on");
    line.because = row.get<std::string>("because");
    line.clause = row.get<std::string>("clause");
    line.state = row.get<std::string>("state");
    line.run = row.get<std::optional<std::int64_t>>("run_id");
    line.decided_by = row.get<std::optional<std::int64_t>>("decided_by");
    line.undo_until = row.get<std::optional<Day>>("undo_until");
    line.reason = row.get<std::string>("reason");
    page.total = row.get<std::int64_t>("total");
    page.lines.push_back(std::move(line));
  }
  return page;
}

Result<SweepCounts> count_sweep(store::Transaction& transaction, Day today, const Rules& rules,
                                const Signs& signs) {
  SweepCounts counts;
  for (const store::Row row : TRY(transaction.query(sql::count_exits)))
    counts.exits[row.get<std::string>("state")][row.get<std::string>("because")] =
        row.get<std::int64_t>("exits");
  const auto people = TRY(transaction.query(sql::count_registered, today, signs.long_months));
  counts.registered = people[0].get<std::int64_t>("registered");
  counts.registered_long = people[0].get<std::int64_t>("registered_long");
  for (const store::Row row : TRY(transaction.query(sql::count_groups, rules.counted)))
    counts.counted[row.get<std::string>("list")] = row.get<std::int64_t>("people");
  return counts;
}

Result<std::vector<RunLine>> latest_runs(store::Transaction& transaction) {
  std::vector<RunLine> runs;
  for (const store::Row row : TRY(transaction.query(sql::latest_runs))) {
    RunLine run;
    run.id = row.get<std::int64_t>("id");
    run.exits = row.get<std::int64_t>("exits");
    run.confirmed = row.get<std::int64_t>("confirmed");
    run.confirmed_by = row.get<std::int64_t>("confirmed_by");
    run.known_at = row.get<Instant>("known_at");
    run.undo_until = row.get<std::optional<Day>>("undo_until");
    run.undone = row.get<std::optional<Instant>>("undone_at").has_value();
    run.reason = row.get<std::string>("reason");
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace leye::sweeps
