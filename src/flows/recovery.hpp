// Recovery (追缴): what was paid is found wrong, the payee is told and heard, a second person
// decides, what is owed is booked, and comes back in parts. Source of the order:
// 行政处罚法第四十四条, 财政违法行为处罚处分条例第十四条.
//
//   const auto found = record_finding(connection, bureau, actor,
//                          {.case_id = 17, .row = 3, .ground = Ground::false_facts, .text = "…"});
//   act_on_recovery(connection, bureau, actor, {.recovery = found.recovery, .action = notify});
//
// What was true when it was paid and ended early stays paid: such a finding only leaves a flag on
// the grant for a later look. Who may do what, and the periods, are the line 追缴 of the measure's
// path. A grant that is repaid in full becomes `recovered` and frees its exclusion slots.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"
#include "flows/recovery_rules.hpp"

namespace leye::flows {

enum class Ground {
  false_facts,    // 虚构事实、材料不实
  paid_in_error,  // 误发、多发
  early_end,      // 如实履行后提前终止: not recovered
};
const char* name(Ground ground);
const char* label(Ground ground);
std::optional<Ground> find_ground(std::string_view name);

struct Finding {
  std::int64_t case_id = 0;
  std::int64_t row = 0;
  Ground ground = Ground::false_facts;
  std::string text;
  std::optional<Money> amount = {};  // none: all that was paid
};
struct Found {
  std::int64_t recovery = 0;  // 0: the grant stays, with a flag
};
// conflict: not paid, or a recovery of it is open already; forbidden: not the path's finder.
Result<Found> record_finding(store::Connection& connection, const Bureau& bureau,
                             const Actor& actor, const Finding& finding,
                             const BeforeCommit& before_commit = {});

struct RecoveryRecord {
  std::int64_t id = 0;
  std::string number;
  std::int64_t case_id = 0;
  std::int64_t row = 0;
  std::int64_t grant = 0;
  std::string measure;
  std::int64_t place = 0;
  std::optional<std::int64_t> person;
  std::optional<std::int64_t> organisation;
  std::string payee;
  std::string label;
  std::string ground;
  std::string finding;
  Money amount;
  Money repaid;
  RecoveryState state = RecoveryState::found;
  std::int64_t version = 1;
  std::int64_t found_by = 0;
  Instant found_at{};
  std::optional<Instant> notified_at;
  std::optional<Day> statement_until;
  std::optional<std::string> statement;
  std::optional<Instant> stated_at;
  std::optional<std::int64_t> decided_by;
  std::optional<Instant> decided_at;
  std::optional<std::string> decision;
  std::optional<Day> repay_until;
  int reminders = 0;
  std::optional<Instant> closed_at;

  Money owed() const { return Money::fen(amount.fen() - repaid.fen()); }
};

struct RecoveryEvent {
  std::string action;  // of RecoveryAction, "found" or "repay"
  std::int64_t actor = 0;
  Instant at{};
  std::string text;
};

struct RecoveryRequest {
  std::int64_t recovery = 0;
  RecoveryAction action = RecoveryAction::notify;
  std::optional<std::int64_t> version = {};  // as the actor saw it
  std::string text = {};
  std::optional<Money> amount = {};  // decide: less than was found
};
// The new version. conflict: stale, the statement period is not over, or still owed; forbidden: not
// the hand, or the one who found it decides.
Result<std::int64_t> act_on_recovery(store::Connection& connection, const Bureau& bureau,
                                     const Actor& actor, const RecoveryRequest& request,
                                     const BeforeCommit& before_commit = {});

// By whoever pays on the path and did not decide. The voucher is the key: the same again changes
// nothing. conflict: more than is owed, or the voucher stands for something else.
struct Receipt {
  std::int64_t recovery = 0;
  std::string voucher;
  Money amount;
  Day paid_on;
};
Result<std::int64_t> record_repayment(store::Connection& connection, const Bureau& bureau,
                                      const Actor& actor, const Receipt& receipt,
                                      const BeforeCommit& before_commit = {});

// The bank's file of repayments (docs/payment-files.md), taken whole or not at all.
struct RepaymentReport {
  int booked = 0;
  int repeated = 0;  // booked before by the same voucher
  Money total;
};
Result<RepaymentReport> accept_repayments(store::Transaction& transaction, const Bureau& bureau,
                                          const Actor& actor, std::string_view content);

}  // namespace leye::flows
