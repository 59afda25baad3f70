// A recovery as its page shows it, the list of them, its papers, and the flags of a case.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/recovery.hpp"

namespace leye::flows {

struct RepaymentView {
  std::string source;  // receipt, bank_file
  std::string voucher;
  Money amount;
  Day paid_on;
  std::int64_t recorded_by = 0;
  Instant recorded_at{};
};

struct RecoveryView {
  RecoveryRecord record;
  std::string measure_label;
  std::string case_number;
  std::string place_name;
  std::vector<RecoveryEvent> events;
  std::vector<RepaymentView> repayments;
  std::vector<RecoveryAction> actions;  // open to this reader
  bool books = false;                   // the reader may record a repayment
};

// not_found for what the actor may not know of; a payee sees it once it was notified. The first
// form reads in the transaction of an act that is not committed yet.
Result<RecoveryView> view_recovery(store::Transaction& transaction, const Bureau& bureau,
                                   const Actor& actor, std::int64_t id);
Result<RecoveryView> view_recovery(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, std::int64_t id);

struct RecoveryPage {
  std::vector<RecoveryRecord> recoveries;  // newest first
  std::int64_t total = 0;
};
Result<RecoveryPage> list_recoveries(store::Connection& connection, const Bureau& bureau,
                                     const Actor& actor, const std::string& state,
                                     std::int64_t page, std::int64_t size);
Result<std::vector<RecoveryRecord>> recoveries_of(store::Transaction& transaction,
                                                  const Actor& actor, std::int64_t case_id);

struct ReviewFlag {
  std::int64_t row = 0;
  std::string text;
  Instant flagged_at{};
};
Result<std::vector<ReviewFlag>> flags_of(store::Transaction& transaction, std::int64_t case_id);

// 追缴告知书 while the payee is heard, 追缴决定书 once it is decided. conflict: neither yet.
Result<std::string> recovery_paper(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, std::int64_t id);

}  // namespace leye::flows
