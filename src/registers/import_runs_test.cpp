#include "registers/import_runs.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class ImportUndone : public RegisterTest {
 protected:
  // The id of the import of this text.
  std::int64_t import(const char* kind, const std::string& text) {
    auto transaction = begin();
    const ImportOrder order{kind, "导入", next_minute(), day("2023-06-01"), 0, 999'999'999'999, {}};
    Import import(transaction, vocabulary_, cipher_, order);
    const auto report = must(import.run(intake::bytes_of(text)));
    EXPECT_EQ(report.bad, 0) << (report.problems.empty() ? "" : report.problems[0].message);
    must(import.store());
    const auto id = must(ImportRuns(transaction, vocabulary_, cipher_)
                             .record(order, report, {1, "经办", "花名册.xlsx"}));
    must(transaction.commit());
    return id;
  }
  // "removed restored kept", then whom.
  std::string undo(std::int64_t id) {
    auto transaction = begin();
    ImportRuns runs(transaction, vocabulary_, cipher_);
    const auto undone = runs.undo(id, 0, 999'999'999'999, 1, next_minute());
    if (!undone.ok()) return to_text(undone.error());
    must(transaction.commit());
    std::string text = fmt::format("{} {} {}", undone.value().removed, undone.value().restored,
                                   undone.value().kept);
    for (const KeptChange& kept : undone.value().changes) text += " " + kept.name;
    return text;
  }
  // What a query over the register counts.
  std::int64_t count(store::Statement statement) {
    auto transaction = begin();
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }
  std::string known_of(const char* number) {
    auto transaction = begin();
    People people(transaction, vocabulary_, cipher_);
    const auto cards = must(people.find(number, 5));
    if (cards.empty()) return "unknown";
    const auto file = must(people.file(cards[0].id, {day("2023-07-01"), next_minute()}));
    return fmt::format("{} {} {} {}", cards[0].name, cards[0].place, file.person.value("education"),
                       file.person.value("phone"));
  }
};

const std::string heading = "身份证号码,姓名,常住地,文化程度,手机号码\n";
const std::string one = "000000199001010018,王小明,西峰区,本科,13900001234\n";
const std::string two = "000000197506150025,欧阳小丽,环县,大专,13900005678\n";

TEST_F(ImportUndone, WhoWasAddedIsUnknownAgain) {
  const auto id = import("person", heading + one + two);
  EXPECT_EQ(undo(id), "2 0 0");
  EXPECT_EQ(known_of("000000199001010018"), "unknown");
  EXPECT_EQ(count("select count(*) as n from person_version where known_to = 'infinity'"), 0);
  EXPECT_EQ(count("select count(*) as n from person_version"), 2);  // what was said stays said
  EXPECT_NE(undo(id).find("已经撤销"), std::string::npos);
  import("person", heading + one);
  EXPECT_EQ(known_of("000000199001010018"), "王小明 621002000000 20 13900001234");
}

TEST_F(ImportUndone, WhatWasChangedIsAsBefore) {
  import("person", heading + one + two);
  const auto id =
      import("person", heading + "000000199001010018,王晓明,环县,硕士,13911112222\n" + two);
  EXPECT_EQ(known_of("000000199001010018"), "王晓明 621022000000 14 13911112222");
  EXPECT_EQ(undo(id), "0 1 0");
  EXPECT_EQ(known_of("000000199001010018"), "王小明 621002000000 20 13900001234");
  auto transaction = begin();
  People people(transaction, vocabulary_, cipher_);
  EXPECT_EQ(must(people.find("13900001234", 5)).size(), 1U);  // the phone is found again
  EXPECT_EQ(must(people.find("13911112222", 5)).size(), 0U);
}

TEST_F(ImportUndone, WhatOthersChangedSinceIsKeptAndNamed) {
  const auto first = import("person", heading + one + two);
  import("person", heading + "000000199001010018,王小明,西峰区,硕士,\n");
  EXPECT_EQ(undo(first), "1 0 1 王小明");
  EXPECT_EQ(known_of("000000199001010018"), "王小明 621002000000 14 13900001234");
  EXPECT_EQ(known_of("000000197506150025"), "unknown");
}

TEST_F(ImportUndone, WhomSomethingElseIsAboutStays) {
  const auto id = import("person", heading + one + two);
  const auto degrees = import("education_record",
                              "证件号码,学历,毕业院校,毕业时间\n"
                              "000000199001010018,本科毕业,陇东学院,2023-06-25\n");
  EXPECT_EQ(undo(id), "1 0 1 王小明");
  EXPECT_EQ(undo(degrees), "1 0 0");
  EXPECT_EQ(count("select count(*) as n from education_record where known_to = 'infinity'"), 0);
}

TEST_F(ImportUndone, SpellsAndEmployersGoBack) {
  import("person", heading + one + two);
  const auto firm = import("organisation",
                           "AAB998,AAB004,注册地,单位类型\n"
                           "91000000000000000K,庆阳市示范有限公司,西峰区,企业\n");
  const std::string hires =
      "身份证号码,单位统一社会信用代码,就业日期,月工资\n"
      "000000199001010018,91000000000000000K,2023-08-01,3500\n";
  import("employment", hires);
  const auto changed = import("employment", hires +
                                                "000000197506150025,91000000000000000K,"
                                                "2023-08-02,3600\n");
  const auto raised = import("employment",
                             "身份证号码,单位统一社会信用代码,就业日期,月工资\n"
                             "000000199001010018,91000000000000000K,2023-08-01,9900\n");
  EXPECT_EQ(undo(raised), "0 1 0");
  EXPECT_EQ(count("select wage_fen as n from employment where start_date = '2023-08-01'"), 350000);
  EXPECT_EQ(undo(changed), "1 0 0");
  EXPECT_EQ(count("select count(*) as n from employment where known_to = 'infinity'"), 1);
  EXPECT_EQ(undo(firm), "0 0 1 庆阳市示范有限公司");  // somebody works there
}

TEST_F(ImportUndone, ColumnsChosenAreRemembered) {
  auto transaction = begin();
  ImportRuns runs(transaction, vocabulary_, cipher_);
  const Entity& person = *vocabulary_.find_entity("person");
  const intake::Row row{1, {{"证号"}, {"姓名"}, {"常住地"}, {"电话"}}, false};
  const std::vector<KeptRow> rows{KeptRow::of(row)};
  const Layout chosen = find_layout(person, rows, {{0, "id_number"}, {3, ""}});
  EXPECT_TRUE(must(runs.remembered(person, chosen)).empty());
  must(runs.remember(person, chosen, 1, next_minute()));
  const Layout fresh = find_layout(person, rows);
  ASSERT_EQ(fresh.missing.size(), 1U);
  const auto choices = must(runs.remembered(person, fresh));
  ASSERT_EQ(choices.size(), 2U);
  EXPECT_EQ(choices[0].fact, "id_number");
  EXPECT_EQ(choices[1].fact, "");
  EXPECT_TRUE(find_layout(person, rows, choices).missing.empty());
}

}  // namespace
}  // namespace leye::registers
