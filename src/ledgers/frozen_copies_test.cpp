// A copy that was signed stays: nobody changes it; what the registers say later is told beside it.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "ledgers/copy_changes.hpp"
#include "store/test_database.hpp"

namespace leye::ledgers {
namespace {

constexpr std::int64_t town = 621002001000;
Day day(const char* iso) { return Day::parse(iso).value(); }

class FrozenCopies : public testing::Test {
 protected:
  FrozenCopies() {
    script(R"(
      insert into person select generate_series(1, 4);
      insert into person_identity (person_id, name, place, recorded_at)
        select id, '人' || id, 621002001000, '2023-01-01' from person;
      insert into person_version (person_id, valid, sex, education, residence_place, place, source,
                                  known_from)
        select id, '[1990-01-01,)', '1', '21', 621002001000, 621002001000, '户籍', '2023-01-01'
        from person where id < 4;
    )");
    vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
    ledger_ = parse_ledger("# 试 · trial · Trial\nof: person\n| label | label_en | group | value | "
                           "required |\n|---|---|---|---|---|\n| 姓名 | | | name | |\n"
                           "| 文化程度 | | | education | |\n",
                           "trial.md", vocabulary_)
                  .value();
  }
  void script(const std::string& text) {
    const auto run = connection_.run_script("set search_path = area_000000, leye, public;" + text);
    ASSERT_TRUE(run.ok()) << to_text(run.error());
  }
  store::Transaction begin(std::int64_t low = town, std::int64_t high = town + 999) {
    store::Scope scope = store::TestDatabase::scope();
    scope.place_lo = low;
    scope.place_hi = high;
    return store::Transaction::begin(connection_, scope).value();
  }
  CopyActor actor(std::int64_t account = 7) const {
    return {account, account == 7 ? "甲" : "乙", town, clock_.now()};
  }
  Drawing drawing() const {
    Drawing made;
    made.ledger = "trial";
    made.definition = definition_digest(ledger_);
    made.head = "{\"columns\": []}";
    made.question = "{\"items\":[]}";
    made.place = made.place_lo = town;
    made.place_hi = town + 999;
    made.period_from = day("2023-09-01");
    made.period_until = day("2023-09-30");
    made.as_of = day("2023-09-30");
    made.known_at = SetClock(day("2023-10-09")).now();
    return made;
  }
  Question question(Day known) const { return {day("2023-09-30"), SetClock(known).now()}; }

  Part part(store::Transaction& transaction, const std::optional<Mark>& after, std::int64_t size) {
    LedgerReader reader(transaction, vocabulary_, identity_);
    auto page = reader.page(ledger_, question(day("2023-10-09")), after, size).value();
    Part made{after, page.next, {}};
    for (const auto& row : page.rows) {
      FrozenRow frozen;
      frozen.id = row.id;
      frozen.person = row.person;
      frozen.values = row.values;
      frozen.cells = frozen.shown = row.cells;
      made.rows.push_back(std::move(frozen));
    }
    return made;
  }
  std::int64_t drawn(store::Transaction& transaction, const Drawing& drawing) {
    const auto id = begin_copy(transaction, drawing, actor());
    EXPECT_TRUE(id.ok()) << to_text(id.error());
    const auto added = add_rows(transaction, cipher_, id.value(), actor(),
                                part(transaction, {}, 100));
    EXPECT_TRUE(added.ok()) << to_text(added.error());
    return id.value();
  }
  Status sign(store::Transaction& transaction, std::int64_t copy, std::int64_t account = 8) {
    const auto ready = TRY(copy_to_sign(transaction, copy, actor(account)));
    return sign_copy(transaction, cipher_, ready, actor(account), "", "PK the sheet");
  }
  Changes changes(const FrozenCopy& copy, const char* known) {
    auto transaction = begin();
    const Comparing comparing{vocabulary_, identity_, cipher_, {"name", "education"}};
    return changes_since(transaction, comparing, ledger_, copy, question(day(known))).value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 5)));
  registers::IdentityCipher identity_{cipher_};
  Vocabulary vocabulary_;
  Ledger ledger_;
  SetClock clock_{day("2023-10-09")};
};

