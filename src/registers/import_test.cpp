#include "registers/import.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "base/resources.hpp"
#include "intake/csv_writer.hpp"
#include "intake/workbook.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class ImportFile : public RegisterTest {
 protected:
  ImportOrder order(const char* kind) {
    return {kind, "测试导入", next_minute(), day("2023-06-01"), 0, 999'999'999'999, {}};
  }
  // "new changed same bad" of a file; stored if there is anything to store.
  std::string import(const char* kind, const std::string& text, bool store = true) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_, order(kind));
    const auto report = import.run(intake::bytes_of(text));
    if (!report.ok()) return to_text(report.error());
    if (store) {
      must(import.store());
      must(transaction.commit());
    }
    problems_.clear();
    for (const CellProblem& problem : report.value().problems) {
      problems_ += fmt::format("{} {} [{}] {}\n", problem.row, problem.column, problem.value,
                               problem.message);
      EXPECT_FALSE(problem.fix.empty()) << problem.message;
    }
    return fmt::format("{} {} {} {}", report.value().added, report.value().changed,
                       report.value().same, report.value().bad);
  }
  std::int64_t count(store::Statement statement) {
    auto transaction = begin();
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }

  std::string problems_;
};

const std::string people =
    "城乡劳动力登记表,,,,\n"
    "*身份证号码,姓名,现住地行政区划,文化程度,手机号码\n"
    "000000199001010018,王小明,西峰区,本科,13900001234\n"
    "'00000019750615002５,欧阳小丽,621022,,\n"
    "合计：2人,,,,\n";
const std::string firm =
    "AAB998,AAB004,注册地,单位类型,银行账号\n"
    "91000000000000000K,庆阳市示范有限公司,西峰区,企业,6222000000000001\n";

TEST_F(ImportFile, TheSameFileTwiceChangesNothing) {
  EXPECT_EQ(import("person", people), "2 0 0 0");
  EXPECT_EQ(import("person", people), "0 0 2 0");
  EXPECT_EQ(import("人员", people), "0 0 2 0");
  EXPECT_EQ(count("select count(*) as n from person_version"), 2);
  EXPECT_EQ(count("select count(*) as n from person_identity where place = 621022000000"), 1);
  EXPECT_EQ(import("organisation", firm), "1 0 0 0");
  EXPECT_EQ(import("organisation", firm), "0 0 1 0");
  EXPECT_EQ(count("select count(*) as n from organisation_version"), 1);
}

// Title, unit, headings of two levels, merged cells, a hidden row, an ID number that became a
// number, a sum and a signature; saved by an office program in both forms.
TEST_F(ImportFile, ReadsARosterAsABureauMakesIt) {
  const std::string folder = LEYE_SOURCE_DIR "/tests/sheets/";
  const auto read = [&](const std::string& name, ImportReport& report) {
    const auto book = must(intake::Workbook::open({.bytes = {}, .path = folder + name}));
    auto rows = must(book.rows(book.first_visible()));
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_, order("person"));
    report = must(import.run(*rows));
    must(import.store());
    must(transaction.commit());
  };
  ImportReport report;
  read("roster.xlsx", report);
  EXPECT_EQ(report.form, "XLSX");
  EXPECT_EQ(report.rows, 3);
  EXPECT_EQ(report.added, 2);
  EXPECT_EQ(report.bad, 1);
  EXPECT_EQ(report.hidden_rows, 1);
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].row, 7);
  EXPECT_EQ(report.problems[0].column, "身份证号");
  EXPECT_NE(report.problems[0].message.find("数字已丢失"), std::string::npos);
  ASSERT_EQ(report.skipped.size(), 2U);
  EXPECT_EQ(report.skipped[0].text, "合计:3人");
  EXPECT_EQ(report.skipped[1].row, 9);
  EXPECT_EQ(report.layout.heading_first, 4);  // the lowest of the headings is enough
  EXPECT_EQ(report.layout.heading_last, 4);
  EXPECT_EQ(report.layout.ignored(), std::vector<std::string>{"序号"});
  EXPECT_EQ(count("select count(*) as n from person_identity where name in ('王䶮', '张𬱖')"),
            2);
  // The old form does not say what is merged: the second person has no place there.
  read("roster.xls", report);
  EXPECT_EQ(report.form, "XLS");
  EXPECT_EQ(report.same, 1);
  EXPECT_EQ(report.bad, 2);
}

