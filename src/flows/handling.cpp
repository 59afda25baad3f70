#include "flows/handling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "flows/cases.sql.hpp"
#include "flows/visits.hpp"

namespace leye::flows {
namespace {

using policy::StepKind;

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

RowRecord* row_of(Handling& handling, std::int64_t id) {
  for (RowRecord& row : handling.rows)
    if (row.id == id) return &row;
  return nullptr;
}

bool refuses(const ActionRequest& request, const RowRecord& row) {
  for (const RowDecision& decision : request.rows)
    if (decision.row == row.id && !decision.agree) return true;
  return false;
}

// Marks the rows whose facts have changed since someone last looked. True if one of them is not
// refused by this very request.
Result<bool> mark_changes(Handling& handling, const ActionRequest& request, std::string& text) {
  TRY(mark_rows(handling.transaction, handling.rows, handling.checks));
  bool any = false;
  for (std::size_t i = 0; i < handling.rows.size(); ++i) {
    const RowRecord& row = handling.rows[i];
    if (!row.pending() || !row.changed || refuses(request, row)) continue;
    any = true;
    text += (text.empty() ? "" : "；") + row_text(row, i, *row.changed);
  }
  return any;
}

// Rows that would be granted although the quota does not reach to their place, row by row.
std::string without_room(const Handling& handling, const ActionRequest& request) {
  std::string text;
  if (request.action != Action::approve) return text;
  for (std::size_t i = 0; i < handling.rows.size(); ++i) {
    const RowRecord& row = handling.rows[i];
    const auto check = handling.checks.find(row.id);
    if (!row.pending() || check == handling.checks.end() || refuses(request, row)) continue;
    if (!check->second.queue.room)
      text += (text.empty() ? "" : "；") + row_text(row, i, check->second.queue_note);
  }
  return text;
}

// What the rules say stands on the row: amount, finding, reasons, missing facts.
void take_finding(RowRecord& row, const RowRecord& now) {
  row.amount = now.amount;
  row.finding = now.finding;
  row.refused_clauses = now.refused_clauses;
  row.missing = now.missing;
  row.waiting = now.waiting;
  row.facts_digest = now.facts_digest;
}

// The rules' own reasons may stand for an opinion; what they find entitled needs one in words.
Status reject_row(Handling& handling, RowRecord& row, const RowDecision& decision) {
  const auto check = handling.checks.find(row.id);
  if (check != handling.checks.end() && check->second.exists && !check->second.eligible())
    take_finding(row, check->second.now);
  const bool withdrawn = handling.step.kind == StepKind::confirm;
  const bool no_room = check != handling.checks.end() && !check->second.queue.room;
  if (decision.opinion.empty() && ((row.eligible() && !no_room) || withdrawn))
    return Error{ErrorCode::invalid_input, fmt::format("核减“{}”须写明理由", row.label)};
  if (!withdrawn) TRY(no_open_question(handling, row));
  row.state = withdrawn ? "withdrawn" : "rejected";
  row.opinion = decision.opinion.empty() && no_room ? "没有名额：" + row.queue : decision.opinion;
  row.changed = std::nullopt;
  return save_row(handling.transaction, row);
}

// A row that was listed as entitled and is no longer can only be refused; what was applied for
// anyway takes its new finding.
Status accept_change(Handling& handling, RowRecord& row) {
  const RowCheck& check = handling.checks[row.id];
  if (!check.exists || (row.eligible() && !check.eligible()))
    return conflict(fmt::format("“{}”{}，只能核减", row.label, check.change));
  take_finding(row, check.now);
  row.changed = std::nullopt;
  return save_row(handling.transaction, row);
}

// Nobody passes on what the rules refuse, or cannot tell: a person refuses it, or it is asked for.
Status check_findings(const Handling& handling, Action action) {
  const bool goes_on = action == Action::pass || action == Action::publish ||
                       action == Action::close_notice || action == Action::approve ||
                       action == Action::settle;
  if (!goes_on) return Done{};
  for (std::size_t i = 0; i < handling.rows.size(); ++i) {
    const RowRecord& row = handling.rows[i];
    if (!row.pending() || row.eligible()) continue;
    const std::string reasons = fmt::format("{}", fmt::join(row.refused_clauses, "；"));
    if (row.finding == "not_eligible")
      return conflict(row_text(row, i, "不符合：" + reasons), "对该行提出不予享受的意见，或者退回");
    return conflict(row_text(row, i, "待核，" + reasons),
                    row.missing.empty()
                        ? "先登记裁量的结果和理由"
                        : "询问并登记缺少的事实；期满仍不能查明的，由人提出不予享受的意见");
  }
  return Done{};
}

// Who is refused is told where to turn, so a path without remedies refuses nobody.
Status check_remedies(const Handling& handling, Action action) {
  const bool decides = action == Action::refuse || action == Action::approve;
  if (!decides || !has_effect(handling.step, policy::Effect::issue)) return Done{};
  bool refused = action == Action::refuse;
  for (const RowRecord& row : handling.rows) refused |= row.state == "rejected";
  const bool told = policy::find_remedy(handling.path, policy::RemedyKind::review) &&
                    policy::find_remedy(handling.path, policy::RemedyKind::litigation);
  if (!refused || told) return Done{};
  return conflict("办理流程没有写明行政复议和行政诉讼的期限，不能作出不予享受的决定",
                  "在政策规则包的办理流程里写“救济 复议 …”“救济 诉讼 …”");
}

Status decide_rows(Handling& handling, const ActionRequest& request) {
  for (const RowDecision& decision : request.rows) {
    RowRecord* row = row_of(handling, decision.row);
    if (!row) return Error{ErrorCode::not_found, "办件里没有这一行"};
    if (!row->pending()) {
      if (decision.agree == (row->state == "granted")) continue;
      if (!decision.agree) continue;
      return conflict(fmt::format("“{}”已经核减", row->label));
    }
    if (!decision.agree)
      TRY(reject_row(handling, *row, decision));
    else if (request.action == Action::acknowledge && row->changed)
      TRY(accept_change(handling, *row));
  }
  return Done{};
}

bool any_pending(const std::vector<RowRecord>& rows) {
  for (const RowRecord& row : rows)
    if (row.pending()) return true;
  return false;
}

Status end_rows(Handling& handling, const char* state, const std::string& opinion) {
  for (RowRecord& row : handling.rows) {
    if (!row.pending()) continue;
    if (std::string_view(state) == "rejected") TRY(no_open_question(handling, row));
    row.state = state;
    row.opinion = opinion;
    row.changed = std::nullopt;
    TRY(save_row(handling.transaction, row));
  }
  return Done{};
}

Status open_task(Handling& handling, const policy::Step& step) {
  CaseRecord& record = handling.record;
  const DueDay due = due_day(step, handling.today(), handling.bureau.calendar);
  record.step = step.id;
  record.due_on = due.on;
  record.due_unknown = due.unknown;
  TRY(handling.transaction.execute(sql::insert_task, record.id, step.id, step.role,
                                   place_of(step.level, record.place, handling.bureau.area),
                                   handling.now, due.on, ""));
  return Done{};
}

Status go_on(Handling& handling) {
  const policy::Step* next = step_after(handling.path, handling.step.id, handling.record.amount);
  // Nobody is named on a board when no row is left to be granted.
  while (next && next->kind == StepKind::notice && !any_pending(handling.rows))
    next = step_after(handling.path, next->id, handling.record.amount);
  CHECK(next != nullptr);  // path_rules: a path ends with a paying step
  return open_task(handling, *next);
}

Status move(Handling& handling, const Transition& transition, const ActionRequest& request) {
  CaseRecord& record = handling.record;
  if (transition.move == Move::stay) {
    // An acknowledged change may have moved the amount across the line between two deciders.
    const bool other_decider = is_deciding(handling.step) && !takes(handling.step, record.amount);
    if (!other_decider) return Done{};
    TRY(handling.transaction.execute(sql::drop_task, record.id));
    return open_task(handling, deciding_step(handling.path, record.amount));
  }
  if (transition.action == Action::withdraw)
    TRY(handling.transaction.execute(sql::drop_task, record.id));
  else
    TRY(handling.transaction.execute(sql::finish_task, record.id, handling.actor.account,
                                     handling.now, ""));
  switch (transition.move) {
    case Move::next: return go_on(handling);
    case Move::back: {
      TRY(withdraw_notice(handling));
      const policy::Step* back = TRY(step_back(handling.path, handling.step, request.return_to));
      return open_task(handling, *back);
    }
    case Move::end:
      TRY(handling.transaction.execute(sql::drop_question_task, record.id));
      record.ended_at = handling.now;
      record.due_on = std::nullopt;
      record.due_unknown = false;
      return withdraw_notice(handling);
    case Move::stay: break;
  }
  return Done{};
}

// What an action does to the case itself, before it moves.
Status change_case(Handling& handling, const ActionRequest& request) {
  CaseRecord& record = handling.record;
  switch (request.action) {
    case Action::take_in:
      record.taken_in_by = handling.actor.account;
      if (!record.taken_in_at) record.taken_in_at = handling.now;
      return Done{};
    case Action::visit: return record_visit(handling, request);
    case Action::pass:
      return handling.step.kind == StepKind::visit ? check_visits(handling) : Status(Done{});
    case Action::approve:
      if (!any_pending(handling.rows))
        return conflict("没有可以批准的行", "全部核减的办件请“不予批准”");
      record.decided_by = handling.actor.account;
      record.decided_at = handling.now;
      return handling.path.pays() ? Status(Done{}) : end_rows(handling, "agreed", "");
    case Action::refuse:
      record.decided_by = handling.actor.account;
      record.decided_at = handling.now;
      return end_rows(handling, "rejected", request.opinion);
    case Action::reject: return end_rows(handling, "rejected", request.opinion);
    case Action::confirm:
      if (any_pending(handling.rows)) return Done{};
      return conflict("确认后没有一行留下", "不再申报请“撤回”");
    case Action::withdraw:
      if (record.state == CaseState::paying) return release(handling, request.opinion);
      for (RowRecord& row : handling.rows)
        if (row.state == "agreed") row.state = "pending";  // for end_rows to take back
      return end_rows(handling, "withdrawn", request.opinion);
    case Action::publish: return publish_notice(handling);
    case Action::close_notice: return close_notice(handling);
    case Action::settle:
      if (handling.path.pays()) {
        record.paid_by = handling.actor.account;
        return Done{};
      }
      if (record.state == CaseState::open && !any_pending(handling.rows))
        return conflict("没有可以办结的行", "全部核减的办件请“不予批准”");
      return end_rows(handling, "agreed", "");
    default: return Done{};
  }
}

Status check_same_account(const Handling& handling, std::optional<std::int64_t> other,
                          const char* what) {
  if (!other || !handling.actor.is_one_with(*other)) return Done{};
  return Error{
      ErrorCode::forbidden,
      *other == handling.actor.account
          ? fmt::format("您已经办理了本办件的{}，{}须由另一人办理", what, handling.step.label_zh)
          : fmt::format("本办件的{}由委托人或者代办人办理，{}须由另一人办理", what,
                        handling.step.label_zh),
      {},
      "受理、决定、支付必须由不同的人办理"};
}

}  // namespace

std::string row_text(const RowRecord& row, std::size_t index, const std::string& text) {
  return fmt::format("第 {} 行 {}：{}", index + 1, row.label, text);
}

Status check_apart(Handling& handling, Action action) {
  const CaseRecord& record = handling.record;
  const StepKind kind = handling.step.kind;
  if (is_deciding(handling.step) || action == Action::refuse)
    TRY(check_same_account(handling, record.taken_in_by, "受理"));
  if (kind == StepKind::pay) {
    TRY(check_same_account(handling, record.taken_in_by, "受理"));
    TRY(check_same_account(handling, record.decided_by, "决定"));
  }
  for (const auto& [one, other] : handling.path.apart) {
    const std::string& against = handling.step.id == one     ? other
                                 : handling.step.id == other ? one
                                                             : std::string();
    if (against.empty()) continue;
    const auto passed = TRY(handling.transaction.query(sql::who_passed, record.id, against));
    if (passed.empty()) continue;
    const policy::Step* step = TRY(step_of(handling.path, against));
    TRY(check_same_account(handling, passed[0].get<std::int64_t>("actor"), step->label_zh.c_str()));
  }
  return Done{};
}

namespace {

// Of the rows that this act ended.
Status keep_answers(Handling& handling) {
  for (const RowRecord& row : handling.rows) {
    const auto answer = handling.answers.find(row.id);
    if (row.pending() || answer == handling.answers.end()) continue;
    TRY(keep_answer(handling.transaction, handling.bureau, handling.record, row, answer->second));
  }
  return Done{};
}

}  // namespace

Result<Moved> handle(Handling& handling, const ActionRequest& request, bool in_meeting) {
  CaseRecord& record = handling.record;
  const auto transition = find_transition(request.action, handling.step.kind, record.state);
  if (!transition)
    return conflict(fmt::format("“{}”环节（{}）不能{}", handling.step.label_zh, label(record.state),
                                label(request.action)));
  const bool by_meeting = handling.step.kind == StepKind::meeting &&
                          request.action != Action::withdraw &&
                          request.action != Action::acknowledge;
  if (by_meeting && !in_meeting)
    return conflict("这个办件由会议决定", "登记会议纪要并记入本办件的决定");
  if (transition->needs_opinion && request.opinion.empty())
    return Error{ErrorCode::invalid_input, fmt::format("{}须写明理由", label(request.action))};
  if (request.action != Action::withdraw) TRY(check_apart(handling, request.action));

  std::string changes;
  const bool changed = TRY(mark_changes(handling, request, changes));
  if (changed && request.action != Action::acknowledge)
    return Moved{record.version, true, false, changes};
  if (const auto waiting = without_room(handling, request); !waiting.empty())
    return Moved{record.version, true, true, waiting};
  TRY(decide_rows(handling, request));
  TRY(check_findings(handling, request.action));
  TRY(check_remedies(handling, request.action));

  const std::string from_step = record.step;
  TRY(change_case(handling, request));
  if (transition->move == Move::next || request.action == Action::refuse)
    TRY(run_effects(handling, request.action));
  TRY(keep_answers(handling));
  record.amount = TRY(amount_of(handling.rows));
  if (request.action == Action::settle) TRY(run_effects(handling, request.action));
  record.state = reached(*transition, handling.path.pays());
  TRY(move(handling, *transition, request));
  TRY(save_case(handling.transaction, record));
  const bool passed = transition->move == Move::next || request.action == Action::settle;
  TRY(save_event(
      handling.transaction, record,
      {record.version, passed, from_step, name(request.action), handling.actor.account,
       request.action == Action::withdraw ? "" : handling.step.role, handling.now, request.opinion,
       request.found ? visit_text(*request.found) + "：" + request.opinion : request.return_to}));
  return Moved{record.version, false, false, {}};
}

Error blocked_error(const Moved& moved, const std::string& text) {
  if (moved.no_room)
    return conflict("名额或预算轮不到：" + text,
                    "等前面的办件决定，或者名额空出来再办；也可以以此为理由不予批准");
  return conflict("事实有变化，须先核看：" + text, "逐行核看变化（核看变化），再继续办理");
}

}  // namespace leye::flows
