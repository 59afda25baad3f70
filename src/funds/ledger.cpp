#include "funds/ledger.hpp"

#include <map>

#include "funds/ledger.sql.hpp"

namespace leye::funds {
namespace {

using store::Transaction;

struct Entry {
  std::string kind;
  std::int64_t debit_account = 0;   // receives
  std::int64_t credit_account = 0;  // gives
  Money amount;
  std::optional<std::string> about = {};
  Day business_day = {};
};

Result<std::optional<Entry>> find_entry(Transaction& transaction, const std::string& key) {
  const auto rows = TRY(transaction.query(sql::find_entry, key));
  if (rows.empty()) return std::optional<Entry>{};
  const auto row = rows[0];
  return std::optional(Entry{row.get<std::string>("kind"), row.get<std::int64_t>("debit_account"),
                             row.get<std::int64_t>("credit_account"), row.get<Money>("amount_fen"),
                             row.get<std::optional<std::string>>("about"),
                             row.get<Day>("business_day")});
}

using Held = std::map<std::int64_t, Money>;

// In the order of their ids, until the transaction ends.
Result<Held> lock(Transaction& transaction, const std::vector<std::int64_t>& accounts) {
  const auto rows = TRY(transaction.query(sql::lock_accounts, accounts));
  Held held;
  for (const auto row : rows) held[row.get<std::int64_t>("id")] = row.get<Money>("balance_fen");
  CHECK(held.size() == accounts.size());
  return held;
}

Status add(Transaction& transaction, const std::string& key, const Entry& entry,
           const Acting& acting) {
  CHECK(entry.amount > Money{});
  TRY(transaction.execute(sql::add_entry, key, entry.kind, entry.debit_account,
                          entry.credit_account, entry.amount, entry.about, acting.day(),
                          acting.at));
  TRY(transaction.execute(sql::add_to_balance, entry.debit_account, entry.amount));
  TRY(transaction.execute(sql::add_to_balance, entry.credit_account,
                          Money::fen(-entry.amount.fen())));
  return Done{};
}

Result<Outcome> added(Transaction& transaction, const std::string& key, const Entry& entry,
                      const Acting& acting) {
  TRY(add(transaction, key, entry, acting));
  return Outcome::ok;
}

bool same_movement(const Entry& left, const Entry& right) {
  return left.debit_account == right.debit_account && left.credit_account == right.credit_account &&
         left.amount == right.amount && left.about == right.about;
}

Error not_positive() {
  return {ErrorCode::invalid_input, "金额必须大于零", {}, "填写大于 0.00 元的金额"};
}

struct Pending {
  Entry entry;
  std::int64_t paid = 0;
  std::int64_t treasury = 0;
  std::int64_t receivable = 0;
};

// What was set aside under `key`, with its accounts locked.
Result<std::optional<Pending>> lock_pending(Transaction& transaction, const std::string& key) {
  const auto rows = TRY(transaction.query(sql::accounts_of_entry, "pend:" + key));
  if (rows.empty()) return std::optional<Pending>{};
  const auto row = rows[0];
  const auto paid = row.get<std::int64_t>("paid"), treasury = row.get<std::int64_t>("treasury");
  const auto receivable = row.get<std::int64_t>("receivable");
  TRY(lock(transaction, {row.get<std::int64_t>("debit_account"),
                         row.get<std::int64_t>("credit_account"), paid, treasury, receivable}));
  const auto entry = *TRY(find_entry(transaction, "pend:" + key));
  return std::optional(Pending{entry, paid, treasury, receivable});
}

Result<Money> came_back(Transaction& transaction, const std::string& about) {
  const auto rows = TRY(transaction.query(sql::recovered_of, about));
  return rows[0].get<Money>("amount");
}

// Where money that comes back today belongs: its indicator in the year it was paid in.
std::int64_t home_of(const Pending& pending, const Entry& posted, const Acting& acting) {
  const bool same_year = posted.business_day.civil().year == acting.day().civil().year;
  return same_year ? pending.entry.credit_account : pending.treasury;
}

// The same act again answers `same`; the key for another one `differs`.
Outcome repeated(const Entry& known, const std::string& about, Money amount) {
  return known.about == about && known.amount == amount ? Outcome::same : Outcome::differs;
}

Result<std::optional<std::int64_t>> account_of(Transaction& transaction, std::int64_t indicator,
                                               const char* column) {
  const auto rows = TRY(transaction.query(sql::accounts_of_indicator, indicator));
  if (rows.empty()) return std::optional<std::int64_t>{};
  return std::optional(rows[0].get<std::int64_t>(column));
}

}  // namespace

const char* name(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok: return "ok";
    case Outcome::same: return "same";
    case Outcome::differs: return "differs";
    case Outcome::not_covered: return "not_covered";
    case Outcome::exceeds_pending: return "exceeds_pending";
    case Outcome::already_posted: return "already_posted";
    case Outcome::already_voided: return "already_voided";
    case Outcome::not_found: return "not_found";
  }
  return "unknown";
}

