// The desk's side of visits: plans, tasks, who goes, the list as a sheet.
#include "api/visit_parts.hpp"

#include <fmt/format.h>

#include "api/sheets.hpp"
#include "intake/xlsx_writer.hpp"
#include "registers/export_requests.hpp"
#include "registers/record.hpp"

namespace leye::api {

std::string visit_code_label(const Call& call, const char* table, std::string_view code) {
  const CodeTable* codes = call.backend.vocabulary.find_code_table(table);
  if (codes != nullptr)
    for (const Code& each : codes->codes())
      if (each.code == code) return call.label(each);
  return std::string(code);
}

std::vector<Labelled> visit_codes(const Call& call, const char* table) {
  std::vector<Labelled> all;
  const CodeTable* codes = call.backend.vocabulary.find_code_table(table);
  if (codes != nullptr)
    for (const Code& each : codes->codes()) all.push_back({each.code, call.label(each)});
  return all;
}

VisitSurvey visit_survey(const Call& call, const visits::Survey& survey) {
  VisitSurvey made{survey.id, call.label(survey), {}};
  for (const visits::Question& each : survey.questions) {
    VisitQuestion question{each.fact->id, each.zh, each.en, name(each.fact->type), {}};
    if (each.fact->type == FactType::code)
      question.choices = visit_codes(call, each.fact->code_table.c_str());
    made.questions.push_back(std::move(question));
  }
  return made;
}

VisitCounts visit_counts(const visits::TaskCounts& counts) {
  return {counts.overdue, counts.soon, counts.later, counts.done};
}

std::vector<VisitPlace> visit_places(const std::vector<visits::PlaceCounts>& places) {
  std::vector<VisitPlace> made;
  for (const auto& each : places)
    made.push_back({Id{each.place}, each.label, visit_counts(each.counts)});
  return made;
}

std::string visit_value(const Call& call, const Fact& fact, const std::string& value) {
  if (value.empty()) return value;
  return call.language() == policy::Language::zh
             ? registers::shown_value(call.backend.vocabulary, fact, value)
             : registers::shown_value_en(call.backend.vocabulary, fact, value);
}

namespace {

Result<VisitBoard> board(Call& call) {
  const VisitCall visit(call);
  auto* transaction = TRY(call.transaction());
  const auto desk = visit.desk(call);
  const auto counts = TRY(visits::count_by_plan(*transaction, call.today()));
  VisitBoard board;
  board.me = Id{call.caller->account};
  for (const auto& plan : visit.plans.visits) {
    VisitPlanLine line;
    line.plan = plan.id;
    line.label = call.label(plan);
    line.every_months = plan.every_months;
    line.first_days = plan.first_days;
    line.level_label = visit_code_label(call, "service_level", plan.level);
    for (const auto& way : plan.ways)
      line.way_labels.push_back(visit_code_label(call, "survey_way", way));
    line.clause = plan.clause;
    if (const auto found = counts.find(plan.id); found != counts.end())
      line.counts = visit_counts(found->second);
    board.plans.push_back(std::move(line));
  }
  board.places = visit_places(TRY(visits::count_by_place(*transaction, call.today(), {})));
  if (visit_workers.has(call.post.role))
    for (const auto& each :
         TRY(visits::list_visitors(*transaction, desk, call.backend.area_schema)))
      board.visitors.push_back({Id{each.account}, each.name, each.open});
  return board;
}

Result<http::Response> renew(Call& call) {
  const VisitCall visit(call);
  auto* transaction = TRY(call.transaction());
  const auto done = TRY(visits::renew_tasks(*transaction, visit.desk(call)));
  call.did("visit:tasks", fmt::format("新增 {}，撤去 {}", done.made, done.gone));
  return respond(VisitsRenewed{done.made, done.gone});
}

Result<visits::TaskQuestion> question_of(const Call& call) {
  visits::TaskQuestion asked;
  asked.state = call.request.asked("state");
  if (asked.state.empty()) asked.state = "open";
  asked.plan = call.request.asked("plan");
  asked.batch = TRY(call.asked_number("batch"));
  asked.today = call.today();
  const auto visitor = call.request.asked("visitor");
  if (visitor == "me") asked.visitor = call.caller->account;
  asked.unassigned = visitor == "nobody";
  if (const auto place = TRY(call.asked_number("place"))) asked.place_lo = asked.place_hi = *place;
  return asked;
}

Result<std::vector<VisitTask>> tasks_of(Call& call, store::Transaction& transaction,
                                        const VisitCall& visit, const visits::TaskPage& page) {
  std::vector<std::int64_t> accounts;
  for (const auto& one : page.lines)
    if (one.visitor) accounts.push_back(*one.visitor);
  auto names = TRY(access::account_names(transaction, accounts));
  std::vector<VisitTask> tasks;
  for (const auto& one : page.lines) {
    VisitTask task;
    task.id = Id{one.id};
    task.person_id = Id{one.person};
    task.who = one.who;
    task.place_label = one.place_label;
    const auto* plan = visit.plans.find_visit(one.plan);
    task.about = one.batch ? one.batch_label : plan == nullptr ? one.plan : call.label(*plan);
    task.state = one.state;
    task.due_on = one.due_on;
    task.days_over = call.today() - one.due_on;
    if (one.visitor) task.visitor = names[*one.visitor];
    task.tries = one.tries;
    task.last_on = one.last_on;
    if (!one.last_outcome.empty())
      task.last_outcome_label = visit_code_label(call, "visit_outcome", one.last_outcome);
    if (!one.last_way.empty())
      task.last_way_label = visit_code_label(call, "survey_way", one.last_way);
    task.last_told = one.last_told;
    task.last_note = one.last_note;
    tasks.push_back(std::move(task));
  }
  return tasks;
}

Result<Page<VisitTask>> list(Call& call) {
  const auto paging = TRY(call.paging());
  const VisitCall visit(call);
  const auto asked = TRY(question_of(call));
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(visits::list_tasks(*transaction, asked, paging.size, paging.offset()));
  auto tasks = TRY(tasks_of(call, *transaction, visit, found));
  for (const auto& one : found.lines)
    call.saw("read_visits", fmt::format("person:{}", one.person), asked.state);
  return page_of(std::move(tasks), found.total, paging);
}

Result<http::Response> sheet(Call& call) {
  const VisitCall visit(call);
  const auto asked = TRY(question_of(call));
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(
      visits::list_tasks(*transaction, asked, call.backend.rulebook.numbers.export_rows_alone, 0));
  if (found.total > call.backend.rulebook.numbers.export_rows_alone)
    return Error{
        ErrorCode::invalid_input,
        fmt::format("超过 {} 人，不能一次导出", call.backend.rulebook.numbers.export_rows_alone),
        {"place"},
        "选一个社区或一类再导出"};
  intake::XlsxWriter writer;
  writer.start_sheet(call.says("走访名单", "Visits"),
                     {{.heading = call.says("姓名", "Name")},
                      {.heading = call.says("常住地", "Residence")},
                      {.heading = call.says("走访计划", "Plan")},
                      {.heading = call.says("应走访日期", "Due on")},
                      {.heading = call.says("走访人", "Visitor")},
                      {.heading = call.says("未见到次数", "Tries in vain"), .number = true},
                      {.heading = call.says("最近走访", "Last visit")},
                      {.heading = call.says("走访方式", "Way")},
                      {.heading = call.says("走访结果", "Outcome")},
                      {.heading = call.says("本人所述就业情况", "Work told of")},
                      {.heading = call.says("情况说明", "Note")}});
  for (const auto& one : TRY(tasks_of(call, *transaction, visit, found)))
    writer.write({one.who, one.place_label, one.about, leye::to_text(one.due_on), one.visitor,
                  std::to_string(one.tries), one.last_on ? leye::to_text(*one.last_on) : "",
                  one.last_way_label, one.last_outcome_label, one.last_told, one.last_note});
  http::Response response;
  describe_sheet(response, "visits", false);
  response.body = TRY(writer.finish());
  call.saw("export_visits", "visit:tasks", fmt::format("{} 行", found.lines.size()));
  return response;
}

Result<VisitsAssigned> assign(Call& call, const AssignVisits& asked) {
  const VisitCall visit(call);
  const auto desk = visit.desk(call);
  auto* transaction = TRY(call.transaction());
  std::optional<std::int64_t> visitor;
  if (asked.visitor) {
    visitor = asked.visitor->number;
    bool may = *visitor == call.caller->account;
    for (const auto& each :
         TRY(visits::list_visitors(*transaction, desk, call.backend.area_schema)))
      may = may || each.account == *visitor;
    if (!may) return Error{ErrorCode::invalid_input, "请从名单里选走访人", {"visitor"}};
  }
  std::vector<std::int64_t> ids;
  for (const Id id : asked.ids) ids.push_back(id.number);
  const auto given = TRY(visits::assign_tasks(*transaction, desk, ids, visitor));
  call.did("visit:tasks", fmt::format("分派 {} 条给 {}", given, visitor.value_or(0)));
  return VisitsAssigned{given};
}

}  // namespace

std::vector<Route> visit_bag_routes();

std::vector<Route> visit_routes() {
  const std::string base = "/api/v1/visits";
  Route tasks = get<Page<VisitTask>>(base + "/tasks", "走访任务", visit_readers, list);
  tasks.act = "read_visits";
  tasks.query = {"state", "plan", "batch", "visitor", "place", "page", "size"};
  Route book = get<Nothing>(base + "/tasks/sheet", "走访名单表格", visit_readers, nullptr);
  book.handler = sheet;
  book.act = "export_visits";
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.query = {"state", "plan", "batch", "visitor", "place"};
  Route make;
  make = post<VisitsRenewed>(base + "/tasks", "更新走访任务", visit_workers, nullptr);
  make.handler = renew;
  make.act = "renew_visits";
  Route give = post<AssignVisits, VisitsAssigned>(base + "/tasks/assign", "分派走访任务",
                                                  visit_workers, assign);
  give.act = "assign_visits";
  std::vector<Route> routes{get<VisitBoard>(base, "走访计划", visit_readers, board),
                            tasks, book, make, give};
  for (Route& route : visit_bag_routes()) routes.push_back(std::move(route));
  return routes;
}

}  // namespace leye::api
