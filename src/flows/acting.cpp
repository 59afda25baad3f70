#include "flows/acting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "benefits/grants.hpp"
#include "flows/cases.sql.hpp"
#include "flows/claiming.hpp"
#include "flows/handling.hpp"
#include "funds/crash_point.hpp"

namespace leye::flows {
namespace {

bool looks_again(Action action) {
  switch (action) {
    case Action::pass:
    case Action::publish:
    case Action::close_notice:
    case Action::approve:
    case Action::settle:
    case Action::acknowledge: return true;
    default: return false;
  }
}

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

// Visible at all: to the applicant, or to whoever works for the place (row-level security has
// seen to that already).
bool may_see(const Actor& actor, const CaseRecord& record) {
  return !actor.applies() || is_applicant(actor, record);
}

Status check_fresh(const ActionRequest& request, const CaseRecord& record) {
  const bool stale = (request.version && *request.version != record.version) ||
                     (!request.step.empty() && request.step != record.step);
  if (!stale) return Done{};
  return conflict("办件已由他人办理，您看到的不是最新情况", "刷新后再办");
}

Status check_role(const Bureau& bureau, const Actor& actor, const CaseRecord& record,
                  const policy::Step& step, Action action) {
  if (action == Action::withdraw) {
    if (is_applicant(actor, record) || record.opened_by == actor.account ||
        (actor.on_behalf_of && record.opened_by == *actor.on_behalf_of))
      return Done{};
    return Error{ErrorCode::forbidden, "只有申请人或者发起人可以撤回"};
  }
  if (may_act(bureau, actor, record, step)) return Done{};
  return Error{ErrorCode::forbidden,
               fmt::format("“{}”环节由{}办理", step.label_zh, policy::role_label(step.role))};
}

// Explains, after the rollback, which grants stand in the way.
Error excluded(store::Connection& connection, const Bureau& bureau, const policy::Measure& measure,
               const std::vector<RowRecord>& rows, Error error) {
  auto transaction =
      store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot));
  if (!transaction.ok()) return error;
  std::vector<benefits::WantedGrant> wanted;
  std::vector<const RowRecord*> asked;
  for (const RowRecord& row : rows) {
    if (!row.pending()) continue;
    benefits::WantedGrant grant;
    grant.measure = measure.name.id;
    grant.person_id = row.person;
    grant.organisation_id = row.organisation;
    grant.period_from = row.period_from;
    wanted.push_back(grant);
    asked.push_back(&row);
  }
  const auto blockers = benefits::find_blockers(transaction.value(), bureau.plan, wanted);
  if (!blockers.ok()) return error;
  for (const benefits::Blocker& blocker : blockers.value()) {
    const policy::Measure* other = bureau.plan.find_measure(blocker.measure);
    error.where.push_back(fmt::format("{}：{} 已核准{} {} 元（享受记录 {}）",
                                      asked[blocker.wanted]->label, to_text(blocker.granted_on),
                                      other ? other->name.label : blocker.measure,
                                      to_display(blocker.amount), blocker.grant));
  }
  error.fix = "退回核减该行，或者先撤回已核准的一项";
  return error;
}

}  // namespace

bool is_applicant(const Actor& actor, const CaseRecord& record) {
  return (actor.organisation && record.organisation == actor.organisation) ||
         (actor.person && record.person == actor.person);
}

bool may_act(const Bureau& bureau, const Actor& actor, const CaseRecord& record,
             const policy::Step& step) {
  if (step.role == "employer" || step.role == "citizen")
    return actor.has_role(step.role) && is_applicant(actor, record);
  const auto place = place_of(step.level, record.place, bureau.area);
  return actor.has_role(step.role) && actor.place_lo <= place && place <= actor.place_hi;
}

Result<const policy::Measure*> measure_with_path(const Bureau& bureau, const std::string& id) {
  const policy::Measure* measure = bureau.plan.find_measure(id);
  if (!measure || !measure->path)
    return conflict(fmt::format("现行政策规则包没有“{}”的办理流程", id));
  const auto kept = policy::why_kept(*measure->path);
  if (!kept.empty())
    return conflict(fmt::format("“{}”的办理流程只供查阅，本系统不能办理：{}", measure->name.label,
                                kept.front().zh),
                    "按办理流程写明的机构和环节在系统以外办理");
  return measure;
}

Result<std::map<std::int64_t, RowCheck>> recheck_for(store::Connection& connection,
                                                     const Bureau& bureau, const Actor& actor,
                                                     const ActionRequest& request) {
  std::map<std::int64_t, RowCheck> none;
  if (!looks_again(request.action)) return none;
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  CaseRecord record;
  std::vector<RowRecord> rows;
  {
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    record = TRY(find_case(transaction, request.case_id));
    if (!may_see(actor, record)) return Error{ErrorCode::not_found, "没有这个办件"};
    rows = TRY(rows_of(transaction, record.id));
  }
  const bool any =
      std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.pending(); });
  if (!any) return none;
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  return recheck(connection, bureau, *measure, record, rows);
}

Result<KeptAnswers> answers_for(store::Connection& connection, const Bureau& bureau,
                                const Actor& actor, const ActionRequest& request) {
  const bool refuses = std::any_of(request.rows.begin(), request.rows.end(),
                                   [](const RowDecision& each) { return !each.agree; });
  const bool ends = request.action == Action::approve || request.action == Action::refuse ||
                    request.action == Action::reject || request.action == Action::settle;
  if (!refuses && !ends) return KeptAnswers{};
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  CaseRecord record;
  std::vector<RowRecord> rows;
  {
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    record = TRY(find_case(transaction, request.case_id));
    if (!may_see(actor, record)) return Error{ErrorCode::not_found, "没有这个办件"};
    rows = TRY(rows_of(transaction, record.id));
  }
  if (std::none_of(rows.begin(), rows.end(), [](const auto& row) { return row.pending(); }))
    return KeptAnswers{};
  return answers_now(connection, bureau, record, rows);
}

