#include "suspects/suspects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "intake/workbook.hpp"
#include "registers/bulk.hpp"
#include "store/test_database.hpp"
#include "suspects/suspect_view.hpp"

namespace leye::suspects {
namespace {

using testing::HasSubstr;

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "{}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}
Day day(const char* iso) { return must(Day::parse(iso)); }

constexpr std::int64_t city = 621000000000, town = 621002001001, other_town = 621022100000;
constexpr const char* file =
    "审计疑点名单,,,\n姓名,身份证号码,疑点类型,发生时间\n"
    "人员1,000000199001010018,领取补贴期间死亡,2023-05\n"
    "人员2,000000199001010026,财政供养人员,2023-06\n"
    "外地人,000000197506150025,在外地参保,\n,,,\n";

class Suspecting : public testing::Test {
 protected:
  Suspecting() {
    auto load = must(registers::RegisterLoad::begin(
        connection_, store::TestDatabase::area, identities_, {"测试", clock_.now()}));
    const char* numbers[] = {"000000199001010018", "000000199001010026"};
    for (int id = 1; id <= 2; ++id) {
      registers::PersonRow person;
      person.id = id;
      person.name = fmt::format("人员{}", id);
      person.number = numbers[id - 1];
      person.valid_from = day("2020-01-01");
      person.residence_place = id == 1 ? town : other_town;
      must(load.add(person));
    }
    must(load.finish());
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return must(store::Transaction::begin(connection_, scope));
  }
  SuspectDesk desk(std::int64_t account, std::int64_t low = 0,
                   std::int64_t high = 999'999'999'999) {
    return {cipher_, account, city, low, high, clock_.now()};
  }
  Result<TakenList> take(const std::string& bytes) {
    auto transaction = begin();
    const auto taken = TRY(take_list(transaction, desk(1),
                                     {"审〔2023〕7号", "省审计厅", "补贴疑点", "名单.csv",
                                      day("2023-10-31")},
                                     bytes));
    TRY(transaction.commit());
    return taken;
  }
  template <class Work>
  Status act(Work work) {
    auto transaction = begin();
    TRY(work(transaction));
    return transaction.commit();
  }
  std::int64_t number(store::Statement statement) {
    auto transaction = begin();
    return must(transaction.query(statement))[0].get<std::int64_t>("n");
  }
  // Tasks that wait, of one role or of all.
  std::int64_t waiting(const std::string& role = {}) {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        "select count(*) as n from desk_task where done_at is null and ($1 = '' or role = $1)",
        role));
    return rows[0].get<std::int64_t>("n");
  }
  std::vector<SuspectRow> rows() {
    auto transaction = begin();
    return must(rows_of(transaction, cipher_, 1, "", 100, 0)).rows;
  }

  store::TestDatabase database_;
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 7)));
  registers::IdentityCipher identities_{cipher_};
  SetClock clock_{day("2023-10-16")};
  store::Connection connection_ = database_.connect();
};

TEST_F(Suspecting, AListIsSplitToTheTownsOfItsPeople) {
  const auto taken = must(take(file));
  EXPECT_EQ(taken.rows, 3);
  EXPECT_EQ(taken.known, 2);
  EXPECT_EQ(taken.towns, 3);
  EXPECT_EQ(number("select count(*) as n from desk_task where kind = 'suspect' and due_on = "
                   "'2023-10-31' and ((role = 'window_clerk' and place in (621002001000, "
                   "621022100000)) or (role = 'first_checker' and place = 621000000000))"),
            3);
  const auto found = rows();
  EXPECT_EQ(found[0].name, "人员1");
  EXPECT_EQ(found[0].id_number, "000000199001010018");
  EXPECT_THAT(found[0].suspicion, HasSubstr("疑点类型：领取补贴期间死亡"));
  EXPECT_THAT(found[0].suspicion, HasSubstr("发生时间：2023-05"));
  EXPECT_EQ(found[2].person, std::nullopt);
  // Whoever works for one town sees one row.
  store::Scope scope = store::TestDatabase::scope();
  scope.place_lo = scope.place_hi = town;
  auto transaction = must(store::Transaction::begin(connection_, scope));
  const auto own = must(rows_of(transaction, cipher_, 1, "", 100, 0));
  EXPECT_EQ(own.rows.size(), 1u);
  EXPECT_EQ(own.total, 1);
  EXPECT_EQ(own.rows[0].our_name, "人员1");
  EXPECT_EQ(must(list_of(transaction, day("2023-10-16"), 1)).counts.seen, 1);
}

