#include <gtest/gtest.h>

#include "figures/new_jobs.hpp"
#include "figures/paid.hpp"
#include "store/test_database.hpp"

namespace leye::figures {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

class Figures : public testing::Test {
 protected:
  // People 1 … 9, employers 1 (a community of 西峰), 2 (a village of 宁县), 3 (county only).
  Figures() {
    script(R"(
      insert into person select generate_series(1, 9);
      insert into person_identity (person_id, name, place, recorded_at)
        select id, '人' || id, 621002001001, '2023-01-01' from person;
      insert into person_version (person_id, valid, sex, birth_date, residence_place, place, source,
                                  known_from)
        select id, '[1950-01-01,)', '1', '1990-05-05', 621002001001, 621002001001, '测试',
               '2023-01-01' from person;
      insert into organisation (id, uscc) values (1, 'A'), (2, 'B'), (3, 'C');
      insert into organisation_version (organisation_id, valid, name, registered_place, place,
                                        source, known_from)
        select id, '[2000-01-01,)', '单位' || id,
               (array[621002001001, 621026100201, 621027000000])[id],
               621002001001, '测试', '2023-01-01' from organisation;
      insert into leye.place (code, name, level) values
        (621002000000, '西峰区', 3), (621027000000, '镇原县', 3);
    )");
  }
  void script(const std::string& text) {
    const auto run = connection_.run_script("set search_path = area_000000, leye, public;" + text);
    ASSERT_TRUE(run.ok()) << to_text(run.error());
  }
  void job(int person, int employer, const char* start, const char* end = "null",
           const char* more = "'unit', 'fixed_term'") {
    script(fmt::format(
        "insert into employment (person_id, employer_id, start_date, end_date, form, contract_kind,"
        " place, source, known_from) values ({}, {}, '{}', {}, {}, 621002001001, '就业登记',"
        " '2023-01-01')",
        person, employer, start, end, more));
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  std::vector<NewJobsRow> count(std::int64_t low = 0, std::int64_t high = 999'999'999'999) {
    auto transaction = begin();
    const auto rows =
        new_jobs(transaction, definition_, {2023, day("2023-11-20"), known_at_, low, high});
    EXPECT_TRUE(rows.ok()) << to_text(rows.error());
    return rows.value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  NewJobsDefinition definition_ = NewJobsDefinition::load().value();
  Instant known_at_ = SetClock(day("2023-11-20")).now();
};

TEST_F(Figures, APersonCountsOnceInTheMonthOfTheFirstHire) {
  job(1, 1, "2023-03-10", "'2023-05-01'");
  job(1, 3, "2023-08-01");
  job(2, 1, "2023-03-20");
  job(3, 3, "2023-08-01");
  const auto rows = count();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "西峰区");
  EXPECT_EQ(rows[0].hired[2], 2);
  EXPECT_EQ(rows[0].total(), 2);
  EXPECT_EQ(rows[1].name, "镇原县");
  EXPECT_EQ(rows[1].hired[7], 1);
  EXPECT_EQ(count(621027000000, 621027999999).size(), 1U);
}

TEST_F(Figures, LeavesOutVillagesChangersChildrenOtherYearsAndServiceAgreements) {
  job(1, 2, "2023-03-10");                  // works in a village
  job(2, 1, "2022-03-10", "'2023-04-30'");  // began a year before …
  job(2, 3, "2023-05-01");                  // … and changed from one day to the next
  job(3, 1, "2023-12-01");                  // not yet
  job(4, 1, "2023-03-10", "null", "'unit', 'service_agreement'");
  script("update person_version set birth_date = '2008-01-01' where person_id = 5");
  job(5, 1, "2023-03-10");
  EXPECT_TRUE(count().empty());
}

TEST_F(Figures, AttritionIsDeathAndRetirement) {
  script("update person_version set death_date = '2023-06-10' where person_id = 1");
  script("update person_version set birth_date = '1963-07-01' where person_id = 2");
  job(1, 1, "2020-01-01", "'2023-06-10'");
  job(2, 1, "2020-01-01", "'2023-07-01'");
  job(3, 1, "2020-01-01", "'2023-07-01'");  // left, aged 33
  const auto rows = count();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].attrition[5], 1);
  EXPECT_EQ(rows[0].attrition[6], 1);
  EXPECT_EQ(rows[0].total(), -2);
}

TEST_F(Figures, TheNamesAddUpToTheNumber) {
  for (int person = 1; person <= 5; ++person) job(person, 1, "2023-03-10");
  job(6, 3, "2023-03-10");
  auto transaction = begin();
  const NewJobsQuestion question{2023, day("2023-11-20"), known_at_};
  const auto names = new_jobs_names(transaction, definition_, question, {621002000000, 3, 2, 4});
  ASSERT_TRUE(names.ok()) << to_text(names.error());
  EXPECT_EQ(names.value().total, 5);
  ASSERT_EQ(names.value().items.size(), 1U);
  EXPECT_EQ(names.value().items[0].name, "人5");
  EXPECT_EQ(names.value().items[0].organisation_name, "单位1");
  EXPECT_EQ(names.value().items[0].source, "就业登记");
  EXPECT_EQ(new_jobs_names(transaction, definition_, question, {}).value().total, 6);
}

TEST_F(Figures, TheDefinitionIsDataAndItsMistakesAreNamed) {
  EXPECT_EQ(definition_.label, "城镇新增就业");
  EXPECT_EQ(definition_.forms.size(), 6U);
  const auto missing = NewJobsDefinition::read(
      "# 城镇新增就业 · new_jobs\n| 口径 | definition | 新就业 |\n| 形式 | forms | unit |\n");
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().what.find("contracts_left_out"), std::string::npos);
}

TEST_F(Figures, PaidIsWhatWasPostedLessWhatWasRecovered) {
  script(R"(
    insert into fund (id, code, label, level, place, place_lo, place_hi, channel, payer_name,
                      payer_account)
      values (1, 'employment_subsidy', '就业补助资金', 'county', 621002000000, 621002000000,
              621002999999, 'treasury', '财政', '1');
    insert into fund_account (id, fund_id, year) values (1, 1, 2023);
    insert into ledger_account (id, fund_account_id, kind, balance_fen) values
      (1, 1, 'source', -100), (2, 1, 'indicator', 0), (3, 1, 'in_transit', 0), (4, 1, 'paid', 0);
    insert into ledger_entry (key, kind, debit_account, credit_account, amount_fen, business_day,
                              recorded_at) values
      ('a', 'pend', 3, 2, 150000, '2023-08-30', '2023-08-30'),
      ('b', 'post', 4, 3, 150000, '2023-09-05', '2023-09-05'),
      ('c', 'post', 4, 3, 100000, '2023-09-06', '2023-09-06'),
      ('d', 'recover', 2, 4, 100000, '2023-11-06', '2023-11-06');
  )");
  auto transaction = begin();
  const auto rows = paid(transaction, 2023, 0, 999'999'999'999);
  ASSERT_TRUE(rows.ok()) << to_text(rows.error());
  ASSERT_EQ(rows.value().size(), 1U);
  EXPECT_EQ(rows.value()[0].months[8], Money::yuan(2500));
  EXPECT_EQ(rows.value()[0].months[10], Money::yuan(-1000));
  EXPECT_EQ(rows.value()[0].total, Money::yuan(1500));
  EXPECT_TRUE(paid(transaction, 2023, 621027000000, 621027999999).value().empty());
}

}  // namespace
}  // namespace leye::figures