Result<Moved> handle_case(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                          const ActionRequest& request, std::map<std::int64_t, RowCheck> checks,
                          KeptAnswers answers, bool in_meeting) {
  CaseRecord record = TRY(lock_case(transaction, request.case_id));
  if (!may_see(actor, record)) return Error{ErrorCode::not_found, "没有这个办件"};
  TRY(check_fresh(request, record));
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Step* step = TRY(step_of(*measure->path, record.step));
  TRY(check_role(bureau, actor, record, *step, request.action));
  const auto others =
      TRY(transaction.query(sql::claimed_by_other, record.id, actor.account, actor.on_behalf_of));
  // Two people record what they found, whoever of them holds the task.
  if (!others.empty() && request.action != Action::withdraw && request.action != Action::visit)
    return conflict("待办已由他人认领", "请认领人释放后再办");
  auto rows = TRY(rows_of(transaction, record.id));
  Handling handling{transaction, bureau, actor,           *measure,          *measure->path,
                    *step,       record, std::move(rows), std::move(checks), bureau.clock.now(),
                    std::move(answers)};
  return handle(handling, request, in_meeting);
}

Result<std::int64_t> act(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                         const ActionRequest& request, const BeforeCommit& before_commit) {
  auto checks = TRY(recheck_for(connection, bureau, actor, request));
  auto answers = TRY(answers_for(connection, bureau, actor, request));
  std::vector<RowRecord> rows;
  std::string measure_id;
  Result<Moved> moved = Moved{};
  {
    auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
    moved = handle_case(transaction, bureau, actor, request, std::move(checks),
                        std::move(answers), false);
    if (moved.ok()) {
      if (before_commit && !moved.value().blocked) TRY(before_commit(transaction, request.case_id));
      TRY(transaction.commit());
      funds::crash_point("act.committed");
      if (!moved.value().blocked) return moved.value().version;
      return blocked_error(moved.value(), moved.value().blocked_text);
    }
  }
  if (request.action != Action::approve || moved.error().code != ErrorCode::conflict)
    return Error(moved.error());
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
  const CaseRecord record = TRY(find_case(transaction, request.case_id));
  rows = TRY(rows_of(transaction, request.case_id));
  TRY(transaction.commit());
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  return excluded(connection, bureau, *measure, rows, moved.error());
}

Result<std::int64_t> settle_arrived(store::Connection& connection, const Bureau& bureau,
                                    const Actor& actor) {
  std::vector<std::int64_t> waiting;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    for (const store::Row row : TRY(transaction.query(sql::paying_cases)))
      waiting.push_back(row.get<std::int64_t>("id"));
  }
  std::int64_t closed = 0;
  for (const std::int64_t id : waiting) {
    const auto settled = act(connection, bureau, actor, {.case_id = id, .action = Action::settle});
    if (settled.ok()) {
      ++closed;
      continue;
    }
    // Not arrived, or for someone else to close.
    const ErrorCode code = settled.error().code;
    if (code != ErrorCode::conflict && code != ErrorCode::forbidden) return Error(settled.error());
  }
  return closed;
}

std::vector<Action> open_actions(const Bureau& bureau, const Actor& actor, const CaseRecord& record,
                                 bool notice_published, bool rows_changed) {
  std::vector<Action> open;
  const auto measure = measure_with_path(bureau, record.measure);
  if (!measure.ok()) return open;
  const auto step = step_of(*measure.value()->path, record.step);
  if (!step.ok()) return open;
  const policy::Step& at = *step.value();
  for (const Transition& row : transitions) {
    if (row.kind != at.kind || row.from != record.state) continue;
    if (!check_role(bureau, actor, record, at, row.action).ok()) continue;
    if (row.move == Move::back && at.return_to.empty()) continue;
    if (row.action == Action::publish && notice_published) continue;
    if (row.action == Action::close_notice && !notice_published) continue;
    if (row.action == Action::acknowledge && !rows_changed) continue;
    // A meeting is recorded as a whole, with its minutes.
    if (at.kind == policy::StepKind::meeting && row.action != Action::withdraw &&
        row.action != Action::acknowledge)
      continue;
    open.push_back(row.action);
  }
  return open;
}

Status claim_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                  std::int64_t task, const BeforeCommit& before_commit) {
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const auto claimed = TRY(transaction.execute(sql::claim_task, task, actor.account, actor.roles,
                                               actor.place_lo, actor.place_hi, actor.on_behalf_of));
  if (claimed == 0) return conflict("待办已由他人认领或者已经办结", "刷新待办列表");
  if (before_commit) TRY(before_commit(transaction, task));
  return transaction.commit();
}

Status release_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                    std::int64_t task, const BeforeCommit& before_commit) {
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  if (TRY(transaction.execute(sql::release_task, task, actor.account)) == 0)
    return conflict("这项待办不是您认领的");
  if (before_commit) TRY(before_commit(transaction, task));
  return transaction.commit();
}

Status claim_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                  std::int64_t task) {
  return claim_task(connection, bureau, actor, task, {});
}

Status release_task(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                    std::int64_t task) {
  return release_task(connection, bureau, actor, task, {});
}

}  // namespace leye::flows
