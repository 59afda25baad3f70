#include "flows/notices.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flows/cases.sql.hpp"
#include "flows/claiming.hpp"
#include "flows/handling.hpp"
#include "flows/notices.sql.hpp"

namespace leye::flows {
namespace {

std::string chinese(Day day) {
  const YearMonthDay date = day.civil();
  return fmt::format("{}年{}月{}日", date.year, date.month, date.day);
}

Notice notice_from(const store::Row& row) {
  Notice notice;
  notice.id = row.get<std::int64_t>("id");
  notice.case_id = row.get<std::int64_t>("case_id");
  notice.place = row.get<std::int64_t>("place");
  notice.place_name = row.get<std::string>("place_name");
  notice.number = row.get<std::string>("number");
  notice.measure = row.get<std::string>("measure");
  notice.title = row.get<std::string>("title");
  notice.body = row.get<std::string>("body");
  notice.kind = row.get<std::string>("kind");
  notice.columns = row.get<std::vector<std::string>>("columns");
  notice.state = row.get<std::string>("state");
  notice.published_on = row.get<Day>("published_on");
  notice.until = row.get<Day>("until");
  notice.working_days = row.get<int>("working_days");
  notice.objections = row.get<std::int64_t>("objections");
  return notice;
}

Status add_rows(store::Transaction& transaction, Notice& notice) {
  if (notice.kind == "counts") return Done{};
  for (const store::Row row : TRY(transaction.query(sql::notice_rows, notice.id)))
    notice.rows.push_back({row.get<std::int64_t>("row_id"), row.get<std::string>("name"),
                           row.get<std::string>("id_number"), row.get<std::string>("employer"),
                           row.get<std::string>("place_name"), row.get<Money>("amount_fen")});
  return Done{};
}

Result<std::optional<std::int64_t>> published(Handling& handling) {
  const auto rows = TRY(handling.transaction.query(sql::published_notice, handling.record.id));
  if (rows.empty()) return std::optional<std::int64_t>();
  return std::optional(rows[0].get<std::int64_t>("id"));
}

// What is on the board for each pending row, frozen.
Status write_rows(Handling& handling, std::int64_t notice) {
  std::vector<std::int64_t> units;
  for (const RowRecord& row : handling.rows)
    if (row.organisation) units.push_back(*row.organisation);
  std::map<std::int64_t, std::string> places;
  for (const store::Row row : TRY(handling.transaction.query(sql::unit_places, units)))
    places[row.get<std::int64_t>("id")] = row.get<std::string>("place_name");
  std::int64_t ordinal = 0;
  for (const RowRecord& row : handling.rows) {
    if (!row.pending()) continue;
    const bool of_unit = handling.record.applicant_kind == "organisation";
    const std::string employer = row.subject_kind == "organisation" ? row.label
                                 : of_unit                          ? handling.record.applicant
                                                                    : std::string();
    TRY(handling.transaction.execute(sql::insert_notice_row, notice, ++ordinal, row.id, row.label,
                                     row.id_number, employer, places[row.organisation.value_or(0)],
                                     row.amount));
  }
  return Done{};
}

}  // namespace

Status publish_notice(Handling& handling) {
  if (TRY(published(handling))) return Error{ErrorCode::conflict, "公示已经发布"};
  const policy::NoticeRule& rule = handling.path.notice;
  CaseRecord& record = handling.record;
  const Day until = TRY(handling.bureau.calendar.add(handling.today(), rule.working_days));
  const auto& label = handling.measure.name.label;
  std::int64_t pending = 0;
  Money total;
  for (const RowRecord& row : handling.rows) {
    if (!row.pending()) continue;
    ++pending;
    total = TRY(add(total, row.amount));
  }
  const std::string title = fmt::format("关于拟发放{}的公示", label);
  const std::string body = fmt::format(
      "根据《{}》{}，经审核，拟对以下{}项发放{}，合计{}元，现予公示。",
      handling.bureau.plan.document, handling.measure.clause, pending, label, to_display(total));
  const std::string number = TRY(next_number(handling.transaction, "人社公示", handling.today()));
  const auto rows = TRY(handling.transaction.query(
      sql::insert_notice, record.id, record.place, number, record.measure, title, body,
      policy::name(rule.kind), rule.columns, handling.today(), until, rule.working_days,
      handling.actor.account));
  TRY(write_rows(handling, rows[0].get<std::int64_t>("id")));
  record.due_on = until + 1;
  record.due_unknown = false;
  TRY(handling.transaction.execute(sql::move_task_due, record.id, record.due_on));
  return Done{};
}

Status close_notice(Handling& handling) {
  const auto rows = TRY(handling.transaction.query(sql::published_notice, handling.record.id));
  if (rows.empty()) return Error{ErrorCode::conflict, "还没有发布公示", {}, "先发布公示"};
  const Day until = rows[0].get<Day>("until");
  if (handling.today() <= until)
    return Error{ErrorCode::conflict,
                 fmt::format("公示期未满，截至{}", chinese(until)),
                 {},
                 "期满后的第一天起可以结束公示"};
  const auto open = TRY(handling.transaction.query(sql::open_objections, handling.record.id));
  if (const auto count = open[0].get<std::int64_t>("n"); count > 0)
    return Error{ErrorCode::conflict,
                 fmt::format("还有 {} 件异议没有答复", count),
                 {},
                 "逐件核实答复后再结束公示"};
  TRY(handling.transaction.execute(sql::end_notice, rows[0].get<std::int64_t>("id"), "closed"));
  return Done{};
}

Status withdraw_notice(Handling& handling) {
  const auto id = TRY(published(handling));
  if (id) TRY(handling.transaction.execute(sql::end_notice, *id, "withdrawn"));
  return Done{};
}

Result<Notice> find_notice(store::Connection& connection, const Bureau& bureau, std::int64_t id) {
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
  const auto rows = TRY(transaction.query(sql::find_notice, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这个公示"};
  Notice notice = notice_from(rows[0]);
  TRY(add_rows(transaction, notice));
  return notice;
}

Result<NoticePage> list_notices(store::Connection& connection, const Bureau& bureau,
                                std::int64_t page, std::int64_t size) {
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
  const auto limit = std::clamp<std::int64_t>(size, 1, 100);
  NoticePage found;
  for (const store::Row row :
       TRY(transaction.query(sql::list_notices, bureau.clock.today(), limit,
                             (std::max<std::int64_t>(page, 1) - 1) * limit))) {
    found.notices.push_back(notice_from(row));
    found.total = row.get<std::int64_t>("total");
  }
  return found;
}

Result<std::optional<Notice>> notice_of(store::Transaction& transaction, std::int64_t case_id) {
  const auto last = TRY(transaction.query(sql::notice_of_case, case_id));
  if (last.empty()) return std::optional<Notice>();
  const auto rows = TRY(transaction.query(sql::find_notice, last[0].get<std::int64_t>("id")));
  Notice notice = notice_from(rows[0]);
  TRY(add_rows(transaction, notice));
  return std::optional(std::move(notice));
}

Result<std::vector<Objection>> objections_of(store::Transaction& transaction,
                                             std::int64_t case_id) {
  std::vector<Objection> objections;
  for (const store::Row row : TRY(transaction.query(sql::objections_of_case, case_id)))
    objections.push_back({row.get<std::int64_t>("id"), row.get<std::int64_t>("notice_id"),
                          row.get<std::optional<std::int64_t>>("row_id"),
                          row.get<std::string>("text"), row.get<std::string>("contact"),
                          row.get<Instant>("made_at"), row.get<std::string>("state"),
                          row.get<std::string>("answer")});
  return objections;
}

Result<std::int64_t> object(store::Connection& connection, const Bureau& bureau,
                            std::int64_t notice, std::optional<std::int64_t> row,
                            const std::string& text, const std::string& contact) {
  return object(connection, bureau, {notice, row, text, contact}, {});
}

Result<std::int64_t> object(store::Connection& connection, const Bureau& bureau,
                            const NewObjection& made, const BeforeCommit& before_commit) {
  const auto& [notice, row, text, contact] = made;
  if (text.empty() || contact.empty())
    return Error{ErrorCode::invalid_input, "请写明异议内容和联系方式"};
  if (text.size() > 4000 || contact.size() > 200)
    return Error{ErrorCode::invalid_input, "异议内容太长", {}, "请控制在一千三百字以内"};
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::write)));
  if (row && TRY(transaction.query(sql::row_on_notice, notice, *row)).empty())
    return Error{ErrorCode::not_found, "公示名单里没有这一行"};
  const auto rows = TRY(transaction.query(sql::insert_objection, notice, row, text, contact,
                                          bureau.clock.now(), bureau.clock.today()));
  if (rows.empty()) return Error{ErrorCode::conflict, "公示期已满或者公示已经结束"};
  const auto id = rows[0].get<std::int64_t>("id");
  if (before_commit) TRY(before_commit(transaction, id));
  TRY(transaction.commit());
  return id;
}

