// Findings about payments and their recovery (追缴).
#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/follow_up.hpp"
#include "api/resources.hpp"
#include "flows/recovery_view.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet workers = access::offices;
constexpr RoleSet readers = access::offices | access::subjects | RoleSet{Role::auditor};

std::string object_of(std::int64_t id) { return fmt::format("recovery:{}", id); }

const char* event_label(const std::string& action) {
  if (action == "found") return "立案";
  if (action == "repay") return "缴还";
  const auto known = flows::find_recovery_action(action);
  return known ? flows::label(*known) : action.c_str();
}

RecoveryAct act_of(flows::RecoveryAction action, flows::RecoveryState state) {
  const auto transition = flows::find_recovery_transition(action, state);
  return {flows::name(action), flows::label(action), transition && transition->needs_text,
          action == flows::RecoveryAction::decide};
}

Result<Recovery> recovery_of(Call& call, store::Transaction& transaction, std::int64_t id) {
  const auto view = TRY(flows::view_recovery(transaction, bureau_of(call), actor_of(call), id));
  const auto& record = view.record;
  std::vector<std::int64_t> ids;
  for (const auto& event : view.events) ids.push_back(event.actor);
  for (const auto& one : view.repayments) ids.push_back(one.recorded_by);
  auto names = TRY(access::account_names(transaction, ids));
  Recovery file;
  file.id = Id{record.id};
  file.number = record.number;
  file.case_id = Id{record.case_id};
  file.case_number = view.case_number;
  file.measure_label = view.measure_label;
  file.place_label = view.place_name;
  file.payee = record.payee;
  file.label = record.label;
  const auto ground = flows::find_ground(record.ground);
  file.ground_label = ground ? flows::label(*ground) : record.ground;
  file.finding = record.finding;
  file.amount = record.amount;
  file.repaid = record.repaid;
  file.owed =
      record.decided_by && record.state != flows::RecoveryState::dropped ? record.owed() : Money{};
  file.state = flows::name(record.state);
  file.state_label = flows::label(record.state);
  file.statement_until = record.statement_until;
  file.statement = record.statement.value_or("");
  file.decision = record.decision.value_or("");
  file.repay_until = record.repay_until;
  file.reminders = record.reminders;
  for (const auto& event : view.events)
    file.events.push_back({to_text(event.at), names[event.actor], event.action,
                           event_label(event.action), event.text});
  for (const auto& one : view.repayments)
    file.repayments.push_back({one.voucher, one.source == "receipt" ? "缴款凭证" : "银行文件",
                               one.amount, one.paid_on, names[one.recorded_by]});
  for (const auto action : view.actions) file.actions.push_back(act_of(action, record.state));
  file.books = view.books;
  return file;
}

// Keeps the recovery, as it is after the act, as the answer.
flows::BeforeCommit keeping(Call& call, Recovery& file) {
  return [&call, &file](store::Transaction& transaction, std::int64_t id) -> Status {
    file = TRY(recovery_of(call, transaction, id));
    return call.keep(transaction, respond(file));
  };
}

Result<Case> find(Call& call, const MakeFinding& asked) {
  flows::Finding finding;
  finding.case_id = TRY(call.path_id());
  finding.row = TRY(call.path_id("row"));
  const auto ground = flows::find_ground(asked.ground);
  if (!ground) return Error{ErrorCode::invalid_input, "没有这种情形", {"ground"}};
  finding.ground = *ground;
  finding.text = asked.text;
  finding.amount = asked.amount;
  auto* connection = TRY(call.connection());
  call.did(fmt::format("case:{}", finding.case_id), asked.ground);
  Case file;
  const auto keep = [&](store::Transaction& transaction, std::int64_t) -> Status {
    file = TRY(read_case(call, transaction, finding.case_id));
    return call.keep(transaction, respond(file));
  };
  TRY(flows::record_finding(*connection, bureau_of(call), actor_of(call), finding, keep));
  return file;
}

