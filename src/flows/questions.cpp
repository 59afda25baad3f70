#include "flows/questions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "flows/cases.sql.hpp"
#include "flows/drafting.hpp"
#include "flows/handling.hpp"
#include "flows/messages.hpp"
#include "flows/questions.sql.hpp"

namespace leye::flows {
namespace {

// One message for all that is missing in the case.
Status tell(Handling& handling, const std::string& asked, std::optional<Day> due) {
  const CaseRecord& record = handling.record;
  if (record.applicant_kind == "none") return Done{};
  const std::string until =
      due ? fmt::format("请在 {} 前补充。", to_text(*due)) : std::string("请尽快补充。");
  Message message;
  message.place = record.place;
  message.person = record.person;
  message.organisation = record.organisation;
  message.case_id = record.id;
  message.kind = "question";
  message.title = fmt::format("{}：请补充事实", handling.measure.name.label);
  message.body =
      fmt::format("办件 {} 缺少以下事实，暂不能认定：{}。{}", record.number, asked, until);
  message.sent_at = handling.now;
  TRY(send_message(handling.transaction, message));
  const char* role = record.organisation ? "employer" : "citizen";
  TRY(handling.transaction.execute(sql::insert_task, record.id, handling.step.id, role,
                                   record.place, handling.now, due, "question"));
  return Done{};
}

}  // namespace

Status ask_missing(Handling& handling) {
  const CaseRecord& record = handling.record;
  const auto until = handling.bureau.calendar.add(handling.today(), handling.path.ask_working_days);
  const auto due = until.ok() ? std::optional(until.value()) : std::nullopt;
  std::string asked;
  for (const RowRecord& row : handling.rows) {
    // What waits for a judgement alone is for people here, not for the applicant.
    if (!row.pending() || row.finding != "undetermined" || row.missing.empty()) continue;
    TRY(handling.transaction.execute(sql::insert_question, record.id, row.id, record.place,
                                     row.missing, handling.actor.account, handling.now, due));
    asked +=
        fmt::format("{}{} {}", asked.empty() ? "" : "；", row.label, fmt::join(row.missing, "、"));
  }
  if (asked.empty()) return Done{};
  return tell(handling, asked, due);
}

Status no_open_question(Handling& handling, const RowRecord& row) {
  if (row.finding != "undetermined") return Done{};
  if (row.missing.empty())
    return Error{ErrorCode::conflict,
                 fmt::format("“{}”{}", row.label, fmt::join(row.refused_clauses, "；")),
                 {},
                 "先登记裁量的结果和理由"};
  if (handling.path.ask_working_days == 0) return Done{};
  const auto rows = TRY(handling.transaction.query(sql::last_question_of_row, row.id));
  if (rows.empty())
    return Error{ErrorCode::conflict,
                 fmt::format("“{}”待核，还没有询问过缺少的事实", row.label),
                 {},
                 "退回到受理环节，受理时即询问申请人"};
  const auto due = rows[0].get<std::optional<Day>>("due_on");
  if (!rows[0].null("answer") || (due && handling.today() > *due)) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("“{}”待核，已询问申请人{}", row.label,
                           due ? fmt::format("，期限至 {}", to_text(*due)) : std::string()),
               {},
               "等申请人答复或者期满后再提出意见"};
}

Result<std::vector<Question>> questions_of(store::Transaction& transaction, std::int64_t case_id) {
  std::vector<Question> questions;
  for (const store::Row row : TRY(transaction.query(sql::questions_of_case, case_id)))
    questions.push_back({row.get<std::int64_t>("id"), row.get<std::int64_t>("row_id"),
                         row.get<std::vector<std::string>>("missing"), row.get<Instant>("asked_at"),
                         row.get<std::optional<Day>>("due_on"),
                         row.get<std::optional<std::string>>("answer"),
                         row.get<std::optional<Instant>>("answered_at")});
  return questions;
}

Result<std::int64_t> answer_question(store::Connection& connection, const Bureau& bureau,
                                     const Actor& actor, std::int64_t question,
                                     const std::string& answer, const BeforeCommit& before_commit) {
  if (answer.empty()) return Error{ErrorCode::invalid_input, "请写明补充的事实"};
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const auto rows = TRY(transaction.query(sql::lock_question, question));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这项询问"};
  CaseRecord record = TRY(lock_case(transaction, rows[0].get<std::int64_t>("case_id")));
  if (actor.applies() && !is_applicant(actor, record))
    return Error{ErrorCode::not_found, "没有这项询问"};
  if (!rows[0].null("answer")) return Error{ErrorCode::conflict, "这项询问已经答复"};
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Step* step = TRY(step_of(*measure->path, record.step));
  if (record.state != CaseState::open) return Error{ErrorCode::conflict, "办件已经办结"};
  const policy::Step& desk = take_in_step(*measure->path);
  if (!actor.applies() && !may_act(bureau, actor, record, *step) &&
      !may_act(bureau, actor, record, desk))
    return Error{ErrorCode::forbidden, "由申请人或者经办人补充"};
  const Instant now = bureau.clock.now();
  TRY(transaction.execute(sql::answer_question, question, answer, actor.account, now));
  const auto open = TRY(transaction.query(sql::open_questions, record.id));
  if (open[0].get<std::int64_t>("n") == 0)
    TRY(transaction.execute(sql::finish_task, record.id, actor.account, now, "question"));
  TRY(save_case(transaction, record));
  const std::string role = actor.roles.empty() ? "" : actor.roles.front();
  TRY(save_event(transaction, record,
                 {record.version, false, record.step, "answer_question", actor.account, role, now,
                  answer, ""}));
  if (before_commit) TRY(before_commit(transaction, record.id));
  TRY(transaction.commit());
  return record.id;
}

}  // namespace leye::flows
