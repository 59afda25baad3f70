// A batch from plan to return file; what is refused leaves the books as they were.
#include "funds/paying.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/digest.hpp"
#include "funds/example_fund.hpp"
#include "funds/ledger.hpp"
#include "funds/returns.hpp"
#include "funds/verify.hpp"
#include "store/test_database.hpp"

namespace leye::funds {
namespace {

namespace fs = std::filesystem;
using namespace example;

// Knows no batch by its number, and can be told to lose the connection after it has paid.
class KeylessChannel final : public Channel {
 public:
  Status deliver(const fs::path&, const std::string&) override {
    ++deliveries;
    if (!breaks) return Done{};
    return Error{ErrorCode::unavailable, "the line went dead"};
  }
  bool repeatable() const override { return false; }
  int deliveries = 0;
  bool breaks = true;
};

class SendingABatch : public testing::Test {
 protected:
  // Runs and commits.
  template <class Work>
  auto in(Work work) {
    auto transaction =
        std::move(store::Transaction::begin(connection_, store::TestDatabase::scope())).value();
    if constexpr (std::is_void_v<decltype(work(transaction))>) {
      work(transaction);
      EXPECT_TRUE(transaction.commit().ok());
    } else {
      auto result = work(transaction);
      if (result.ok()) {
        EXPECT_TRUE(transaction.commit().ok());
      }
      return result;
    }
  }

