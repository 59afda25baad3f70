#include "intake/csv.hpp"

#include <gtest/gtest.h>

namespace leye::intake {
namespace {

// "1:a|b 2:c" for rows 1 and 2, or the error.
std::string read(std::string_view bytes, CsvLimits limits = {}) {
  CsvReader reader(bytes_of(bytes), limits);
  Row row;
  std::string out;
  while (true) {
    const auto more = reader.next(row);
    if (!more.ok()) return "error " + to_text(more.error());
    if (!more.value()) return out;
    out += (out.empty() ? "" : " ") + std::to_string(row.number) + ":";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      out += (i == 0 ? "" : "|") + std::string(row.cells[i].text);
    }
  }
}

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  EXPECT_EQ(read("a,b\r\nc,d\r\n"), "1:a|b 2:c|d");
  EXPECT_EQ(read("a,b\nc,d"), "1:a|b 2:c|d");
  EXPECT_EQ(read("a,b\rc,d\r"), "1:a|b 2:c|d");
  EXPECT_EQ(read("\xEF\xBB\xBF姓名,性别\n王小明,男\n"), "1:姓名|性别 2:王小明|男");
  EXPECT_EQ(read("a\tb\nc,c\td\n"), "1:a|b 2:c,c|d");
  EXPECT_EQ(read("\"a,\"\"x\"\"\nb\",c\n,\n"), "1:a,\"x\"\nb|c 2:|");
  EXPECT_EQ(read("a\n\nb\n"), "1:a 2: 3:b");
  EXPECT_EQ(read(""), "");
}

TEST(Csv, ReadsGb18030WithNamesThatGbkCannotWrite) {
  const std::string text = "姓名\n王䶮\n李㛃\n张𬱖\n";
  CsvReader reader(bytes_of(to_gb18030(text)));
  EXPECT_EQ(read(to_gb18030(text)), "1:姓名 2:王䶮 3:李㛃 4:张𬱖");
  EXPECT_EQ(read("\xD0\xD5\xC3\xFB\n\xFE\x59\n"), "1:姓名 2:龴");  // 2005: U+E81E, 2022: U+9FB4
}

TEST(Csv, RefusesWhatIsNoText) {
  EXPECT_NE(read(std::string_view("a\0b", 3)).find("NUL"), std::string::npos);
  EXPECT_NE(read("\xFF\xFEn\0", {}).find("UTF-16"), std::string::npos);
  EXPECT_NE(read("姓名\n\xC0\xAF\n").find("error"), std::string::npos);  // overlong, after UTF-8
  EXPECT_NE(read("姓名\xED\xA0\x80").find("error"), std::string::npos);  // a surrogate
  EXPECT_NE(read("姓名\xF4\x90\x80\x80").find("error"), std::string::npos);
  EXPECT_NE(read("姓名\xE5\xA7").find("error"), std::string::npos);            // cut
  EXPECT_NE(read("\xD0\xD5\xC3\xFB\n\xD0").find("error"), std::string::npos);  // GB18030, cut
  EXPECT_NE(read("\xD0\xD5\xC3\xFB\n\xFF\xFF").find("error"), std::string::npos);
}

TEST(Csv, KeepsItsLimitsAndNamesTheRow) {
  EXPECT_NE(read("a\n\"b\nc\n").find("第 2 行"), std::string::npos);  // a quote that never closes
  EXPECT_NE(read("\"a\"b\n").find("第 1 行"), std::string::npos);
  EXPECT_NE(read("a\n" + std::string(100, 'x'), {.field_bytes_max = 99}).find("第 2 行"),
            std::string::npos);
  EXPECT_NE(read(std::string(300, ','), {}).find("256 列"), std::string::npos);
  EXPECT_NE(read("a\nb\nc\n", {.rows_max = 2}).find("error"), std::string::npos);
  EXPECT_NE(read("a\n\n\n\n", {.empty_rows_max = 2}).find("空行"), std::string::npos);
}

// A source without end, in which memory must not grow: 2 GB in one line.
TEST(Csv, AnEndlessLineIsRefusedEarly) {
  std::size_t given = 0;
  CsvReader reader([&given](char* buffer, std::size_t size) -> Result<std::size_t> {
    std::fill_n(buffer, size, 'x');
    given += size;
    return size;
  });
  Row row;
  EXPECT_FALSE(reader.next(row).ok());
  EXPECT_LT(given, 1U << 20);
}

// A million columns, ten million empty rows, carriage returns alone: refused before memory grows.
TEST(Csv, WhatHasNoEndIsRefusedEarly) {
  struct Endless {
    const char* what;
    std::string_view again;
    const char* why;
    std::size_t given_max;
  };
  for (const Endless& each : {Endless{"columns", "a,", "256 列", 1U << 20},
                              Endless{"empty rows", "\n", "空行", 1U << 20},
                              Endless{"blank rows", ",,\r\n", "空行", 1U << 21},
                              Endless{"carriage returns", "\r", "空行", 1U << 20},
                              Endless{"an open quote", "\"x", "引号", 1U << 20},
                              Endless{"marks of byte order", "\xEF\xBB\xBF", "字节", 1U << 20}}) {
    std::size_t given = 0;
    CsvReader reader([&](char* buffer, std::size_t size) -> Result<std::size_t> {
      for (std::size_t at = 0; at < size; ++at) {
        buffer[at] = each.again[(given + at) % each.again.size()];
      }
      given += size;
      return size;
    });
    Row row;
    std::string error;
    while (error.empty()) {
      const auto more = reader.next(row);
      if (!more.ok()) error = to_text(more.error());
      if (more.ok() && !more.value()) error = "ended";
    }
    EXPECT_NE(error.find(each.why), std::string::npos) << each.what << ": " << error;
    EXPECT_LT(given, each.given_max) << each.what;
  }
}

// Where the bytes go wrong is said, counted from 1.
TEST(Csv, NamesTheByteThatIsNoText) {
  EXPECT_NE(read("姓名\n\xC0\xAF\n").find("第 8 字节"), std::string::npos);
  EXPECT_NE(read("姓名,\xED\xA0\x80").find("第 8 字节"), std::string::npos);
}

// Every scalar value goes to GB18030 and back.
TEST(Decoding, EveryCharacterSurvivesGb18030) {
  std::string all = "姓";
  int count = 0;
  for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
    const bool private_use_2005 = c >= 0xE78D && c <= 0xE864;
    if ((c >= 0xD800 && c <= 0xDFFF) || private_use_2005) continue;
    char bytes[4];
    const int length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = length - 1; i > 0; --i) {
      bytes[i] = static_cast<char>(0x80 | (c >> 6 * (length - 1 - i) & 0x3F));
    }
    bytes[0] = static_cast<char>((0xF00 >> length & 0xFF) | c >> 6 * (length - 1));
    all.append(bytes, static_cast<std::size_t>(length));
    ++count;
  }
  const std::string encoded = to_gb18030(all);
  Decoder decoder(bytes_of(encoded));
  std::string back;
  for (auto more = decoder.next(back); more.ok() && more.value();) more = decoder.next(back);
  EXPECT_EQ(decoder.encoding(), Encoding::gb18030);
  EXPECT_TRUE(back == all);
  EXPECT_GT(count, 1'111'000);
}

}  // namespace
}  // namespace leye::intake
