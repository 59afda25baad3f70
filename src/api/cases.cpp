// The inbox, and cases from opening to their decision.
#include "api/cases.hpp"

#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/consents.hpp"
#include "api/desk.hpp"
#include "api/noting.hpp"
#include "api/policy_desk.hpp"
#include "api/resources.hpp"
#include "flows/acting.hpp"
#include "flows/case_papers.hpp"
#include "flows/claiming.hpp"
#include "flows/inbox.hpp"
#include "flows/judging.hpp"
#include "flows/opening.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

// Who acts on cases; the auditor only reads them.
constexpr RoleSet actors = access::offices | access::subjects;
constexpr RoleSet readers = actors | RoleSet{Role::auditor};
// Another body works on the cases at its steps; it opens none and sees no register behind them.
constexpr RoleSet hands = actors | access::outside;

std::string object_of(std::int64_t id) { return fmt::format("case:{}", id); }

Task task_of(const Call& call, const flows::InboxLine& line,
             std::map<std::int64_t, std::string>& names) {
  const auto label = measure_label(call, line.measure);
  Task task;
  task.task_id = Id{line.task_id};
  task.case_id = Id{line.case_id};
  task.flow = line.measure;
  task.flow_label = label;
  task.step = line.step;
  task.step_label = line.step_label;
  task.title = line.number + " " + label;
  task.applicant = line.applicant;
  task.place_label = line.place_name;
  task.amount = line.amount;
  task.rows = line.rows;
  task.opened_at = business_day(line.opened_at);
  task.due_on = line.due_on;
  task.days_left = line.days_left;
  if (line.claimed_by) task.claimed_by = names[*line.claimed_by];
  return task;
}

Result<Page<Task>> read_inbox(Call& call) {
  const auto paging = TRY(call.paging());
  flows::InboxFilter filter;
  const auto state = call.request.asked("state");
  const auto view = flows::find_inbox_view(state.empty() ? "todo" : state);
  if (!view) return Error{ErrorCode::invalid_input, "没有这个视图", {"state"}};
  filter.view = *view;
  filter.measure = call.request.asked("measure");
  filter.page = paging.page;
  filter.size = paging.size;
  auto* connection = TRY(call.connection());
  const auto found = TRY(flows::inbox(*connection, bureau_of(call), actor_of(call), filter));
  std::vector<std::int64_t> ids;
  for (const auto& line : found.lines) ids.push_back(line.claimed_by.value_or(0));
  auto* transaction = TRY(call.transaction());
  auto names = TRY(access::account_names(*transaction, ids));
  std::vector<Task> tasks;
  for (const auto& line : found.lines) tasks.push_back(task_of(call, line, names));
  return page_of(std::move(tasks), found.total, paging);
}

// The record of the act, in the act's own transaction.
flows::BeforeCommit noting(Call& call, const char* kind) {
  return [&call, kind](store::Transaction& transaction, std::int64_t id) {
    call.did(fmt::format("{}:{}", kind, id));
    return note(call, transaction);
  };
}

Result<Nothing> claim(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  TRY(flows::claim_task(*connection, bureau_of(call), actor_of(call), id, noting(call, "task")));
  return Nothing{};
}

Result<Nothing> release(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  TRY(flows::release_task(*connection, bureau_of(call), actor_of(call), id, noting(call, "task")));
  return Nothing{};
}