Result<Outcome> pend(Transaction& transaction, const std::string& key, std::int64_t indicator_id,
                     Money amount, const Acting& acting) {
  if (amount <= Money{}) return not_positive();
  const auto indicator = TRY(account_of(transaction, indicator_id, "indicator"));
  if (!indicator) return Outcome::not_found;
  const auto in_transit = *TRY(account_of(transaction, indicator_id, "in_transit"));
  const auto held = TRY(lock(transaction, {*indicator, in_transit}));
  const Entry entry{"pend", in_transit, *indicator, amount};
  if (const auto known = TRY(find_entry(transaction, "pend:" + key)))
    return same_movement(*known, entry) ? Outcome::same : Outcome::differs;
  if (held.at(*indicator) < amount) return Outcome::not_covered;
  return added(transaction, "pend:" + key, entry, acting);
}

Result<Outcome> post(Transaction& transaction, const std::string& key, Money amount,
                     const Acting& acting) {
  if (amount <= Money{}) return not_positive();
  const auto pending = TRY(lock_pending(transaction, key));
  if (!pending) return Outcome::not_found;
  if (const auto settled = TRY(find_entry(transaction, "settle:" + key))) {
    if (settled->kind == "void") return Outcome::already_voided;
    return settled->amount == amount ? Outcome::same : Outcome::differs;
  }
  const auto& entry = pending->entry;
  if (amount > entry.amount) return Outcome::exceeds_pending;
  TRY(add(transaction, "settle:" + key, {"post", pending->paid, entry.debit_account, amount},
          acting));
  if (amount < entry.amount) {
    const Money rest = Money::fen(entry.amount.fen() - amount.fen());
    TRY(add(transaction, "rest:" + key, {"void", entry.credit_account, entry.debit_account, rest},
            acting));
  }
  return Outcome::ok;
}

Result<Outcome> void_pending(Transaction& transaction, const std::string& key,
                             const Acting& acting) {
  const auto pending = TRY(lock_pending(transaction, key));
  if (!pending) return Outcome::not_found;
  if (const auto settled = TRY(find_entry(transaction, "settle:" + key)))
    return settled->kind == "void" ? Outcome::same : Outcome::already_posted;
  const auto& entry = pending->entry;
  return added(transaction, "settle:" + key,
               {"void", entry.credit_account, entry.debit_account, entry.amount}, acting);
}

Result<Outcome> move(Transaction& transaction, const Move& move, const Acting& acting) {
  if (move.amount <= Money{}) return not_positive();
  const auto from = TRY(account_of(transaction, move.from_indicator, "indicator"));
  const auto to = TRY(account_of(transaction, move.to_indicator, "indicator"));
  if (!from || !to) return Outcome::not_found;
  if (*from == *to || TRY(account_of(transaction, move.from_indicator, "fund_account_id")) !=
                          TRY(account_of(transaction, move.to_indicator, "fund_account_id")))
    return Error{ErrorCode::invalid_input, "指标调剂只能在同一资金账户的两个指标之间进行"};
  const auto held = TRY(lock(transaction, {*from, *to}));
  const Entry entry{"move", *to, *from, move.amount};
  if (const auto known = TRY(find_entry(transaction, "move:" + move.key)))
    return same_movement(*known, entry) ? Outcome::same : Outcome::differs;
  if (held.at(*from) < move.amount) return Outcome::not_covered;
  return added(transaction, "move:" + move.key, entry, acting);
}

