// Every sequence of up to four operations, and long random ones, against a model of a page.
//
// The model keeps two indicators and the amounts under three keys; it knows nothing of entries. The
// first difference names the sequence.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "funds/ledger.hpp"
#include "funds/verify.hpp"
#include "ledger/books_of_one_fund.hpp"

namespace leye::funds {
namespace {

enum class Verb { pend, post, void_pending, move, recover, claim, repay };
constexpr int kinds_of_step = 7 * 3;  // verbs with each of the amounts
constexpr std::array amounts = {30, 70, 100};
constexpr int opening = 100;

struct Step {
  Verb verb = Verb::pend;
  int amount = 0;
};

class Model {
 public:
  Outcome perform(const Step& step) {
    switch (step.verb) {
      case Verb::pend: return pend(step.amount);
      case Verb::post: return post(step.amount);
      case Verb::void_pending: return void_pending();
      case Verb::move: return move(step.amount);
      case Verb::recover: return recover(step.amount);
      case Verb::claim: return claim(step.amount);
      case Verb::repay: return repay(step.amount);
    }
    return Outcome::not_found;
  }
  int available() const { return available_; }
  int pending() const { return settled_ == 0 ? pended_ : 0; }
  int paid() const { return posted_ - recovered_ - claimed_; }
  int receivable() const { return claimed_ - repaid_; }

 private:
  Outcome pend(int amount) {
    if (pended_ > 0) return pended_ == amount ? Outcome::same : Outcome::differs;
    if (first_ < amount) return Outcome::not_covered;
    first_ -= amount;
    available_ -= amount;
    pended_ = amount;
    return Outcome::ok;
  }
  Outcome post(int amount) {
    if (pended_ == 0) return Outcome::not_found;
    if (settled_ == 'v') return Outcome::already_voided;
    if (settled_ == 'p') return posted_ == amount ? Outcome::same : Outcome::differs;
    if (amount > pended_) return Outcome::exceeds_pending;
    settled_ = 'p';
    posted_ = amount;
    give_back(pended_ - amount);
    return Outcome::ok;
  }
  Outcome void_pending() {
    if (pended_ == 0) return Outcome::not_found;
    if (settled_ != 0) return settled_ == 'v' ? Outcome::same : Outcome::already_posted;
    settled_ = 'v';
    give_back(pended_);
    return Outcome::ok;
  }
  Outcome move(int amount) {
    if (moved_ > 0) return moved_ == amount ? Outcome::same : Outcome::differs;
    if (first_ < amount) return Outcome::not_covered;
    first_ -= amount;
    moved_ = amount;
    return Outcome::ok;
  }
  Outcome recover(int amount) {
    if (settled_ == 0) return Outcome::not_found;
    if (settled_ == 'v') return Outcome::already_voided;
    if (recovered_ > 0) return recovered_ == amount ? Outcome::same : Outcome::differs;
    if (amount > posted_ - claimed_) return Outcome::exceeds_pending;
    recovered_ = amount;
    give_back(amount);
    return Outcome::ok;
  }
  Outcome claim(int amount) {
    if (settled_ == 0) return Outcome::not_found;
    if (settled_ == 'v') return Outcome::already_voided;
    if (claimed_ > 0) return claimed_ == amount ? Outcome::same : Outcome::differs;
    if (amount > posted_ - recovered_) return Outcome::exceeds_pending;
    claimed_ = amount;
    return Outcome::ok;
  }
  Outcome repay(int amount) {
    if (claimed_ == 0) return Outcome::not_found;
    if (repaid_ > 0) return repaid_ == amount ? Outcome::same : Outcome::differs;
    if (amount > claimed_) return Outcome::exceeds_pending;
    repaid_ = amount;
    give_back(amount);
    return Outcome::ok;
  }
  void give_back(int amount) {
    first_ += amount;
    available_ += amount;
  }

