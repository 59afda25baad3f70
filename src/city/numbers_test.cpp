#include "city/numbers.hpp"

#include <gtest/gtest.h>

#include <set>

#include "city/draw.hpp"

namespace leye::city {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

TEST(Numbers, CheckDigitsOfTheStandards) {
  EXPECT_EQ(id_check_digit("00000019900101001"), '8');
  EXPECT_EQ(id_check_digit("00000019750615002"), '5');
  EXPECT_EQ(id_check_digit("00000019900101006"), '9');
  EXPECT_EQ(uscc_check_digit("91000000000000000"), 'K');
  EXPECT_EQ(uscc_check_digit("91000000MA0000000"), 'N');
  EXPECT_EQ(uscc_check_digit("12000000000000000"), 'Q');
}

TEST(Numbers, IdNumbersSayBirthAndSexAndNeverRepeat) {
  IdNumbers numbers;
  EXPECT_EQ(numbers.next(day("1990-01-01"), true).value(), "000000199001010018");
  EXPECT_EQ(numbers.next(day("1990-01-01"), false).value().substr(0, 17), "00000019900101002");
  std::set<std::string> seen;
  for (int i = 0; i < 400; ++i) {
    for (const bool male : {true, false}) {
      const std::string number = numbers.next(day("2001-03-15"), male).value();
      EXPECT_TRUE(seen.insert(number).second) << number;
      EXPECT_EQ(number.back(), id_check_digit(number.substr(0, 17)));
      EXPECT_EQ((number[16] - '0') % 2, male ? 1 : 0);
    }
  }
}

TEST(Numbers, ABirthDateThatIsFullIsRefused) {
  IdNumbers numbers;
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(numbers.next(day("2001-03-15"), true).ok()) << i;
  EXPECT_FALSE(numbers.next(day("2001-03-15"), true).ok());
  EXPECT_TRUE(numbers.next(day("2001-03-15"), false).ok());
}

TEST(Numbers, CodesPhonesAndAccountsAreDistinct) {
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) {
    const std::string code = credit_code("91", i);
    EXPECT_EQ(code.back(), uscc_check_digit(code.substr(0, 17)));
    EXPECT_TRUE(seen.insert(code).second);
    EXPECT_TRUE(seen.insert(phone_number(i)).second);
    EXPECT_EQ(phone_number(i).size(), 11U);
    EXPECT_TRUE(seen.insert(account_number(i)).second);
  }
}

TEST(Draw, DependsOnItsAddressAlone) {
  Draw first(7, Stream::household, 12);
  Draw again(7, Stream::household, 12);
  Draw other(7, Stream::household, 13);
  Draw seed(8, Stream::household, 12);
  const auto value = first.next();
  EXPECT_EQ(value, again.next());
  EXPECT_NE(value, other.next());
  EXPECT_NE(value, seed.next());
}

TEST(Draw, WeightsArePickedInProportion) {
  Weights weights;
  for (const int weight : {1, 0, 3}) weights.add(weight);
  Draw draw(1, Stream::dirt, 0);
  std::array<int, 3> counts = {};
  for (int i = 0; i < 40'000; ++i) ++counts[weights.pick(draw)];
  EXPECT_NEAR(counts[0], 10'000, 400);
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[2], 30'000, 400);
}

}  // namespace
}  // namespace leye::city
