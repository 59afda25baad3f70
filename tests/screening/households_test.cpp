// Households in rules: whether anybody at home has work is asked of the members of the household,
// in a screening and about one person alike.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/resources.hpp"
#include "benefits/assessment.hpp"
#include "benefits/screening.hpp"
#include "policy/pack.hpp"
#include "registers/export.hpp"
#include "registers/import.hpp"
#include "store/test_database.hpp"

namespace leye::benefits {
namespace {

const char* const rules = R"(---
标题: 零就业家庭
---
# 零就业家庭

> [一 句1] 家里没有人就业的, 每人 1000 元

```policy
补贴 零就业家庭补贴 "zero-employment subsidy" (zero_employment)
  每 人员
  付给 人员
  资金 就业补助资金 (employment_subsidy)
  有效 申请日期 自 2023-01-01 至 2023-12-31
  条件
    不存在 人员.家庭成员.家庭.家庭成员 名 家人 "家里没有人在岗" "nobody at home has work"
      家人.终止日期 为 无
      存在 家人.人员.招用 名 岗位
        岗位.离职日期 为 无
  标准 1000 元
```

> [二 句1] 人员名单之外, 没有人在岗的户籍家庭, 每户 500 元

```policy
补贴 家庭补助 "family grant" (family_grant)
  每 家庭
  付给 家庭.户主
  资金 就业补助资金 (employment_subsidy)
  有效 申请日期 自 2023-01-01 至 2023-12-31
  条件
    家庭.家庭类型 为 户籍家庭
    不存在 家庭.家庭成员 名 家人 "家里没有人在岗" "nobody at home has work"
      家人.终止日期 为 无
      存在 家人.人员.招用 名 岗位
        岗位.离职日期 为 无
  标准 500 元
```
)";

// 甲 and 乙 live together without work; 己, who has work, has moved out. 丁 works and lives with
// 丙. Of 戊 no household is known.
const char* const people = R"(身份证号码,姓名,常住地
000000197001010019,甲,西峰区
000000197202020029,乙,西峰区
000000196003030035,丙,西峰区
000000199004040044,丁,西峰区
000000198005050055,戊,西峰区
000000199506060061,己,西峰区
)";
const char* const households = R"(户主身份证号码,家庭类型,家庭所在地
000000197001010019,户籍家庭,西峰区
000000196003030035,户籍家庭,西峰区
000000196003030035,低保家庭,西峰区
)";
const char* const members = R"(户主身份证号码,身份证号码,关系,迁入日期,迁出日期
000000197001010019,000000197001010019,户主,,
000000197001010019,000000197202020029,配偶,,
000000197001010019,000000199506060061,子,,2022-12-31
000000196003030035/户籍家庭,000000196003030035,户主,,
000000196003030035/registered,000000199004040044,女,,
)";
const char* const hires = R"(身份证号码,统一社会信用代码,入职日期,离职日期
000000199004040044,91000000000000000K,2021-01-01,
000000199506060061,91000000000000000K,2021-01-01,
000000197202020029,91000000000000000K,2020-01-01,2020-12-31
)";

class Households : public testing::Test {
 protected:
  Households() {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "1-family.md") << rules;
    plan_ = must(policy::load_pack(folder_, vocabulary_));
    auto transaction = begin();
    must(transaction.execute(
        "insert into leye.place (code, name, level, parent) values "
        "(620000000000, '甘肃省', 1, null), (621000000000, '庆阳市', 2, 620000000000), "
        "(621002000000, '西峰区', 3, 621000000000) on conflict do nothing"));
    must(transaction.commit());
    EXPECT_EQ(import("人员", people), "6 0 0 0");
    EXPECT_EQ(import("单位",
                     "统一社会信用代码,单位名称,注册地\n"
                     "91000000000000000K,示范公司,西峰区\n"),
              "1 0 0 0");
    EXPECT_EQ(import("家庭", households), "3 0 0 0");
    EXPECT_EQ(import("家庭成员", members), "5 0 0 0");
    EXPECT_EQ(import("招用", hires), "3 0 0 0");
  }
  ~Households() override { std::filesystem::remove_all(folder_); }

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
  // "added changed same bad"
  std::string import(const char* kind, const std::string& text) {
    auto transaction = begin();
    registers::Import import(transaction, vocabulary_, cipher_,
                             {kind, "测试", now_, Day::parse("2020-01-01").value()});
    const auto report = must(import.run(intake::bytes_of(text)));
    for (const auto& problem : report.problems) problems_ += problem.message + "\n";
    must(import.store());
    must(transaction.commit());
    return fmt::format("{} {} {} {}", report.added, report.changed, report.same, report.bad);
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("leye-family-" + std::to_string(::getpid()));
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = must(Vocabulary::load(resource("vocabulary").value()));
  policy::Plan plan_;
  Instant now_{std::chrono::hours(24 * 19000)};
  std::string problems_;
};

