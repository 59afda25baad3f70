// The double-entry ledger: append-only, balanced by shape, never below zero.
//
// An entry is one row with a credited account (it gives), a debited account (it receives), a
// positive amount and a unique key. Money of an indicator goes
//
//   source ──allot──▶ indicator ──pend──▶ in transit ──post──▶ paid
//                        ▲  │ ▲               │                 │
//                  move ─┘  └─┼────void───────┘                 │
//                             └────recover (same year)──────────┤
//                                  recover (a later year) ──────▶ treasury
//
//   paid ──claim──▶ receivable ──repay──▶ indicator (same year), treasury (a later year)
//
// recover is money that came back at once; claim and repay are what is owed first and comes in
// parts.
//
// Every operation may be repeated: the same key with the same content answers `same` and changes
// nothing. A refusal is an Outcome, not an Error; nothing was written then. All of them lock the
// accounts they touch in the order of their ids, so that two never wait for each other.
#pragma once

#include <optional>
#include <string>

#include "base/money.hpp"
#include "funds/acting.hpp"
#include "store/transaction.hpp"

namespace leye::funds {

enum class Outcome {
  ok,
  same,             // done before, exactly so
  differs,          // the key was used for something else
  not_covered,      // the account holds less
  exceeds_pending,  // more than was set aside, or than was posted and is not yet recovered
  already_posted,
  already_voided,
  not_found,  // no such account, or nothing is pending under this key
};

const char* name(Outcome outcome);

// Sets money of an indicator aside under `key`.
Result<Outcome> pend(store::Transaction& transaction, const std::string& key,
                     std::int64_t indicator_id, Money amount, const Acting& acting);

// Pays at most what was set aside; the rest goes back to the indicator.
Result<Outcome> post(store::Transaction& transaction, const std::string& key, Money amount,
                     const Acting& acting);

// Returns what was set aside to its indicator.
Result<Outcome> void_pending(store::Transaction& transaction, const std::string& key,
                             const Acting& acting);

// Moves money between indicators of one fund account (指标调剂).
struct Move {
  std::string key;
  std::int64_t from_indicator = 0;
  std::int64_t to_indicator = 0;
  Money amount;
};
Result<Outcome> move(store::Transaction& transaction, const Move& move, const Acting& acting);

// Takes back money that was posted under `key`: to its indicator in the year it was paid in, to the
// treasury in a later one. `recovery_key` is the key of this act.
struct Recovery {
  std::string recovery_key;
  std::string key;
  Money amount;
};
Result<Outcome> recover(store::Transaction& transaction, const Recovery& recovery,
                        const Acting& acting);

// Books what a payee owes back of what was posted under `key`. `claim_key` is the key of this act.
struct Claim {
  std::string claim_key;
  std::string key;
  Money amount;
};
Result<Outcome> claim(store::Transaction& transaction, const Claim& claim, const Acting& acting);

// A part of a claim that came back, where recover() would have put it. exceeds_pending: more than
// is still owed.
struct Repayment {
  std::string repayment_key;
  std::string claim_key;
  Money amount;
};
Result<Outcome> repay(store::Transaction& transaction, const Repayment& repayment,
                      const Acting& acting);

// What is still owed under a claim. not_found: there is none.
Result<Money> still_owed(store::Transaction& transaction, const std::string& claim_key);

// The key under which a payment was posted: "2026-000012:3"; none while it has not arrived.
Result<std::optional<std::string>> posted_key(store::Transaction& transaction,
                                              const std::string& payment_key);

// What an indicator still allows.
Result<Money> available(store::Transaction& transaction, std::int64_t indicator_id);

// Of one fund in one year.
struct Totals {
  Money available;   // of all its indicators
  Money pending;     // set aside, neither paid nor returned
  Money paid;        // less what was recovered or claimed back
  Money treasury;    // came back in a later year and was handed over
  Money receivable;  // claimed and not yet repaid
};
Result<Totals> totals(store::Transaction& transaction, std::int64_t fund_account_id);

}  // namespace leye::funds