TEST_F(ImportFile, AColumnIsWhatTheUserSays) {
  const std::string text =
      "证号,姓名,常住地,电话,电话\n000000199001010018,王小明,西峰区,13900001234,13900005678\n";
  EXPECT_NE(import("person", text).find("缺少“身份证号码”"), std::string::npos);
  auto transaction = begin();
  ImportOrder chosen = order("person");
  chosen.columns = {{0, "id_number"}, {4, "phone"}};
  Import import(transaction, vocabulary_, cipher_, chosen);
  const auto report = must(import.run(intake::bytes_of(text)));
  EXPECT_EQ(report.added, 1);
  EXPECT_TRUE(report.layout.columns[0].chosen);
  EXPECT_TRUE(report.layout.columns[3].repeated);
  EXPECT_EQ(report.layout.columns[4].fact->id, "phone");
}

TEST_F(ImportFile, AmountsAreConvertedFromTheUnitOfTheHeading) {
  import("person", people);
  import("organisation", firm);
  EXPECT_EQ(import("employment",
                   "身份证号码,单位统一社会信用代码,就业日期,月收入（万元）\n"
                   "000000199001010018,91000000000000000K,2023-08-01,0.35\n"),
            "1 0 0 0");
  EXPECT_EQ(import("employment",
                   "就业花名册,,,单位：万元\n身份证号码,单位统一社会信用代码,就业日期,月收入\n"
                   "000000197506150025,91000000000000000K,2023-08-01,0.42\n"),
            "1 0 0 0");
  EXPECT_EQ(count("select sum(wage_fen)::bigint as n from employment"), 350000 + 420000);
}

TEST_F(ImportFile, PreviewStoresNothing) {
  EXPECT_EQ(import("person", people, false), "2 0 0 0");
  EXPECT_EQ(count("select count(*) as n from person"), 0);
}

TEST_F(ImportFile, AChangeKeepsWhatHeldBefore) {
  import("person", people);
  EXPECT_EQ(import("person",
                   "身份证号码,姓名,常住地,文化程度,手机号码\n"
                   "000000199001010018,王晓明,环县,硕士,\n"),
            "0 1 0 0");
  auto transaction = begin();
  People register_of_people(transaction, vocabulary_, cipher_);
  const auto cards = must(register_of_people.find("000000199001010018", 5));
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards[0].name, "王晓明");
  EXPECT_EQ(cards[0].place, 621022000000);
  const AsOf now{day("2023-07-01"), start_ + std::chrono::hours(10)};
  const auto file = must(register_of_people.file(cards[0].id, now));
  EXPECT_EQ(file.person.value("education"), "14");
  EXPECT_EQ(file.person.value("birth_date"), "1990-01-01");  // from the number
  EXPECT_EQ(file.person.value("phone"), "13900001234");      // an empty cell says nothing
  const AsOf then{day("2023-07-01"), start_ + std::chrono::minutes(1)};
  EXPECT_EQ(must(register_of_people.file(cards[0].id, then)).person.value("education"), "20");
  EXPECT_EQ(count("select count(*) as n from person_identity_past where name = '王小明'"), 1);
}

TEST_F(ImportFile, TwoPhonesOfOnePersonInOneFileAreNoChangeButAMistake) {
  import("person", people);
  EXPECT_EQ(import("person",
                   "身份证号码,姓名,常住地,手机号码\n"
                   "000000199001010018,王小明,环县,13900001111\n"
                   "000000199001010018,王小明,环县,13900002222\n"),
            "0 1 0 1");
  EXPECT_EQ(count("select count(*) as n from person_identity_past"), 1);
}

TEST_F(ImportFile, TwoImportsShareATransaction) {
  auto transaction = begin();
  const auto store = [&](const char* kind, const std::string& text) {
    Import import(transaction, vocabulary_, cipher_, order(kind));
    const auto report = must(import.run(intake::bytes_of(text)));
    must(import.changes());
    must(import.store());
    return report.added;
  };
  EXPECT_EQ(store("person", people), 2);
  EXPECT_EQ(store("organisation", firm), 1);
  EXPECT_EQ(store("person", people), 0);
  must(transaction.commit());
  EXPECT_EQ(count("select count(*) as n from person"), 2);
}