TEST_F(Suspecting, TheSameFileIsTakenOnce) {
  must(take(file));
  const auto again = take(file);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Suspecting, AFileWithoutNumbersIsRefused) {
  const auto refused = take("姓名,疑点\n人员1,死亡\n");
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().what, HasSubstr("身份证号码"));
}

TEST_F(Suspecting, AnsweredByOneReviewedByAnotherAndReturned) {
  must(take(file));
  const auto answer = [&](std::int64_t row, const char* word, const char* evidence) {
    return act([&](store::Transaction& transaction) {
      return answer_rows(transaction, desk(2), {row}, word, evidence);
    });
  };
  const auto review = [&](std::int64_t row, std::int64_t account, bool agreed,
                          const char* opinion) {
    return act([&](store::Transaction& transaction) {
      return review_rows(transaction, desk(account), {row}, agreed, opinion);
    });
  };
  EXPECT_FALSE(answer(1, "maybe", "依据").ok());
  EXPECT_FALSE(answer(1, "true", "").ok());
  ASSERT_TRUE(answer(1, "true", "死亡日期 2023-05-02，五月补贴已发").ok());
  EXPECT_EQ(waiting("second_checker"), 1);
  EXPECT_EQ(waiting("window_clerk"), 1);  // of the other town
  const Status same = review(1, 2, true, "");
  ASSERT_FALSE(same.ok());
  EXPECT_EQ(same.error().code, ErrorCode::forbidden);
  EXPECT_FALSE(review(1, 3, false, "").ok());
  ASSERT_TRUE(review(1, 3, false, "附上死亡证明").ok());
  EXPECT_EQ(rows()[0].state, "open");
  EXPECT_EQ(rows()[0].review, "附上死亡证明");
  const auto reply = [&] {
    return act([&](store::Transaction& transaction) -> Status {
      TRY(reply_sheet(transaction, desk(9), 1));
      return Done{};
    });
  };
  EXPECT_FALSE(reply().ok());
  for (std::int64_t row = 1; row <= 3; ++row) {
    ASSERT_TRUE(answer(row, row == 1 ? "true" : "false", "核对了参保和户籍记录").ok());
    ASSERT_TRUE(review(row, 3, true, "").ok());
  }
  EXPECT_EQ(waiting("director"), 1);
  EXPECT_EQ(waiting(), 1);
  ASSERT_TRUE(reply().ok());
  EXPECT_EQ(waiting(), 0);
  EXPECT_FALSE(answer(1, "false", "改口").ok());
  EXPECT_EQ(number("select count(*) as n from suspect_list where replied_by = 9"), 1);
}

TEST_F(Suspecting, WhatIsNotReturnedInTimeIsOverdue) {
  must(take(file));
  auto transaction = begin();
  EXPECT_FALSE(must(lists(transaction, day("2023-10-31"))).front().overdue);
  EXPECT_TRUE(must(lists(transaction, day("2023-11-01"))).front().overdue);
}

TEST_F(Suspecting, RowsOfOtherTownsAreNotThere) {
  must(take(file));
  const Status refused = act([&](store::Transaction& transaction) {
    return answer_rows(transaction, desk(2, town, town), {1, 2}, "false", "依据");
  });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
}

// A district's taker learns nothing about people of other places: their rows stay with him.
TEST_F(Suspecting, WhoLivesElsewhereIsNobodyOfTheTakers) {
  auto transaction = begin();
  SuspectDesk desk = this->desk(1, town, town + 999);
  desk.place = town;
  const auto taken = must(take_list(
      transaction, desk, {"审〔2023〕8号", "省审计厅", "", "名单.csv", day("2023-10-31")}, file));
  EXPECT_EQ(taken.known, 1);
  EXPECT_EQ(taken.towns, 1);
  EXPECT_EQ(must(rows_of(transaction, cipher_, taken.id, "", 100, 0)).rows[1].our_name, "");
}