Result<Page<RecoveryLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  auto* connection = TRY(call.connection());
  const auto found = TRY(flows::list_recoveries(*connection, bureau_of(call), actor_of(call),
                                                std::string(call.request.asked("state")),
                                                paging.page, paging.size));
  std::vector<RecoveryLine> lines;
  for (const auto& one : found.recoveries) lines.push_back(recovery_line(call, one));
  return page_of(std::move(lines), found.total, paging);
}

Result<Recovery> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  auto file = TRY(recovery_of(call, *transaction, id));
  call.saw("read_recovery", object_of(id));
  return file;
}

Result<Recovery> act(Call& call, const ActOnRecovery& asked) {
  const auto id = TRY(call.path_id());
  const auto action = flows::find_recovery_action(call.path.at("action"));
  if (!action) return Error{ErrorCode::not_found, "没有找到"};
  flows::RecoveryRequest request;
  request.recovery = id;
  request.action = *action;
  request.text = asked.text;
  request.amount = asked.amount;
  const auto actor = TRY(actor_on(call, {object_of(id)}));
  auto* connection = TRY(call.connection());
  call.did(object_of(id), flows::name(*action));
  Recovery file;
  TRY(flows::act_on_recovery(*connection, bureau_of(call), actor, request, keeping(call, file)));
  return file;
}

Result<Recovery> record_repayment(Call& call, const RecordRepayment& asked) {
  const auto id = TRY(call.path_id());
  const auto actor = TRY(actor_on(call, {object_of(id)}));
  auto* connection = TRY(call.connection());
  call.did(object_of(id), asked.voucher);
  Recovery file;
  TRY(flows::record_repayment(*connection, bureau_of(call), actor,
                              {id, asked.voucher, asked.amount, asked.paid_on},
                              keeping(call, file)));
  return file;
}

Result<http::Response> take_file(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto report = TRY(
      flows::accept_repayments(*transaction, bureau_of(call), actor_of(call), call.request.body));
  call.did("", fmt::format("缴还 {} 笔，重复 {} 笔", report.booked, report.repeated));
  return respond(RepaymentsTaken{report.booked, report.repeated, report.total});
}

Result<http::Response> paper(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  http::Response response;
  response.type = "application/pdf";
  response.body = TRY(flows::recovery_paper(*connection, bureau_of(call), actor_of(call), id));
  call.saw("read_recovery", object_of(id));
  return response;
}

Route decides(Route route, std::string act) {
  route.effect = Effect::decides;
  route.act = std::move(act);
  return route;
}

Route in_one(Route route) {
  route.own_transactions = true;
  route.keeps_answer = true;
  return route;
}

}  // namespace

std::vector<Route> recovery_routes() {
  const std::string base = "/api/v1/recoveries";
  Route all = get<Page<RecoveryLine>>(base, "追缴", readers, list);
  all.query = {"state", "page", "size"};
  Route one = get<Recovery>(base + "/{id}", "追缴详情", readers, read);
  one.act = "read_recovery";
  Route print = one;
  print.path = base + "/{id}/paper.pdf";
  print.summary = "追缴告知书、决定书";
  print.handler = paper;
  print.gives = nullptr;
  print.gives_type = "application/pdf";
  Route file =
      decides(post<RepaymentsTaken>(base + "/repayment-file", "导入缴款文件",
                                    RoleSet{Role::insurance_agency, Role::finance_bureau}, nullptr),
              "take_repayments");
  file.handler = take_file;
  file.takes_type = "application/octet-stream";
  file.body_bytes_max = std::uint64_t{8} << 20;
  return {
      all,
      one,
      print,
      file,
      in_one(decides(post<MakeFinding, Case>("/api/v1/cases/{id}/rows/{row}/findings", "提出线索",
                                             workers, find),
                     "record_finding")),
      in_one(decides(post<ActOnRecovery, Recovery>(base + "/{id}/actions/{action}", "办理追缴",
                                                   workers | access::subjects, act),
                     "recovery_action")),
      in_one(decides(post<RecordRepayment, Recovery>(
                         base + "/{id}/repayments", "登记缴还",
                         RoleSet{Role::insurance_agency, Role::finance_bureau}, record_repayment),
                     "record_repayment"))};
}

}  // namespace leye::api
