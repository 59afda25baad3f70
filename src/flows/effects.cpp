// The effects that run when a step is passed (policy/plan/path.hpp).
// Each acts in the transaction of the action that caused it.
#include <fmt/format.h>

#include "benefits/grants.hpp"
#include "flows/cases.sql.hpp"
#include "flows/handling.hpp"
#include "flows/queueing.hpp"
#include "funds/payments.hpp"
#include "registers/identity_cipher.hpp"

namespace leye::flows {
namespace {

std::string payment_key(std::int64_t grant) { return fmt::format("grant:{}", grant); }

funds::Acting acting(const Handling& handling) { return {handling.actor.account, handling.now}; }

// Records the grants of the rows that are still wanted, with their exclusion slots.
Status plan_grants(Handling& handling) {
  const policy::Measure& measure = handling.measure;
  std::vector<benefits::WantedGrant> wanted;
  std::vector<RowRecord*> rows;
  for (RowRecord& row : handling.rows) {
    if (!row.pending()) continue;
    benefits::WantedGrant grant;
    grant.measure = measure.name.id;
    grant.subject_kind = row.subject_kind;
    grant.subject_id = row.subject;
    grant.person_id = row.person;
    grant.organisation_id = row.organisation;
    grant.payee_kind = measure.payee_is_person ? "person" : "organisation";
    grant.fund = measure.fund;
    grant.amount = row.amount;
    grant.period_from = row.period_from;
    grant.period_until = row.period_until;
    grant.place = handling.record.place;
    wanted.push_back(std::move(grant));
    rows.push_back(&row);
  }
  TRY(check_room(handling, {rows.begin(), rows.end()}));
  const auto ids =
      TRY(benefits::record_grants(handling.transaction, handling.bureau.plan, wanted,
                                  {handling.bureau.plan.digest, handling.today(),
                                   handling.record.id, handling.actor.account, handling.now}));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i]->state = "granted";
    rows[i]->queue.clear();
    rows[i]->grant = ids[i];
    TRY(save_row(handling.transaction, *rows[i]));
  }
  return Done{};
}

using Payees = std::map<std::int64_t, funds::Payee>;

// The people's accounts of the social security card, as the register of people holds them.
Result<Payees> people_to_pay(Handling& handling) {
  const registers::IdentityCipher opener(handling.bureau.cipher);
  Payees found;
  for (const store::Row row :
       TRY(handling.transaction.query(sql::payees_of_case, handling.record.id))) {
    funds::Payee payee;
    payee.kind = "person";
    payee.id = row.get<std::int64_t>("id");
    payee.name = row.get<std::string>("name");
    payee.bank = row.get<std::optional<std::string>>("bank").value_or("");
    const auto sealed = row.get<std::optional<Bytes>>("account_cipher");
    const auto salt = row.get<std::optional<Bytes>>("account_salt");
    if (sealed && salt) payee.account = TRY(opener.open(*salt, *sealed));
    if (const auto shared = row.get<std::int64_t>("shared"); shared > 0)
      return Error{ErrorCode::conflict,
                   fmt::format("“{}”的收款账户还登记在另外 {} 人名下", payee.name, shared),
                   {},
                   "核对本人的社会保障卡账户，更正人员档案后再办"};
    found[payee.id] = std::move(payee);
  }
  return found;
}

// The employers' bank accounts, as the register of employers holds them.
Result<Payees> units_to_pay(Handling& handling) {
  std::vector<std::int64_t> ids;
  for (const RowRecord& row : handling.rows)
    if (row.organisation) ids.push_back(*row.organisation);
  const registers::IdentityCipher opener(handling.bureau.cipher);
  Payees found;
  for (const store::Row row : TRY(handling.transaction.query(sql::organisation_names, ids))) {
    funds::Payee payee;
    payee.kind = "organisation";
    payee.id = row.get<std::int64_t>("id");
    payee.name =
        row.get<std::optional<std::string>>("account_name").value_or(row.get<std::string>("name"));
    payee.bank = row.get<std::optional<std::string>>("bank").value_or("");
    const auto sealed = row.get<std::optional<Bytes>>("account_cipher");
    const auto salt = row.get<std::optional<Bytes>>("salt");
    if (sealed && salt) payee.account = TRY(opener.open(*salt, *sealed));
    found[payee.id] = std::move(payee);
  }
  return found;
}

