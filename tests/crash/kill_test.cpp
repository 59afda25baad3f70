// SIGKILL at every named step of paying forty people, then a restart: nothing lost, nothing paid
// twice, by comparing our books with those of the bank.
//
// This program is its own child: with LEYE_CRASH_ROLE it runs the errand in its environment.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <random>

#include "crash/bank.hpp"
#include "crash/paying_run.hpp"
#include "funds/example_fund.hpp"
#include "funds/verify.hpp"
#include "store/test_database.hpp"

namespace leye::crash {
namespace {

namespace fs = std::filesystem;
using namespace funds;

constexpr int people = 40;
constexpr int pairs = 40;  // of a kill and a second one during the recovery

struct Point {
  std::string name;
  int pass = 1;
};

std::string to_text(const Point& point) { return fmt::format("{}:{}", point.name, point.pass); }

class KillLoop : public testing::Test {
 protected:
  KillLoop() {
    CHECK(bank_.run_script(bank_schema).ok());
    auto transaction = store::Transaction::begin(books_, store::TestDatabase::scope()).value();
    const auto money =
        example::open_fund_with(transaction, "employment_subsidy", "treasury",
                                Money::yuan(1'000'000'000), Money::yuan(1'000'000'000));
    CHECK(money.fund_id == 1);
    CHECK(transaction.commit().ok());
  }
  ~KillLoop() override { fs::remove_all(folder_); }

  // Plans forty payments with keys of this round.
  void plan_round() {
    ++round_;
    auto orders = example::orders("employment_subsidy", people);
    for (auto& order : orders) order.key = fmt::format("{}:{}", round_, order.key);
    auto transaction = store::Transaction::begin(books_, store::TestDatabase::scope()).value();
    const auto planned =
        plan_payments(transaction, example::cipher(), orders, example::acting(example::maker));
    ASSERT_TRUE(planned.ok()) << leye::to_text(planned.error());
    ASSERT_TRUE(transaction.commit().ok());
  }