Result<Page<CaseLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  flows::CaseFilter filter;
  filter.measure = call.request.asked("measure");
  filter.state = call.request.asked("state");
  filter.organisation = TRY(call.asked_number("organisation"));
  filter.person = TRY(call.asked_number("person"));
  filter.page = paging.page;
  filter.size = paging.size;
  auto* connection = TRY(call.connection());
  const auto found = TRY(flows::list_cases(*connection, bureau_of(call), actor_of(call), filter));
  std::vector<CaseLine> lines;
  for (const auto& line : found.lines) {
    const auto label = measure_label(call, line.measure);
    lines.push_back({Id{line.case_id}, line.number, label, label, line.applicant, line.place_name,
                     line.amount, line.rows, flows::name(line.state), flows::label(line.state),
                     line.step_label, business_day(line.opened_at)});
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<Case> open(Call& call, const OpenCase& asked) {
  if (asked.results.size() > 10'000) {
    return Error{ErrorCode::invalid_input, "一次最多一万行", {"results"}};
  }
  flows::OpenRequest request{asked.measure, {}};
  for (const auto& id : asked.results) request.results.push_back(id.number);
  auto* connection = TRY(call.connection());
  call.did("", asked.measure);
  Case file;
  TRY(flows::open_case(*connection, bureau_of(call), actor_of(call), request,
                       filing(call, file)));
  return file;
}

Result<OpenedCases> open_all(Call& call) {
  auto* connection = TRY(call.connection());
  const auto& measure = call.path.at("id");
  if (call.backend.plan.find_measure(measure) == nullptr) {
    return Error{ErrorCode::not_found, "没有找到"};
  }
  OpenedCases opened;
  const auto keep = [&](store::Transaction& transaction,
                        const std::vector<std::int64_t>& cases) -> Status {
    call.did("", fmt::format("{} {}", measure, cases.size()));
    for (const auto id : cases) {
      TRY(file_for_applicant(call, transaction, id));
      opened.cases.push_back(Id{id});
    }
    return call.keep(transaction, respond(opened));
  };
  TRY(flows::open_all(*connection, bureau_of(call), actor_of(call), measure, keep));
  return opened;
}

Result<Case> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto file = TRY(read_case(call, id));
  call.saw("read_case", object_of(id));
  for (const auto& row : file.rows) {
    if (row.person_id) call.saw("list_person", fmt::format("person:{}", row.person_id->number));
  }
  return file;
}

Result<TraceNode> row_trace(Call& call) {
  const auto id = TRY(call.path_id());
  const auto row = TRY(call.path_id("row"));
  const auto reading = TRY(version_of_row(call, id, row));
  auto* connection = TRY(call.connection());
  const auto bureau = bureau_of(call, reading.get());
  const auto explanation =
      TRY(flows::explain_row(*connection, bureau, actor_of(call), id, row, call.language()));
  call.saw("read_case", object_of(id));
  return trace_of(call, explanation);
}

// The fields of an on-the-spot check.
Status read_site_finding(const TakeAction& asked, flows::ActionRequest& request) {
  if (request.action != flows::Action::visit) return Done{};
  const auto field = [&](const char* name) {
    const auto found = asked.fields.find(name);
    return found == asked.fields.end() ? std::string() : found->second;
  };
  flows::SiteFinding found;
  found.visited_on = TRY(Day::parse(field("visited_on")).at("fields.visited_on"));
  found.outcome = field("outcome");
  found.photos = field("photos");
  request.found = std::move(found);
  return Done{};
}

Result<Case> judge(Call& call, const MakeJudgement& asked) {
  const auto id = TRY(call.path_id());
  const auto row = TRY(call.path_id("row"));
  auto* connection = TRY(call.connection());
  call.did(object_of(id), asked.judgement);
  Case file;
  TRY(flows::judge(*connection, bureau_of(call), actor_of(call), id,
                   {row, asked.judgement, asked.holds, asked.reason}, keeping(call, file)));
  return file;
}