Status plan_payments(Handling& handling) {
  const bool to_people = handling.measure.payee_is_person;
  const auto payee_of = TRY(to_people ? people_to_pay(handling) : units_to_pay(handling));
  std::vector<funds::PaymentOrder> orders;
  for (const RowRecord& row : handling.rows) {
    if (!row.grant || row.state != "granted") continue;
    const auto payee = payee_of.find((to_people ? row.person : row.organisation).value_or(0));
    if (payee == payee_of.end() || payee->second.account.empty())
      return Error{
          ErrorCode::conflict,
          fmt::format("“{}”没有登记收款账户", row.label),
          {},
          to_people ? "在人员档案补登社保卡银行账号后再办" : "在单位档案补登开户银行和账号后再办"};
    funds::PaymentOrder order;
    order.key = payment_key(*row.grant);
    order.source_key = order.key;
    order.fund = handling.measure.fund;
    order.level = fund_level(handling.path.fund_level);
    order.place = handling.record.place;
    order.payee = payee->second;
    order.amount = row.amount;
    order.taken_in_by = handling.record.taken_in_by;
    order.purpose = fmt::format("{} {}", handling.measure.name.label, handling.record.number);
    orders.push_back(std::move(order));
  }
  TRY(funds::plan_payments(handling.transaction, handling.bureau.cipher, orders, acting(handling)));
  return Done{};
}

Status issue(Handling& handling) {
  const bool decision = is_deciding(handling.step) || handling.step.kind == policy::StepKind::close;
  const std::string number =
      TRY(next_number(handling.transaction, decision ? "人社决" : "人社受", handling.today()));
  TRY(handling.transaction.execute(sql::insert_paper, handling.record.id, handling.record.place,
                                   decision ? "decision" : "intake_receipt", number,
                                   handling.today(), handling.actor.account));
  return Done{};
}

// Closes the payments: all must have arrived.
Status settle(Handling& handling) {
  std::vector<std::int64_t> grants;
  int waiting = 0;
  std::string reason;
  for (const RowRecord& row : handling.rows) {
    if (row.state != "granted") continue;
    grants.push_back(*row.grant);
    bool posted = false;
    for (const funds::Payment& payment :
         TRY(funds::payments_of(handling.transaction, payment_key(*row.grant)))) {
      posted |= payment.state == "posted";
      if (payment.reason && payment.state == "rejected") reason = *payment.reason;
    }
    waiting += posted ? 0 : 1;
  }
  if (waiting > 0)
    return Error{
        ErrorCode::conflict,
        fmt::format("还有 {} 笔没有到账{}", waiting, reason.empty() ? "" : "，退回原因：" + reason),
        {},
        "在支付批次里发出，或者重发退回的行"};
  return benefits::mark_paid(handling.transaction, grants);
}

}  // namespace

Status run_effects(Handling& handling, Action action) {
  if (action == Action::settle && handling.path.pays()) return settle(handling);
  // Against the applicant nothing is granted or paid; the paper says why.
  const bool favourable = action != Action::refuse;
  for (const policy::Effect effect : handling.step.effects) {
    switch (effect) {
      case policy::Effect::plan:
        if (favourable) TRY(plan_grants(handling));
        break;
      case policy::Effect::pay:
        if (favourable) TRY(plan_payments(handling));
        break;
      case policy::Effect::issue: TRY(issue(handling)); break;
      case policy::Effect::publish: break;  // the notice step's own action, see notices.cpp
      case policy::Effect::release: TRY(release(handling, "")); break;
      case policy::Effect::notify: TRY(notify(handling, action)); break;
      case policy::Effect::ask: TRY(ask_missing(handling)); break;
      case policy::Effect::recover: break;  // from now on, see recovery.hpp
      default: CHECK(false);                // refused when the path was read
    }
  }
  // A refusal is served whatever the path says.
  if (!favourable && !has_effect(handling.step, policy::Effect::notify))
    TRY(notify(handling, action));
  return Done{};
}

// Gives back grants, slots and planned money of a decided case that is taken back before payment.
Status release(Handling& handling, const std::string& reason) {
  for (RowRecord& row : handling.rows) {
    if (row.state != "granted") continue;
    TRY(funds::cancel_payment(handling.transaction, payment_key(*row.grant), acting(handling)));
    TRY(benefits::end_grant(handling.transaction, *row.grant, benefits::GrantEnd::withdrawn,
                            handling.today(), reason));
    row.state = "withdrawn";
    row.opinion = reason;
    TRY(save_row(handling.transaction, row));
  }
  return Done{};
}

}  // namespace leye::flows