  int first_ = opening;  // the indicator that is drawn on
  int available_ = opening * 2;
  int pended_ = 0, posted_ = 0, recovered_ = 0, moved_ = 0, claimed_ = 0, repaid_ = 0;
  char settled_ = 0;
};

class Books {
 public:
  Books(store::Transaction& transaction, const BooksOfOneFund& books, std::string run)
      : transaction_(transaction), books_(books), run_(std::move(run)) {}

  Result<Outcome> perform(const Step& step) {
    const auto acting = acting_in_2026();
    const auto amount = Money::fen(step.amount);
    switch (step.verb) {
      case Verb::pend: return pend(transaction_, run_, books_.indicators[0], amount, acting);
      case Verb::post: return post(transaction_, run_, amount, acting);
      case Verb::void_pending: return void_pending(transaction_, run_, acting);
      case Verb::move:
        return move(transaction_, {run_, books_.indicators[0], books_.indicators[1], amount},
                    acting);
      case Verb::recover: return recover(transaction_, {run_, run_, amount}, acting);
      case Verb::claim: return claim(transaction_, {run_, run_, amount}, acting);
      case Verb::repay: return repay(transaction_, {run_, run_, amount}, acting);
    }
    return Outcome::not_found;
  }

 private:
  store::Transaction& transaction_;
  const BooksOfOneFund& books_;
  std::string run_;
};

std::string to_text(const std::vector<Step>& steps) {
  std::string text;
  for (const auto& step : steps)
    text += fmt::format(" {}:{}", static_cast<int>(step.verb), step.amount);
  return text;
}

class Ledger : public testing::Test {
 protected:
  // Runs one sequence in a transaction that is rolled back.
  void compare(const std::vector<Step>& steps) {
    auto transaction = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    Books books(transaction, books_, "K");
    Model model;
    for (const auto& step : steps) {
      const auto outcome = books.perform(step);
      ASSERT_TRUE(outcome.ok()) << leye::to_text(outcome.error());
      ASSERT_STREQ(name(outcome.value()), name(model.perform(step))) << to_text(steps);
    }
    const auto sums = totals(transaction, books_.fund_account_id).value();
    ASSERT_EQ(sums.available.fen(), model.available()) << to_text(steps);
    ASSERT_EQ(sums.pending.fen(), model.pending()) << to_text(steps);
    ASSERT_EQ(sums.paid.fen(), model.paid()) << to_text(steps);
    ASSERT_EQ(sums.receivable.fen(), model.receivable()) << to_text(steps);
    ++sequences_;
  }

  static Step step_of(int number) {
    return {static_cast<Verb>(number / 3), amounts[static_cast<std::size_t>(number % 3)]};
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  BooksOfOneFund books_ = open_books(connection_, 2, Money::fen(opening));
  int sequences_ = 0;
};

// Each sequence of three, and of four that begins with setting money aside (else the first
// operation but a move is refused and the sequence is one of three).
TEST_F(Ledger, AgreesWithTheModelOnEveryShortSequence) {
  for (int code = 0; code < 15 * 15 * 15; ++code)
    compare({step_of(code / 225), step_of(code / 15 % 15), step_of(code % 15)});
  for (const int first : amounts)
    for (int code = 0; code < 15 * 15 * 15; ++code)
      compare(
          {{Verb::pend, first}, step_of(code / 225), step_of(code / 15 % 15), step_of(code % 15)});
  EXPECT_EQ(sequences_, 3375 * 4);
}

// What can come back after a payment: each sequence of three of recover, claim and repay.
TEST_F(Ledger, AgreesWithTheModelOnWhatComesBack) {
  constexpr int first = 4 * 3;  // recover is the fifth verb
  for (int code = 0; code < 9 * 9 * 9; ++code)
    compare({{Verb::pend, 100},
             {Verb::post, 100},
             step_of(first + code / 81),
             step_of(first + code / 9 % 9),
             step_of(first + code % 9)});
  EXPECT_EQ(sequences_, 729);
}

TEST_F(Ledger, AgreesWithTheModelOnLongRandomSequences) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<Step> steps(20);
    for (auto& step : steps) step = step_of(static_cast<int>(random() % kinds_of_step));
    compare(steps);
  }
}

}  // namespace
}  // namespace leye::funds
