#include "registers/identity.hpp"

#include <gtest/gtest.h>

namespace leye::registers {
namespace {

TEST(IdNumber, AcceptsWhatTheStandardAccepts) {
  for (const char* number : {"000000199001010018", "000000197506150025", "000000199001010069"}) {
    EXPECT_EQ(canonical_id_number(number).value(), number);
  }
  EXPECT_EQ(birth_date_of("000000199001010018"), Day::parse("1990-01-01").value());
  EXPECT_EQ(sex_of("000000199001010018"), "1");
  EXPECT_EQ(sex_of("000000197506150025"), "2");
}

// Every single wrong digit and every swap of unequal neighbours is found.
TEST(IdNumber, FindsEverySingleErrorAndEverySwap) {
  int tried = 0;
  for (int sequence = 0; sequence < 1000; ++sequence) {
    std::string number = "00000019900101" + std::to_string(1000 + sequence).substr(1);
    for (const char check : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'}) {
      if (canonical_id_number(number + check).ok()) {
        number.push_back(check);
        break;
      }
    }
    ASSERT_EQ(number.size(), 18U) << number;
    for (std::size_t place = 0; place < 17; ++place) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string changed = number;
        changed[place] = digit;
        EXPECT_EQ(canonical_id_number(changed).ok(), changed == number) << changed;
        ++tried;
      }
      std::string swapped = number;
      if (place < 16) std::swap(swapped[place], swapped[place + 1]);
      EXPECT_EQ(canonical_id_number(swapped).ok(), swapped == number) << swapped;
    }
  }
  EXPECT_EQ(tried, 170'000);
}

TEST(IdNumber, SaysWhatIsWrongAndWhatToDo) {
  struct Case {
    const char* text;
    const char* what;
  };
  for (const Case& each :
       {Case{"5.10E+17", "科学记数"}, Case{"000000900101001", "15 位"},
        Case{"00000019900230001X", "出生日期"}, Case{"000000199001010019", "校验码"},
        Case{"00000019900101001", "17 位"}, Case{"", "0 位"}}) {
    const auto number = canonical_id_number(each.text);
    ASSERT_FALSE(number.ok()) << each.text;
    EXPECT_NE(number.error().what.find(each.what), std::string::npos) << number.error().what;
    EXPECT_FALSE(number.error().fix.empty());
  }
  EXPECT_NE(canonical_id_number("000000900101001").error().fix.find("000000199001010018"),
            std::string::npos);
}

TEST(Uscc, ChecksTheLastCharacter) {
  for (const char* code : {"91000000000000000K", "91000000MA0000000N", "12000000000000000Q"}) {
    EXPECT_EQ(canonical_uscc(code).value(), code);
  }
  EXPECT_EQ(canonical_uscc("91000000ma0000000n").value(), "91000000MA0000000N");
  for (const char* code :
       {"91000000000000000L", "91000000000000000", "9100000O000000000K", "", "9.1E+17"}) {
    EXPECT_FALSE(canonical_uscc(code).ok()) << code;
  }
}

TEST(Phone, KeepsDigitsAlone) {
  EXPECT_EQ(canonical_phone("139 0000 1234").value(), "13900001234");
  EXPECT_EQ(canonical_phone("+86-13900001234").value(), "13900001234");
  EXPECT_EQ(canonical_phone("(0934)8612345").value(), "09348612345");
  EXPECT_FALSE(canonical_phone("13900001234/13900001235").ok());
  EXPECT_FALSE(canonical_phone("123").ok());
}

}  // namespace
}  // namespace leye::registers
