// Somebody whose records went out is erased: the other system is asked to withdraw them by its own
// numbers, and hears nothing of the person.
#include "exchange/erasures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/example_desk.hpp"
#include "exchange/sheet_template.hpp"
#include "exchange/sheets.hpp"
#include "intake/workbook.hpp"
#include "registers/erasure.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;
using testing::ElementsAre;

constexpr Faults none{.refused_per_thousand = 0,
                      .late_per_thousand = 0,
                      .twice_per_thousand = 0,
                      .renumbered_per_thousand = 0,
                      .lost_per_thousand = 0,
                      .altered_per_thousand = 0};
constexpr std::int64_t clerk = 7, director = 8;

// Asked for and decided as the desk does it, and the others told. How many items it made.
std::int64_t erase(Office& office, std::int64_t person) {
  const registers::KeptTerms terms{360, 120, "会计档案管理办法", "国家档案局令第8号"};
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  const auto id = must(registers::ask_erasure(
      transaction,
      {person, "purpose_over", "不再需要", terms, {clerk, "窗口", office.clock.now()}}));
  must(registers::decide_erasure(
      transaction, office.vocabulary,
      {id, true, "同意", terms, {director, "局长", office.clock.now()}}));
  const auto items = must(note_erasure(transaction, office.arrangements,
                                       {person, clerk, office.clock.now()}));
  must(transaction.commit());
  return items;
}

std::vector<HeldElsewhere> held(Office& office, std::int64_t person) {
  auto transaction = must(store::Transaction::begin(office.connection, office.desk().own_scope()));
  return must(held_elsewhere(transaction, office.arrangements, person));
}

// Keeps what it is sent.
class Listening final : public Channel {
 public:
  Result<Answer> send(const std::string& message) override {
    sent.push_back(message);
    Answer answer;
    answer.outcome = Answer::Outcome::accepted;
    answer.serial = fmt::format("E{}", sent.size());
    return answer;
  }
  Result<std::vector<LaterAnswer>> answers_after(std::int64_t) override {
    return std::vector<LaterAnswer>();
  }
  Result<std::vector<TheirRecord>> records(const std::string&) override {
    return std::vector<TheirRecord>();
  }
  std::vector<std::string> sent;
};

TEST(ErasedElsewhere, TheirRecordIsWithdrawnAndTheOthersStay) {
  Office office(none);
  office.hire({1, 2}, "2023-08-01", clerk, "2023-09-30");
  auto courier = office.courier();
  office.carry(courier);
  ASSERT_EQ(office.simulator.records(), 2u);
  ASSERT_EQ(held(office, 1).size(), 1u);
  EXPECT_EQ(held(office, 1)[0].system.id, "province");
  EXPECT_EQ(held(office, 1)[0].entity->id, "employment");
  EXPECT_EQ(held(office, 1)[0].records, 1);
  EXPECT_TRUE(held(office, 3).empty());
  EXPECT_EQ(erase(office, 1), 1);
  office.carry(courier);
  EXPECT_EQ(office.simulator.records(), 1u);
  EXPECT_TRUE(held(office, 1).empty());
  EXPECT_EQ(held(office, 2).size(), 1u);
}

TEST(ErasedElsewhere, WhatGoesOutBearsTheirNumberAndNothingOfThePerson) {
  Office office(none);
  office.hire({1}, "2023-08-01", clerk, "2023-09-30");
  Listening channel;
  Courier courier(office.desk(), office.system(), channel);
  must(courier.round(office.connection));
  ASSERT_EQ(channel.sent.size(), 1u);
  ASSERT_NE(channel.sent[0].find("人员1"), std::string::npos);
  EXPECT_EQ(erase(office, 1), 1);
  office.advance(std::chrono::seconds(1));
  must(courier.round(office.connection));
  ASSERT_EQ(channel.sent.size(), 2u);
  const auto said = must(message_from(channel.sent[1]));
  EXPECT_EQ(said.operation + " " + said.serial, "withdraw E1");
  EXPECT_TRUE(said.fields.empty()) << channel.sent[1];
}

TEST(ErasedElsewhere, WhoNeverWentOutTellsNobody) {
  Office office(none);
  office.hire({1}, "2023-08-01", clerk, "2023-09-30");
  auto courier = office.courier();
  office.carry(courier);
  EXPECT_EQ(erase(office, 2), 0);
  EXPECT_EQ(office.waiting(), 0);
}