TEST_F(Suspecting, RowsAreAnsweredTogetherOrNotAtAll) {
  must(take(file));
  const auto answer = [&](const std::vector<std::int64_t>& ids) {
    return act([&](store::Transaction& transaction) {
      return answer_rows(transaction, desk(2), ids, "false", "核对户籍");
    });
  };
  EXPECT_FALSE(answer({1, 2, 99}).ok());
  EXPECT_FALSE(answer({}).ok());
  EXPECT_EQ(rows()[0].state, "open");
  ASSERT_TRUE(answer({1, 2}).ok());
  auto transaction = begin();
  EXPECT_EQ(must(rows_of(transaction, cipher_, 1, "answered", 1, 0)).total, 2);
  EXPECT_EQ(must(rows_of(transaction, cipher_, 1, "answered", 1, 1)).rows[0].id, 2);
}

// A recovery belongs to a row that is answered true and to the person it is about.
TEST_F(Suspecting, ARecoveryIsOfTheSamePerson) {
  must(take(file));
  const auto note = [&](std::int64_t case_row) {
    return act([&](store::Transaction& transaction) -> Status {
      TRY(transaction.execute(
          "create temporary table case_row (case_id bigint, id bigint, person_id bigint)"));
      TRY(transaction.execute("insert into case_row values (5, 1, 1), (5, 2, 2)"));
      TRY(note_recovery(transaction, desk(2), 1, 5, case_row, 77));
      TRY(transaction.execute("drop table case_row"));
      return Done{};
    });
  };
  EXPECT_FALSE(note(1).ok());
  ASSERT_TRUE(act([&](store::Transaction& transaction) {
                return answer_rows(transaction, desk(2), {1}, "true", "死亡证明");
              }).ok());
  EXPECT_FALSE(note(2).ok());
  ASSERT_TRUE(note(1).ok());
  EXPECT_EQ(number("select recovery as n from suspect_row where id = 1"), 77);
  EXPECT_FALSE(note(1).ok());
}

// The reply says what the list said, row by row.
TEST_F(Suspecting, TheReplyIsAWorkbook) {
  must(take("姓名,身份证号码,疑点\n人员1,000000199001010018,死亡\n"));
  ASSERT_TRUE(act([&](store::Transaction& transaction) {
                return answer_rows(transaction, desk(2), {1}, "explained", "同名不同人");
              }).ok());
  const auto attach = [&] {
    return act([&](store::Transaction& transaction) -> Status {
      const auto rows = TRY(rows_for_evidence(transaction, desk(2), {1}));
      const evidence::Adder adder{2, town, clock_.now()};
      const auto paper = TRY(
          evidence::add_file(transaction, cipher_, adder, {"户籍证明.pdf", "%PDF-1.7 户籍"}));
      return evidence::attach(transaction, adder, paper, "suspect", rows);
    });
  };
  ASSERT_TRUE(attach().ok());
  ASSERT_TRUE(act([&](store::Transaction& transaction) {
                return review_rows(transaction, desk(3), {1}, true, "");
              }).ok());
  EXPECT_FALSE(attach().ok());  // what is reviewed gets no more papers
  auto transaction = begin();
  const auto bytes = must(reply_sheet(transaction, desk(9), 1));
  const auto book = must(intake::Workbook::open({.bytes = bytes, .path = {}}));
  const auto sheet = must(book.rows(0));
  intake::Row row;
  ASSERT_TRUE(must(sheet->next(row)));
  ASSERT_TRUE(must(sheet->next(row)));
  EXPECT_EQ(row.cells[2].text, "000000199001010018");
  EXPECT_EQ(row.cells[4].text, "情况说明");
  EXPECT_EQ(row.cells[5].text, "同名不同人");
  EXPECT_EQ(row.cells[6].text, "户籍证明.pdf");
}

}  // namespace
}  // namespace leye::suspects
