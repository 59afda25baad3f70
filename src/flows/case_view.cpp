#include "flows/case_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "benefits/assessment.hpp"
#include "flows/cases.sql.hpp"
#include "flows/drafting.hpp"
#include "flows/handling.hpp"
#include "flows/judging.hpp"

namespace leye::flows {
namespace {

Result<CaseRecord> visible_case(store::Transaction& transaction, const Actor& actor,
                                std::int64_t case_id) {
  CaseRecord record = TRY(find_case(transaction, case_id));
  const bool theirs = (actor.organisation && record.organisation == actor.organisation) ||
                      (actor.person && record.person == actor.person);
  if (actor.applies() && !theirs) return Error{ErrorCode::not_found, "没有这个办件"};
  return record;
}

// The last event that passed the step, if no later one has gone back over it.
const Event* passing(const std::vector<Event>& events, const std::string& step) {
  const Event* found = nullptr;
  for (const Event& event : events)
    if (event.passed && event.step == step) found = &event;
  return found;
}

std::vector<StepView> strip(const policy::Path& path, const CaseView& view) {
  std::vector<StepView> steps;
  const auto walked = steps_for(path, view.record.amount);
  const bool ended = is_end(view.record.state);
  bool before = true;
  for (const policy::Step* step : walked) {
    StepView shown;
    shown.id = step->id;
    shown.label = step->label_zh;
    shown.role_label = policy::role_label(step->role);
    shown.kind = step->kind;
    const bool here = step->id == view.record.step;
    if (here) before = false;
    const bool closed = ended && view.record.state == CaseState::closed;
    shown.state = here ? (ended ? "done" : "current") : before || closed ? "done" : "waiting";
    if (here) {
      shown.due_on = view.record.due_on;
      shown.due_unknown = view.record.due_unknown;
    }
    const Event* event = shown.state == "done" ? passing(view.events, step->id) : nullptr;
    // Where a case was refused or withdrawn, the act that ended it stands at its last step.
    if (!event && here && ended && !view.events.empty()) event = &view.events.back();
    if (event) {
      shown.actor = event->actor;
      shown.at = event->at;
      shown.opinion = event->opinion;
    }
    steps.push_back(std::move(shown));
  }
  return steps;
}

}  // namespace

std::string event_label(const std::string& action) {
  if (const auto known = find_action(action)) return label(*known);
  if (action == "open") return "发起";
  if (action == "judge") return "裁量";
  if (action == "answer_objection") return "答复异议";
  if (action == "answer_question") return "补充事实";
  if (action == "appeal") return "对决定提出异议";
  if (action == "answer_appeal") return "答复对决定的异议";
  return action;
}

namespace {

// What follows a question, a refusal or a payment, as far as this reader may do it.
Status add_what_follows(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                        const policy::Path& path, CaseView& view) {
  view.questions = TRY(questions_of(transaction, view.record.id));
  view.appeals = TRY(appeals_of(transaction, view.record.id));
  view.recoveries = TRY(recoveries_of(transaction, actor, view.record.id));
  if (!actor.applies()) view.flags = TRY(flags_of(transaction, view.record.id));
  const auto step = step_of(path, view.record.step);
  const policy::Step& desk = take_in_step(path);
  const bool works = step.ok() && (may_act(bureau, actor, view.record, *step.value()) ||
                                   may_act(bureau, actor, view.record, desk));
  view.answers_questions =
      view.record.state == CaseState::open && (is_applicant(actor, view.record) || works);
  const policy::Remedy* remedy = policy::find_remedy(path, policy::RemedyKind::objection);
  view.judges = view.record.state == CaseState::open && !actor.applies() && works;
  view.answers_appeals = !actor.applies() && remedy && actor.has_role(remedy->to);
  view.records_findings = path.recovery && view.record.state == CaseState::closed &&
                          !actor.applies() && actor.has_role(path.recovery->finder);
  const auto until = last_day_to_appeal(bureau, view.record, view.rows);
  const bool may = until.ok() && until.value() && is_applicant(actor, view.record) &&
                   bureau.clock.today() <= *until.value();
  if (may) view.appeal_until = until.value();
  return Done{};
}

}  // namespace

Result<CaseView> view_case(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                           std::int64_t case_id) {
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::snapshot;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  return view_case(transaction, bureau, actor, case_id);
}

Result<CaseView> view_case(store::Transaction& transaction, const Bureau& bureau,
                           const Actor& actor, std::int64_t case_id) {
  CaseView view;
  view.record = TRY(visible_case(transaction, actor, case_id));
  view.rows = TRY(rows_of(transaction, case_id));
  view.events = TRY(events_of(transaction, case_id));
  view.notice = TRY(notice_of(transaction, case_id));
  if (!actor.applies()) view.objections = TRY(objections_of(transaction, case_id));
  view.meeting = TRY(meeting_of(transaction, case_id));
  if (!actor.applies()) view.visits = TRY(visits_of(transaction, case_id));
  view.judgements = TRY(judgements_of(transaction, case_id));
  if (!actor.applies()) view.known = TRY(judgements_before(transaction, case_id));
  view.place_name = TRY(place_name(transaction, view.record.place));
  for (const store::Row row : TRY(transaction.query(sql::papers_of_case, case_id)))
    view.papers.push_back({row.get<std::string>("kind"), row.get<std::string>("number"),
                           row.get<Day>("issued_on"), row.get<std::int64_t>("issued_by")});
  view.measure_label = view.record.measure;
  if (const policy::Measure* measure = bureau.plan.find_measure(view.record.measure)) {
    view.measure_label = measure->name.label;
    view.clause = measure->clause;
    view.fund = measure->fund;
    if (measure->path) view.steps = strip(*measure->path, view);
    if (measure->path) TRY(add_what_follows(transaction, bureau, actor, *measure->path, view));
  }
  bool changed = false;
  for (const RowRecord& row : view.rows) changed |= row.changed.has_value();
  const bool published = view.notice && view.notice->state == "published";
  view.actions = open_actions(bureau, actor, view.record, published, changed);
  // Where every row was refused on the way there is nothing left to approve.
  const bool nothing_left = std::none_of(view.rows.begin(), view.rows.end(),
                                         [](const RowRecord& row) { return row.pending(); });
  if (nothing_left) std::erase(view.actions, Action::approve);
  return view;
}

Result<policy::Explanation> explain_row(store::Connection& connection, const Bureau& bureau,
                                        const Actor& actor, std::int64_t case_id,
                                        std::int64_t row_id, policy::Language language) {
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  CaseRecord record;
  std::vector<RowRecord> asked;
  std::optional<std::int64_t> subject;
  {
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    record = TRY(visible_case(transaction, actor, case_id));
    for (const RowRecord& row : TRY(rows_of(transaction, case_id)))
      if (row.id == row_id) asked.push_back(row);
    if (!asked.empty()) subject = asked[0].subject;
  }
  if (!subject) return Error{ErrorCode::not_found, "办件里没有这一行"};
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  // After the decision the case's own grant would stand in its way: look at the moment before.
  const Instant known = record.decided_at.value_or(bureau.clock.now());
  benefits::Question question{bureau.plan,
                              bureau.vocabulary,
                              *measure,
                              record.applied_on(),
                              known - std::chrono::microseconds(1),
                              {}};
  question.judgements = TRY(judgements_for_rules(reader, record.id, asked));
  return benefits::explain(reader, question, *subject, language);
}

}  // namespace leye::flows
