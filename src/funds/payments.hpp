// What is owed: payments planned from decisions, each with a key of its own.
//
// Who took a payment's application in and who planned it (the one acting) can never send it.
// A payment's amount, payee and account never change. Repeating a key with the same content has no
// effect; with other content it is a conflict. The account number is encrypted at once (purpose
// "payment.account", row: the payment's id); only its last four characters stay readable.
//
//   planned → approved → pending → sent → posted
//                │                    └→ rejected → (re-issued) approved …
//                └ cancelled             unknown: a channel did not say; people settle it
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "base/money.hpp"
#include "funds/acting.hpp"
#include "store/transaction.hpp"

namespace leye::funds {

struct Payee {
  std::string kind;  // person or organisation
  std::int64_t id = 0;
  std::string name;  // as the bank knows it
  std::string bank;
  std::string account;
};

struct PaymentOrder {
  std::string key;                        // once and for all: "grant:17"
  std::string source_key;                 // why it is owed: "grant:17"
  std::string fund;                       // the fund's code
  std::optional<std::string> level = {};  // county, city, province: which of the funds for `place`
  std::int64_t place = 0;                 // of the case
  Payee payee;
  Money amount;
  std::string purpose;                           // shown to the payee: 一次性吸纳就业补贴
  std::optional<std::int64_t> taken_in_by = {};  // the account that received the application
};

struct Payment {
  std::int64_t id = 0;
  std::string key;
  std::string source_key;
  std::string fund_label;
  std::int64_t place = 0;
  std::string payee_kind;
  std::int64_t payee_id = 0;
  std::string payee_name;
  std::string bank;
  std::string account_masked;  // "**** 6789"
  Money amount;
  std::string purpose;
  Day planned_on;
  std::string state;
  int attempt = 0;
  std::optional<std::int64_t> batch_id;
  std::optional<std::string> reason;  // of the last rejection
};

// The number that are new. All or none: an order that is wrong, or whose key was used for something
// else, is named.
Result<std::int64_t> plan_payments(store::Transaction& transaction, const Cipher& cipher,
                                   std::span<const PaymentOrder> orders, const Acting& acting);

// The payment's id.
Result<std::int64_t> plan_payment(store::Transaction& transaction, const Cipher& cipher,
                                  const PaymentOrder& order, const Acting& acting);

// Withdraws what is planned or was rejected; conflict once it is in a batch or paid.
Status cancel_payment(store::Transaction& transaction, const std::string& key,
                      const Acting& acting);

// After a rejection for a wrong account: cancels the payment and plans the same amount to the right
// one, under the key "…/2". The new payment's id.
Result<std::int64_t> correct_payee(store::Transaction& transaction, const Cipher& cipher,
                                   const std::string& key, const Payee& payee,
                                   const Acting& acting);

Result<std::optional<Payment>> find_payment(store::Transaction& transaction,
                                            const std::string& key);
Result<std::vector<Payment>> payments_of(store::Transaction& transaction,
                                         const std::string& source_key);

}  // namespace leye::funds
