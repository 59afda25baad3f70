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

// Check characters reckoned by hand from the weights of GB 11643.
TEST(IdNumber, TellsKindsOfDocumentsApart) {
  struct Case {
    const char *written, *number, *kind;
  };
  for (const Case& each :
       {Case{"810000199001010019", "810000199001010019", "hk_macao_residence"},
        Case{"820000199001010029", "820000199001010029", "hk_macao_residence"},
        Case{"830000199001010039", "830000199001010039", "taiwan_residence"},
        Case{"900000199001010010", "900000199001010010", "foreign_permanent"},
        Case{"永居证:900000199001010010", "900000199001010010", "foreign_permanent"},
        Case{"居民身份证：000000199001010018", "000000199001010018", "resident"},
        Case{"aaa000090010101", "AAA000090010101", "foreign_permanent_old"},
        Case{"h12345678", "H12345678", "hk_macao_permit"},
        Case{"回乡证 H1234567801", "H12345678", "hk_macao_permit"},
        Case{"台胞证:12345678", "taiwan_permit:12345678", "taiwan_permit"},
        Case{"台胞证:1234567801", "taiwan_permit:12345678", "taiwan_permit"},
        Case{"护照:e 12345678", "passport:E12345678", "passport"},
        Case{"passport:E12345678", "passport:E12345678", "passport"},
        Case{"一代身份证:000000900101001", "resident_old:000000900101001", "resident_old"}}) {
    const auto number = canonical_id_number(each.written);
    ASSERT_TRUE(number.ok()) << each.written << number.error().what;
    EXPECT_EQ(number.value(), each.number);
    EXPECT_EQ(id_kind_of(number.value()), each.kind);
    EXPECT_EQ(canonical_id_number(number.value()).value(), number.value());
  }
  EXPECT_TRUE(bears_birth_date("900000199001010010"));
  EXPECT_FALSE(bears_birth_date("passport:E12345678"));
  EXPECT_EQ(shown_id_number("passport:E12345678"), "护照:E12345678");
  EXPECT_EQ(shown_id_number("000000199001010018"), "000000199001010018");
}

TEST(IdNumber, RefusesWhatADocumentDoesNotLookLike) {
  for (const char* text :
       {"E12345678", "12345678", "护照:12", "回乡证:X12345678", "台胞证:1234567", "工作证:1234567",
        "港澳居民居住证:000000199001010018", "永居证:000000199001010018", "82000019900101002X",
        "000000109901010017"}) {
    EXPECT_FALSE(canonical_id_number(text).ok()) << text;
  }
  EXPECT_NE(canonical_id_number("工作证:1234567").error().fix.find("护照"), std::string::npos);
  EXPECT_NE(canonical_id_number("E12345678").error().fix.find("护照:"), std::string::npos);
}

TEST(IdNumber, ConvertsFifteenDigits) {
  EXPECT_EQ(eighteen_of("000000900101001"), "000000199001010018");
  EXPECT_EQ(eighteen_of("000000000101996"), "00000019000101996X");
}

TEST(IdNumber, FindsWhateverItMayMean) {
  using Numbers = std::vector<std::string>;
  EXPECT_EQ(possible_id_numbers("000000199001010018"), Numbers{"000000199001010018"});
  EXPECT_EQ(possible_id_numbers("E12345678"), Numbers{"passport:E12345678"});
  EXPECT_EQ(possible_id_numbers("12345678"),
            (Numbers{"taiwan_permit:12345678", "passport:12345678"}));
  EXPECT_EQ(
      possible_id_numbers("000000900101001"),
      (Numbers{"passport:000000900101001", "resident_old:000000900101001", "000000199001010018"}));
  EXPECT_TRUE(possible_id_numbers("张三").empty());
}

TEST(IdNumber, NamesTheLikelyMistake) {
  struct Case {
    const char *text, *what, *fix;
  };
  for (const Case& each :
       {Case{"000000199000110018", "出生日期", "000000199001010018"},  // 12th and 13th
        Case{"000000199001010081", "校验码", "000000199001010018"},    // the last two
        Case{"OOOOOO199001010018", "第 1 位是字母 O，应为数字 0", "000000199001010018"},
        Case{"0000001990010100l8", "第 17 位是字母 L，应为数字 1", "000000199001010018"},
        Case{"00000019000101996×", "末位应为大写字母 X", "00000019000101996X"},
        Case{"00000019900101001", "17 位", "末位应为 8"}}) {
    const auto number = canonical_id_number(each.text);
    ASSERT_FALSE(number.ok()) << each.text;
    EXPECT_NE(number.error().what.find(each.what), std::string::npos) << number.error().what;
    EXPECT_NE(number.error().fix.find(each.fix), std::string::npos) << number.error().fix;
  }
  EXPECT_EQ(canonical_id_number("00000019000101996x").value(), "00000019000101996X");
}

TEST(Uscc, NamesTheLikelyMistake) {
  EXPECT_NE(canonical_uscc("91OOOOOOMA0000000N").error().fix.find("91000000MA0000000N"),
            std::string::npos);
  EXPECT_NE(canonical_uscc("19000000MA0000000N").error().fix.find("第 1、2 位对调"),
            std::string::npos);
  EXPECT_NE(canonical_uscc("620000000000001").error().fix.find("注册号"), std::string::npos);
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
