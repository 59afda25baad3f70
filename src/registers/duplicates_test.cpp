#include "registers/duplicates.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/resources.hpp"
#include "registers/bulk.hpp"
#include "registers/identity.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

const Instant learnt{std::chrono::hours(24 * 19000)};

Day day(const char* text) { return Day::parse(text).value(); }

// Eleven people: pairs 1-2, 3-4, 5-6 and 7-8 are one person each by one rule; 9, 10 and 11 are
// alike to nobody, though 9 has a number of swapped digits under another name and 10 lives in
// another town.
class DuplicatesTest : public testing::Test {
 protected:
  DuplicatesTest() {
    auto load =
        RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_, {"测试", learnt})
            .value();
    const auto add = [&](std::int64_t id, const char* name, const std::string& number,
                         const char* born, Place place) {
      PersonRow person;
      person.id = id;
      person.name = name;
      person.number = number;
      person.valid_from = day("2020-01-01");
      person.birth_date = day(born);
      person.residence_place = place;
      ASSERT_TRUE(load.add(person).ok());
    };
    add(1, "张安", "000000199001010018", "1990-01-01", 621002001001);
    add(2, "张安一", "resident_old:000000900101001", "1991-01-01", 621002001001);
    add(3, "李平", with_check("00000019850203012"), "1985-02-03", 621002001001);
    add(4, "李平", with_check("00000019850203021"), "1985-03-03", 621002009009);
    add(5, "王宁", with_check("00000019700505003"), "1970-05-05", 621002001001);
    add(6, "王宁", "passport:E12345678", "1970-05-05", 621002001777);
    add(7, "陈小峰", with_check("00000019800606004"), "1980-06-06", 621002001001);
    add(8, "陳小峯", "passport:E87654321", "1980-06-06", 621002001001);
    add(9, "赵静", with_check("00000019850203102"), "1985-02-03", 621002001001);
    add(10, "王宁", with_check("00000019600505005"), "1970-05-05", 621002009009);
    add(11, "王宁", with_check("00000019710505006"), "1971-05-05", 621002001001);
    must(load.finish());
  }

  static void must(const Status& status) {
    if (!status.ok()) throw std::runtime_error(status.error().what);
  }

  DuplicateTally find(store::Transaction& transaction, Instant now) {
    return Duplicates(transaction, cipher_, similar_, numbers_).find_all(now).value();
  }

  std::map<std::string, std::string> pairs(store::Transaction& transaction) {
    std::map<std::string, std::string> found;
    const auto rows =
        transaction
            .query(store::Statement("select first_id || '-' || second_id as pair, "
                                    "reasons[1] || ' ' || score || ' ' || state as why "
                                    "from duplicate_pair order by 1"))
            .value();
    for (const store::Row row : rows)
      found.emplace(row.get<std::string>("pair"), row.get<std::string>("why"));
    return found;
  }

  store::Transaction begin() {
    auto scope = store::Scope::whole_area(store::TestDatabase::area);
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = store::connect(database_.dsn()).value();

  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  const Numbers numbers_ = Numbers::load().value();
  SimilarNames similar_ =
      SimilarNames::load(resource("data/characters/similar.txt").value()).value();
};

TEST_F(DuplicatesTest, FindsEachPairByItsRuleAndNoOther) {
  auto transaction = begin();
  const auto tally = find(transaction, learnt);
  EXPECT_EQ(tally.people, 11);
  EXPECT_EQ(tally.fresh, 4);
  const std::map<std::string, std::string> expected{{"1-2", "old_and_new_number 95 open"},
                                                    {"3-4", "swapped_digits 90 open"},
                                                    {"5-6", "same_person 85 open"},
                                                    {"7-8", "similar_name 70 open"}};
  EXPECT_EQ(pairs(transaction), expected);
}

