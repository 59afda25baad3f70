#include "crash/paying_run.hpp"

#include "crash/bank.hpp"
#include "funds/crash_point.hpp"
#include "funds/example_fund.hpp"
#include "funds/ledger.hpp"
#include "funds/paying.hpp"
#include "funds/returns.hpp"
#include "store/test_database.hpp"

namespace leye::crash {
namespace {

using namespace funds;
using funds::example::acting;

constexpr int rounds_max = 10;

class Run {
 public:
  Run(const Errand& errand, store::Connection& books, store::Connection& bank)
      : books_(books),
        bank_(bank),
        cipher_(example::cipher()),
        clock_(example::morning()),
        paying_{books_, store::TestDatabase::scope(), cipher_, clock_, bank_, errand.folder} {}

  Status go() {
    TRY(resume(paying_));
    for (int round = 0; round < rounds_max; ++round) {
      const auto page = TRY(open_batches());
      for (const auto& batch : page) TRY(advance(batch));
      if (page.empty() && !TRY(make_next())) return recover_one();
    }
    return Error{ErrorCode::conflict, "the payments do not come to an end"};
  }

 private:
  template <class Work>
  auto in(const char* point, Work work) -> decltype(work(std::declval<store::Transaction&>())) {
    auto transaction = TRY(store::Transaction::begin(books_, store::TestDatabase::scope()));
    auto done = work(transaction);
    if (!done.ok()) return done;
    crash_point(point);
    TRY(transaction.commit());
    crash_point((std::string(point) + "ted").c_str());
    return done;
  }

  Result<std::vector<Batch>> open_batches() {
    auto transaction = TRY(store::Transaction::begin(books_, store::TestDatabase::scope()));
    std::vector<Batch> open;
    for (auto& batch : TRY(list_batches(transaction, 0, 5)).batches)
      if (batch.state != "settled") open.push_back(std::move(batch));
    return open;
  }

  Status advance(const Batch& batch) {
    if (batch.state == "made") {
      TRY(in("approve.commit",
             [&](auto& t) { return approve_batch(t, batch.id, acting(example::checker)); }));
    } else if (batch.state == "approved") {
      TRY(send_batch(paying_, batch.id, example::payer));
    } else {
      const auto answer = TRY(bank_.answer(batch.number, *batch.file_digest));
      TRY(in("return.commit",
             [&](auto& t) { return accept_return(t, batch.id, answer, acting(example::payer)); }));
    }
    return Done{};
  }

  // A batch of what was rejected last, else of what waits; false when there is neither.
  Result<bool> make_next() {
    Result<Batch> made = Error{ErrorCode::conflict, "nothing yet"};
    const auto last = TRY(last_batch());
    if (last)
      made = in("reissue.commit",
                [&](auto& t) { return reissue_rejected(t, *last, acting(example::maker)); });
    if (!made.ok())
      made = in("make.commit", [&](auto& t) {
        return make_batch(t, {1, 2026}, acting(example::maker));
      });
    if (!made.ok() && made.error().code != ErrorCode::conflict) return std::move(made).error();
    return made.ok();
  }

  // One payment of the last batch was wrong: it is claimed back and comes in two parts. Each act
  // has a key of its own, so whoever comes after a kill does the rest.
  Status recover_one() {
    const auto last = TRY(last_batch());
    if (!last) return Done{};
    std::string payment;
    Money amount;
    {
      auto transaction = TRY(store::Transaction::begin(books_, store::TestDatabase::scope()));
      for (const auto& row : TRY(batch_rows(transaction, *last, 0, 1)))
        payment = row.payment_key, amount = row.amount;
      if (payment.empty()) return Done{};
    }
    const Money part = Money::fen(amount.fen() / 3);
    const Money rest = Money::fen(amount.fen() - part.fen());
    const auto claimed = [&](auto& t) -> Result<Outcome> {
      const auto key = TRY(posted_key(t, payment));
      return claim(t, {payment, key.value_or(""), amount}, acting(example::checker));
    };
    TRY(in("claim.commit", claimed));
    TRY(in("repay.commit", [&](auto& t) {
      return repay(t, {payment + ":1", payment, part}, acting(example::payer));
    }));
    TRY(in("repay_rest.commit", [&](auto& t) {
      return repay(t, {payment + ":2", payment, rest}, acting(example::payer));
    }));
    return Done{};
  }

  Result<std::optional<std::int64_t>> last_batch() {
    auto transaction = TRY(store::Transaction::begin(books_, store::TestDatabase::scope()));
    const auto page = TRY(list_batches(transaction, 0, 1));
    if (page.batches.empty()) return std::optional<std::int64_t>{};
    return std::optional(page.batches[0].id);
  }

  store::Connection& books_;
  Bank bank_;
  Cipher cipher_;
  SetClock clock_;
  Paying paying_;
};

}  // namespace

Status pay_everything(const Errand& errand) {
  auto books = TRY(store::connect(errand.books_dsn));
  auto bank = TRY(store::connect(errand.bank_dsn));
  return Run(errand, books, bank).go();
}

}  // namespace leye::crash