Status answer_objection(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                        const ObjectionAnswer& answer, const BeforeCommit& before_commit) {
  if (answer.answer.empty()) return Error{ErrorCode::invalid_input, "答复异议须写明核实情况"};
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const auto rows = TRY(transaction.query(sql::lock_objection, answer.objection));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这件异议"};
  if (rows[0].get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这件异议已经答复"};
  CaseRecord record = TRY(lock_case(transaction, rows[0].get<std::int64_t>("case_id")));
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Step* step = TRY(step_of(*measure->path, record.step));
  if (step->kind != policy::StepKind::notice || record.state != CaseState::open)
    return Error{ErrorCode::conflict, "办件不在公示环节"};
  if (actor.applies() || !may_act(bureau, actor, record, *step))
    return Error{ErrorCode::forbidden,
                 fmt::format("异议由{}核实答复", policy::role_label(step->role))};
  const Instant now = bureau.clock.now();
  TRY(transaction.execute(sql::answer_objection, answer.objection,
                          answer.upheld ? "upheld" : "dismissed", answer.answer, actor.account,
                          now));
  auto case_rows = TRY(rows_of(transaction, record.id));
  const auto disputed = rows[0].get<std::optional<std::int64_t>>("row_id");
  for (RowRecord& row : case_rows) {
    if (!answer.upheld || !disputed || row.id != *disputed || !row.pending()) continue;
    row.state = "rejected";
    row.opinion = "异议成立：" + answer.answer;
    TRY(save_row(transaction, row));
  }
  record.amount = TRY(amount_of(case_rows));
  TRY(save_case(transaction, record));
  TRY(save_event(transaction, record,
                 {record.version, false, step->id, "answer_objection", actor.account, step->role,
                  now, answer.answer, answer.upheld ? "upheld" : "dismissed"}));
  if (before_commit) TRY(before_commit(transaction, record.id));
  return transaction.commit();
}

}  // namespace leye::flows
