// Families of which nobody works: found the day it happens, gone the day somebody is hired, and
// the working days that are left.
#include "registers/families.hpp"

#include <fstream>

#include "base/resources.hpp"
#include "registers/entry.hpp"
#include "registers/households.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class FamiliesTest : public RegisterTest {
 protected:
  FamiliesTest() {
    store("person",
          "身份证号码,姓名,常住地\n护照:E00000001,张父,西峰区\n护照:E00000002,李母,西峰区\n");
    store("organisation", "统一社会信用代码,单位名称,注册地\n91000000MA0000001R,某厂,环县\n");
    auto transaction = begin();
    const auto father = must(person_with_number(transaction, cipher_, "passport:E00000001"));
    const auto mother = must(person_with_number(transaction, cipher_, "passport:E00000002"));
    const HouseholdNote note{"窗口录入", next_minute()};
    family_ = must(
        make_household(transaction, {father, "registered", here, day("2020-01-01"), note}));
    must(set_member(transaction, {family_, mother, "1", day("2020-01-01"), {}, note}));
    must(transaction.commit());
  }
  void store(const char* kind, const std::string& sheet) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {kind, "导入", next_minute(), day("2023-12-01")});
    const auto report = must(import.run(intake::bytes_of(sheet)));
    ASSERT_TRUE(report.problems.empty()) << report.problems.front().message;
    must(import.store());
    must(transaction.commit());
  }
  // "2023-05-01 2": since when, how many people; empty where the family is not found.
  std::string found(const char* rule, const char* on, std::int64_t household = 0,
                    std::int64_t low = here, std::int64_t high = here) {
    auto transaction = begin();
    const auto families = must(families_without_work(
        transaction, *rules_.find(rule), {day(on), low, high, household}));
    EXPECT_EQ(families.total, static_cast<std::int64_t>(families.families.size()));
    std::string all;
    for (const auto& each : families.families)
      all += to_text(each.since) + " " + std::to_string(each.people);
    return all;
  }

  static constexpr std::int64_t here = 621002000000;
  std::int64_t family_ = 0;
  FamilyRules rules_ = FamilyRules::load(vocabulary_).value();
};

TEST_F(FamiliesTest, IsFoundTheDayTheLastJobEndsAndGoneTheDayOfTheNext) {
  store("unemployment_registration", "身份证号码,登记日期,登记地\n护照:E00000001,2023-04-01,西峰区\n");
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期,离职日期\n"
        "护照:E00000002,91000000MA0000001R,2022-01-01,2023-05-31\n"
        "护照:E00000002,91000000MA0000001R,2023-09-11,\n");
  EXPECT_EQ(found("without_work", "2023-03-31"), "");  // nobody is registered
  EXPECT_EQ(found("without_work", "2023-05-31"), "");  // her last day at work
  EXPECT_EQ(found("without_work", "2023-06-01"), "2023-06-01 2");
  EXPECT_EQ(found("without_work", "2023-09-10"), "2023-06-01 2");
  EXPECT_EQ(found("without_work", "2023-09-11"), "");
  EXPECT_EQ(found("without_work", "2023-06-01", family_), "2023-06-01 2");
  EXPECT_EQ(found("without_work", "2023-06-01", family_ + 1), "");
  EXPECT_EQ(found("without_work", "2023-06-01", 0, here + 1, here + 999), "");  // another place
}

TEST_F(FamiliesTest, ARegistrationAfterTheLastJobIsWhenItBegins) {
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期,离职日期\n"
        "护照:E00000002,91000000MA0000001R,2022-01-01,2023-05-31\n");
  EXPECT_EQ(found("without_work", "2023-07-01"), "");
  store("unemployment_registration", "身份证号码,登记日期,登记地\n护照:E00000001,2023-06-20,西峰区\n");
  EXPECT_EQ(found("without_work", "2023-07-01"), "2023-06-20 2");
}

TEST_F(FamiliesTest, OneJobInEachHouseholdGoesByTheGroupOfAMember) {
  store("key_group_member",
        "身份证号码,重点群体,认定日期,取消日期\n护照:E00000001,脱贫人口,2021-03-01,2023-10-01\n");
  EXPECT_EQ(found("one_job_lifted", "2021-02-28"), "");
  EXPECT_EQ(found("one_job_lifted", "2023-05-01"), "2021-03-01 2");
  EXPECT_EQ(found("one_job_resettled", "2023-05-01"), "");
  EXPECT_EQ(found("one_job_lifted", "2023-10-01"), "");  // out of the group
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期\n护照:E00000002,91000000MA0000001R,2023-05-10\n");
  EXPECT_EQ(found("one_job_lifted", "2023-05-09"), "2021-03-01 2");
  EXPECT_EQ(found("one_job_lifted", "2023-05-10"), "");
}

// By the calendar of 2023: from Thursday 1 June, with 22 and 23 June off (端午节) and Sunday
// 25 June worked, the twentieth working day is 30 June.
TEST(FamilyDeadline, IsCountedInWorkingDays) {
  const auto calendar = WorkingDays::load().value();
  FamilyRule rule;
  rule.working_days = 20;
  const auto day = [](const char* text) { return Day::parse(text).value(); };
  const auto first = deadline_of(day("2023-06-01"), rule, calendar, day("2023-06-01"));
  EXPECT_EQ(first.due, day("2023-06-30"));
  EXPECT_EQ(first.left, 20);
  EXPECT_FALSE(first.overdue);
  const auto last = deadline_of(day("2023-06-01"), rule, calendar, day("2023-06-30"));
  EXPECT_EQ(last.left, 0);
  EXPECT_FALSE(last.overdue);
  const auto late = deadline_of(day("2023-06-01"), rule, calendar, day("2023-07-04"));
  EXPECT_EQ(late.left, -2);
  EXPECT_TRUE(late.overdue);
  const auto unknown = deadline_of(day("1995-06-01"), rule, calendar, day("2023-07-04"));
  EXPECT_FALSE(unknown.due.has_value());
  EXPECT_TRUE(unknown.overdue);
}

TEST_F(FamiliesTest, AMistakeInTheRulesIsNamedByItsLine) {
  const auto path = std::filesystem::temp_directory_path() / (database_.name() + "_families.csv");
  const auto said = [&](const char* line) {
    std::ofstream(path) << "rule,zh,en,household_kind,group,working_days,why\n" << line << "\n";
    const auto read = FamilyRules::read(path, vocabulary_);
    return read.ok() ? std::string("none") : to_text(read.error());
  };
  EXPECT_EQ(said("a,甲,A,registered,,20,文"), "none");
  for (const char* wrong :
       {"a,甲,A,registered,,20", "a,甲,A,nothing,,20,文", "a,甲,A,registered,nobody,20,文",
        "a,甲,A,registered,,0,文", "a,甲,A,registered,,many,文"}) {
    EXPECT_NE(said(wrong).find(":2"), std::string::npos) << wrong << ": " << said(wrong);
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace leye::registers
