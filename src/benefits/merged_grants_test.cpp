#include "benefits/merged_grants.hpp"

#include "benefits/grants.hpp"
#include "registers/bulk.hpp"
#include "registers/merge.hpp"
#include "registers/test_register.hpp"

namespace leye::benefits {
namespace {

const Instant learnt{std::chrono::hours(24 * 19000)};

// Person 1 and person 2 are one. Each was granted a benefit of one exclusion, the second a benefit
// for work at employer 5 too; of a measure that may be had twice each had it once.
class MergedGrantsTest : public registers::RegisterTest {
 protected:
  MergedGrantsTest() {
    auto load = must(registers::RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_,
                                                    {"测试", learnt}));
    registers::PersonRow person;
    person.name = "陈小峰";
    person.valid_from = day("2020-01-01");
    person.residence_place = 621002001001;
    person.id = 1;
    person.number = "000000199001010018";
    must(load.add(person));
    person.id = 2;
    person.number = "passport:E12345678";
    must(load.add(person));
    registers::OrganisationRow firm;
    firm.valid_from = day("2019-01-01");
    firm.registered_place = 621002001001;
    firm.id = 5;
    firm.uscc = "91000000000000000K";
    firm.name = "一厂";
    must(load.add(firm));
    must(load.finish());
  }

  void grant(store::Transaction& transaction, std::int64_t person, const std::string& measure,
             std::int64_t subject, std::int64_t kind, const std::string& rule) {
    const auto grant_id =
        transaction
            .query(store::Statement("insert into benefit_grant (measure, source, person_id, "
                                    "organisation_id, amount_fen, granted_on, place, recorded_at) "
                                    "values ($1, '测试', $2, case when $3 = 3 then 5 end, 100, "
                                    "'2023-05-01', 621002001001, '2023-05-01') returning id"),
                   measure, person, kind)
            .value()[0]
            .get<std::int64_t>("id");
    transaction
        .execute(store::Statement("insert into exclusion_rule (name) values ($1) "
                                  "on conflict do nothing"),
                 rule)
        .value();
    transaction
        .execute(store::Statement(
                     "insert into exclusion_slot (grant_id, subject, subject_kind, slot, member, "
                     "period) select $1, $2, $3::smallint, slot, $1, '(,)' from exclusion_rule "
                     "where name = $4"),
                 grant_id, subject, kind, rule)
        .value();
  }

  std::int64_t slots_of(store::Transaction& transaction, std::int64_t subject) {
    return transaction
        .query(store::Statement("select count(*) as n from exclusion_slot where subject = $1"),
               subject)
        .value()[0]
        .get<std::int64_t>("n");
  }

  std::int64_t merge(store::Transaction& transaction) {
    return registers::merge_people(transaction, vocabulary_, cipher_,
                                   {1, 2, {}, "同一个人", 7, "窗口", learnt})
        .value();
  }
};

TEST_F(MergedGrantsTest, BenefitsOfBothCountTogetherAndAConflictOpensATask) {
  auto transaction = begin();
  grant(transaction, 1, "甲", 1, 1, "exclusion:one");
  grant(transaction, 2, "乙", 2, 1, "exclusion:one");
  grant(transaction, 2, "丙", pair_subject(2, 5), 3, "exclusion:pair");
  const auto merged = merge(transaction);
  EXPECT_EQ(move_merged_slots(transaction, merged, learnt).value(), 1);
  const auto tasks = registers::list_register_tasks(transaction, "open", 10, 0).value();
  ASSERT_EQ(tasks.total, 1);
  EXPECT_EQ(tasks.items.front().kind, "benefits_conflict");
  EXPECT_NE(tasks.items.front().detail.find("乙"), std::string::npos);
  EXPECT_EQ(slots_of(transaction, pair_subject(1, 5)), 1);
  EXPECT_EQ(slots_of(transaction, pair_subject(2, 5)), 0);
}

TEST_F(MergedGrantsTest, ALimitOfTwiceIsFullWithOneOfEach) {
  auto transaction = begin();
  grant(transaction, 1, "甲", 1, 1, "limit:甲:person#1");
  grant(transaction, 2, "甲", 2, 1, "limit:甲:person#1");
  transaction
      .execute(store::Statement("insert into exclusion_rule (name) values ($1)"),
               std::string("limit:甲:person#2"))
      .value();
  const auto merged = merge(transaction);
  EXPECT_EQ(move_merged_slots(transaction, merged, learnt).value(), 0);
  EXPECT_EQ(slots_of(transaction, 1), 2);
}

TEST_F(MergedGrantsTest, UndoneEachHasHisOwn) {
  auto transaction = begin();
  grant(transaction, 1, "甲", 1, 1, "exclusion:one");
  grant(transaction, 2, "乙", 2, 1, "exclusion:two");
  grant(transaction, 2, "丙", pair_subject(2, 5), 3, "exclusion:pair");
  const auto merged = merge(transaction);
  EXPECT_EQ(move_merged_slots(transaction, merged, learnt).value(), 0);
  EXPECT_EQ(slots_of(transaction, 1), 2);
  ASSERT_TRUE(move_slots_back(transaction, merged).ok());
  ASSERT_TRUE(
      registers::undo_merge(transaction, cipher_, {merged, "其实是两个人", 7, "窗口", learnt})
          .ok());
  EXPECT_EQ(slots_of(transaction, 1), 1);
  EXPECT_EQ(slots_of(transaction, 2), 1);
  EXPECT_EQ(slots_of(transaction, pair_subject(2, 5)), 1);
  EXPECT_EQ(
      transaction
          .query(store::Statement("select count(*) as n from benefit_grant where person_id = 2"))
          .value()[0]
          .get<std::int64_t>("n"),
      2);
}

}  // namespace
}  // namespace leye::benefits