  SendingABatch() {
    in([&](auto& t) {
      money_ = open_fund_with(t, "employment_subsidy", "treasury", Money::yuan(100'000),
                              Money::yuan(60'000));
      insurance_ = open_fund_with(t, "unemployment_insurance", "insurance_agency",
                                  Money::yuan(100'000), Money::yuan(100'000));
    });
  }
  ~SendingABatch() override { fs::remove_all(folder_); }

  Batch approved_batch(int payments, const std::string& fund = "employment_subsidy") {
    const auto id = fund == "employment_subsidy" ? money_.fund_id : insurance_.fund_id;
    in([&](auto& t) {
      const auto planned = plan_payments(t, cipher_, orders(fund, payments), acting(maker));
      ASSERT_TRUE(planned.ok()) << to_text(planned.error());
    });
    const auto batch = in([&](auto& t) {
                         return make_batch(t, {id, 2026}, acting(maker));
                       }).value();
    return in([&](auto& t) { return approve_batch(t, batch.id, acting(checker)); }).value();
  }

  Paying paying(Channel& channel) {
    return {connection_, store::TestDatabase::scope(), cipher_, clock_, channel, folder_};
  }

  Result<Batch> send(const Batch& batch) {
    auto paying_now = paying(folder_channel_);
    return send_batch(paying_now, batch.id, payer);
  }

  std::vector<BatchRow> rows(const Batch& batch) {
    return in([&](auto& t) { return batch_rows(t, batch.id, 0, 10'000); }).value();
  }

  Result<ReturnReport> receive(const Batch& batch, const std::string& text) {
    return in([&](auto& t) { return accept_return(t, batch.id, text, acting(payer)); });
  }

  // Everything a refused file must leave alone.
  std::string books() {
    auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    const auto found = t.query(
        "select md5((select string_agg(l::text, '|' order by id) from ledger_account l) || "
        "(select count(*) from ledger_entry) || (select count(*) from return_file) || "
        "coalesce((select string_agg(r::text, '|' order by batch_id, row_number) from batch_row "
        "r), "
        "'') || (select string_agg(p::text, '|' order by id) from plan_of_use p)) as digest");
    return found.value()[0].get<std::string>("digest");
  }

  void expect_sound() {
    auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    const auto report = verify_books(t).value();
    EXPECT_TRUE(report.sound()) << to_text(report);
    const auto files = verify_files(t, cipher_).value();
    EXPECT_TRUE(files.faults.empty()) << files.faults.front();
  }

  Totals sums() {
    auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    return totals(t, money_.fund_account_id).value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Cipher cipher_ = example::cipher();
  SetClock clock_{morning()};
  FolderChannel folder_channel_;
  const fs::path folder_ = fs::temp_directory_path() / ("leye-paying-" + database_.name());
  Money2026 money_, insurance_;
};

TEST_F(SendingABatch, AKeyIsPlannedOnceAndForOneThing) {
  auto first = order("employment_subsidy", 1, Money::yuan(1000));
  const auto id = in([&](auto& t) { return plan_payment(t, cipher_, first, acting(maker)); });
  ASSERT_TRUE(id.ok()) << to_text(id.error());
  EXPECT_EQ(in([&](auto& t) { return plan_payment(t, cipher_, first, acting(maker)); }).value(),
            id.value());
  first.amount = Money::yuan(1500);
  EXPECT_EQ(
      in([&](auto& t) { return plan_payment(t, cipher_, first, acting(maker)); }).error().code,
      ErrorCode::conflict);
  auto elsewhere = order("employment_subsidy", 2, Money::yuan(1000));
  elsewhere.place = county_end + 1;
  EXPECT_EQ(
      in([&](auto& t) { return plan_payment(t, cipher_, elsewhere, acting(maker)); }).error().code,
      ErrorCode::not_found);
  auto wrong = order("employment_subsidy", 3, Money::yuan(1000));
  wrong.payee.account = "6217 0000";
  EXPECT_EQ(
      in([&](auto& t) { return plan_payment(t, cipher_, wrong, acting(maker)); }).error().code,
      ErrorCode::invalid_input);
}

TEST_F(SendingABatch, ABatchIsPaidRejectedAndReissuedRowByRow) {
  auto batch = approved_batch(40);
  const auto sent = send(batch);
  ASSERT_TRUE(sent.ok()) << to_text(sent.error());
  batch = sent.value();
  EXPECT_EQ(batch.state, "sent");
  EXPECT_EQ(sums().pending, batch.control_total);
  std::ostringstream file;
  file << std::ifstream(folder_ / *batch.file_name).rdbuf();
  EXPECT_EQ(sha256_hex(file.str()), *batch.file_digest);
  EXPECT_NE(file.str().find("示例财社〔2026〕12号"), std::string::npos);
  EXPECT_NE(file.str().find("6217000000000040"), std::string::npos);
  EXPECT_EQ(in([&](auto& t) { return batch_file(t, cipher_, batch.id); }).value(), file.str());

  // Row 7 rejected, row 9 without a result yet.
  const auto lines = rows(batch);
  const auto report = receive(batch, answer(batch, lines, [](int row) {
                                return row == 7   ? ReturnResult::rejected
                                       : row == 9 ? ReturnResult::pending
                                                  : ReturnResult::posted;
                              }));
  ASSERT_TRUE(report.ok()) << to_text(report.error());
  EXPECT_EQ(report.value().posted, 38);
  EXPECT_EQ(report.value().rejected, 1);
  EXPECT_EQ(report.value().batch.state, "sent");
  EXPECT_EQ(sums().pending, lines[8].amount);
  expect_sound();

  const auto again = receive(batch, answer(batch, lines, [](int row) {
                               return row == 7 ? ReturnResult::rejected : ReturnResult::posted;
                             }));
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  EXPECT_EQ(again.value().posted, 1);
  EXPECT_EQ(again.value().repeated, 39);
  EXPECT_EQ(again.value().batch.state, "settled");
  EXPECT_EQ(sums().pending, Money{});

  const auto reissue = in([&](auto& t) { return reissue_rejected(t, batch.id, acting(maker)); });
  ASSERT_TRUE(reissue.ok()) << to_text(reissue.error());
  EXPECT_EQ(reissue.value().row_count, 1);
  EXPECT_EQ(rows(reissue.value())[0].attempt, 2);
  EXPECT_EQ(rows(reissue.value())[0].payment_key, lines[6].payment_key);
  EXPECT_FALSE(in([&](auto& t) { return reissue_rejected(t, batch.id, acting(maker)); }).ok());
  in([&](auto& t) { return approve_batch(t, reissue.value().id, acting(checker)); }).value();
  const auto second = send(reissue.value()).value();
  ASSERT_TRUE(
      receive(second, answer(second, rows(second), [](int) { return ReturnResult::posted; })).ok());
  EXPECT_EQ(sums().paid, batch.control_total);
  expect_sound();
}

TEST_F(SendingABatch, TheInsuranceAgencysFilesGoThereAndBack) {
  const auto batch = send(approved_batch(3, "unemployment_insurance")).value();
  const auto text = in([&](auto& t) { return batch_file(t, cipher_, batch.id); }).value();
  EXPECT_TRUE(text.starts_with("H,社会保险基金待遇发放,1,"));
  const auto report = receive(batch, answer(batch, rows(batch), [](int row) {
                                return row == 1 ? ReturnResult::rejected : ReturnResult::posted;
                              }));
  ASSERT_TRUE(report.ok()) << to_text(report.error());
  EXPECT_EQ(report.value().posted, 2);
  EXPECT_EQ(report.value().batch.state, "settled");
  expect_sound();
}

TEST_F(SendingABatch, AWrongReturnFileIsRefusedAndTheBooksAreUntouched) {
  const auto batch = send(approved_batch(5)).value();
  const auto other =
      in([&](auto& t) {
        plan_payments(t, cipher_, std::vector{order("employment_subsidy", 99, Money::yuan(1))},
                      acting(maker))
            .value();
        return make_batch(t, {money_.fund_id, 2026}, acting(maker));
      }).value();
  const auto lines = rows(batch);
  const auto all_posted = [](int) { return ReturnResult::posted; };
  const auto good = answer(batch, lines, all_posted);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    auto text = good;
    const auto at = text.find(from);
    CHECK(at != std::string::npos);
    return text.replace(at, from.size(), to);
  };
  auto twice = lines;
  twice.push_back(lines[0]);
  auto foreign = batch;
  foreign.number = other.number;
  auto other_request = batch;
  other_request.file_digest = std::string(64, '0');
  auto more = lines;
  more[0].amount = Money::fen(lines[0].amount.fen() + 1);
  const std::vector<std::pair<const char*, std::string>> wrong = {
      {"of another batch", answer(foreign, lines, all_posted)},
      {"of another request", answer(other_request, lines, all_posted)},
      {"a row twice", answer(batch, twice, all_posted)},
      {"another amount", answer(batch, more, all_posted)},
      {"another key", replaced("employment_subsidy:3", "employment_subsidy:4")},
      {"a row that is not there", replaced("D,5,", "D,6,")},
      {"a wrong total", replaced("T,5,5000.15", "T,5,5000.16")},
      {"a wrong count", replaced("T,5,", "T,4,")},
      {"cut off", good.substr(0, good.size() - 20)},
      {"without trailer", good.substr(0, good.rfind("T,"))},
      {"more after the trailer", good + "D,1\n"},
      {"of the other channel", replaced("国库集中支付回单", "社会保险基金发放回盘")},
      {"an unknown result", replaced("成功", "可能")},
      {"a rejection without a reason", replaced("成功", "退回")},
      {"empty", ""},
      {"not a text", std::string("\0\1\2", 3)}};
  const auto before = books();
  for (const auto& [what, text] : wrong) {
    const auto refused = receive(batch, text);
    EXPECT_FALSE(refused.ok()) << what;
    EXPECT_EQ(books(), before) << what;
  }
  ASSERT_TRUE(receive(batch, good).ok());
  const auto after = books();
  const auto repeated = receive(batch, good);
  EXPECT_EQ(repeated.error().code, ErrorCode::conflict);
  EXPECT_EQ(books(), after);
  expect_sound();
}

TEST_F(SendingABatch, MakerCheckerAndPayerAreThreePeople) {
  in([&](auto& t) {
    plan_payments(t, cipher_, orders("employment_subsidy", 2), acting(maker)).value();
  });
  const auto batch = in([&](auto& t) {
                       return make_batch(t, {money_.fund_id, 2026}, acting(maker));
                     }).value();
  EXPECT_EQ(in([&](auto& t) { return approve_batch(t, batch.id, acting(maker)); }).error().code,
            ErrorCode::forbidden);
  in([&](auto& t) { return approve_batch(t, batch.id, acting(checker)); }).value();
  auto paying_now = paying(folder_channel_);
  for (const auto account : {maker, checker})
    EXPECT_EQ(send_batch(paying_now, batch.id, account).error().code, ErrorCode::forbidden);
  // The wall behind the wall: the constraint.
  auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
  EXPECT_EQ(t.execute("update payment_batch set paid_by = approved_by").error().code,
            ErrorCode::invalid_input);
}

TEST_F(SendingABatch, WhoTookInOrDecidedAPaymentCannotSendIt) {
  constexpr std::int64_t taker = 14, decider = 15;
  const auto batch_with = [&](int number, std::int64_t taken_in_by, std::int64_t planned_by) {
    auto one = order("employment_subsidy", number, Money::yuan(1000));
    one.taken_in_by = taken_in_by;
    in([&](auto& t) { plan_payment(t, cipher_, one, acting(planned_by)).value(); });
    const auto made = in([&](auto& t) {
                        return make_batch(t, {money_.fund_id, 2026}, acting(maker));
                      }).value();
    return in([&](auto& t) { return approve_batch(t, made.id, acting(checker)); }).value();
  };
  auto paying_now = paying(folder_channel_);
  const auto batch = batch_with(1, taker, decider);
  for (const auto account : {taker, decider}) {
    EXPECT_EQ(send_batch(paying_now, batch.id, account).error().code, ErrorCode::forbidden);
    // The wall behind the wall: the constraint.
    auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    EXPECT_EQ(t.execute("update payment_batch set paid_by = $1", account).error().code,
              ErrorCode::invalid_input);
  }
  EXPECT_TRUE(send_batch(paying_now, batch.id, payer).ok());
  expect_sound();
  // What the constraint hangs on cannot be changed either.
  auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
  EXPECT_EQ(t.execute("update payment_batch set handled_by = '{}'").error().code,
            ErrorCode::forbidden);
}

TEST_F(SendingABatch, ABatchTakesWhatThePlanCovers) {
  // 60 000.00 cover 59 payments of a little over 1000.00.
  const auto batch = approved_batch(70);
  EXPECT_EQ(batch.row_count, 59);
  ASSERT_TRUE(send(batch).ok());
  const auto next = in([&](auto& t) {
    return make_batch(t, {money_.fund_id, 2026}, acting(maker));
  });
  EXPECT_EQ(next.error().code, ErrorCode::conflict);
  expect_sound();
}

TEST_F(SendingABatch, WhatIsNotCoveredAnyMoreIsNotSent) {
  const auto batch = approved_batch(40);
  in([&](auto& t) {
    EXPECT_EQ(pend(t, "other", money_.indicator_id, Money::yuan(70'000), acting(maker)).value(),
              Outcome::ok);
  });
  const auto refused = send(batch);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(in([&](auto& t) { return find_batch(t, batch.id); }).value().state, "approved");
  const auto withdrawn = in([&](auto& t) { return withdraw_batch(t, batch.id); });
  EXPECT_EQ(withdrawn.value().state, "withdrawn");
  EXPECT_EQ(in([&](auto& t) { return find_payment(t, "employment_subsidy:1"); }).value()->state,
            "planned");
  expect_sound();
}

TEST_F(SendingABatch, ACancelledPaymentIsNotPaidAndALiveOneIsNotCancelled) {
  in([&](auto& t) {
    plan_payments(t, cipher_, orders("employment_subsidy", 3), acting(maker)).value();
  });
  ASSERT_TRUE(
      in([&](auto& t) { return cancel_payment(t, "employment_subsidy:2", acting(maker)); }).ok());
  const auto batch = in([&](auto& t) {
                       return make_batch(t, {money_.fund_id, 2026}, acting(maker));
                     }).value();
  EXPECT_EQ(batch.row_count, 2);
  EXPECT_EQ(in([&](auto& t) { return cancel_payment(t, "employment_subsidy:1", acting(maker)); })
                .error()
                .code,
            ErrorCode::conflict);
}

TEST_F(SendingABatch, ARejectedPaymentCanGoToTheRightAccount) {
  const auto batch = send(approved_batch(2)).value();
  ASSERT_TRUE(
      receive(batch, answer(batch, rows(batch), [](int) { return ReturnResult::rejected; })).ok());
  auto payee = order("employment_subsidy", 1, Money::fen(1)).payee;
  payee.account = "6217999999999999";
  ASSERT_TRUE(in([&](auto& t) {
                return correct_payee(t, cipher_, "employment_subsidy:1", payee, acting(maker));
              }).ok());
  EXPECT_EQ(in([&](auto& t) { return find_payment(t, "employment_subsidy:1"); }).value()->state,
            "cancelled");
  const auto corrected =
      in([&](auto& t) { return find_payment(t, "employment_subsidy:1/2"); }).value();
  EXPECT_EQ(corrected->account_masked, "**** 9999");
  EXPECT_EQ(corrected->amount, Money::fen(100'001));
  // Re-issue takes the other one only.
  EXPECT_EQ(
      in([&](auto& t) { return reissue_rejected(t, batch.id, acting(maker)); }).value().row_count,
      1);
}

TEST_F(SendingABatch, AFenceStopsSendingUntilSomeoneSaysWhy) {
  const auto batch = approved_batch(2);
  in([&](auto& t) { return raise_fence(t, "已从备份恢复", morning()); }).value();
  EXPECT_EQ(send(batch).error().code, ErrorCode::conflict);
  EXPECT_FALSE(in([&](auto& t) { return lift_fence(t, "", acting(checker)); }).ok());
  ASSERT_TRUE(in([&](auto& t) { return lift_fence(t, "与银行对账一致", acting(checker)); }).ok());
  EXPECT_TRUE(send(batch).ok());
}

TEST_F(SendingABatch, AChannelThatDoesNotKnowKeysIsNeverAskedTwice) {
  const auto batch = approved_batch(2);
  KeylessChannel channel;
  auto paying_now = paying(channel);
  EXPECT_FALSE(send_batch(paying_now, batch.id, payer).ok());
  channel.breaks = false;
  const auto moved = resume(paying_now);
  ASSERT_TRUE(moved.ok()) << to_text(moved.error());
  EXPECT_EQ(moved.value()[0].state, "unknown");
  EXPECT_TRUE(resume(paying_now).value().empty());
  EXPECT_EQ(channel.deliveries, 1);
  // Only the return file tells.
  const auto unknown = moved.value()[0];
  EXPECT_TRUE(
      receive(unknown, answer(unknown, rows(unknown), [](int) { return ReturnResult::posted; }))
          .ok());
  expect_sound();
}

TEST_F(SendingABatch, EntriesAndPaymentsCannotBeChanged) {
  send(approved_batch(1)).value();
  const auto code = [&](auto run) {
    auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    const auto done = run(t);
    return done.ok() ? "done" : name(done.error().code);
  };
  EXPECT_STREQ(code([](auto& t) { return t.execute("update ledger_entry set amount_fen = 1"); }),
               "forbidden");
  EXPECT_STREQ(code([](auto& t) { return t.execute("delete from ledger_entry"); }), "forbidden");
  EXPECT_STREQ(code([](auto& t) { return t.execute("truncate ledger_entry"); }), "forbidden");
  EXPECT_STREQ(code([](auto& t) { return t.execute("update payment set amount_fen = 1"); }),
               "forbidden");
  EXPECT_STREQ(code([](auto& t) { return t.execute("delete from payment"); }), "forbidden");
}

TEST_F(SendingABatch, VerifyFindsWhatWasTamperedWith) {
  const auto batch = send(approved_batch(5)).value();
  ASSERT_TRUE(
      receive(batch, answer(batch, rows(batch), [](int) { return ReturnResult::posted; })).ok());
  expect_sound();
  const char* const changes[] = {
      "update ledger_account set balance_fen = balance_fen + 1 where kind = 'paid'",
      "update ledger_entry set amount_fen = amount_fen + 1 where key like 'settle:%:3'",
      "delete from ledger_entry where key like 'pend:%:3'",
      "update batch_row set amount_fen = amount_fen + 1 where row_number = 2",
      "update batch_row set outcome = 'rejected' where row_number = 2",
      "update payment set amount_fen = amount_fen + 1 where key = 'employment_subsidy:4'",
      "update payment set account_cipher = '\\x00' where key = 'employment_subsidy:4'",
      "update payment_batch set control_total_fen = control_total_fen + 1",
      "update plan_of_use set used_fen = used_fen - 1 where used_fen > 0",
      "delete from return_row where row_number = 2",
      "update payment set taken_in_by = 13 where key = 'employment_subsidy:4'"};
  for (const char* change : changes) {
    SCOPED_TRACE(change);
    auto t = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    ASSERT_TRUE(connection_.run_script("reset role").ok());  // a superuser may do anything
    ASSERT_TRUE(connection_.run_script(change).ok());
    const auto files = verify_files(t, cipher_).value();
    EXPECT_FALSE(verify_books(t).value().sound() && files.faults.empty());
  }  // rolled back
  expect_sound();
}

}  // namespace
}  // namespace leye::funds
