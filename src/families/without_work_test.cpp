// Families of which nobody works: found the day it happens, gone the day somebody is hired, and
// the working days that are left.
#include "families/without_work.hpp"

#include <fstream>

#include "base/resources.hpp"
#include "families/test_families.hpp"

namespace leye::families {
namespace {

class FamiliesTest : public FamiliesRegister {
 protected:
  // "2023-05-01 2": since when, how many people; empty where the family is not found.
  std::string found(const char* rule, const char* on, std::vector<std::int64_t> households = {}) {
    auto transaction = begin();
    std::string all;
    for (const auto& each :
         must(families_without_work(transaction, *rules_.find(rule), day(on), households)))
      all += to_text(each.since) + " " + std::to_string(each.people);
    return all;
  }
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
  EXPECT_EQ(found("without_work", "2023-06-01", {family_}), "2023-06-01 2");
  EXPECT_EQ(found("without_work", "2023-06-01", {family_ + 1}), "");
}

TEST_F(FamiliesTest, ARegistrationAfterTheLastJobIsWhenItBegins) {
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期,离职日期\n"
        "护照:E00000002,91000000MA0000001R,2022-01-01,2023-05-31\n");
  EXPECT_EQ(found("without_work", "2023-07-01"), "");
  store("unemployment_registration", "身份证号码,登记日期,登记地\n护照:E00000001,2023-06-20,西峰区\n");
  EXPECT_EQ(found("without_work", "2023-07-01"), "2023-06-20 2");
}

TEST_F(FamiliesTest, OneJobInEachHouseholdGoesByAnAbleMemberOfTheGroup) {
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

// The father is born on 1 April 1963: sixty on 1 April 2023.
TEST_F(FamiliesTest, WhoIsTooOldOrAtSchoolIsNotAble) {
  store("key_group_member", "身份证号码,重点群体,认定日期\n护照:E00000001,脱贫人口,2021-03-01\n");
  run(store::Statement("update person_version set birth_date = '1963-04-01'"));
  EXPECT_EQ(found("one_job_lifted", "2023-03-31"), "2021-03-01 2");
  EXPECT_EQ(found("one_job_lifted", "2023-04-01"), "");
  run(store::Statement("update person_version set birth_date = null"));
  EXPECT_EQ(found("one_job_lifted", "2023-03-31"), "");  // not known: not called able
  run(store::Statement("update person_version set birth_date = '2001-04-01'"));
  run(store::Statement(
      "insert into register_record (entity, person_id, key, valid, facts, place, source, "
      "known_from) select 'registered_state', id, 'registered_state', '(,)', "
      "'{\"state\": \"school\"}', 621002000000, '规则', '2020-01-01' from person"));
  EXPECT_EQ(found("one_job_lifted", "2023-03-31"), "");
}

TEST_F(FamiliesTest, AMinimumLivingHouseholdIsOneSinceItIsListed) {
  const auto household = make_household("minimum_living", father_, "2022-02-01");
  EXPECT_EQ(found("minimum_living", "2022-01-31", {household}), "");
  EXPECT_EQ(found("minimum_living", "2023-05-01", {household}), "2022-02-01 1");
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期,离职日期\n"
        "护照:E00000001,91000000MA0000001R,2022-05-10,2023-01-31\n");
  EXPECT_EQ(found("minimum_living", "2022-06-01", {household}), "");
  EXPECT_EQ(found("minimum_living", "2023-05-01", {household}), "2023-02-01 1");
}

TEST_F(FamiliesTest, AJobThatIsTakenBackNeverWas) {
  store("unemployment_registration", "身份证号码,登记日期,登记地\n护照:E00000001,2023-04-01,西峰区\n");
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期\n护照:E00000002,91000000MA0000001R,2023-05-10\n");
  EXPECT_EQ(found("without_work", "2023-06-01"), "");
  run(store::Statement("update employment set known_to = now()"));
  EXPECT_EQ(found("without_work", "2023-06-01"), "2023-04-01 2");
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
    std::ofstream(path) << "rule,zh,…\n" << line << "\n";
    const auto read = FamilyRules::read(path, vocabulary_);
    return read.ok() ? std::string("none") : to_text(read.error());
  };
  EXPECT_EQ(said("a,甲,A,registered,,registered,,,20,365,30,6,window_clerk,文"), "none");
  for (const char* wrong :
       {"a,甲,A,registered,,registered,,,20,365,30,6,window_clerk",
        "a,甲,A,nothing,,registered,,,20,365,30,6,window_clerk,文",
        "a,甲,A,registered,nobody,any,,,20,365,30,6,window_clerk,文",
        "a,甲,A,registered,,any,,,20,365,30,6,window_clerk,文",
        "a,甲,A,registered,,able,16,,20,365,30,6,window_clerk,文",
        "a,甲,A,registered,,able,59-16/16-54,,20,365,30,6,window_clerk,文",
        "a,甲,A,registered,,able,16-59/16-54,asleep,20,365,30,6,window_clerk,文",
        "a,甲,A,registered,,registered,,,0,365,30,6,window_clerk,文",
        "a,甲,A,registered,,registered,,,many,365,30,6,window_clerk,文",
        "a,甲,A,registered,,registered,,,20,365,30,6,,文"}) {
    EXPECT_NE(said(wrong).find(":2"), std::string::npos) << wrong << ": " << said(wrong);
  }
  std::filesystem::remove(path);
}

TEST_F(FamiliesTest, APackPutsItsOwnLinesOverThoseOfTheInstallation) {
  const auto path = std::filesystem::temp_directory_path() / (database_.name() + "_pack.csv");
  std::ofstream(path) << "rule,zh,…\n"
                         "without_work,零就业家庭,F,registered,,registered,,,10,180,30,6,"
                         "first_checker,市里的办法\n"
                         "low_income_edge,低保边缘,L,registered,low_income_edge,any,,,0,1,1,1,"
                         "window_clerk,这里不管\n"
                         "veterans,退役军人家庭,V,registered,veteran,any,,,5,90,30,6,"
                         "window_clerk,另加的\n";
  FamilyRules rules = rules_;
  ASSERT_TRUE(rules.add(path, vocabulary_, true).ok());
  EXPECT_EQ(rules.find("without_work")->working_days, 10);
  EXPECT_EQ(rules.find("without_work")->owner, "first_checker");
  EXPECT_EQ(rules.find("low_income_edge"), nullptr);
  EXPECT_EQ(rules.find("veterans")->working_days, 5);
  EXPECT_NE(rules.find("one_job_lifted"), nullptr);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace leye::families