TEST_F(DuplicatesTest, AskedAgainFindsNothingNewAndKeepsWhatWasDecided) {
  auto transaction = begin();
  find(transaction, learnt);
  ASSERT_TRUE(transaction
                  .execute(store::Statement(
                      "update duplicate_pair set state = 'different', decided_by = 1, "
                      "decided_by_name = '窗口', decided_at = now() where first_id = 5"))
                  .ok());
  ASSERT_TRUE(
      transaction
          .execute(store::Statement("update person_identity set name = '陈大' where person_id = 8"))
          .ok());
  transaction.execute(store::Statement("drop table found_pair")).value();
  const auto again = find(transaction, learnt + std::chrono::hours(1));
  EXPECT_EQ(again.fresh, 0);
  EXPECT_EQ(again.gone, 1);
  const auto found = pairs(transaction);
  EXPECT_EQ(found.size(), 3U);
  EXPECT_EQ(found.at("5-6"), "same_person 85 different");
}

TEST_F(DuplicatesTest, WarnsBeforeAFileIsMade) {
  auto transaction = begin();
  Duplicates duplicates(transaction, cipher_, similar_, numbers_);
  const auto first = [&](const Candidate& candidate) {
    const auto found = duplicates.like(candidate).value();
    if (found.empty()) return std::string();
    return std::to_string(found.front().person) + " " + found.front().reasons.front();
  };
  const auto born = day("1990-01-01");
  EXPECT_EQ(first({"resident_old:000000900101001", "张新", born, 621002001001}), "2 same_number");
  EXPECT_EQ(first({"passport:E55555555", "张安", born, 621002001555}), "1 same_person");
  EXPECT_EQ(first({"passport:E55555555", "陳小峰", day("1980-06-06"), 621002001001}),
            "7 similar_name");
  EXPECT_EQ(first({with_check("00000019850203021"), "李平", day("1985-02-03"), 0}),
            "4 same_number");
  EXPECT_EQ(first({with_check("00000019700505030"), "王宁", day("1970-05-05"), 621002009009}),
            "5 swapped_digits");
  EXPECT_EQ(first({"resident_old:000000900101001", "", {}, 0}), "2 same_number");  // no name yet
  EXPECT_EQ(first({"passport:E55555555", "孙无", born, 621002001001}), "");
  EXPECT_EQ(first({with_check("00000019700505030"), "孙无", day("1970-05-05"), 621002009009}), "");
}

// Three hundred people of one name, the last of whom is meant.
TEST_F(DuplicatesTest, FindsWhoIsMeantAmongManyOfOneName) {
  auto transaction = begin();
  for (const store::Statement fill :
       {store::Statement("insert into person select generate_series(1001, 1300)"),
        store::Statement("insert into person_identity (person_id, name, place, recorded_at) "
                         "select id, '刘多', 621002001001, '2022-01-01' from person "
                         "where id > 1000"),
        store::Statement("insert into person_version (person_id, valid, birth_date, "
                         "residence_place, place, source, known_from) "
                         "select id, '[1950-01-01,)', case when id >= 1299 "
                         "then '1999-09-09'::date else '1960-01-01' end, 621002001001, "
                         "621002001001, '测试', '2022-01-01' from person where id > 1000"),
        store::Statement("update person_identity set place = 621022001001 "
                         "where person_id = 1299")}) {
    ASSERT_TRUE(transaction.execute(fill).ok());
  }
  Duplicates duplicates(transaction, cipher_, similar_, numbers_);
  const auto people = [&](Place place) {
    std::vector<std::int64_t> ids;
    const auto found =
        duplicates.like({"passport:E55555555", "刘多", day("1999-09-09"), place}).value();
    for (const Likeness& each : found) ids.push_back(each.person);
    return ids;
  };
  EXPECT_EQ(people(621002001555), std::vector<std::int64_t>{1300});
  EXPECT_EQ(people(0), (std::vector<std::int64_t>{1299, 1300}));
}

TEST_F(DuplicatesTest, OneSearchRunsAtATime) {
  auto running = begin();
  find(running, learnt);
  auto scope = store::Scope::whole_area(store::TestDatabase::area);
  scope.bypass = true;
  auto other_connection = store::connect(database_.dsn()).value();
  {
    auto other = store::Transaction::begin(other_connection, scope).value();
    const auto refused = Duplicates(other, cipher_, similar_, numbers_).find_all(learnt);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  }
  must(running.commit());
  auto other = store::Transaction::begin(other_connection, scope).value();
  EXPECT_TRUE(Duplicates(other, cipher_, similar_, numbers_).find_all(learnt).ok());
}

}  // namespace
}  // namespace leye::registers
