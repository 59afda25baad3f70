// What is entered late: when a word is asked for, and what a file tells of two times.
#include "registers/late_entries.hpp"

#include <fstream>

#include "registers/entry.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class LateEntriesTest : public RegisterTest {
 protected:
  Instant store(const char* kind, const std::string& sheet) {
    auto transaction = begin();
    const Instant learnt = next_minute();
    Import import(transaction, vocabulary_, cipher_, {kind, "窗口录入", learnt, day("2022-01-10")});
    const auto report = must(import.run(intake::bytes_of(sheet)));
    EXPECT_TRUE(report.problems.empty()) << report.problems.front().message;
    must(import.store());
    must(transaction.commit());
    return learnt;
  }
  LateEntry entry(std::int64_t person) {
    return {"employment", person,   std::nullopt, day("2022-01-04"), start_,
            "王窗口",     "停电，纸质办理", 7,     "李窗口",          next_minute()};
  }
  std::int64_t somebody() {
    store("person", "身份证号码,姓名,常住地\n护照:E00000001,张补,西峰区\n");
    auto transaction = begin();
    return must(person_with_number(transaction, cipher_, "passport:E00000001"));
  }
};

TEST_F(LateEntriesTest, AWordIsAskedForAfterAsManyDaysAsTheDataSays) {
  const auto rules = must(LateRules::load(vocabulary_));
  const Entity& job = *vocabulary_.find_entity("employment");
  const auto late = [&](const char* fact, const char* on, const char* today) {
    return rules.late(
        job, [&](const Fact& of) { return of.id == fact ? std::string(on) : ""; }, day(today));
  };
  EXPECT_FALSE(late("start_date", "2023-05-01", "2023-05-31").has_value());  // the thirtieth day
  const auto found = late("start_date", "2023-05-01", "2023-06-01");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->days, 30);
  EXPECT_EQ(found->fact->id, "start_date");
  EXPECT_EQ(found->happened_on, day("2023-05-01"));
  EXPECT_TRUE(late("start_date", "2023/5/1", "2023-06-01").has_value());
  EXPECT_FALSE(late("end_date", "2023-05-01", "2023-05-16").has_value());
  EXPECT_TRUE(late("end_date", "2023-05-01", "2023-05-17").has_value());
  EXPECT_FALSE(late("contract_end", "2020-05-01", "2023-05-17").has_value());
  EXPECT_FALSE(late("start_date", "2023-07-01", "2023-06-01").has_value());
  EXPECT_EQ(rules.days_of(job, *job.find_fact("end_date")), 15);
  EXPECT_EQ(rules.days_of(job, *job.find_fact("signed_on")), 0);
}

TEST_F(LateEntriesTest, EveryRuleNamesAFactThatThereIs) {
  std::ifstream file(resource("data/registers/late.csv").value());
  std::string line;
  std::getline(file, line);
  int rules = 0;
  for (; std::getline(file, line); ++rules) {
    const auto comma = line.find(',');
    const auto* entity = vocabulary_.find_entity(line.substr(0, comma));
    ASSERT_NE(entity, nullptr) << line;
    const auto fact = line.substr(comma + 1, line.find(',', comma + 1) - comma - 1);
    ASSERT_NE(entity->find_fact(fact), nullptr) << line;
    EXPECT_EQ(entity->find_fact(fact)->type, FactType::day) << line;
  }
  EXPECT_GT(rules, 0);
}

TEST_F(LateEntriesTest, MomentsAreThoseOfChina) {
  EXPECT_EQ(business_day(must(moment_in_china("2023-10-14T00:00"))), day("2023-10-14"));
  EXPECT_EQ(business_day(must(moment_in_china("2023-10-14T23:59"))), day("2023-10-14"));
  EXPECT_EQ(business_day(end_of(day("2023-10-14"))), day("2023-10-14"));
  EXPECT_EQ(business_day(end_of(day("2023-10-14")) + std::chrono::microseconds(1)),
            day("2023-10-15"));
  for (const char* wrong : {"2023-10-14", "2023-10-14T24:00", "2023-10-14T09:60",
                            "2023-02-30T09:00", "2023-10-14 09:00", "2023-10-14T9:000"})
    EXPECT_FALSE(moment_in_china(wrong).ok()) << wrong;
}

// Two jobs of January, one entered at once and one later: what we knew between is one job; what
// held on a day of January is both, once the second is learnt.
TEST_F(LateEntriesTest, TheMatterHasItsTrueDayAndWeHaveLearntItLater) {
  const auto person = somebody();
  store("organisation", "统一社会信用代码,单位名称,注册地\n91000000MA0000001R,某厂,西峰区\n");
  const auto first = store("employment",
                           "身份证号码,单位统一社会信用代码,入职日期,离职日期\n"
                           "护照:E00000001,91000000MA0000001R,2022-01-02,2022-01-03\n");
  const auto second = store("employment",
                            "身份证号码,单位统一社会信用代码,入职日期\n"
                            "护照:E00000001,91000000MA0000001R,2022-01-04\n");
  auto transaction = begin();
  must(keep_late_entry(transaction, entry(person)));
  People people(transaction, vocabulary_, cipher_);
  const auto jobs = [&](Instant known) {
    return must(people.file(person, {day("2022-01-04"), known})).employments.size();
  };
  EXPECT_EQ(jobs(first), 1U);
  EXPECT_EQ(jobs(second), 2U);
  const auto known_before = must(late_entries_of(transaction, "person", person, second));
  EXPECT_TRUE(known_before.empty());
  const auto known = must(late_entries_of(transaction, "person", person, next_minute()));
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known.front().happened_on, day("2022-01-04"));
  EXPECT_EQ(known.front().done_at, start_);
  EXPECT_EQ(known.front().done_by, "王窗口");
  EXPECT_EQ(known.front().reason, "停电，纸质办理");
  EXPECT_EQ(known.front().recorded_by, "李窗口");
}

TEST_F(LateEntriesTest, NoReasonNobodyAndTheFutureAreRefused) {
  const auto person = somebody();
  auto transaction = begin();
  auto no_reason = entry(person);
  no_reason.reason = "";
  EXPECT_EQ(keep_late_entry(transaction, no_reason).error().where,
            std::vector<std::string>{"reason"});
  auto nobody = entry(person);
  nobody.done_by = "";
  EXPECT_EQ(keep_late_entry(transaction, nobody).error().where,
            std::vector<std::string>{"done_by"});
  auto future = entry(person);
  future.done_at = future.known_from + std::chrono::minutes(1);
  EXPECT_EQ(keep_late_entry(transaction, future).error().where,
            std::vector<std::string>{"done_at"});
}

TEST_F(LateEntriesTest, AFileOfRulesThatCannotBeReadIsRefusedByItsLine) {
  const auto path = std::filesystem::temp_directory_path() / (database_.name() + "_late.csv");
  const auto said = [&](const char* line) {
    std::ofstream(path) << "record,fact,days,why\nemployment,end_date,15,because\n" << line;
    const auto read = LateRules::read(path, vocabulary_);
    return read.ok() ? std::string("none") : to_text(read.error());
  };
  EXPECT_EQ(said("employment,start_date,30,because"), "none");
  for (const char* wrong : {"employment,start_date,soon,because", "employment,start_date,30",
                            "no_record,start_date,30,because", "employment,no_fact,30,because",
                            "employment,person,30,because"})
    EXPECT_NE(said(wrong).find(":3"), std::string::npos) << wrong << ": " << said(wrong);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace leye::registers
