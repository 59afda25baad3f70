#include "flows/appeals.hpp"

#include <fmt/format.h>

#include "flows/appeals.sql.hpp"
#include "flows/cases.sql.hpp"
#include "flows/drafting.hpp"
#include "flows/handling.hpp"
#include "flows/messages.hpp"

namespace leye::flows {
namespace {

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

bool any_refused(const std::vector<RowRecord>& rows) {
  for (const RowRecord& row : rows)
    if (row.state == "rejected") return true;
  return false;
}

Result<Day> last_day(const policy::Remedy& remedy, Day from, const WorkingDays& calendar) {
  switch (remedy.unit) {
    case policy::TimeUnit::working_days: return calendar.add(from, remedy.length);
    case policy::TimeUnit::days: return from + remedy.length;
    case policy::TimeUnit::months: return add_months(from, remedy.length);
  }
  return from;
}

Result<std::string> check_answerer(store::Transaction& transaction, const Bureau& bureau,
                                   const Actor& actor, const CaseRecord& record) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Remedy* remedy = policy::find_remedy(*measure->path, policy::RemedyKind::objection);
  if (!remedy) return conflict("办理流程没有规定由谁答复异议");
  if (!actor.has_role(remedy->to))
    return Error{ErrorCode::forbidden,
                 fmt::format("对决定的异议由{}核实答复", policy::role_label(remedy->to))};
  const auto ended = TRY(transaction.query(sql::who_ended, record.id));
  if (!ended.empty() && actor.is_one_with(ended[0].get<std::int64_t>("actor")))
    return Error{ErrorCode::forbidden, "作出决定的人不能答复对该决定的异议", {}, "由另一人答复"};
  return remedy->to;
}

// The refused rows as a new case at the desk that takes in.
Result<Draft> draft_again(store::Connection& connection, const Bureau& bureau,
                          const CaseRecord& record, const std::vector<RowRecord>& rows) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  std::vector<Candidate> candidates;
  for (const RowRecord& row : rows)
    if (row.state == "rejected")
      candidates.push_back(
          {row.subject_kind, row.subject, row.person, row.organisation, record.place});
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  Draft draft;
  draft.record.place = record.place;
  draft.record.request = fmt::format("对办件 {} 的决定提出的异议成立", record.number);
  draft.record.follows_case = record.id;
  draft.rows = TRY(find_rows(reader, bureau, *measure, candidates));
  TRY(name_applicant(reader, bureau, *measure, draft));
  return draft;
}

Status tell(store::Transaction& transaction, const CaseRecord& record, const AppealAnswer& answer,
            Instant now) {
  Message message;
  message.place = record.place;
  message.person = record.person;
  message.organisation = record.organisation;
  message.case_id = record.id;
  message.kind = "appeal";
  message.title = answer.upheld ? "异议成立，重新办理" : "异议不成立";
  message.body =
      fmt::format("您对办件 {} 的决定提出的异议，经核实：{}", record.number, answer.answer);
  message.sent_at = now;
  return send_message(transaction, message);
}

}  // namespace

Result<std::vector<Appeal>> appeals_of(store::Transaction& transaction, std::int64_t case_id) {
  std::vector<Appeal> appeals;
  for (const store::Row row : TRY(transaction.query(sql::appeals_of_case, case_id)))
    appeals.push_back({row.get<std::int64_t>("id"), row.get<std::int64_t>("case_id"),
                       row.get<std::string>("text"), row.get<Instant>("made_at"),
                       row.get<std::string>("state"), row.get<std::string>("answer"),
                       row.get<std::optional<std::int64_t>>("new_case")});
  return appeals;
}

Result<std::optional<Day>> last_day_to_appeal(const Bureau& bureau, const CaseRecord& record,
                                              const std::vector<RowRecord>& rows) {
  const bool decided = record.decided_at || record.state == CaseState::refused;
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Remedy* remedy = policy::find_remedy(*measure->path, policy::RemedyKind::objection);
  if (!decided || !remedy || !any_refused(rows) || record.applicant_kind == "none")
    return std::optional<Day>();
  const Instant at = record.decided_at ? *record.decided_at : *record.ended_at;
  return std::optional(TRY(last_day(*remedy, business_day(at), bureau.calendar)));
}