std::string by_sheet(const std::string& last_column) {
  return "# 省就业系统 · province · provincial system\ninterface: sheet\n\n"
         "## employment\nserial: 就业登记号 · employment number\nsince 2023-01-01: collaborate\n"
         "template: 就业登记导入模板 · employment sheet\nrows: 3\ndays: YYYYMMDD\n"
         "answered within: 5\naccepted: 成功\nrefused: 失败\n\n"
         "| field | label | value |\n|---|---|---|\n| KEY | 备注 | @key |\n"
         "| AAC002 | 证件号码 | person.id_number |\n| AAE030 | 就业日期 | start_date |\n" +
         last_column +
         "\n| answer | is |\n|---|---|\n| 备注 | key |\n| 就业登记号 | serial |\n"
         "| 导入结果 | outcome |\n| 失败原因 | reason |\n";
}

class ErasedInSheets : public testing::Test {
 protected:
  explicit ErasedInSheets(const std::string& last_column = "| SERIAL | 原登记号 | @serial |\n")
      : text(by_sheet(last_column)), office(none, 3, text.c_str()) {}

  SheetKind kind() const {
    return {office.arrangements.all().front(), *templates.find("employment")};
  }
  SheetWorker worker() const {
    return {clerk, example::place, 621000000000, 621999999999, office.clock.today(),
            office.clock.now()};
  }
  template <class Use>
  auto step(Use use) -> decltype(use(std::declval<store::Transaction&>())) {
    auto transaction =
        must(store::Transaction::begin(office.connection, office.desk().own_scope()));
    auto result = use(transaction);
    must(transaction.commit());
    return result;
  }
  Result<std::int64_t> make() {
    return step([&](auto& transaction) {
      return make_sheet(transaction, office.desk(), kind(), worker());
    });
  }
  std::string take(std::int64_t sheet) {
    return step([&](auto& transaction) {
      must(take_sheet(transaction, sheet, worker()));
      return must(read_sheet(transaction, office.desk(), sheet, worker()));
    }).bytes;
  }
  void answer(const std::string& row) {
    step([&](auto& transaction) {
      return must(read_answer(transaction, office.desk(), kind(),
                              {"结果.csv", "备注,就业登记号,导入结果,失败原因\n" + row, 0},
                              worker()));
    });
  }
  // The registration of 1 has arrived under the number E001; then 1 is erased.
  void arrive_and_erase() {
    office.hire({1}, "2023-08-01", clerk, "2023-09-30");
    take(must(make()));
    answer("000000-1,E001,成功,\n");
    ASSERT_EQ(held(office, 1).size(), 1u);
    ASSERT_EQ(erase(office, 1), 1);
  }

  const std::string text;
  Office office;
  SheetTemplates templates = must(SheetTemplates::parse(text, "province.md", office.vocabulary));
};

TEST_F(ErasedInSheets, TheNextWorkbookWithdrawsByTheNumberAndTheAnswerEndsTheTask) {
  const auto tasks = [&] {
    return office.number("select count(*) as n from desk_task where account = 7 "
                         "and done_at is null and detail like '%E001%'");
  };
  arrive_and_erase();
  EXPECT_EQ(tasks(), 1);
  const auto bytes = take(must(make()));
  const intake::FileContent content{.bytes = bytes, .path = {}};
  const auto book = must(intake::Workbook::open(content));
  auto rows = must(book.rows(book.first_visible()));
  intake::Row row;
  std::vector<std::string> cells;
  ASSERT_TRUE(must(rows->next(row)));
  ASSERT_TRUE(must(rows->next(row)));
  for (const auto& cell : row.cells) cells.emplace_back(cell.text);
  EXPECT_THAT(cells, ElementsAre("000000-2", "", "", "E001"));
  answer("000000-2,,成功,\n");
  EXPECT_EQ(tasks(), 0);
  EXPECT_TRUE(held(office, 1).empty());
}

class ErasedWithoutNumber : public ErasedInSheets {
 protected:
  ErasedWithoutNumber() : ErasedInSheets("| AAE031 | 终止日期 | end_date |\n") {}
};

TEST_F(ErasedWithoutNumber, WhatTheirTemplateCannotSayStaysATaskOfTheClerk) {
  arrive_and_erase();
  EXPECT_FALSE(make().ok());
  EXPECT_EQ(office.number("select count(*) as n from desk_task where account = 7 "
                          "and done_at is null and detail like '%E001%'"),
            1);
}

}  // namespace
}  // namespace leye::exchange
