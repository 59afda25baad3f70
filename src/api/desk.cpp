#include "api/desk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/consents.hpp"

namespace leye::api {
namespace {

using flows::Action;

CaseStep step_of(const flows::StepView& view, std::map<std::int64_t, std::string>& names) {
  CaseStep step;
  step.id = view.id;
  step.label = view.label;
  step.role_label = view.role_label;
  step.state = view.state;
  step.actor = view.actor == 0 ? "" : names[view.actor];
  step.at = view.at ? to_text(*view.at) : "";
  step.opinion = view.opinion;
  step.due_on = view.due_on;
  return step;
}

struct Decision {
  const char* word;
  const char* label;
};

Decision decision_of(const std::string& state) {
  if (state == "granted" || state == "agreed") return {"agreed", "同意"};
  if (state == "rejected") return {"refused", "不同意"};
  if (state == "withdrawn") return {"withdrawn", "已撤回"};
  return {"open", "待定"};
}

CaseRow row_of(const flows::RowRecord& record) {
  CaseRow row;
  row.id = Id{record.id};
  row.label = record.label;
  row.finding = record.finding;
  if (record.finding == "not_eligible") row.finding_label = "不符合";
  if (record.finding == "undetermined") row.finding_label = "待核";
  row.reasons = record.refused_clauses;
  row.missing = record.missing;
  if (record.person) row.person_id = Id{*record.person};
  if (record.organisation) row.organisation_id = Id{*record.organisation};
  row.amount = record.amount;
  const auto decision = decision_of(record.state);
  row.decision = decision.word;
  row.decision_label = decision.label;
  row.opinion = record.opinion;
  if (record.pending()) row.queue = record.queue;
  if (record.changed) row.opinion += (row.opinion.empty() ? "" : "；") + *record.changed;
  return row;
}

std::vector<FieldAsked> visit_fields(const Call& call, const flows::CaseView& view) {
  const auto* measure = call.backend.plan.find_measure(view.record.measure);
  const bool photos = measure != nullptr && measure->path && measure->path->site_check.photos;
  FieldAsked outcome{"outcome", "核查结果", "code", true, {}};
  for (const auto& [id, label] : flows::visit_outcomes()) outcome.options.push_back({id, label});
  return {{"visited_on", "核查日期", "day", true, {}},
          std::move(outcome),
          {"photos", "照片张数和存放处", "text", photos, {}}};
}

// The judgements that the measure leaves to people, with what was decided of this row.
std::vector<CaseJudgement> judgements_of(const Call& call, const flows::CaseView& view,
                                         const flows::RowRecord& record) {
  std::vector<CaseJudgement> lines;
  const auto* measure = call.backend.plan.find_measure(view.record.measure);
  if (measure == nullptr) return lines;
  for (const auto& one : measure->judgements) {
    CaseJudgement line{one.id, one.text, one.by, one.clause, {}, "", "", "", {}};
    for (const auto& made : view.judgements) {
      if (made.row != record.id || made.judgement != one.id) continue;
      line.holds = made.holds;
      line.reason = made.reason;
      line.decided_by = made.decider;
      line.decided_at = to_text(made.decided_at);
    }
    for (const auto& made : view.known)
      if (made.row == record.id && made.judgement == one.id)
        line.known = KnownJudgement{made.holds, made.reason, made.decider, to_text(made.decided_at),
                                    made.case_number};
    const auto& waiting = record.waiting;
    const bool waits = std::find(waiting.begin(), waiting.end(), one.id) != waiting.end();
    if (waits || line.holds) lines.push_back(std::move(line));
  }
  return lines;
}

// Where a return may go, when the step leaves a choice.
std::vector<FieldAsked> fields_of(const Call& call, const flows::CaseView& view, Action action) {
  if (action == Action::visit) return visit_fields(call, view);
  const bool goes_back = action == Action::give_back || action == Action::ask_correction;
  const auto* measure = call.backend.plan.find_measure(view.record.measure);
  if (!goes_back || measure == nullptr || !measure->path) return {};
  for (const auto& step : measure->path->steps) {
    if (step.id != view.record.step || step.return_to.size() < 2) continue;
    FieldAsked field{"return_to", "退回到", "code", true, {}};
    for (const auto& id : step.return_to) {
      for (const auto& earlier : measure->path->steps) {
        if (earlier.id == id) field.options.push_back({id, earlier.label_zh});
      }
    }
    return {field};
  }
  return {};
}

std::vector<CaseAction> actions_of(const Call& call, const flows::CaseView& view) {
  policy::StepKind kind = policy::StepKind::check;
  for (const auto& step : view.steps) {
    if (step.id == view.record.step) kind = step.kind;
  }
  std::vector<CaseAction> actions;
  for (const auto action : view.actions) {
    const auto transition = flows::find_transition(action, kind, view.record.state);
    actions.push_back({flows::name(action), flows::label(action),
                       transition && transition->needs_opinion, fields_of(call, view, action)});
  }
  return actions;
}

// Everyone who acted on the case, by name.
Result<std::map<std::int64_t, std::string>> actor_names(store::Transaction& transaction,
                                                        const flows::CaseView& view) {
  std::vector<std::int64_t> ids;
  for (const auto& step : view.steps) ids.push_back(step.actor);
  for (const auto& event : view.events) ids.push_back(event.actor);
  for (const auto& visit : view.visits) ids.push_back(visit.account);
  return access::account_names(transaction, ids);
}

void add_what_follows(const Call& call, const flows::CaseView& view, Case& file) {
  file.request = view.record.request;
  if (view.record.follows_case) file.follows_case = Id{*view.record.follows_case};
  for (const auto& one : view.questions)
    file.questions.push_back(
        {Id{one.id}, Id{one.row}, one.missing, one.due_on, one.answer.value_or(""), !one.answer});
  for (const auto& one : view.appeals) {
    Appeal appeal{Id{one.id}, one.text, to_text(one.made_at), one.state, "", one.answer, {}};
    appeal.state_label = one.state == "open" ? "待答复" : one.state == "upheld" ? "成立" : "不成立";
    if (one.new_case) appeal.new_case = Id{*one.new_case};
    file.appeals.push_back(std::move(appeal));
  }
  file.appeal_until = view.appeal_until;
  for (const auto& one : view.recoveries) file.recoveries.push_back(recovery_line(call, one));
  for (const auto& one : view.flags)
    file.flags.push_back({Id{one.row}, one.text, to_text(one.flagged_at)});
  file.answers_questions = view.answers_questions;
  file.judges = view.judges;
  file.answers_appeals = view.answers_appeals;
  file.records_findings = view.records_findings;
}

TraceNode node_of(const Call& call, const policy::Trace& trace) {
  TraceNode node;
  node.kind = trace.kind;
  node.label = trace.label;
  node.verdict = trace.verdict == policy::Verdict::yes  ? "yes"
                 : trace.verdict == policy::Verdict::no ? "no"
                                                        : "unknown";
  node.cites = call.backend.texts.cites(trace.clause);
  node.found = trace.found;
  node.required = trace.required;
  node.margin = trace.margin;
  node.advice = trace.advice;
  for (const auto& fact : trace.facts)
    node.fact_lines.push_back({fact.label, fact.value, fact.source});
  return node;
}

TraceNode tree_of(const Call& call, const policy::Trace& trace) {
  auto node = node_of(call, trace);
  for (const auto& child : trace.children) node.children.push_back(tree_of(call, child));
  return node;
}

}  // namespace

flows::Bureau bureau_of(const Call& call) {
  return {call.scope().area_schema,   call.backend.area_place, call.backend.plan,
          call.backend.vocabulary,    call.backend.calendar,   call.backend.cipher,
          call.backend.business_clock};
}

flows::Actor actor_of(const Call& call) {
  flows::Actor actor;
  if (!call.caller) return actor;
  actor.account = call.caller->account;
  actor.name = call.caller->signature();
  if (const auto& acting = call.caller->acting_for) {
    actor.on_behalf_of = acting->account;
    actor.also = {acting->account};
  }
  actor.place_lo = call.post.range.low;
  actor.place_hi = call.post.range.high;
  for (const auto& post : call.caller->posts) {
    // Further roles count where they reach as far as the one the request is served in.
    if (post.range.holds(access::range_of(call.post.place)))
      actor.roles.emplace_back(post.body.empty() ? access::name(post.role) : post.body);
  }
  if (!call.caller->subject) return actor;
  const auto& subject = *call.caller->subject;
  if (subject.kind == "organisation") actor.organisation = subject.id;
  if (subject.kind == "person") actor.person = subject.id;
  return actor;
}

std::string measure_label(const Call& call, const std::string& measure) {
  const auto* found = call.backend.plan.find_measure(measure);
  return found == nullptr ? measure : call.label(found->name);
}

std::string opened_label(const Call& call, const policy::Path& path) {
  switch (path.opened_by) {
    case policy::OpenedBy::screening: return call.says("免申即享", "without application");
    case policy::OpenedBy::employer: return call.says("单位申报", "applied for by the employer");
    case policy::OpenedBy::pushed:
      return call.says("推送名单，单位确认", "list pushed, confirmed by the employer");
    case policy::OpenedBy::clerk: return call.says("窗口受理", "taken in at the window");
    case policy::OpenedBy::person: return call.says("个人申请", "applied for by the person");
    case policy::OpenedBy::school: return call.says("学校集中申报", "handed in by the school");
    case policy::OpenedBy::street:
      return call.says("街道（乡镇）代办", "taken in by the street or township");
  }
  return "";
}

std::string outcome_label(const Call& call, const std::string& outcome) {
  if (outcome == "eligible") return call.says("符合", "eligible");
  if (outcome == "short") return call.says("差一项", "one condition short");
  if (outcome == "undetermined") return call.says("待核", "to be verified");
  if (outcome == "should_leave") return call.says("应当退出", "should leave");
  if (outcome == "lapses_soon") return call.says("30 日内到期", "lapses within 30 days");
  if (outcome == "not_in_force") return call.says("不在有效期", "not in force");
  return call.says("不符合", "not eligible");
}

TraceNode trace_of(const Call& call, const policy::Explanation& explanation) {
  auto root = node_of(call, explanation.trace);
  root.kind = "answer";
  for (const auto& part : explanation.trace.children) {
    // All conditions are the root's; that they are a group of their own says nothing.
    if (part.kind == policy::name(policy::ConditionKind::all)) {
      for (const auto& child : part.children) root.children.push_back(tree_of(call, child));
    } else {
      root.children.push_back(tree_of(call, part));
    }
  }
  return root;
}

Notice notice_of(const Call& call, const flows::Notice& from) {
  Notice notice;
  notice.id = Id{from.id};
  notice.title = from.title;
  notice.measure_label = measure_label(call, from.measure);
  notice.place_label = from.place_name;
  notice.body = from.body;
  notice.state = from.state;
  notice.state_label = from.state == "published" ? "公示中"
                       : from.state == "closed"  ? "已结束"
                                                 : "已撤回";
  notice.from = from.published_on;
  notice.until = from.until;
  notice.working_days = from.working_days;
  notice.objections = from.objections;
  for (const auto& row : from.rows) {
    std::string detail;
    for (const auto* part : {&row.id_number, &row.employer, &row.place}) {
      if (!part->empty()) detail += (detail.empty() ? "" : "，") + *part;
    }
    notice.rows.push_back({row.name, detail, row.amount});
  }
  return notice;
}

Objection objection_of(const flows::Objection& from, bool with_contact) {
  Objection objection;
  objection.id = Id{from.id};
  objection.text = from.text;
  if (with_contact) objection.contact = from.contact;
  objection.state = from.state;
  objection.state_label = from.state == "open"     ? "待答复"
                          : from.state == "upheld" ? "成立"
                                                   : "不成立";
  objection.answer = from.answer;
  objection.made_at = to_text(from.made_at);
  return objection;
}

Meeting meeting_of(const flows::Meeting& from) {
  Meeting meeting;
  meeting.id = Id{from.id};
  meeting.title = from.title;
  meeting.on = from.held_on;
  meeting.chair = from.chair;
  meeting.present = from.present;
  meeting.minutes = from.minutes;
  for (const auto& decision : from.decisions) {
    const bool approved = decision.decision == "approve";
    const bool refused = decision.decision == "refuse";
    meeting.cases.push_back({Id{decision.case_id}, decision.number, decision.applicant,
                             decision.amount, approved ? "agree" : decision.decision,
                             approved  ? "同意"
                             : refused ? "不同意"
                                       : "退回"});
  }
  return meeting;
}

RecoveryLine recovery_line(const Call& call, const flows::RecoveryRecord& from) {
  RecoveryLine line;
  line.id = Id{from.id};
  line.number = from.number;
  line.case_id = Id{from.case_id};
  line.measure_label = measure_label(call, from.measure);
  line.payee = from.payee;
  line.label = from.label;
  line.amount = from.amount;
  line.repaid = from.repaid;
  line.state = flows::name(from.state);
  line.state_label = flows::label(from.state);
  line.found_on = business_day(from.found_at);
  line.due_on = from.state == flows::RecoveryState::notified  ? from.statement_until
                : from.state == flows::RecoveryState::decided ? from.repay_until
                                                              : std::nullopt;
  return line;
}

flows::BeforeCommit keeping(Call& call, Case& file) {
  return [&call, &file](store::Transaction& transaction, std::int64_t id) -> Status {
    if (call.done_object.empty()) call.did(fmt::format("case:{}", id), call.done_detail);
    file = TRY(read_case(call, transaction, id));
    return call.keep(transaction, respond(file));
  };
}

namespace {

// Another body sees what its step needs: whom the case is about and what the rules found. Not what
// the bureau's people wrote to each other, nor other cases, objections or recoveries.
void keep_for_outside(const Call& call, flows::CaseView& view) {
  const auto own = call.caller->account;
  for (auto& event : view.events)
    if (event.actor != own) event.opinion = event.detail = "";
  for (auto& step : view.steps)
    if (step.actor != own) step.opinion.clear();
  view.known.clear();
  view.objections.clear();
  view.visits.clear();
  view.questions.clear();
  view.appeals.clear();
  view.recoveries.clear();
  view.flags.clear();
  view.meeting.reset();
  view.answers_questions = view.answers_appeals = view.records_findings = false;
}

}  // namespace

Result<Case> read_case(Call& call, std::int64_t id) {
  if (call.post.role == access::Role::outside_body) {
    // The call's own scope has no place. In the actor's the policies let through what stands at its
    // steps.
    auto* connection = TRY(call.connection());
    auto scope = actor_of(call).scope(bureau_of(call));
    scope.access = store::Access::snapshot;
    auto transaction = TRY(store::Transaction::begin(*connection, scope));
    return read_case(call, transaction, id);
  }
  auto* transaction = TRY(call.transaction());
  return read_case(call, *transaction, id);
}

Result<Case> read_case(Call& call, store::Transaction& transaction, std::int64_t id) {
  auto view = TRY(flows::view_case(transaction, bureau_of(call), actor_of(call), id));
  if (call.post.role == access::Role::outside_body) keep_for_outside(call, view);
  auto names = TRY(actor_names(transaction, view));
  Case file;
  file.id = Id{view.record.id};
  file.number = view.record.number;
  file.flow = view.record.measure;
  file.flow_label = measure_label(call, view.record.measure);
  file.measure = view.record.measure;
  file.measure_label = file.flow_label;
  file.applicant = view.record.applicant;
  if (view.record.organisation) file.organisation_id = Id{*view.record.organisation};
  if (const auto filed = TRY(flows::filing_under(transaction, id)))
    file.filing = CaseFiling{filed->by, how_label(call, filed->how), to_text(filed->at)};
  file.place_label = view.place_name;
  file.amount = view.record.amount;
  file.state = flows::name(view.record.state);
  file.state_label = flows::label(view.record.state);
  for (const auto& step : view.steps) file.steps.push_back(step_of(step, names));
  for (const auto& row : view.rows) {
    file.rows.push_back(row_of(row));
    file.rows.back().judgements = judgements_of(call, view, row);
  }
  for (const auto& visit : view.visits)
    file.visits.push_back({names[visit.account], visit.visited_on, visit.outcome,
                           flows::visit_label(visit.outcome), visit.finding, visit.photos,
                           visit.counts});
  for (const auto& event : view.events) {
    const auto detail = event.detail.empty() ? event.opinion : event.detail;
    file.events.push_back({to_text(event.at), names[event.actor], event.action,
                           flows::event_label(event.action), detail});
  }
  if (view.notice) file.notice = notice_of(call, *view.notice);
  for (const auto& objection : view.objections) {
    file.objections.push_back(objection_of(objection, !call.is_subject()));
  }
  if (view.meeting) file.meeting = meeting_of(*view.meeting);
  add_what_follows(call, view, file);
  file.actions = actions_of(call, view);
  return file;
}

}  // namespace leye::api