TEST_F(ImportFile, SaysWhatWouldChangeFactByFact) {
  import("person", people);
  import("organisation", firm);
  const auto changes = [&](const char* kind, const std::string& text) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_, order(kind));
    must(import.run(intake::bytes_of(text)));
    const ImportChanges found = must(import.changes());
    std::string all;
    for (const auto& [fact, rows] : found.facts) all += fmt::format("{}×{} ", fact->zh, rows);
    for (const auto& [row, fact, before, after] : found.rows) {
      all += fmt::format("| {} {} {}→{}", row, fact->zh, before, after);
    }
    return all;
  };
  EXPECT_EQ(changes("person",
                    "身份证号码,姓名,常住地,文化程度,手机号码\n"
                    "000000199001010018,王晓明,西峰区,硕士研究生,13911112222\n"
                    "000000197506150025,欧阳小丽,环县,,\n"),
            "文化程度×1 姓名×1 联系电话×1 | 2 文化程度 大学本科教育→硕士研究生毕业"
            "| 2 姓名 王小明→王晓明| 2 联系电话 ***→***");
  const std::string hire =
      "身份证号码,单位统一社会信用代码,就业日期,月工资\n000000199001010018,91000000000000000K,";
  import("employment", hire + "2023-08-01,3500\n");
  EXPECT_EQ(changes("employment", hire + "2023-08-01,3600.50\n"),
            "月工资×1 | 2 月工资 3500.00→3600.50");
  EXPECT_EQ(changes("employment", hire + "2023-08-01,3500\n"), "");
}

TEST_F(ImportFile, NamesEachWrongRowAndColumn) {
  const std::string wrong =
      "身份证号码,姓名,常住地,文化程度,出生日期,联系电话\n"
      "000000199001010019,甲,西峰区,本科,,\n"
      "5.10E+17,乙,西峰区,本科,,\n"
      "000000199001010018,丙,月亮,本科,,\n"
      "000000197506150025,丁,西峰区,博士后,,\n"
      "000000199001010069,戊,西峰区,,1990-01-02,\n"
      "000000199001010018,己,西峰区,,,123\n"
      ",庚,西峰区,,,\n"
      "000000197506150025,辛,西峰区,,1975/6/15,\n"
      "000000197506150025,壬,西峰区,,1975.6.15,\n";
  EXPECT_EQ(import("person", wrong), "1 0 0 8");
  for (const char* expected :
       {"2 身份证号码 [000000199001010019] 身份证号码校验码不符", "3 身份证号码 [5.10E+17]",
        "4 常住地 [月亮]", "5 文化程度 [博士后]", "6 出生日期 [1990-01-02] 与身份证号码",
        "7 联系电话 [123]", "8 身份证号码 [] 必填项为空", "10 身份证号码 [] 与前面某一行"}) {
    EXPECT_NE(problems_.find(expected), std::string::npos) << expected << "\n" << problems_;
  }
}

TEST_F(ImportFile, AYearThatIsNoneIsAWrongRow) {
  import("organisation", firm);
  const std::string code = "91000000000000000K,";
  EXPECT_EQ(
      import("organisation_year", "统一社会信用代码,年度,年末参保人数\n" + code + "2022,30\n" +
                                      code + "23,30\n" + code + "20230,30\n" + code + "2021,-3\n"),
      "1 0 0 3");
  EXPECT_NE(problems_.find("3 年度 [23] 不是年份"), std::string::npos) << problems_;
  EXPECT_NE(problems_.find("4 年度 [20230] 不是年份"), std::string::npos) << problems_;
}

TEST_F(ImportFile, WritesTheWrongRowsWithTheRemedy) {
  auto transaction = begin();
  Import import(transaction, vocabulary_, cipher_, order("person"));
  const std::string text =
      "身份证号码,姓名,常住地\n000000199001010019,=cmd(),西峰区\n000000199001010018,王小明,"
      "西峰区\n";
  must(import.run(intake::bytes_of(text)));
  std::ostringstream out;
  intake::CsvReader same(intake::bytes_of(text));
  intake::CsvWriter writer(out, intake::Encoding::utf8);
  must(import.write_wrong_rows(same, [&](const auto& cells) { writer.write(cells); }));
  EXPECT_NE(out.str().find("错误说明,修改办法\r\n"), std::string::npos);
  EXPECT_NE(out.str().find("'000000199001010019,'=cmd(),西峰区,身份证号码：身份证号码校验码不符"),
            std::string::npos)
      << out.str();
  EXPECT_EQ(out.str().find("王小明"), std::string::npos);
}

TEST_F(ImportFile, RefusesASheetWithoutItsRequiredHeadings) {
  EXPECT_NE(import("person", "姓名,性别\n王小明,男\n").find("身份证号码"), std::string::npos);
  EXPECT_NE(import("moon", people).find("不能导入"), std::string::npos);
}

