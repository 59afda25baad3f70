// Expected by hand from the tables of 统计上大中小微型企业划分办法 (2017) and from the words of the four
// formulas of packs/china/layoff-rate.md.
#include "benefits/employer_years.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "policy/pack_vocabulary.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::benefits {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string years_head =
    "统一社会信用代码,年度,从业人员,营业收入,资产总额,年初参保人数,年末参保人数,月平均参保人数,"
    "领取失业保险金人数,新增领取失业保险金人数\n";

class EmployerYearsTest : public registers::RegisterTest {
 protected:
  EmployerYearsTest() {
    words_ = must(policy::vocabulary_of_pack(vocabulary_, pack()));
    rules_ = must(YearRules::load(pack(), words_));
  }
  static std::filesystem::path pack() { return resource("packs/qingyang-2023").value(); }
  static void must(const Status& status) { ASSERT_TRUE(status.ok()) << to_text(status.error()); }
  using RegisterTest::must;

  void import(const char* kind, const std::string& text) {
    auto transaction = begin();
    registers::Import import(transaction, words_, cipher_,
                             {kind, "测试表", next_minute(), day("2020-01-01")});
    EXPECT_EQ(must(import.run(intake::bytes_of(text))).bad, 0);
    must(import.store());
    must(transaction.commit());
  }
  void import_firm(const std::string& industry, const std::string& years) {
    import("organisation", "统一社会信用代码,单位名称,注册地,划型行业\n91000000000000000K,某厂,西峰区," +
                               industry + "\n");
    import("organisation_year", years_head + years);
  }
  std::vector<EmployerYear> years(policy::Language language = policy::Language::zh) {
    auto transaction = begin();
    const auto id = must(transaction.query(store::Statement(
        "select min(id) as id from organisation")))[0].get<std::int64_t>("id");
    const YearsQuestion question{words_, day("2023-11-10"), next_minute(), language};
    return must(employer_years(transaction, rules_, question, id));
  }
  static std::string labels(const std::vector<YearFigure>& figures) {
    std::string all;
    for (const auto& figure : figures) all += fmt::format("{} {};", figure.label, figure.value);
    return all;
  }
  static std::string rates(const EmployerYear& year) {
    std::string all;
    for (const auto& rate : year.rates)
      all += fmt::format("{} {};", rate.name.id, rate.rate ? policy::to_text(*rate.rate) : "?");
    return all;
  }

  Vocabulary words_;
  YearRules rules_;
};

// 工业: medium from 300 people and 20 million yuan, small from 20 and 3 million; the lower counts.
TEST_F(EmployerYearsTest, TheSizeIsTheLowerOfWhatTheFiguresReach) {
  import_firm("工业",
              "91000000000000000K,2022,350,19990000,,,,,,\n"
              "91000000000000000K,2021,300,20000000,,,,,,\n");
  const auto found = years();
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].year, 2022);
  EXPECT_EQ(found[0].size, "small");
  EXPECT_EQ(found[1].year, 2021);
  EXPECT_EQ(found[1].size, "medium");
  EXPECT_TRUE(found[0].possible.empty());
  EXPECT_TRUE(found[0].missing.empty());
  EXPECT_THAT(labels(found[0].figures), HasSubstr("从业人员 350"));
  EXPECT_THAT(labels(found[0].figures), HasSubstr("划型行业 工业"));
}

// 350 people are too few for a large one; the revenue may still make it any of the others.
TEST_F(EmployerYearsTest, WhatIsMissingIsNamedAndWhatItLeavesOpen) {
  import_firm("工业", "91000000000000000K,2022,350,,,,,,,\n");
  const auto found = years();
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].size, std::nullopt);
  EXPECT_THAT(found[0].possible, ElementsAre("medium", "small", "micro"));
  EXPECT_EQ(labels(found[0].missing), "营业收入 未知;");
  EXPECT_EQ(labels(years(policy::Language::en)[0].missing), "revenue of the year unknown;");
}

// Shrinking by 4 of a mean of 98; 2 claimants of 98; the lower of 4 and 2 of 100; 1 new of 98.
TEST_F(EmployerYearsTest, FourFormulasTellTheLayoffRate) {
  import_firm("工业", "91000000000000000K,2022,,,,100,96,98,2,1\n");
  const auto found = years();
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(rates(found[0]),
            "net_loss_over_mean 2/49;claimants_over_mean 1/49;lower_over_start 1/50;"
            "new_claimants_over_mean 1/98;");
  ASSERT_EQ(found[0].rates.size(), 4);
  EXPECT_THAT(labels(found[0].rates[1].figures), HasSubstr("领取失业保险金人数 2"));
  EXPECT_THAT(labels(found[0].rates[1].figures), HasSubstr("月平均参保人数 98"));
  EXPECT_EQ(found[0].rates[1].figures.size(), 2);
}

TEST_F(EmployerYearsTest, AUnitThatGrewLostNobody) {
  import_firm("工业", "91000000000000000K,2022,,,,100,120,110,,\n");
  EXPECT_EQ(rates(years()[0]),
            "net_loss_over_mean 0;claimants_over_mean ?;lower_over_start 0;"
            "new_claimants_over_mean ?;");
}

TEST_F(EmployerYearsTest, WrongRowsOfTheRulesAreNamed) {
  const auto error_of = [&](const std::string& size, const std::string& rate = "") {
    const std::string text =
        "# 单位年度\n| size | category |\n|---|---|\n" + size + "\n## x\n| measure |\n|---|\n" + rate;
    const auto read = YearRules::parse(text, "year.md", rules_.plan, words_);
    return read.ok() ? std::string("fine") : to_text(read.error());
  };
  EXPECT_EQ(error_of("| large | size_large |", "| layoff_rate |"), "fine");
  EXPECT_THAT(error_of("| huge | size_large |"), HasSubstr("`huge` is no size"));
  EXPECT_THAT(error_of("| huge | size_large |"), HasSubstr("year.md:4"));
  EXPECT_THAT(error_of("| large | size_none |"), HasSubstr("`size_none` is no rule"));
  EXPECT_THAT(error_of("| large | state_employed |"), HasSubstr("not about a year"));
  EXPECT_THAT(error_of("", "| size_large |"), HasSubstr("`size_large` gives no rates"));
}

}  // namespace
}  // namespace leye::benefits