const std::string found =
    "甲 eligible\n乙 eligible\n己 eligible\n丙 short\n丁 short\n戊 undetermined\n";

TEST_F(Households, WithoutWorkAreFoundByAScreening) {
  store::Pool pool(database_.dsn(), 4);
  ScreeningOrder order{store::TestDatabase::area, Day::parse("2023-07-01").value(), now_};
  order.block = 1;  // nobody's family is in the same block
  order.compare_every = 1;
  must(screen(pool, plan_, vocabulary_, order, [](const Progress&) {}));
  auto transaction = begin();
  std::string out;
  for (const store::Row row : must(transaction.query(
           "select name, outcome from screening_result join person_identity using (person_id) "
           "where subject_kind = 'person' "
           "order by outcome, position(name in '甲乙丙丁戊己')"))) {
    out += row.get<std::string>("name") + " " + row.get<std::string>("outcome") + "\n";
  }
  EXPECT_EQ(out, found);
  // 甲's household has nobody in work; 丙's registered one has 丁, his other one is of another kind
  // with nobody listed.
  const auto families = must(transaction.query(
      "select name, outcome, subject_id from screening_result join person_identity "
      "using (person_id) where subject_kind = 'household' order by outcome, subject_id"));
  ASSERT_EQ(families.size(), 3U);
  EXPECT_EQ(families[0].get<std::string>("name"), "甲");
  EXPECT_EQ(families[0].get<std::string>("outcome"), "eligible");
  EXPECT_EQ(families[1].get<std::string>("outcome"), "short");
  EXPECT_EQ(families[2].get<std::string>("outcome"), "short");
  // One of them by itself: the same answer.
  const Question question{plan_, vocabulary_, plan_.measures[1], order.on, now_};
  const auto one =
      must(assess(transaction, question, {families[0].get<std::int64_t>("subject_id")}));
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].answer.outcome, policy::Outcome::eligible);
}

TEST_F(Households, WithoutWorkAreFoundForOnePerson) {
  auto transaction = begin();
  std::string out;
  for (const store::Row row :
       must(transaction.query("select name, person_id from person_identity "
                              "order by position(name in '甲乙己丙丁戊')"))) {
    const Question question{plan_, vocabulary_, plan_.measures.front(),
                            Day::parse("2023-07-01").value(), now_};
    const auto answer =
        must(assess(transaction, question, {row.get<std::int64_t>("person_id")})).at(0).answer;
    const char* outcome = kept_outcome(plan_.measures.front(), answer);
    out += row.get<std::string>("name") + " " + (outcome ? outcome : "nothing") + "\n";
  }
  EXPECT_EQ(out, found);
}

TEST_F(Households, AreImportedOnceAndCorrected) {
  EXPECT_EQ(import("家庭", households), "0 0 3 0");
  EXPECT_EQ(import("家庭成员", members), "0 0 5 0");
  EXPECT_EQ(import("家庭成员",
                   "户主身份证号码,身份证号码,关系,迁入日期,迁出日期\n"
                   "000000197001010019,000000197202020029,配偶,,2023-05-31\n"),
            "0 1 0 0");
  auto transaction = begin();
  EXPECT_EQ(must(transaction.query("select count(*) as n from household_member_past"))[0]
                .get<std::int64_t>("n"),
            1);
  std::ostringstream out;
  EXPECT_EQ(must(registers::export_register(transaction, vocabulary_, cipher_, {"家庭成员"}, out)),
            5);
  EXPECT_NE(out.str().find("2023-05-31"), std::string::npos) << out.str();
}

TEST_F(Households, WhatCannotBeUnderstoodIsRefused) {
  // 丙 heads two households, 戊 none, and nobody has the last number.
  EXPECT_EQ(import("家庭成员",
                   "户主身份证号码,身份证号码,关系\n"
                   "000000196003030035,000000198005050055,其他\n000000198005050055,"
                   "000000197001010019,其他\n000000197001010019,000000198507070072,其他\n"),
            "0 0 0 3");
  EXPECT_NE(problems_.find("该户主名下不止一个家庭"), std::string::npos) << problems_;
  EXPECT_NE(problems_.find("该户主的家庭尚未建档"), std::string::npos) << problems_;
  EXPECT_NE(problems_.find("该身份证号码尚未建档"), std::string::npos) << problems_;
}

}  // namespace
}  // namespace leye::benefits