TEST_F(FrozenCopies, AreFilledPartByPartSignedByAnotherAndNumbered) {
  auto transaction = begin();
  const auto id = begin_copy(transaction, drawing(), actor()).value();
  const auto first = part(transaction, {}, 2);
  ASSERT_TRUE(add_rows(transaction, cipher_, id, actor(), first).ok());
  EXPECT_EQ(find_copy(transaction, id).value().state, "filling");
  EXPECT_EQ(add_rows(transaction, cipher_, id, actor(), first).error().code, ErrorCode::conflict);
  ASSERT_TRUE(add_rows(transaction, cipher_, id, actor(), part(transaction, first.next, 2)).ok());
  auto copy = find_copy(transaction, id).value();
  EXPECT_EQ(copy.state, "waiting");
  EXPECT_EQ(copy.rows, 3);
  EXPECT_EQ(copy.digest.size(), 64U);
  EXPECT_EQ(copy_to_sign(transaction, id, actor(7)).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(sign(transaction, id).ok());
  copy = find_copy(transaction, id).value();
  EXPECT_EQ(copy.year, 2023);
  EXPECT_EQ(copy.number, 1);
  EXPECT_EQ(copy.decided_by_name, "乙");
  EXPECT_EQ(sheet_of_copy(transaction, cipher_, copy).value(), "PK the sheet");
  const auto rows = rows_of_copy(transaction, cipher_, id, 1, 100).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].number, 2);
  EXPECT_EQ(rows[0].cells.at(0), "人2");
  const auto stored = transaction.query(
      "select count(*) as n from frozen_row where position('人2'::bytea in content) > 0");
  EXPECT_EQ(stored.value()[0].get<std::int64_t>("n"), 0);
}

