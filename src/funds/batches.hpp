// Payment batches: rows of one fund, one indicator and one plan of use, with control totals.
//
// Three people touch a batch, and a constraint keeps them apart: who makes it, who approves it and
// who sends it (paying.hpp). A batch that was never sent can be withdrawn; its rows wait again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "funds/acting.hpp"
#include "store/transaction.hpp"

namespace leye::funds {

struct Batch {
  std::int64_t id = 0;
  std::string number;  // "2026-000012"
  std::int64_t fund_account_id = 0;
  std::int64_t indicator_id = 0;
  std::int64_t plan_id = 0;
  std::string fund_label;
  std::string channel;
  std::int64_t place = 0;
  std::string state;  // made withdrawn approved pending delivering sent unknown settled
  int row_count = 0;
  Money control_total;
  std::optional<std::string> file_name;
  std::optional<std::string> file_digest;
  std::int64_t made_by = 0;
  Instant made_at{};
  std::optional<std::int64_t> approved_by;
  std::optional<std::int64_t> paid_by;
  std::optional<std::int64_t> reissue_of;
  int posted = 0;  // rows; read by find_batch only
  int rejected = 0;
  int open = 0;
};

struct BatchRow {
  int number = 0;
  std::int64_t payment_id = 0;
  std::string payment_key;
  int attempt = 0;
  std::string payee_name;
  std::string bank;
  std::string account_masked;
  Money amount;
  std::string state;  // posted rejected withdrawn, or the batch's
  std::optional<std::string> reason;
  std::optional<std::string> voucher;
};

struct BatchRequest {
  std::int64_t fund_id = 0;
  int year = 0;
  std::optional<std::int64_t> plan_id = {};  // else the plan with the most room
  std::int64_t rows_max = 1'000'000;
};

// Takes the planned payments of the fund in the order they were planned, as many as the plan and
// its indicator cover. conflict when none waits or none is covered.
Result<Batch> make_batch(store::Transaction& transaction, const BatchRequest& request,
                         const Acting& acting);

// A new batch of the rows that were rejected in this one, and of nothing else.
Result<Batch> reissue_rejected(store::Transaction& transaction, std::int64_t batch_id,
                               const Acting& acting);

// forbidden for the one who made it.
Result<Batch> approve_batch(store::Transaction& transaction, std::int64_t batch_id,
                            const Acting& acting);
Result<Batch> withdraw_batch(store::Transaction& transaction, std::int64_t batch_id);

Result<Batch> find_batch(store::Transaction& transaction, std::int64_t batch_id);
Result<Batch> find_batch(store::Transaction& transaction, const std::string& number);

struct BatchPage {
  std::vector<Batch> batches;  // newest first
  std::int64_t total = 0;
};
Result<BatchPage> list_batches(store::Transaction& transaction, std::int64_t offset,
                               std::int64_t limit);
Result<std::vector<BatchRow>> batch_rows(store::Transaction& transaction, std::int64_t batch_id,
                                         std::int64_t offset, std::int64_t limit);

}  // namespace leye::funds
