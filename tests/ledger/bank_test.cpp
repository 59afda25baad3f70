// The bank test: many move money between many indicators at once; whoever looks sees the same total
// and nothing below zero.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "funds/ledger.hpp"
#include "funds/verify.hpp"
#include "ledger/books_of_one_fund.hpp"

namespace leye::funds {
namespace {

constexpr int indicators = 64, movers = 8, readers = 2;
constexpr auto duration = std::chrono::seconds(5);

class Bank : public testing::Test {
 protected:
  void move_until(std::chrono::steady_clock::time_point end, int mover) {
    auto connection = database_.connect();
    std::mt19937 random(static_cast<unsigned>(mover));
    for (int turn = 0; std::chrono::steady_clock::now() < end; ++turn) {
      const auto done = store::run_in_transaction(
          connection, store::TestDatabase::scope(), [&](store::Transaction& transaction) {
            return act(transaction, random, fmt::format("{}-{}", mover, turn));
          });
      ASSERT_TRUE(done.ok()) << to_text(done.error());
      ++acts_;
    }
  }

  // A move, or a payment that is set aside and then posted or voided.
  Status act(store::Transaction& transaction, std::mt19937& random, const std::string& key) {
    const auto from = books_.indicators[random() % indicators];
    const auto to = books_.indicators[random() % indicators];
    const auto amount = Money::fen(1 + static_cast<std::int64_t>(random() % 400));
    const auto acting = acting_in_2026();
    if (random() % 2 == 0 && from != to) {
      TRY(move(transaction, {key, from, to, amount}, acting));
      return Done{};
    }
    if (TRY(pend(transaction, key, from, amount, acting)) != Outcome::ok) return Done{};
    if (random() % 8 == 0)
      TRY(post(transaction, key, amount, acting));
    else
      TRY(void_pending(transaction, key, acting));
    return Done{};
  }

  void read_until(std::chrono::steady_clock::time_point end) {
    auto connection = database_.connect();
    auto scope = store::TestDatabase::scope();
    scope.access = store::Access::read;
    while (std::chrono::steady_clock::now() < end) {
      auto transaction = store::Transaction::begin(connection, scope).value();
      const auto sums = totals(transaction, books_.fund_account_id).value();
      ASSERT_EQ(sums.available.fen() + sums.pending.fen() + sums.paid.fen(), indicators * 1000);
      const auto below = transaction.query(
          "select 1 as one from ledger_account where balance_fen < 0 and kind <> 'source'");
      ASSERT_TRUE(below.value().empty());
      ++reads_;
    }
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  BooksOfOneFund books_ = open_books(connection_, indicators, Money::fen(1000));
  std::atomic<int> acts_{0}, reads_{0};
};

TEST_F(Bank, TheTotalIsConstantAndNothingIsBelowZero) {
  const auto end = std::chrono::steady_clock::now() + duration;
  std::vector<std::thread> threads;
  for (int i = 0; i < movers; ++i) threads.emplace_back([this, end, i] { move_until(end, i); });
  for (int i = 0; i < readers; ++i) threads.emplace_back([this, end] { read_until(end); });
  for (auto& thread : threads) thread.join();
  EXPECT_GT(acts_, 100);
  EXPECT_GT(reads_, 10);
  auto transaction = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
  const auto report = verify_books(transaction).value();
  EXPECT_TRUE(report.sound()) << to_text(report);
  RecordProperty("acts", acts_);
}

}  // namespace
}  // namespace leye::funds