  // Runs a child; its wait status.
  int run_child(const char* variable, const std::string& value) const {
    const pid_t child = ::fork();
    if (child == 0) {
      if (variable != nullptr) ::setenv(variable, value.c_str(), 1);
      ::setenv("LEYE_CRASH_ROLE", "pay", 1);
      ::setenv("LEYE_CRASH_BOOKS", books_database_.dsn().c_str(), 1);
      ::setenv("LEYE_CRASH_BANK", bank_database_.dsn().c_str(), 1);
      ::setenv("LEYE_CRASH_FOLDER", folder_.c_str(), 1);
      ::execl("/proc/self/exe", "crash_test", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
  }

  void kill_at(const Point& point) const {
    const int status = run_child("LEYE_CRASH_AT", to_text(point));
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << to_text(point);
  }

  void finish() const {
    const int status = run_child(nullptr, "");
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "the restarted run failed";
  }

  // Each payment of the round: once posted at the bank and once in the books, for the same amount.
  void compare() {
    const std::vector<store::Parameter> round{store::parameter(fmt::format("{}:%", round_))};
    const auto bank = bank_.run(
        "select count(*) as paid, count(distinct key) as keys, coalesce(sum(amount_fen), 0) as "
        "total "
        "from paid where result = 'posted' and key like $1",
        round);
    ASSERT_TRUE(bank.ok()) << leye::to_text(bank.error());
    EXPECT_EQ(bank.value()[0].get<int>("keys"), people) << "lost at the bank";
    EXPECT_EQ(bank.value()[0].get<int>("paid"), people) << "paid twice at the bank";
    auto transaction = store::Transaction::begin(books_, store::TestDatabase::scope()).value();
    const auto books = transaction.query(
        "select count(*) as paid, coalesce(sum(e.amount_fen), 0) as total, "
        "count(distinct p.id) as payments "
        "from payment p join batch_row r on r.payment_id = p.id and r.outcome = 'posted' "
        "join payment_batch b on b.id = r.batch_id "
        "join ledger_entry e on e.key = 'settle:' || b.number || ':' || r.row_number "
        "and e.kind = 'post' where p.key like $1",
        fmt::format("{}:%", round_));
    ASSERT_TRUE(books.ok()) << leye::to_text(books.error());
    EXPECT_EQ(books.value()[0].get<int>("payments"), people) << "lost in the books";
    EXPECT_EQ(books.value()[0].get<int>("paid"), people) << "booked twice";
    EXPECT_EQ(books.value()[0].get<Money>("total"), bank.value()[0].get<Money>("total"));
    const auto back = transaction.query(
        "select count(*) filter (where kind = 'claim') as claims, "
        "count(*) filter (where kind = 'repay') as parts, "
        "coalesce(sum(amount_fen) filter (where kind = 'claim'), 0) as claimed, "
        "coalesce(sum(amount_fen) filter (where kind = 'repay'), 0) as repaid "
        "from ledger_entry where key like $1 or key like $2",
        fmt::format("claim:{}:%", round_), fmt::format("repay:{}:%", round_));
    ASSERT_TRUE(back.ok()) << leye::to_text(back.error());
    EXPECT_EQ(back.value()[0].get<int>("claims"), 1) << "claimed twice, or not";
    EXPECT_EQ(back.value()[0].get<int>("parts"), 2) << "a repayment is lost or booked twice";
    EXPECT_EQ(back.value()[0].get<Money>("claimed"), back.value()[0].get<Money>("repaid"));
  }

  void expect_sound() {
    auto scope = store::TestDatabase::scope();
    auto transaction = store::Transaction::begin(books_, scope).value();
    const auto report = verify_books(transaction).value();
    EXPECT_TRUE(report.sound()) << funds::to_text(report);
    const auto files = verify_files(transaction, example::cipher()).value();
    EXPECT_TRUE(files.faults.empty()) << files.faults.front();
    EXPECT_GT(files.looked_at, 0);
  }

  // Every point an undisturbed run passes.
  std::vector<Point> points() {
    const auto log = (folder_ / "points").string();
    fs::create_directories(folder_);
    plan_round();
    EXPECT_EQ(run_child("LEYE_CRASH_LOG", log), 0);
    compare();
    std::vector<Point> found;
    std::map<std::string, int> passes;
    std::ifstream file(log);
    for (std::string name; std::getline(file, name);) found.push_back({name, ++passes[name]});
    return found;
  }

  store::TestDatabase books_database_, bank_database_;
  store::Connection books_ = books_database_.connect(), bank_ = bank_database_.connect();
  const fs::path folder_ = fs::temp_directory_path() / ("leye-crash-" + books_database_.name());
  int round_ = 0;
};

TEST_F(KillLoop, NothingIsLostOrPaidTwiceWhereverItDies) {
  const auto all = points();
  ASSERT_GT(all.size(), 100u);
  std::map<std::string, int> names;
  for (const auto& point : all) {
    SCOPED_TRACE(to_text(point));
    ++names[point.name];
    plan_round();
    kill_at(point);
    finish();
    compare();
    if (HasFailure()) break;
  }
  EXPECT_GE(names.size(), 20u);
  expect_sound();
  RecordProperty("points", static_cast<int>(all.size()));
  fmt::print("killed at {} points of {} names\n", all.size(), names.size());
}

TEST_F(KillLoop, NorWhenTheRecoveryDiesToo) {
  const auto all = points();
  std::mt19937 random(20260302);
  for (int i = 0; i < pairs; ++i) {
    const auto& first = all[random() % all.size()];
    const auto& second = all[random() % all.size()];
    SCOPED_TRACE(to_text(first) + " then " + to_text(second));
    plan_round();
    kill_at(first);
    // The recovery may not come past the second point; then it finishes.
    run_child("LEYE_CRASH_AT", to_text(second));
    finish();
    compare();
    if (HasFailure()) break;
  }
  expect_sound();
}

}  // namespace
}  // namespace leye::crash

int main(int argc, char** argv) {
  if (std::getenv("LEYE_CRASH_ROLE") != nullptr) {
    const auto paid = leye::crash::pay_everything({std::getenv("LEYE_CRASH_BOOKS"),
                                                   std::getenv("LEYE_CRASH_BANK"),
                                                   std::getenv("LEYE_CRASH_FOLDER")});
    if (!paid.ok()) fmt::print(stderr, "{}\n", leye::to_text(paid.error()));
    return paid.ok() ? 0 : 1;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