Result<Case> take_action(Call& call, const TakeAction& asked) {
  const auto id = TRY(call.path_id());
  const auto action = flows::find_action(call.path.at("action"));
  if (!action) return Error{ErrorCode::not_found, "没有找到"};
  flows::ActionRequest request;
  request.case_id = id;
  request.action = *action;
  request.opinion = asked.opinion;
  TRY(read_site_finding(asked, request));
  for (const auto& [field, value] : asked.fields) {
    if (request.found && (field == "visited_on" || field == "outcome" || field == "photos")) {
      continue;
    }
    if (field == "return_to") {
      request.return_to = value;
    } else if (field == "step") {
      request.step = value;
    } else {
      return Error{ErrorCode::invalid_input, "没有这个字段", {"fields." + field}};
    }
  }
  for (const auto& row : asked.rows) {
    if (row.decision != "agreed" && row.decision != "refused" && row.decision != "open") {
      return Error{ErrorCode::invalid_input, "意见只能是 agreed 或 refused", {"rows"}};
    }
    if (row.decision == "open") continue;
    request.rows.push_back({row.id.number, row.decision == "agreed", row.opinion});
  }
  const auto actor = TRY(actor_on(call, {object_of(id)}));
  auto* connection = TRY(call.connection());
  call.did(object_of(id), flows::name(*action));
  Case file;
  TRY(flows::act(*connection, bureau_of(call), actor, request, keeping(call, file)));
  return file;
}

http::Response pdf(std::string bytes) {
  http::Response response;
  response.type = "application/pdf";
  response.body = std::move(bytes);
  return response;
}

Result<http::Response> decision(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  auto bytes = TRY(flows::decision_paper(*connection, bureau_of(call), actor_of(call), id));
  call.saw("read_decision", object_of(id));
  return pdf(std::move(bytes));
}

Result<http::Response> roster(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  auto bytes = TRY(flows::roster_paper(*connection, bureau_of(call), actor_of(call), id));
  call.saw("read_decision", object_of(id));
  return pdf(std::move(bytes));
}

Route paper(std::string path, std::string summary, Handler handler) {
  Route route;
  route.path = std::move(path);
  route.summary = std::move(summary);
  route.roles = readers;
  route.handler = std::move(handler);
  route.gives_type = "application/pdf";
  route.act = "read_decision";
  return route;
}

Route decides(Route route, std::string act) {
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = std::move(act);
  return route;
}

}  // namespace

std::vector<Route> case_routes() {
  Route inbox = get<Page<Task>>("/api/v1/inbox", "待办", hands, read_inbox);
  inbox.query = {"state", "measure", "page", "size"};
  Route take = post<Nothing>("/api/v1/tasks/{id}/claim", "签收", hands, claim);
  take.act = "claim_task";
  Route give = post<Nothing>("/api/v1/tasks/{id}/release", "退回待办", hands, release);
  give.act = "release_task";
  Route all = get<Page<CaseLine>>("/api/v1/cases", "办件", readers | access::outside, list);
  all.query = {"measure", "state", "organisation", "person", "page", "size"};
  Route begin =
      decides(post<OpenCase, Case>("/api/v1/cases", "发起办件", actors, open), "open_case");
  Route push =
      decides(post<OpenedCases>("/api/v1/measures/{id}/open-all", "按名单发起",
                                RoleSet{Role::window_clerk, Role::insurance_agency}, open_all),
              "open_case");
  Route file = get<Case>("/api/v1/cases/{id}", "办件详情", readers | access::outside, read);
  file.act = "read_case";
  Route why = get<TraceNode>("/api/v1/cases/{id}/rows/{row}/trace", "为什么", readers, row_trace);
  why.act = "read_case";
  Route step = decides(
      post<TakeAction, Case>("/api/v1/cases/{id}/actions/{action}", "办理", hands, take_action),
      "case_action");
  return {inbox,
          take,
          give,
          all,
          begin,
          push,
          file,
          why,
          step,
          decides(post<MakeJudgement, Case>("/api/v1/cases/{id}/rows/{row}/judgements", "登记裁量",
                                            access::offices | access::outside, judge),
                  "judge"),
          paper("/api/v1/cases/{id}/decision.pdf", "决定书", decision),
          paper("/api/v1/cases/{id}/roster.pdf", "花名册", roster)};
}

}  // namespace leye::api
