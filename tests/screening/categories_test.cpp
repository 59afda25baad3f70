// Of a category screening keeps who may be recognised, who should leave and whose recognition
// lapses soon; of nobody else a row.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/resources.hpp"
#include "benefits/screening.hpp"
#include "policy/pack.hpp"
#include "registers/import.hpp"
#include "store/test_database.hpp"

namespace leye::benefits {
namespace {

const char* const rules = R"(---
标题: 类别
---
# 类别

> [一 句1] 持有残疾人证的人, 由公共就业服务机构认定为就业困难人员, 一年有效; 退休的退出

```policy
类别 就业困难人员 "hard to employ" (hard_to_employ) 对 人员
  认定 县区公共就业服务机构
  凭证 "残疾人证"
  有效期 12 个月
  认定条件
    人员.残疾等级 不为 无
  退出条件
    人员.出生日期 周岁 于 申请日期 60 以上

类别 年长的人 "an older person" (older) 对 人员
  无需认定
  认定条件
    人员.出生日期 周岁 于 申请日期 50 以上
```
)";

// The day of the screening is 2023-07-01.
const char* const people = R"(身份证号码,姓名,常住地,残疾等级
000000197001010115,甲,西峰区,三级
000000197002020227,乙,西峰区,三级
000000197003030339,丙,西峰区,三级
000000197004040440,丁,西峰区,三级
000000197005050552,戊,西峰区,三级
000000197006060664,己,西峰区,
000000197007070776,庚,西峰区,三级
000000197008080888,辛,西峰区,三级
00000019700909099X,壬,西峰区,三级
)";
const char* const recognitions = R"(身份证号码,认定类别,认定日期,有效期至,退出日期
000000197002020227,hard_to_employ,2023-01-01,,
000000197003030339,hard_to_employ,2023-01-01,2023-07-01,
000000197004040440,hard_to_employ,2022-08-01,2023-07-31,
000000197005050552,hard_to_employ,2022-08-02,2023-08-01,
000000197007070776,hard_to_employ,2022-08-02,,2023-07-01
000000197008080888,another_category,2022-08-02,,
00000019700909099X,hard_to_employ,2022-08-01,2023-07-31,
00000019700909099X,hard_to_employ,2023-06-01,2024-05-31,
)";

class Categories : public testing::Test {
 protected:
  Categories() {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "1-categories.md") << rules;
    plan_ = must(policy::load_pack(folder_, vocabulary_));
    auto transaction = begin();
    must(transaction.execute(
        "insert into leye.place (code, name, level, parent) values "
        "(620000000000, '甘肃省', 1, null), (621000000000, '庆阳市', 2, 620000000000), "
        "(621002000000, '西峰区', 3, 621000000000) on conflict do nothing"));
    must(transaction.commit());
    import("人员", people);
    import("认定记录", recognitions);
  }
  ~Categories() override { std::filesystem::remove_all(folder_); }

  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result.ok()) << to_text(result.error());
    return std::move(result).value();
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  void import(const char* kind, const std::string& text) {
    auto transaction = begin();
    registers::Import import(transaction, vocabulary_, cipher_,
                             {kind, "测试", now_, Day::parse("2020-01-01").value()});
    const auto report = must(import.run(intake::bytes_of(text)));
    EXPECT_EQ(report.bad, 0) << kind;
    must(import.store());
    must(transaction.commit());
  }
  // "name outcome place" of each result.
  std::string screened(const char* on, ScreeningReport& report) {
    store::Pool pool(database_.dsn(), 4);
    ScreeningOrder order{store::TestDatabase::area, Day::parse(on).value(), now_};
    order.compare_every = 1;
    report = must(screen(pool, plan_, vocabulary_, order, [](const Progress&) {}));
    auto transaction = begin();
    std::string out;
    for (const store::Row row : must(
             transaction.query("select name, outcome, screening_result.place from screening_result "
                               "join person_identity using (person_id) order by outcome, "
                               "position(name in '甲乙丙丁戊己庚辛壬')"))) {
      out += fmt::format("{} {} {}\n", row.get<std::string>("name"),
                         row.get<std::string>("outcome"), row.get<std::int64_t>("place"));
    }
    return out;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("leye-category-" + std::to_string(::getpid()));
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = must(Vocabulary::load(resource("vocabulary").value()));
  policy::Plan plan_;
  Instant now_{std::chrono::hours(24 * 19000)};
};

TEST_F(Categories, AreKeptOnlyWhereSomebodyHasToAct) {
  ScreeningReport report;
  // 丙's last day is today, 丁's is the thirtieth from now, 戊's the thirty-first; 庚's recognition
  // ended today; 壬 was recognised again.
  EXPECT_EQ(screened("2023-07-01", report),
            "甲 eligible 621002000000\n"
            "庚 eligible 621002000000\n"
            "辛 eligible 621002000000\n"
            "丙 lapses_soon 621002000000\n"
            "丁 lapses_soon 621002000000\n");
  auto transaction = begin();
  const auto tallies = must(tally(transaction));
  ASSERT_EQ(tallies.size(), 1U);
  EXPECT_EQ(tallies[0].eligible, 3);
  EXPECT_EQ(tallies[0].lapses_soon, 2);
  EXPECT_EQ(tallies[0].should_leave, 0);
}

TEST_F(Categories, WhoMeetsTheConditionsOfExitShouldLeave) {
  ScreeningReport report;
  screened("2023-07-01", report);
  // All are sixty by then. Of those who were recognised only 乙 still is.
  EXPECT_EQ(screened("2030-10-01", report),
            "甲 eligible 621002000000\n"
            "丙 eligible 621002000000\n"
            "丁 eligible 621002000000\n"
            "戊 eligible 621002000000\n"
            "庚 eligible 621002000000\n"
            "辛 eligible 621002000000\n"
            "壬 eligible 621002000000\n"
            "乙 should_leave 621002000000\n");
  EXPECT_EQ(report.vanished, 0);
  EXPECT_EQ(report.changed, 2);  // 丙 and 丁
  EXPECT_EQ(report.inserted, 3);
}

}  // namespace
}  // namespace leye::benefits
