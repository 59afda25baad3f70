#include "registers/export.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "base/resources.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

class ExportFile : public testing::Test {
 protected:
  ExportFile() {
    auto transaction = begin(true);
    must(
        transaction.execute("insert into leye.place (code, name, level, parent) values "
                            "(621002000000, '西峰区', 3, 621000000000) on conflict do nothing"));
    must(transaction.commit());
  }
  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result.ok()) << to_text(result.error());
    return std::move(result).value();
  }
  store::Transaction begin(bool bypass, Place low = 0, Place high = 999'999'999'999) {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = bypass;
    scope.place_lo = low;
    scope.place_hi = high;
    return store::Transaction::begin(connection_, scope).value();
  }
  ImportOrder order(const char* kind) {
    ++minute_;
    return {kind, "测试", Instant(std::chrono::hours(24 * 19000)) + std::chrono::minutes(minute_),
            Day::parse("2023-06-01").value()};
  }
  ImportReport import(const char* kind, const std::string& text) {
    auto transaction = begin(true);
    Import import(transaction, vocabulary_, cipher_, order(kind));
    ImportReport report = must(import.run(intake::bytes_of(text)));
    must(import.store());
    must(transaction.commit());
    return report;
  }
  std::string exported(const ExportOrder& wanted, Place low = 0, Place high = 999'999'999'999) {
    auto transaction = begin(false, low, high);
    std::ostringstream out;
    const auto rows = must(export_register(transaction, vocabulary_, cipher_, wanted, out));
    EXPECT_EQ(must(count_exported(transaction, vocabulary_, wanted.kind)), rows) << wanted.kind;
    return out.str();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  int minute_ = 0;
};

TEST_F(ExportFile, WhatGoesOutComesBackAsTheSame) {
  import("person",
         "身份证号码,姓名,常住地,文化程度,联系电话,退役军人,民族\n"
         "000000199001010018,王䶮,西峰区,大学本科毕业,13900001234,是,汉族\n"
         "000000197506150025,=1+1,西峰区,,,否,\n");
  import("organisation",
         "统一社会信用代码,单位名称,注册地,所属行业,银行账号\n"
         "91000000000000000K,\"示范，有限\"\"公司\"\"\",西峰区,0111,6222000000000001234\n");
  import("employment",
         "身份证号码,统一社会信用代码,入职日期,职业,月工资\n"
         "000000199001010018,91000000000000000K,2023-08-01,4-03-02-01,3500.5\n");
  import("insurance_spell",
         "身份证号码,统一社会信用代码,险种,起始月\n"
         "000000199001010018,91000000000000000K,失业保险,2023-09\n");
  import("organisation_year",
         "统一社会信用代码,年度,月平均参保人数,单位实缴失业保险费\n"
         "91000000000000000K,2022,361/12,7000\n");
  for (const char* kind :
       {"person", "organisation", "employment", "insurance_spell", "organisation_year"}) {
    for (const auto encoding : {intake::Encoding::utf8, intake::Encoding::gb18030}) {
      for (const Headings headings : {Headings::labels, Headings::element_codes}) {
        const std::string text = exported({kind, encoding, headings});
        const ImportReport again = import(kind, text);
        EXPECT_EQ(again.added + again.changed + again.bad, 0) << kind << "\n" << text;
        EXPECT_GT(again.same, 0) << kind;
      }
    }
  }
}

// U+4DAE, U+2CC56 and U+30EDE: of Extension A, E and G, the last two beyond the basic plane.
TEST_F(ExportFile, RareCharactersOfNamesAreReadFoundAndWritten) {
  const std::string sheet =
      "身份证号码,姓名,常住地\n"
      "000000199001010018,王䶮,西峰区\n000000197506150025,李𬱖𰻞,西峰区\n";
  EXPECT_EQ(import("person", intake::to_gb18030(sheet)).added, 2);
  EXPECT_EQ(import("person", sheet).same, 2);
  auto transaction = begin(false);
  People people(transaction, vocabulary_, cipher_);
  for (const char* wanted : {"李𬱖𰻞", "𬱖𰻞", "李𬱖", "𬱖"}) {
    const auto found = must(people.find(wanted, 5));
    ASSERT_EQ(found.size(), 1U) << wanted;
    EXPECT_EQ(found.front().name, "李𬱖𰻞");
  }
  EXPECT_EQ(must(people.find("王䶮", 5)).size(), 1U);
  must(transaction.commit());
  const auto written = exported({"person", intake::Encoding::gb18030, Headings::labels});
  EXPECT_NE(written.find(intake::to_gb18030("李𬱖𰻞")), std::string::npos);
  EXPECT_NE(written.find(intake::to_gb18030("王䶮")), std::string::npos);
}

TEST_F(ExportFile, IsSafeInASpreadsheetAndKeepsToTheCallersPlaces) {
  import("person", "身份证号码,姓名,常住地\n000000197506150025,=1+1,西峰区\n");
  const std::string text = exported({"person"});
  EXPECT_NE(text.find("'000000197506150025,'=1+1,"), std::string::npos) << text;
  const std::string elsewhere = exported({"person"}, 110000000000, 119999999999);
  EXPECT_EQ(elsewhere.find("197506150025"), std::string::npos);
}

}  // namespace
}  // namespace leye::registers