TEST_F(FrozenCopies, AreNotChangedOnceSigned) {
  std::int64_t id = 0;
  {
    auto transaction = begin();
    id = drawn(transaction, drawing());
    ASSERT_TRUE(sign(transaction, id).ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  {
    auto transaction = begin();
    EXPECT_EQ(transaction.execute("update frozen_copy set conditions_told = 'x'").value(), 0);
    EXPECT_EQ(return_copy(transaction, id, actor(8), "退").error().code, ErrorCode::conflict);
    EXPECT_EQ(sign(transaction, id).error().code, ErrorCode::conflict);
  }
  const auto refused = [&](store::Statement attempt) {
    auto transaction = begin();
    return !transaction.execute(attempt).ok();
  };
  EXPECT_TRUE(refused("update frozen_row set row_id = 9"));
  EXPECT_TRUE(refused("delete from frozen_row"));
  EXPECT_TRUE(refused("delete from frozen_copy"));
  EXPECT_TRUE(refused("insert into frozen_row (copy_id, number, row_id, digest) "
                      "select id, 9, 9, 'x' from frozen_copy"));
  // Who could write to the table all the same is found out.
  script("update frozen_row set row_id = 9 where number = 1;");
  auto transaction = begin();
  EXPECT_EQ(rows_of_copy(transaction, cipher_, id, 0, 10).error().code, ErrorCode::unavailable);
}

TEST_F(FrozenCopies, AreOncePerQuestionAndPeriodAndCorrectedOnce) {
  auto transaction = begin();
  const auto id = drawn(transaction, drawing());
  EXPECT_EQ(begin_copy(transaction, drawing(), actor()).error().code, ErrorCode::conflict);
  Drawing correction = drawing();
  correction.corrects = id;
  correction.reason = "漏了一人";
  EXPECT_EQ(begin_copy(transaction, correction, actor()).error().code, ErrorCode::conflict)
      << "what is not signed is returned, not corrected";
  ASSERT_TRUE(sign(transaction, id).ok());
  Drawing other = correction;
  other.period_until = day("2023-09-29");
  EXPECT_EQ(begin_copy(transaction, other, actor()).error().code, ErrorCode::conflict);
  const auto second = drawn(transaction, correction);
  EXPECT_EQ(begin_copy(transaction, correction, actor()).error().code, ErrorCode::conflict);
  EXPECT_FALSE(find_copy(transaction, id).value().corrected);
  ASSERT_TRUE(sign(transaction, second).ok());
  EXPECT_TRUE(find_copy(transaction, id).value().corrected);
  EXPECT_EQ(find_copy(transaction, second).value().number, 2);
  EXPECT_EQ(copies_of(transaction, "trial").value().size(), 2U);
}

TEST_F(FrozenCopies, ReturnedOnesHoldNothingAndMakeRoom) {
  auto transaction = begin();
  const auto id = drawn(transaction, drawing());
  EXPECT_EQ(return_copy(transaction, id, actor(8), "").error().code, ErrorCode::invalid_input);
  ASSERT_TRUE(return_copy(transaction, id, actor(8), "范围不对").ok());
  EXPECT_TRUE(rows_of_copy(transaction, cipher_, id, 0, 10).value().empty());
  EXPECT_TRUE(begin_copy(transaction, drawing(), actor()).ok());
}

TEST_F(FrozenCopies, AreSeenByWhoSeesAllTheirPlaces) {
  {
    auto transaction = begin();
    drawn(transaction, drawing());
    ASSERT_TRUE(transaction.commit().ok());
  }
  auto village = begin(town + 1, town + 1);
  EXPECT_TRUE(copies_of(village, "trial").value().empty());
  EXPECT_TRUE(village.query("select 1 as x from frozen_row").value().empty());
}

TEST_F(FrozenCopies, TellWhatChangedSinceAndByWhichRecord) {
  FrozenCopy copy;
  {
    auto transaction = begin();
    const auto id = drawn(transaction, drawing());
    ASSERT_TRUE(sign(transaction, id).ok());
    copy = find_copy(transaction, id).value();
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(changes(copy, "2023-10-09").same, 3);
  script(R"(
    update person_version set known_to = '2023-11-01' where person_id in (1, 2);
    insert into person_version (person_id, valid, sex, education, residence_place, place, source,
                                known_from)
      values (1, '[1990-01-01,)', '1', '31', 621002001000, 621002001000, '毕业证', '2023-11-01'),
             (4, '[1990-01-01,)', '2', '21', 621002001000, 621002001000, '迁入', '2023-11-02');
  )");
  const auto found = changes(copy, "2023-12-01");
  EXPECT_EQ(found.same, 1);
  EXPECT_EQ(found.changed, 1);
  EXPECT_EQ(found.gone, 1);
  EXPECT_EQ(found.added, 1);
  EXPECT_FALSE(found.redefined);
  ASSERT_EQ(found.rows.size(), 3U);
  EXPECT_EQ(found.rows[0].kind, "changed");
  EXPECT_EQ(found.rows[0].columns, std::vector<std::string>{"education"});
  ASSERT_TRUE(found.rows[0].origin);
  EXPECT_EQ(found.rows[0].origin->source, "毕业证");
  EXPECT_EQ(found.rows[1].kind, "gone");
  EXPECT_FALSE(found.rows[1].origin);
  EXPECT_EQ(found.rows[2].kind, "new");
  EXPECT_EQ(found.rows[2].origin->source, "迁入");
}

TEST_F(FrozenCopies, LoseThePersonWhoIsErasedAndKeepTheirCount) {
  std::int64_t id = 0;
  {
    auto transaction = begin();
    id = drawn(transaction, drawing());
    ASSERT_TRUE(sign(transaction, id).ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  script("select erase_frozen_rows(2);");
  auto transaction = begin();
  const auto copy = find_copy(transaction, id).value();
  EXPECT_EQ(sheet_of_copy(transaction, cipher_, copy).error().code, ErrorCode::conflict);
  EXPECT_TRUE(check_digest(transaction, copy).ok());
  const auto rows = rows_of_copy(transaction, cipher_, id, 0, 10).value();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_TRUE(rows[1].destroyed);
  EXPECT_FALSE(rows[0].destroyed);
}

}  // namespace
}  // namespace leye::ledgers