Result<Outcome> recover(Transaction& transaction, const Recovery& recovery, const Acting& acting) {
  if (recovery.amount <= Money{}) return not_positive();
  const auto pending = TRY(lock_pending(transaction, recovery.key));
  if (!pending) return Outcome::not_found;
  const auto posted = TRY(find_entry(transaction, "settle:" + recovery.key));
  if (!posted) return Outcome::not_found;
  if (posted->kind == "void") return Outcome::already_voided;
  const Entry entry{"recover", home_of(*pending, *posted, acting), pending->paid, recovery.amount,
                    recovery.key};
  if (const auto known = TRY(find_entry(transaction, "recover:" + recovery.recovery_key)))
    return repeated(*known, recovery.key, recovery.amount);
  const Money before = TRY(came_back(transaction, recovery.key));
  if (recovery.amount.fen() > posted->amount.fen() - before.fen()) return Outcome::exceeds_pending;
  return added(transaction, "recover:" + recovery.recovery_key, entry, acting);
}

Result<Outcome> claim(Transaction& transaction, const Claim& claim, const Acting& acting) {
  if (claim.amount <= Money{}) return not_positive();
  const auto pending = TRY(lock_pending(transaction, claim.key));
  if (!pending) return Outcome::not_found;
  const auto posted = TRY(find_entry(transaction, "settle:" + claim.key));
  if (!posted) return Outcome::not_found;
  if (posted->kind == "void") return Outcome::already_voided;
  if (const auto known = TRY(find_entry(transaction, "claim:" + claim.claim_key)))
    return repeated(*known, claim.key, claim.amount);
  const Money before = TRY(came_back(transaction, claim.key));
  if (claim.amount.fen() > posted->amount.fen() - before.fen()) return Outcome::exceeds_pending;
  return added(transaction, "claim:" + claim.claim_key,
               {"claim", pending->receivable, pending->paid, claim.amount, claim.key}, acting);
}

Result<Outcome> repay(Transaction& transaction, const Repayment& repayment, const Acting& acting) {
  if (repayment.amount <= Money{}) return not_positive();
  const std::string about = "claim:" + repayment.claim_key;
  const auto claimed = TRY(find_entry(transaction, about));
  if (!claimed) return Outcome::not_found;
  const auto pending = TRY(lock_pending(transaction, *claimed->about));
  const auto posted = TRY(find_entry(transaction, "settle:" + *claimed->about));
  CHECK(pending.has_value() && posted.has_value());
  if (const auto known = TRY(find_entry(transaction, "repay:" + repayment.repayment_key)))
    return repeated(*known, about, repayment.amount);
  const Money before = TRY(came_back(transaction, about));
  if (repayment.amount.fen() > claimed->amount.fen() - before.fen())
    return Outcome::exceeds_pending;
  const Entry entry{"repay", home_of(*pending, *posted, acting), pending->receivable,
                    repayment.amount, about};
  return added(transaction, "repay:" + repayment.repayment_key, entry, acting);
}

Result<Money> still_owed(Transaction& transaction, const std::string& claim_key) {
  const auto claimed = TRY(find_entry(transaction, "claim:" + claim_key));
  if (!claimed) return Error{ErrorCode::not_found, "没有这笔应追回款"};
  const Money before = TRY(came_back(transaction, "claim:" + claim_key));
  return Money::fen(claimed->amount.fen() - before.fen());
}

Result<std::optional<std::string>> posted_key(Transaction& transaction,
                                              const std::string& payment_key) {
  const auto rows = TRY(transaction.query(sql::posted_key, payment_key));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(rows[0].get<std::string>("key"));
}

Result<Money> available(Transaction& transaction, std::int64_t indicator_id) {
  const auto rows = TRY(transaction.query(sql::available_of_indicator, indicator_id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这个指标"};
  return rows[0].get<Money>("balance_fen");
}

Result<Totals> totals(Transaction& transaction, std::int64_t fund_account_id) {
  const auto rows = TRY(transaction.query(sql::totals_of_fund_account, fund_account_id));
  const auto row = rows[0];
  return Totals{row.get<Money>("available"), row.get<Money>("pending"), row.get<Money>("paid"),
                row.get<Money>("treasury"), row.get<Money>("receivable")};
}

}  // namespace leye::funds
