// Runs the tables of this folder: one operation a line, the columns named, its outcome last.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "funds/funds.hpp"
#include "funds/ledger.hpp"
#include "funds/verify.hpp"
#include "store/test_database.hpp"

namespace leye::funds {
namespace {

namespace fs = std::filesystem;

struct Line {
  int number = 0;
  std::string verb;
  std::map<std::string, std::string> columns;
  std::string expected;  // the word after the columns

  Money amount(const char* column = "amount") const {
    return Money::parse(columns.at(column)).value();
  }
};

// "verb column value column value … outcome"; the first line of a table is "fund NAME year Y".
std::vector<Line> read_table(const fs::path& path) {
  std::vector<Line> lines;
  std::ifstream file(path);
  int number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    std::istringstream words(text.substr(0, text.find('#')));
    Line line{number, "", {}, ""};
    if (!(words >> line.verb)) continue;
    if (line.verb == "indicator" || line.verb == "fund" || line.verb == "day")
      words >> line.columns["name"];
    for (std::string column, value; words >> column;) {
      if (words >> value)
        line.columns[column] = value;
      else
        line.expected = column;
    }
    lines.push_back(line);
  }
  return lines;
}

class Table {
 public:
  explicit Table(store::Connection& connection) : connection_(connection) {}

  void run(const Line& line) {
    auto transaction = store::Transaction::begin(connection_, store::TestDatabase::scope()).value();
    if (line.verb == "fund") return open(transaction, line);
    if (line.verb == "indicator") return add(transaction, line);
    if (line.verb == "day") {
      clock_.set(Day::parse(line.columns.at("name")).value());
      return;
    }
    if (line.verb == "balance") return compare(transaction, line);
    const auto outcome = perform(transaction, line);
    ASSERT_TRUE(outcome.ok()) << to_text(outcome.error());
    EXPECT_EQ(name(outcome.value()), line.expected);
    // A refusal has written nothing, so committing is always right.
    ASSERT_TRUE(transaction.commit().ok());
    ++checked_;
  }

  int checked() const { return checked_; }

 private:
  Acting acting() const { return {1, clock_.now()}; }

  void open(store::Transaction& transaction, const Line& line) {
    Fund fund;
    fund.code = line.columns.at("name");
    fund.label = "就业补助资金";
    fund.level = "county";
    fund.place_hi = 999'999'999'999;
    fund.channel = "treasury";
    fund.payer_name = "示例县人力资源和社会保障局";
    fund.payer_account = "000000";
    const auto id = open_fund(transaction, fund).value();
    const int year = std::stoi(line.columns.at("year"));
    clock_.set(Day::from_civil(year, 3, 2).value());
    account_ = open_fund_account(transaction, id, year).value();
    ASSERT_TRUE(transaction.commit().ok());
  }

  void add(store::Transaction& transaction, const Line& line) {
    const auto& document = line.columns.at("name");
    const auto id = add_indicator(
        transaction,
        {0, account_, document, "county", "2080799", false, line.amount(), clock_.today()},
        acting());
    ASSERT_TRUE(id.ok()) << to_text(id.error());
    indicators_[document] = id.value();
    ASSERT_TRUE(transaction.commit().ok());
  }

  Result<Outcome> perform(store::Transaction& transaction, const Line& line) {
    const auto& columns = line.columns;
    const auto& key = columns.at("key");
    if (line.verb == "pend")
      return pend(transaction, key, indicators_.at(columns.at("indicator")), line.amount(),
                  acting());
    if (line.verb == "post") return post(transaction, key, line.amount(), acting());
    if (line.verb == "void") return void_pending(transaction, key, acting());
    if (line.verb == "move")
      return move(transaction,
                  {key, indicators_.at(columns.at("from")), indicators_.at(columns.at("to")),
                   line.amount()},
                  acting());
    if (line.verb == "recover")
      return recover(transaction, {key, columns.at("of"), line.amount()}, acting());
    if (line.verb == "claim")
      return claim(transaction, {key, columns.at("of"), line.amount()}, acting());
    if (line.verb == "repay")
      return repay(transaction, {key, columns.at("of"), line.amount()}, acting());
    return Error{ErrorCode::invalid_input, "no such operation: " + line.verb};
  }

  void compare(store::Transaction& transaction, const Line& line) {
    const auto sums = totals(transaction, account_).value();
    EXPECT_EQ(to_text(sums.available), line.columns.at("available"));
    EXPECT_EQ(to_text(sums.pending), line.columns.at("pending"));
    EXPECT_EQ(to_text(sums.paid), line.columns.at("paid"));
    EXPECT_EQ(to_text(sums.treasury), line.columns.at("treasury"));
    const auto receivable = line.columns.find("receivable");
    if (receivable != line.columns.end()) {
      EXPECT_EQ(to_text(sums.receivable), receivable->second);
    }
    ++checked_;
  }

  store::Connection& connection_;
  SetClock clock_{Day{}};
  std::int64_t account_ = 0;
  std::map<std::string, std::int64_t> indicators_;
  int checked_ = 0;
};

TEST(LedgerTables, HoldLineByLine) {
  int tables = 0;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(LEYE_SOURCE_DIR) / "tests/ledger"))
    if (entry.path().extension() == ".ledger") files.insert(entry.path());
  for (const auto& path : files) {
    store::TestDatabase database;
    auto connection = database.connect();
    Table table(connection);
    for (const auto& line : read_table(path)) {
      SCOPED_TRACE(path.filename().string() + ":" + std::to_string(line.number));
      table.run(line);
    }
    EXPECT_GT(table.checked(), 0) << path;
    auto transaction = store::Transaction::begin(connection, store::TestDatabase::scope()).value();
    const auto report = verify_books(transaction).value();
    EXPECT_TRUE(report.sound()) << path << "\n" << to_text(report);
    ++tables;
  }
  EXPECT_GE(tables, 5);
}

}  // namespace
}  // namespace leye::funds
