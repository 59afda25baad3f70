#include "visits/tasks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "ledgers/ledger_reader.hpp"
#include "visits/tasks.sql.hpp"

namespace leye::visits {
namespace {

constexpr std::int64_t people_at_once = 20'000;

TaskCounts counts_of(const store::Row& row) {
  return {row.get<std::int64_t>("overdue"), row.get<std::int64_t>("soon"),
          row.get<std::int64_t>("later"), row.get<std::int64_t>("done")};
}

}  // namespace

Result<std::vector<std::int64_t>> people_of(store::Transaction& transaction, const VisitDesk& desk,
                                            const std::string& people) {
  const auto ledger = TRY(ledger_of_people(people, desk.vocabulary, desk.ledgers));
  ledgers::LedgerReader reader(transaction, desk.vocabulary, desk.cipher);
  const bool of_person = ledger.entity().id == "person";
  std::vector<std::int64_t> found;
  std::optional<ledgers::Mark> after;
  do {
    const auto page =
        TRY(reader.page(ledger, {desk.today(), desk.now}, after, people_at_once));
    for (const auto& row : page.rows) {
      if (of_person)
        found.push_back(row.id);
      else if (row.person)
        found.push_back(*row.person);
    }
    after = page.next;
  } while (after);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<Renewed> renew_tasks(store::Transaction& transaction, const VisitDesk& desk) {
  Renewed renewed;
  for (const VisitPlan& plan : desk.plans.visits) {
    const auto people = TRY(people_of(transaction, desk, plan.people));
    renewed.gone += TRY(transaction.execute(sql::drop_gone, plan.id, people, desk.now));
    TRY(transaction.execute(sql::follow_people, plan.id));
    renewed.made += TRY(transaction.execute(
        sql::make_tasks, plan.id, people, std::int64_t{plan.every_months},
        std::int64_t{plan.first_days}, plan.ways, plan.met, desk.today(), desk.now));
  }
  return renewed;
}

Result<std::int64_t> assign_tasks(store::Transaction& transaction, const VisitDesk& desk,
                                  std::vector<std::int64_t> ids,
                                  std::optional<std::int64_t> visitor) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty() || ids.size() > tasks_at_once)
    return Error{
        ErrorCode::invalid_input, fmt::format("一次选 1 到 {} 条", tasks_at_once), {"ids"}};
  const auto given =
      TRY(transaction.execute(sql::assign_tasks, ids, visitor, desk.account, desk.recorded_at));
  if (given != static_cast<std::int64_t>(ids.size()))
    return Error{ErrorCode::conflict, "其中有已经走访过的，或者不在本辖区", {}, "刷新后再选"};
  return given;
}

Result<std::vector<Visitor>> list_visitors(store::Transaction& transaction, const VisitDesk& desk,
                                           const std::string& area_schema) {
  std::vector<Visitor> visitors;
  for (const store::Row row : TRY(
           transaction.query(sql::visitors, area_schema, desk.place_lo, desk.place_hi)))
    visitors.push_back({row.get<std::int64_t>("id"), row.get<std::string>("name"),
                        row.get<std::int64_t>("open")});
  return visitors;
}

Result<TaskPage> list_tasks(store::Transaction& transaction, const TaskQuestion& asked,
                            std::int64_t limit, std::int64_t offset) {
  TaskPage page;
  const auto rows = TRY(transaction.query(
      sql::page_of_tasks, asked.state, asked.plan, asked.batch, asked.visitor, asked.unassigned,
      asked.place_lo, asked.place_hi, asked.today, limit, offset));
  for (const store::Row row : rows) {
    TaskLine line;
    line.id = row.get<std::int64_t>("id");
    line.person = row.get<std::int64_t>("person_id");
    line.place = row.get<std::int64_t>("place");
    line.who = row.get<std::string>("who");
    line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    line.plan = row.get<std::string>("plan");
    line.batch = row.get<std::optional<std::int64_t>>("batch_id");
    line.batch_label = row.get<std::string>("batch_label");
    line.state = row.get<std::string>("state");
    line.visitor = row.get<std::optional<std::int64_t>>("visitor");
    line.due_on = row.get<Day>("due_on");
    line.tries = row.get<std::int64_t>("tries");
    line.last_on = row.get<std::optional<Day>>("visited_on");
    line.last_outcome = row.get<std::string>("outcome");
    line.last_way = row.get<std::string>("way");
    line.last_told = row.get<std::string>("told");
    line.last_note = row.get<std::string>("note");
    page.total = row.get<std::int64_t>("total");
    page.lines.push_back(std::move(line));
  }
  return page;
}

Result<std::map<std::string, TaskCounts>> count_by_plan(store::Transaction& transaction,
                                                        Day today) {
  std::map<std::string, TaskCounts> counts;
  for (const store::Row row : TRY(transaction.query(sql::count_by_plan, today)))
    counts[row.get<std::string>("plan")] = counts_of(row);
  return counts;
}

Result<std::vector<PlaceCounts>> count_by_place(store::Transaction& transaction, Day today,
                                                std::optional<std::int64_t> batch) {
  std::vector<PlaceCounts> counts;
  for (const store::Row row : TRY(transaction.query(sql::count_by_place, today, batch)))
    counts.push_back({row.get<std::int64_t>("place"),
                      row.get<std::optional<std::string>>("label").value_or(""), counts_of(row)});
  return counts;
}

Result<std::vector<Provider>> list_providers(store::Transaction& transaction) {
  std::vector<Provider> providers;
  for (const store::Row row : TRY(transaction.query(sql::providers)))
    providers.push_back({row.get<std::string>("uscc"), row.get<std::string>("name")});
  return providers;
}

}  // namespace leye::visits
