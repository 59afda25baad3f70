#include "flows/inbox.hpp"

#include <algorithm>

#include "flows/inbox.sql.hpp"
#include "flows/walk.hpp"

namespace leye::flows {
namespace {

constexpr int due_soon_working_days = 2;

InboxLine line_from(const Bureau& bureau, const store::Row& row) {
  InboxLine line;
  line.task_id = row.get<std::int64_t>("task_id");
  line.case_id = row.get<std::int64_t>("case_id");
  line.number = row.get<std::string>("number");
  line.measure = row.get<std::string>("measure");
  line.step = row.get<std::string>("step");
  line.applicant = row.get<std::string>("applicant");
  line.place = row.get<std::int64_t>("place");
  line.place_name = row.get<std::string>("place_name");
  line.amount = row.get<Money>("amount_fen");
  line.rows = row.get<std::int64_t>("row_count");
  line.state = case_state(row.get<std::string>("state"));
  line.opened_at = row.get<Instant>("opened_at");
  line.since = row.get<Instant>("created_at");
  line.due_on = row.get<std::optional<Day>>("due_on");
  line.due_unknown = row.get<bool>("due_unknown");
  line.claimed_by = row.get<std::optional<std::int64_t>>("claimed_by");
  line.measure_label = line.measure;
  line.step_label = line.step;
  if (const policy::Measure* measure = bureau.plan.find_measure(line.measure)) {
    line.measure_label = measure->name.label;
    if (measure->path)
      if (const auto step = step_of(*measure->path, line.step); step.ok())
        line.step_label = step.value()->label_zh;
  }
  const auto about = row.get<std::string>("about");
  if (about == "question") line.step_label = "补充事实";
  if (about == "appeal") line.step_label = "答复对决定的异议";
  if (about.starts_with("recovery:")) line.step_label = "追缴";
  if (line.due_on) {
    const auto left = bureau.calendar.between(bureau.clock.today(), *line.due_on);
    if (left.ok()) line.days_left = left.value();
  }
  return line;
}

Result<InboxPage> page_from(const Bureau& bureau, const Result<store::Rows>& rows) {
  if (!rows.ok()) return Error(rows.error());
  InboxPage page;
  for (const store::Row row : rows.value()) {
    page.lines.push_back(line_from(bureau, row));
    page.total = row.get<std::int64_t>("total");
  }
  return page;
}

std::int64_t limit_of(std::int64_t size) { return std::clamp<std::int64_t>(size, 1, 200); }
std::int64_t offset_of(std::int64_t page, std::int64_t size) {
  return (std::max<std::int64_t>(page, 1) - 1) * limit_of(size);
}

Result<store::Transaction> reading(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor) {
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  return store::Transaction::begin(connection, scope);
}

}  // namespace

std::optional<InboxView> find_inbox_view(std::string_view name) {
  if (name == "todo" || name.empty()) return InboxView::todo;
  if (name == "done") return InboxView::done;
  if (name == "mine") return InboxView::mine;
  if (name == "due_soon") return InboxView::due_soon;
  return std::nullopt;
}

Result<InboxPage> inbox(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                        const InboxFilter& filter) {
  auto transaction = TRY(reading(connection, bureau, actor));
  const auto limit = limit_of(filter.size);
  const auto offset = offset_of(filter.page, filter.size);
  if (filter.view == InboxView::done)
    return page_from(bureau,
                     transaction.query(sql::done, actor.account, filter.measure, limit, offset));
  if (filter.view == InboxView::mine)
    return page_from(bureau, transaction.query(sql::mine, actor.account, actor.organisation,
                                               actor.person, filter.measure, limit, offset));
  std::optional<Day> before;
  if (filter.view == InboxView::due_soon) {
    const auto soon = bureau.calendar.add(bureau.clock.today(), due_soon_working_days);
    before = soon.ok() ? soon.value() : bureau.clock.today();
  }
  return page_from(bureau, transaction.query(sql::todo, actor.roles, actor.place_lo, actor.place_hi,
                                             actor.organisation, actor.person, filter.measure,
                                             before, actor.account, limit, offset,
                                             actor.on_behalf_of));
}

Result<InboxPage> list_cases(store::Connection& connection, const Bureau& bureau,
                             const Actor& actor, const CaseFilter& filter) {
  auto transaction = TRY(reading(connection, bureau, actor));
  const auto organisation = actor.applies() ? actor.organisation : filter.organisation;
  const auto person = actor.applies() ? actor.person : filter.person;
  return page_from(bureau,
                   transaction.query(sql::cases, filter.measure, filter.state, organisation, person,
                                     limit_of(filter.size), offset_of(filter.page, filter.size)));
}

}  // namespace leye::flows