Result<std::int64_t> make_appeal(store::Connection& connection, const Bureau& bureau,
                                 const Actor& actor, std::int64_t case_id, const std::string& text,
                                 const BeforeCommit& before_commit) {
  if (text.empty() || text.size() > 4000)
    return Error{ErrorCode::invalid_input, "请写明异议的理由，一千三百字以内"};
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  CaseRecord record = TRY(lock_case(transaction, case_id));
  if (!is_applicant(actor, record)) return Error{ErrorCode::not_found, "没有这个办件"};
  const auto rows = TRY(rows_of(transaction, case_id));
  const auto until = TRY(last_day_to_appeal(bureau, record, rows));
  if (!until) return conflict("这个办件没有可以提出异议的不予享受决定");
  if (bureau.clock.today() > *until)
    return conflict(fmt::format("提出异议的期限已过（至 {}）", to_text(*until)),
                    "可以依法申请行政复议或者提起行政诉讼，见决定书");
  const Instant now = bureau.clock.now();
  const auto made =
      TRY(transaction.query(sql::insert_appeal, case_id, record.place, text, actor.account, now));
  if (made.empty()) return conflict("已有一件异议正在核实");
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Remedy* remedy = policy::find_remedy(*measure->path, policy::RemedyKind::objection);
  const policy::Step* step = TRY(step_of(*measure->path, record.step));
  TRY(transaction.execute(sql::insert_task, case_id, record.step, remedy->to,
                          place_of(step->level, record.place, bureau.area), now,
                          std::optional<Day>(), "appeal"));
  TRY(save_case(transaction, record));
  TRY(save_event(transaction, record,
                 {record.version, false, record.step, "appeal", actor.account,
                  actor.roles.empty() ? "" : actor.roles.front(), now, text, ""}));
  if (before_commit) TRY(before_commit(transaction, case_id));
  TRY(transaction.commit());
  return made[0].get<std::int64_t>("id");
}

Result<std::int64_t> answer_appeal(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, const AppealAnswer& answer,
                                   const BeforeCommit& before_commit) {
  if (answer.answer.empty()) return Error{ErrorCode::invalid_input, "答复异议须写明核实情况"};
  std::int64_t case_id = 0;
  Draft draft;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto reader = TRY(store::Transaction::begin(connection, scope));
    const auto found = TRY(reader.query(sql::find_appeal, answer.appeal));
    if (found.empty() || actor.applies()) return Error{ErrorCode::not_found, "没有这件异议"};
    case_id = found[0].get<std::int64_t>("case_id");
    const CaseRecord record = TRY(find_case(reader, case_id));
    TRY(check_answerer(reader, bureau, actor, record));
    const auto rows = TRY(rows_of(reader, case_id));
    TRY(reader.commit());
    if (answer.upheld) draft = TRY(draft_again(connection, bureau, record, rows));
  }
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const auto rows = TRY(transaction.query(sql::lock_appeal, answer.appeal));
  if (rows.empty() || rows[0].get<std::string>("state") != "open")
    return conflict("这件异议已经答复");
  CaseRecord record = TRY(lock_case(transaction, case_id));
  const std::string role = TRY(check_answerer(transaction, bureau, actor, record));
  const Instant now = bureau.clock.now();
  std::optional<std::int64_t> follows;
  if (answer.upheld) {
    const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
    follows =
        TRY(insert_case(transaction, bureau, actor, *measure, take_in_step(*measure->path), draft));
  }
  TRY(transaction.execute(sql::answer_appeal, answer.appeal, answer.upheld ? "upheld" : "dismissed",
                          answer.answer, actor.account, now, follows));
  TRY(transaction.execute(sql::finish_task, case_id, actor.account, now, "appeal"));
  TRY(tell(transaction, record, answer, now));
  TRY(save_case(transaction, record));
  TRY(save_event(transaction, record,
                 {record.version, false, record.step, "answer_appeal", actor.account, role, now,
                  answer.answer, answer.upheld ? "upheld" : "dismissed"}));
  if (before_commit) TRY(before_commit(transaction, case_id));
  TRY(transaction.commit());
  return follows.value_or(0);
}

}  // namespace leye::flows
