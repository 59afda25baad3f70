#include "flows/recovery_store.hpp"

#include <fmt/format.h>

#include "flows/messages.hpp"
#include "flows/recoveries.sql.hpp"

namespace leye::flows {
namespace {

Result<RecoveryRecord> only_recovery(store::Rows rows) {
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这件追缴"};
  return recovery_from(rows[0]);
}

std::string task_about(const RecoveryRecord& record) {
  return fmt::format("recovery:{}", record.id);
}

}  // namespace

RecoveryRecord recovery_from(const store::Row& row) {
  using Id = std::optional<std::int64_t>;
  RecoveryRecord record;
  record.id = row.get<std::int64_t>("id");
  record.number = row.get<std::string>("number");
  record.case_id = row.get<std::int64_t>("case_id");
  record.row = row.get<std::int64_t>("row_id");
  record.grant = row.get<std::int64_t>("grant_id");
  record.measure = row.get<std::string>("measure");
  record.place = row.get<std::int64_t>("place");
  record.person = row.get<Id>("person_id");
  record.organisation = row.get<Id>("organisation_id");
  record.payee = row.get<std::string>("payee");
  record.label = row.get<std::string>("label");
  record.ground = row.get<std::string>("ground");
  record.finding = row.get<std::string>("finding");
  record.amount = row.get<Money>("amount_fen");
  record.repaid = row.get<Money>("repaid_fen");
  record.state = recovery_state(row.get<std::string>("state"));
  record.version = row.get<std::int64_t>("version");
  record.found_by = row.get<std::int64_t>("found_by");
  record.found_at = row.get<Instant>("found_at");
  record.notified_at = row.get<std::optional<Instant>>("notified_at");
  record.statement_until = row.get<std::optional<Day>>("statement_until");
  record.statement = row.get<std::optional<std::string>>("statement");
  record.stated_at = row.get<std::optional<Instant>>("stated_at");
  record.decided_by = row.get<Id>("decided_by");
  record.decided_at = row.get<std::optional<Instant>>("decided_at");
  record.decision = row.get<std::optional<std::string>>("decision");
  record.repay_until = row.get<std::optional<Day>>("repay_until");
  record.reminders = row.get<int>("reminders");
  record.closed_at = row.get<std::optional<Instant>>("closed_at");
  return record;
}

Result<RecoveryRecord> find_recovery(store::Transaction& transaction, std::int64_t id) {
  return only_recovery(TRY(transaction.query(sql::find_recovery, id)));
}

Result<RecoveryRecord> lock_recovery(store::Transaction& transaction, std::int64_t id) {
  return only_recovery(TRY(transaction.query(sql::lock_recovery, id)));
}

Status save_recovery(store::Transaction& transaction, RecoveryRecord& record,
                     const RecoveryEvent& event) {
  const auto touched = TRY(
      transaction.execute(sql::update_recovery, record.id, record.version, name(record.state),
                          record.amount, record.repaid, record.notified_at, record.statement_until,
                          record.statement, record.stated_at, record.decided_by, record.decided_at,
                          record.decision, record.repay_until, record.reminders, record.closed_at));
  if (touched != 1) return Error{ErrorCode::conflict, "这件追缴刚被别人办理，请刷新后再办"};
  ++record.version;
  TRY(transaction.execute(sql::insert_recovery_event, record.id, record.version, record.place,
                          event.action, event.actor, event.at, event.text));
  return Done{};
}

Result<const policy::RecoveryRule*> recovery_rule(const Bureau& bureau,
                                                  const std::string& measure_id) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, measure_id));
  if (measure->path->recovery) return &*measure->path->recovery;
  return Error{ErrorCode::conflict,
               fmt::format("“{}”的办理流程没有规定追缴", measure->name.label),
               {},
               "在政策规则包的办理流程里写“追缴 …”一行和拨付环节的效果“追缴”"};
}

bool works_as(const Bureau& bureau, const Actor& actor, const std::string& role,
              policy::PlaceLevel level, std::int64_t place) {
  const auto at = place_of(level, place, bureau.area);
  return !actor.applies() && actor.has_role(role) && actor.place_lo <= at && at <= actor.place_hi;
}

bool is_payee(const Actor& actor, const RecoveryRecord& record) {
  return (actor.organisation && record.organisation == actor.organisation) ||
         (actor.person && record.person == actor.person);
}

bool is_hand(const Bureau& bureau, const Actor& actor, const RecoveryRecord& record,
             const policy::RecoveryRule& rule, RecoveryHand hand) {
  const bool finds = works_as(bureau, actor, rule.finder, rule.finder_level, record.place);
  switch (hand) {
    case RecoveryHand::finder: return finds;
    case RecoveryHand::payee: return is_payee(actor, record) || finds;
    case RecoveryHand::decider:
      return works_as(bureau, actor, rule.decider, rule.decider_level, record.place);
  }
  return false;
}

Status move_recovery_task(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                          const RecoveryRecord& record, const std::optional<NextTask>& next) {
  const Instant now = bureau.clock.now();
  TRY(transaction.execute(sql::finish_recovery_task, record.case_id, task_about(record),
                          actor.account, now));
  if (!next) return Done{};
  TRY(transaction.execute(sql::insert_recovery_task, record.case_id, next->role,
                          place_of(next->level, record.place, bureau.area), now, next->due_on,
                          task_about(record)));
  return Done{};
}

Status tell_payee(store::Transaction& transaction, const RecoveryRecord& record,
                  const std::string& title, const std::string& body, Instant now) {
  Message message;
  message.place = record.place;
  message.person = record.person;
  message.organisation = record.organisation;
  message.case_id = record.case_id;
  message.kind = "recovery";
  message.title = title;
  message.body = body;
  message.sent_at = now;
  return send_message(transaction, message);
}

}  // namespace leye::flows
