#include "flows/recovery.hpp"

#include <fmt/format.h>

#include "benefits/grants.hpp"
#include "flows/recoveries.sql.hpp"
#include "flows/recovery_store.hpp"
#include "funds/ledger.hpp"
#include "funds/payments.hpp"

namespace leye::flows {
namespace {

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

struct GroundWord {
  Ground ground;
  const char* name;
  const char* label;
};
constexpr GroundWord grounds[] = {
    {Ground::false_facts, "false_facts", "事实虚假（虚构劳动关系、材料不实）"},
    {Ground::paid_in_error, "paid_in_error", "误发、多发"},
    {Ground::early_end, "early_end", "如实履行后提前终止"},
};

const GroundWord& word(Ground ground) {
  for (const GroundWord& row : grounds)
    if (row.ground == ground) return row;
  check_failed("a ground has a word", __FILE__, __LINE__);
}

// What the payee is asked to do by which day; unknown days are not promised.
Result<Day> day_after(const Bureau& bureau, int working_days) {
  return bureau.calendar.add(bureau.clock.today(), working_days);
}

Status notify(store::Transaction& transaction, const Bureau& bureau,
              const policy::RecoveryRule& rule, RecoveryRecord& record) {
  record.notified_at = bureau.clock.now();
  record.statement_until = TRY(day_after(bureau, rule.statement_working_days));
  return tell_payee(
      transaction, record, "追缴告知书",
      fmt::format(
          "{}：经核查，{}。拟追缴 {} 元（{}）。您可以在 {}（含当日）以前陈述、申辩并提供证据。",
          record.number, record.finding, to_display(record.amount), record.label,
          to_text(*record.statement_until)),
      bureau.clock.now());
}

// The claim is booked in the same transaction as the decision.
Status decide(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
              const policy::RecoveryRule& rule, const RecoveryRequest& request,
              RecoveryRecord& record) {
  if (request.amount && (*request.amount <= Money{} || *request.amount > record.amount))
    return Error{ErrorCode::invalid_input,
                 fmt::format("决定追缴的金额应大于零，不超过 {} 元", to_display(record.amount))};
  if (request.amount) record.amount = *request.amount;
  std::optional<std::string> posted;
  for (const funds::Payment& payment :
       TRY(funds::payments_of(transaction, fmt::format("grant:{}", record.grant))))
    if (payment.state == "posted") posted = TRY(funds::posted_key(transaction, payment.key));
  if (!posted) return conflict("这笔款没有到账的记录，不能追缴");
  const auto booked =
      TRY(funds::claim(transaction, {fmt::format("recovery:{}", record.id), *posted, record.amount},
                       {actor.account, bureau.clock.now()}));
  if (booked != funds::Outcome::ok)
    return conflict(fmt::format("账上不能登记这笔应追回款（{}）", funds::name(booked)),
                    "核对这笔款已经追回的金额");
  record.repay_until = TRY(day_after(bureau, rule.repay_working_days));
  return tell_payee(transaction, record, "追缴决定书",
                    fmt::format("{}：决定追缴 {} 元（{}），请在 {} 前缴还。理由：{}。"
                                "不服本决定的救济途径见决定书。",
                                record.number, to_display(record.amount), record.label,
                                to_text(*record.repay_until), request.text),
                    bureau.clock.now());
}

Status check_heard(const Bureau& bureau, const RecoveryRecord& record) {
  if (record.statement) return Done{};
  if (record.statement_until && bureau.clock.today() > *record.statement_until) return Done{};
  return conflict(fmt::format("陈述申辩的期限未满，至 {}",
                              record.statement_until ? to_text(*record.statement_until) : "未知"),
                  "等对方陈述，或者期满后再决定");
}

Status close(store::Transaction& transaction, const Bureau& bureau, RecoveryRecord& record) {
  if (record.owed() > Money{})
    return conflict(fmt::format("还有 {} 元没有缴还", to_display(record.owed())), "缴清后再办结");
  record.closed_at = bureau.clock.now();
  const auto rows = TRY(transaction.query(sql::paid_row, record.case_id, record.row));
  if (!rows.empty() && rows[0].get<Money>("amount_fen") == record.amount)
    TRY(benefits::end_grant(transaction, record.grant, benefits::GrantEnd::recovered,
                            bureau.clock.today(), record.number));
  return tell_payee(
      transaction, record, "追缴办结",
      fmt::format("{}：应缴还的 {} 元已经缴清。", record.number, to_display(record.amount)),
      bureau.clock.now());
}

Status apply(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
             const policy::RecoveryRule& rule, const RecoveryRequest& request,
             RecoveryRecord& record) {
  const Instant now = bureau.clock.now();
  switch (request.action) {
    case RecoveryAction::notify: return notify(transaction, bureau, rule, record);
    case RecoveryAction::state:
      if (bureau.clock.today() > *record.statement_until && is_payee(actor, record))
        return conflict("陈述申辩的期限已过", "可以向经办机构书面说明");
      record.statement = record.statement ? *record.statement + "\n" + request.text : request.text;
      record.stated_at = now;
      return Done{};
    case RecoveryAction::decide:
    case RecoveryAction::drop:
      TRY(check_heard(bureau, record));
      record.decided_by = actor.account;
      record.decided_at = now;
      record.decision = request.text;
      if (request.action == RecoveryAction::decide)
        return decide(transaction, bureau, actor, rule, request, record);
      return tell_payee(transaction, record, "不予追缴",
                        fmt::format("{}：经核查，不予追缴。{}", record.number, request.text), now);
    case RecoveryAction::remind:
      if (record.owed() <= Money{}) return conflict("已经缴清，不必催缴");
      ++record.reminders;
      return tell_payee(
          transaction, record, "催缴通知",
          fmt::format("{}：尚欠 {} 元，期限 {}，请尽快缴还。{}", record.number,
                      to_display(record.owed()), to_text(*record.repay_until), request.text),
          now);
    case RecoveryAction::close: return close(transaction, bureau, record);
  }
  return Done{};
}

std::optional<NextTask> next_task(const policy::RecoveryRule& rule, const RecoveryRecord& record) {
  switch (record.state) {
    case RecoveryState::found: return NextTask{rule.finder, rule.finder_level, std::nullopt};
    case RecoveryState::notified:
      return NextTask{rule.decider, rule.decider_level, record.statement_until};
    case RecoveryState::decided:
      return NextTask{rule.finder, rule.finder_level, record.repay_until};
    default: return std::nullopt;
  }
}

Result<std::string> payee_name(store::Transaction& transaction, const Bureau& bureau,
                               const RecoveryRecord& record) {
  if (record.organisation) {
    const auto names = TRY(organisation_names(transaction, {*record.organisation}));
    return names.at(*record.organisation).name;
  }
  const auto names = TRY(person_names(transaction, bureau.cipher, {*record.person}));
  return names.at(*record.person).name;
}

}  // namespace

const char* name(Ground ground) { return word(ground).name; }
const char* label(Ground ground) { return word(ground).label; }

std::optional<Ground> find_ground(std::string_view text) {
  for (const GroundWord& row : grounds)
    if (text == row.name) return row.ground;
  return std::nullopt;
}

Result<Found> record_finding(store::Connection& connection, const Bureau& bureau,
                             const Actor& actor, const Finding& finding,
                             const BeforeCommit& before_commit) {
  if (finding.text.empty() || finding.text.size() > 4000)
    return Error{ErrorCode::invalid_input, "请写明查明的事实和依据，一千三百字以内"};
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const CaseRecord of = TRY(lock_case(transaction, finding.case_id));
  if (actor.applies()) return Error{ErrorCode::not_found, "没有这个办件"};
  const policy::RecoveryRule* rule = TRY(recovery_rule(bureau, of.measure));
  if (!works_as(bureau, actor, rule->finder, rule->finder_level, of.place))
    return Error{ErrorCode::forbidden,
                 fmt::format("由{}提出追缴或者复核线索", policy::role_label(rule->finder))};
  const auto rows = TRY(transaction.query(sql::paid_row, finding.case_id, finding.row));
  if (rows.empty()) return Error{ErrorCode::not_found, "办件里没有这一行已核准的款项"};
  if (rows[0].get<std::string>("state") != "paid")
    return conflict("这笔款还没有发放或者已经终止", "没有发放的款项请“撤回”");
  const Instant now = bureau.clock.now();
  const auto grant = rows[0].get<std::int64_t>("grant_id");
  if (finding.ground == Ground::early_end) {
    TRY(transaction.execute(sql::insert_flag, of.id, finding.row, grant, of.place, finding.text,
                            actor.account, now));
    if (before_commit) TRY(before_commit(transaction, of.id));
    TRY(transaction.commit());
    return Found{};
  }
  const Money paid = rows[0].get<Money>("amount_fen");
  const Money amount = finding.amount.value_or(paid);
  if (amount <= Money{} || amount > paid)
    return Error{ErrorCode::invalid_input,
                 fmt::format("追缴的金额应大于零，不超过已发放的 {} 元", to_display(paid))};
  RecoveryRecord record;
  record.case_id = of.id;
  record.place = of.place;
  if (rows[0].get<std::string>("payee_kind") == "person")
    record.person = rows[0].get<std::optional<std::int64_t>>("person_id");
  else
    record.organisation = rows[0].get<std::optional<std::int64_t>>("organisation_id");
  record.number = TRY(next_number(transaction, "追缴", bureau.clock.today()));
  record.payee = TRY(payee_name(transaction, bureau, record));
  const auto inserted = TRY(transaction.query(
      sql::insert_recovery, record.number, of.id, finding.row, grant, of.measure, of.place,
      record.person, record.organisation, record.payee, rows[0].get<std::string>("label"),
      name(finding.ground), finding.text, amount, actor.account, now));
  if (inserted.empty()) return conflict("这笔款的追缴已经在办理");
  record.id = inserted[0].get<std::int64_t>("id");
  TRY(transaction.execute(sql::insert_recovery_event, record.id, std::int64_t{1}, of.place, "found",
                          actor.account, now, finding.text));
  TRY(move_recovery_task(transaction, bureau, actor, record, next_task(*rule, record)));
  if (before_commit) TRY(before_commit(transaction, record.id));
  TRY(transaction.commit());
  return Found{record.id};
}

Result<std::int64_t> act_on_recovery(store::Connection& connection, const Bureau& bureau,
                                     const Actor& actor, const RecoveryRequest& request,
                                     const BeforeCommit& before_commit) {
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  RecoveryRecord record = TRY(lock_recovery(transaction, request.recovery));
  const bool known = record.state != RecoveryState::found;
  if (actor.applies() && !(known && is_payee(actor, record)))
    return Error{ErrorCode::not_found, "没有这件追缴"};
  if (request.version && *request.version != record.version)
    return conflict("这件追缴已由他人办理，您看到的不是最新情况", "刷新后再办");
  const auto transition = find_recovery_transition(request.action, record.state);
  if (!transition)
    return conflict(fmt::format("追缴{}，不能{}", label(record.state), label(request.action)));
  const policy::RecoveryRule* rule = TRY(recovery_rule(bureau, record.measure));
  if (!is_hand(bureau, actor, record, *rule, transition->hand))
    return Error{ErrorCode::forbidden, fmt::format("{}由{}办理", label(request.action),
                                                   transition->hand == RecoveryHand::decider
                                                       ? policy::role_label(rule->decider)
                                                       : policy::role_label(rule->finder))};
  if (transition->hand == RecoveryHand::decider && actor.is_one_with(record.found_by))
    return Error{ErrorCode::forbidden, "提出追缴的人不能决定追缴", {}, "由另一人决定"};
  if (transition->needs_text && request.text.empty())
    return Error{ErrorCode::invalid_input, fmt::format("{}须写明理由", label(request.action))};
  TRY(apply(transaction, bureau, actor, *rule, request, record));
  record.state = transition->to;
  TRY(save_recovery(transaction, record,
                    {name(request.action), actor.account, bureau.clock.now(), request.text}));
  if (transition->to != transition->from)
    TRY(move_recovery_task(transaction, bureau, actor, record, next_task(*rule, record)));
  if (before_commit) TRY(before_commit(transaction, record.id));
  TRY(transaction.commit());
  return record.version;
}

}  // namespace leye::flows