TEST_F(ImportFile, SpellsFindTheirPersonAndEmployer) {
  import("person", people);
  import("organisation", firm);
  const std::string hires =
      "身份证号码,单位统一社会信用代码,就业日期,合同类型,合同结束日期,月工资（元）\n"
      "000000199001010018,91000000000000000K,2023年8月1日,固定期限,2024-07-31,\"3,500\"\n"
      "000000199001010069,91000000000000000K,2023-08-01,固定期限,,\n"
      "000000197506150025,91000000MA0000000N,2023-08-01,固定期限,,\n"
      "000000197506150025,91000000000000000K,2023-08-02,,2023-08-01,\n";
  EXPECT_EQ(import("employment", hires), "2 0 0 2");
  EXPECT_NE(problems_.find("3 人员 [] 该身份证号码尚未建档"), std::string::npos) << problems_;
  EXPECT_NE(problems_.find("4 人员 [] 该统一社会信用代码尚未建档"), std::string::npos);
  EXPECT_EQ(import("employment", hires), "0 0 2 2");
  EXPECT_EQ(import("employment",
                   "身份证号码,统一社会信用代码,入职日期,离职日期\n"
                   "000000199001010018,91000000000000000K,20230801,20231031\n"),
            "0 1 0 0");
  EXPECT_EQ(count("select count(*) as n from employment"), 2);
  EXPECT_EQ(count("select count(*) as n from employment_past"), 1);
  EXPECT_EQ(count("select wage_fen as n from employment where end_date = '2023-10-31'"), 350000);

  EXPECT_EQ(import("insurance_spell",
                   "AAC002,AAB998,AAE140,AAE041,AAE042\n"
                   "000000199001010018,91000000000000000K,210,202309,\n"
                   "000000199001010018,,养老保险,2023-09,2023-10\n"),
            "2 0 0 0");
  EXPECT_EQ(import("education_record",
                   "证件号码,学历,毕业院校,毕业时间\n"
                   "000000199001010018,本科毕业,陇东学院,2023-06-25\n"),
            "1 0 0 0");
  EXPECT_EQ(import("organisation_year",
                   "统一社会信用代码,年度,月平均参保人数,裁员人数,单位实缴失业保险费\n"
                   "91000000000000000K,2022,30.25,1,7000.50\n"),
            "1 0 0 0");
  EXPECT_EQ(count("select headcount_mean_numerator as n from organisation_year"), 121);
}

TEST_F(ImportFile, RegistrationsAsUnemployedExcludeEachOther) {
  import("person", people);
  const std::string text =
      "身份证号码,失业登记日期,失业登记注销日期,失业原因,失业登记地\n"
      "000000199001010018,2023-01-10,2023-03-31,本人辞职,西峰区\n"
      "000000199001010018,2023-03-01,,毕业后未就业,西峰区\n"
      "000000199001010018,2023-06-05,,毕业后未就业,西峰区\n";
  // The second overlaps the first and, being open, the third.
  EXPECT_EQ(import("unemployment_registration", text), "1 0 0 2");
  EXPECT_NE(problems_.find("3 人员 [] 与另一次失业登记的期间重叠"), std::string::npos) << problems_;
  EXPECT_EQ(import("unemployment_registration", text), "0 0 1 2");
  EXPECT_EQ(import("unemployment_registration",
                   "身份证号码,失业登记日期,失业登记注销日期,失业登记地\n"
                   "000000199001010018,2023-06-05,,西峰区\n"),
            "1 0 0 0");
}

TEST_F(ImportFile, ACallersPlacesAreAWall) {
  auto transaction = begin();
  ImportOrder narrow = order("person");
  narrow.place_lo = 621022000000;
  narrow.place_hi = 621022999999;
  Import import(transaction, vocabulary_, cipher_, narrow);
  const auto report = must(import.run(intake::bytes_of(people)));
  EXPECT_EQ(report.added, 1);
  EXPECT_EQ(report.bad, 1);
}

TEST_F(ImportFile, HalvesInAnyOrderGiveTheSameRegister) {
  std::string all = "身份证号码,姓名,常住地\n", first = all, second = all;
  const char* numbers[] = {"000000199001010018", "000000197506150025", "000000199001010069"};
  for (int i = 0; i < 3; ++i) {
    const std::string row = fmt::format("{},王小{},西峰区\n", numbers[i], i);
    all += row;
    if (i < 2) first += row;
    if (i > 0) second = second + row;
  }
  EXPECT_EQ(import("person", second), "2 0 0 0");
  EXPECT_EQ(import("person", first), "1 0 1 0");
  EXPECT_EQ(import("person", all), "0 0 3 0");
  EXPECT_EQ(count("select count(*) as n from person_version"), 3);
}

}  // namespace
}  // namespace leye::registers
