// Funds with their budget indicators and plans, and payment batches.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct Indicator {
  std::string document;  // 指标文号
  Money amount;
  Money used;
};
BOOST_DESCRIBE_STRUCT(Indicator, (), (document, amount, used))

struct PlanOfUse {
  std::string month;
  std::string purpose;
  Money amount;
  Money used;
};
BOOST_DESCRIBE_STRUCT(PlanOfUse, (), (month, purpose, amount, used))

struct Fund {
  std::string id;
  std::string label;
  std::string level_label;
  std::string place_label;  // whose fund it is: the county or city that keeps it
  std::vector<Indicator> indicators;
  std::vector<PlanOfUse> plans;
  Money balance;
  Money pending;
  Money paid;
};
BOOST_DESCRIBE_STRUCT(Fund, (),
                      (id, label, level_label, place_label, indicators, plans, balance, pending,
                       paid))

struct Funds {
  std::vector<Fund> funds;
};
BOOST_DESCRIBE_STRUCT(Funds, (), (funds))

struct BatchRow {
  Id payment_id;
  std::string payee;
  std::string account;  // masked
  Money amount;
  std::string state;
  std::string state_label;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(BatchRow, (),
                      (payment_id, payee, account, amount, state, state_label, reason))

struct BatchLine {
  Id id;
  std::string number;
  std::string fund_label;
  std::string channel_label;
  std::string state;
  std::string state_label;
  std::int64_t count = 0;
  Money total;
  Day created_on;
};
BOOST_DESCRIBE_STRUCT(BatchLine, (),
                      (id, number, fund_label, channel_label, state, state_label, count, total,
                       created_on))

struct BatchAction {
  std::string id;  // approve | send | file | return | reissue
  std::string label;
};
BOOST_DESCRIBE_STRUCT(BatchAction, (), (id, label))

struct Batch : BatchLine {
  std::string control_total;
  std::string digest;
  std::vector<BatchRow> rows;
  std::int64_t posted = 0;
  std::int64_t rejected = 0;
  std::int64_t pending = 0;
  std::vector<BatchAction> actions;
};
BOOST_DESCRIBE_STRUCT(Batch, (BatchLine),
                      (control_total, digest, rows, posted, rejected, pending, actions))

// Payments that were decided and stand in no batch yet.
struct WaitingPayments {
  std::string fund;
  std::string fund_label;
  std::string channel;
  std::string channel_label;
  std::int64_t count = 0;
  Money total;
};
BOOST_DESCRIBE_STRUCT(WaitingPayments, (), (fund, fund_label, channel, channel_label, count, total))

struct Waiting {
  std::vector<WaitingPayments> items;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (items))

// A batch takes the decided grants of one fund that wait for payment.
struct MakeBatch {
  std::string fund;
  std::string channel;
};
BOOST_DESCRIBE_STRUCT(MakeBatch, (), (fund, channel))

}  // namespace leye::api
