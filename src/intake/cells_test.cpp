#include "intake/cells.hpp"

#include <gtest/gtest.h>

namespace leye::intake {
namespace {

TEST(Cells, BringsSpellingsToOne) {
  EXPECT_EQ(plain_cell("  abc "), "abc");
  EXPECT_EQ(plain_cell("\u3000王小明\u00A0"), "王小明");
  EXPECT_EQ(plain_cell("１２３ＡＢＣ"), "123ABC");
  EXPECT_EQ(plain_cell("'000000199001010018"), "000000199001010018");
  EXPECT_EQ(plain_cell("=\"0018\""), "0018");
  EXPECT_EQ(plain_cell("['本科']"), "本科");
  EXPECT_EQ(plain_cell("无"), "");
  EXPECT_EQ(plain_cell("-"), "");
  EXPECT_EQ(plain_cell("-5"), "-5");
}

TEST(Cells, NamesKeepRareCharactersAndOneMiddleDot) {
  EXPECT_EQ(read_name("王 小 明").value(), "王小明");
  EXPECT_EQ(read_name("王䶮").value(), "王䶮");
  EXPECT_EQ(read_name("买买提•吐尔逊").value(), "买买提·吐尔逊");
  EXPECT_EQ(read_name("买买提·吐尔逊").value(), "买买提·吐尔逊");
  EXPECT_EQ(read_name("John Smith").value(), "John Smith");
  EXPECT_FALSE(read_name("王\uE81E").ok());
  EXPECT_FALSE(read_name("").ok());
}

TEST(Cells, ReadsDaysInTheSpellingsOfBureaux) {
  for (const char* spelling : {"2023-08-01", "2023/8/1", "2023.8.1", "20230801", "2023年8月1日",
                               "2023-08-01 00:00:00", "2023 年 8 月 1 日", "2023-8-01"}) {
    ASSERT_TRUE(read_day(spelling).ok()) << spelling;
    EXPECT_EQ(to_text(read_day(spelling).value()), "2023-08-01") << spelling;
  }
  for (const char* bad : {"1/8/2023", "23-8-1", "2023-08", "202308", "45139", "2023-02-29", "八月",
                          "", "2023-13-01", "2023-08-01至2024-07-31"}) {
    ASSERT_FALSE(read_day(bad).ok()) << bad;
    EXPECT_FALSE(read_day(bad).error().fix.empty()) << bad;
  }
  EXPECT_NE(read_day("45139").error().fix.find("2023-08-01"), std::string::npos);
}

TEST(Cells, ReadsMonthsNumbersAndMoney) {
  for (const char* spelling : {"2023-08", "2023/8", "202308", "2023年8月", "2023-08-15"}) {
    EXPECT_EQ(to_text(read_month(spelling).value()), "2023-08-01") << spelling;
  }
  EXPECT_FALSE(read_month("2023").ok());
  EXPECT_EQ(read_count("1,234").value(), 1234);
  EXPECT_FALSE(read_count("12人").ok());
  EXPECT_FALSE(read_count("-1").ok());
  EXPECT_EQ(read_money("3,500.50元").value(), Money::fen(350050));
  EXPECT_EQ(read_money("0.35万元").value(), Money::fen(350000));
  EXPECT_EQ(read_money("1.23456", true).value(), Money::fen(1234560));
  EXPECT_EQ(read_money("12", true).value(), Money::fen(12000000));
  EXPECT_EQ(read_money("0", true).value(), Money::fen(0));
  EXPECT_FALSE(read_money("1.2345678", true).ok());  // half a fen
  EXPECT_FALSE(read_money("万元").ok());
  EXPECT_FALSE(read_money("1.234").ok());
  EXPECT_EQ(read_ratio("30.25").value(), Ratio::make(121, 4).value());
  EXPECT_EQ(read_ratio("361/12").value(), Ratio::make(361, 12).value());
  EXPECT_EQ(read_ratio("5.5%").value(), Ratio::make(11, 200).value());
  EXPECT_FALSE(read_ratio("1/0").ok());
  EXPECT_EQ(read_boolean("是").value(), true);
  EXPECT_FALSE(read_boolean("也许").ok());
}

}  // namespace
}  // namespace leye::intake
