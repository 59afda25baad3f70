#include "intake/workbook.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <chrono>
#include <fstream>
#include <map>

#include "intake/xlsx_reader.hpp"

#ifdef __SANITIZE_ADDRESS__
// libxlsxwriter 1.1.4 forgets a copy of its own strings for each workbook; what we allocate is
// still watched.
extern "C" const char* __lsan_default_suppressions() { return "leak:lxw_strdup\n"; }
#endif

namespace leye::intake {
namespace {

using Parts = std::map<std::string, std::string>;

// A zip file in memory.
std::string packed(const Parts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(out);
  zip_t* archive = zip_open_from_source(out, ZIP_CREATE | ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    EXPECT_GE(zip_file_add(archive, name.c_str(), source, 0), 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  zip_source_open(out);
  zip_source_seek(out, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(out)), '\0');
  zip_source_seek(out, 0, SEEK_SET);
  zip_source_read(out, bytes.data(), bytes.size());
  zip_source_free(out);
  return bytes;
}

// A workbook with one sheet: what stands within <worksheet>.
Parts parts_with(const std::string& sheet) {
  return {
      {"xl/workbook.xml",
       "<workbook xmlns:r='r'><workbookPr/><sheets><sheet name='一' sheetId='7' r:id='a'/>"
       "</sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/s.xml'/>"
       "</Relationships>"},
      {"xl/styles.xml",
       "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy&quot;年&quot;m'/></numFmts>"
       "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
       "<xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='31'/></cellXfs></styleSheet>"},
      {"xl/sharedStrings.xml",
       "<sst><si><t>姓名</t></si><si><r><t>王</t></r><r><t>䶮</t></r><rPh><t>ya</t></rPh></si>"
       "<si><t>a_x000D_b</t></si></sst>"},
      {"xl/worksheets/s.xml", "<worksheet>" + sheet + "</worksheet>"}};
}

std::string workbook(const std::string& sheet) { return packed(parts_with(sheet)); }

const char* mark_of(const Cell& cell) {
  if (cell.cover == Cover::from_left) return "<";
  if (cell.cover == Cover::from_above) return "^";
  switch (cell.kind) {
    case CellKind::text: return "";
    case CellKind::number: return "#";
    case CellKind::day: return "@";
    case CellKind::boolean: return "?";
    case CellKind::error: return "!";
  }
  return "";
}

// "1:a|#2 3:c" for rows 1 and 3, or the error.
std::string read_sheet(const Result<Workbook>& book, std::size_t sheet) {
  if (!book.ok()) return "error " + to_text(book.error());
  auto rows = book.value().rows(sheet);
  if (!rows.ok()) return "error " + to_text(rows.error());
  Row row;
  std::string out;
  while (true) {
    const auto more = rows.value()->next(row);
    if (!more.ok()) return "error " + to_text(more.error());
    if (!more.value()) return out;
    out += (out.empty() ? "" : " ") + std::to_string(row.number) + (row.hidden ? "h:" : ":");
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      out += (i == 0 ? "" : "|") + std::string(mark_of(row.cells[i])) +
             std::string(row.cells[i].text);
    }
  }
}
std::string read(const std::string& bytes, const XlsxLimits& limits = {}) {
  return read_sheet(Workbook::open({.bytes = bytes, .path = {}}, limits), 0);
}
std::string rows(const std::string& rows) {
  return read(workbook("<sheetData>" + rows + "</sheetData>"));
}

TEST(Workbook, ReadsEachKindOfCell) {
  EXPECT_EQ(rows("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c>"
                 "<c r='D1' t='s'><v>2</v></c></row>"),
            "1:姓名||王䶮|a\rb");
  EXPECT_EQ(rows("<row r='3'><c r='A3' t='inlineStr'><is><t>张</t><t>𬱖</t></is></c>"
                 "<c r='B3' t='b'><v>1</v></c><c r='C3' t='e'><v>#N/A</v></c>"
                 "<c r='D3' t='str'><f>A1</f><v>x</v></c><c r='E3'><f>1+1</f></c></row>"),
            "3:张𬱖|?1|!#N/A|x|!公式没有计算结果");
  // 45139 is 1 August 2023; its fraction the time of day. A style of a style is none.
  EXPECT_EQ(rows("<row><c><v>45139</v></c><c s='1'><v>45139</v></c><c s='2'><v>45139</v></c>"
                 "<c s='3'><v>45139.395833333336</v></c><c t='d'><v>2023-08-01</v></c></row>"),
            "1:#45139|@2023-08-01|@2023-08-01|@2023-08-01 09:30:00|@2023-08-01");
  EXPECT_EQ(rows("<row><c><v>1234.5599999999999</v></c><c><v>5.101041990010113E+17</v></c>"
                 "<c><v>510104199001010000</v></c><c><v>0.1</v></c><c><v>3500.0</v></c></row>"),
            "1:#1234.56|#5.10104199001011E+17|#5.1010419900101E+17|#0.1|#3500");
  EXPECT_EQ(rows("<x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c></x:row>"), "1:姓名");
}

TEST(Workbook, KnowsBothDateSystems) {
  EXPECT_EQ(day_of_serial(1, false), "1900-01-01");
  EXPECT_EQ(day_of_serial(59, false), "1900-02-28");
  EXPECT_EQ(day_of_serial(60, false), "");  // 29 February 1900 never was
  EXPECT_EQ(day_of_serial(61, false), "1900-03-01");
  EXPECT_EQ(day_of_serial(45139, false), "2023-08-01");
  EXPECT_EQ(day_of_serial(0, true), "1904-01-01");
  EXPECT_EQ(day_of_serial(43677, true), "2023-08-01");
  EXPECT_EQ(day_of_serial(0.5, false), "12:00:00");
  EXPECT_EQ(day_of_serial(-1, false), "");
  Parts parts = parts_with("<sheetData><row><c s='1'><v>43677</v></c></row></sheetData>");
  std::string& book = parts["xl/workbook.xml"];
  book.replace(book.find("<workbookPr/>"), 13, "<workbookPr date1904='1'/>");
  EXPECT_EQ(read(packed(parts)), "1:@2023-08-01");
}

TEST(Workbook, KnowsWhichFormatsShowADay) {
  for (const char* format : {"yyyy-mm-dd", "m\"月\"d\"日\"", "[$-804]yyyy\"年\"m\"月\";@", "h:mm"}) {
    EXPECT_TRUE(shows_date(format)) << format;
  }
  for (const char* format : {"General", "@", "0.00", "#,##0\"day\"", "0\\d", "[Red]0;\"年\"0"}) {
    EXPECT_FALSE(shows_date(format)) << format;
  }
  for (const int id : {14, 22, 27, 31, 36, 50, 58}) EXPECT_TRUE(built_in_shows_date(id)) << id;
  for (const int id : {0, 1, 13, 23, 49, 59}) EXPECT_FALSE(built_in_shows_date(id)) << id;
}

TEST(Workbook, SpreadsMergedCells) {
  const std::string data =
      "<row r='1'><c r='A1' t='inlineStr'><is><t>标题</t></is></c></row>"
      "<row r='2'><c r='A2' t='inlineStr'><is><t>户</t></is></c><c r='B2'><v>1</v></c></row>"
      "<row r='3'><c r='B3'><v>2</v></c></row><row r='4'><c r='B4'><v>3</v></c></row>";
  EXPECT_EQ(read(workbook("<sheetData>" + data +
                          "</sheetData><mergeCells count='2'><mergeCell ref='A1:C1'/>"
                          "<mergeCell ref='A2:A3'/></mergeCells>")),
            "1:标题|<标题|<标题 2:户|#1 3:^户|#2 4:|#3");
}

TEST(Workbook, ReadsWhatAnOfficeProgramSaved) {
  const std::string folder = LEYE_SOURCE_DIR "/tests/sheets/";
  for (const char* name : {"roster.xlsx", "roster.xls"}) {
    const auto book = Workbook::open({.bytes = {}, .path = folder + name});
    ASSERT_TRUE(book.ok()) << name << to_text(book.error());
    ASSERT_EQ(book.value().sheets().size(), 2U) << name;
    EXPECT_EQ(book.value().sheets()[0].name, "花名册");
    EXPECT_EQ(book.value().sheets()[1].name, "说明");
    const std::string text = read_sheet(book, 0);
    for (const char* part : {"5:#1|王䶮|000000199001010018|本科|西峰区|@1990-01-01|#13900001234",
                             "|张𬱖|000000197506150025|大专|", "|李四|#5.1010419900101E+17|"}) {
      EXPECT_NE(text.find(part), std::string::npos) << name << " " << part << "\n" << text;
    }
    EXPECT_EQ(read_sheet(book, 1), "1:本表由街道填报");
  }
  // Merged and hidden rows are in the newer form alone.
  const auto book = Workbook::open({.bytes = {}, .path = folder + "roster.xlsx"});
  const std::string text = read_sheet(book, 0);
  EXPECT_NE(text.find("3:序号|个人资料|<个人资料|<个人资料|*现住地 行政区划|出生日期|手机号码"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("4:^序号|姓　名|身份证号|学历|^*现住地 行政区划"), std::string::npos) << text;
  EXPECT_NE(text.find("6h:#2|张𬱖|000000197506150025|大专|^西峰区"), std::string::npos) << text;
}

TEST(Workbook, HiddenSheetsAreNotTheFirstChoice) {
  Parts parts = parts_with("<cols><col min='2' max='3' hidden='1'/></cols><sheetData/>");
  parts["xl/workbook.xml"] =
      "<workbook xmlns:r='r'><sheets><sheet name='码' state='hidden' r:id='a'/>"
      "<sheet name='表' r:id='a'/></sheets></workbook>";
  const std::string bytes = packed(parts);
  const auto book = Workbook::open({.bytes = bytes, .path = {}});
  ASSERT_TRUE(book.ok()) << to_text(book.error());
  EXPECT_EQ(book.value().first_visible(), 1U);
  EXPECT_TRUE(book.value().sheets()[0].hidden);
  auto reader = book.value().rows(1);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader.value()->hidden_columns(), (std::vector<std::size_t>{1, 2}));
}

TEST(Workbook, CsvIsASheetToo) {
  EXPECT_EQ(read("姓名,性别\n王小明,男\n"), "1:姓名|性别 2:王小明|男");
}

// Refused with a reason and a remedy, quickly.
void expect_refused(const std::string& bytes, const char* why, const XlsxLimits& limits = {}) {
  const auto start = std::chrono::steady_clock::now();
  const std::string answer = read(bytes, limits);
  EXPECT_TRUE(answer.starts_with("error ")) << why << ": " << answer.substr(0, 200);
  EXPECT_NE(answer.find(why), std::string::npos) << why << ": " << answer.substr(0, 400);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2)) << why;
}

TEST(HostileWorkbook, IsRefused) {
  expect_refused(std::string("PK\3\4", 4) + "cut", "不完整");
  expect_refused(packed({{"a.txt", "no workbook"}}), "缺少 xl/workbook.xml");
  expect_refused(packed({{"inner.zip", packed({{"a", "b"}})}}), "缺少");
  Parts outside = parts_with("<sheetData/>");
  outside["../../etc/cron.d/x"] = "x";
  expect_refused(packed(outside), "指向包外");
  Parts many = parts_with("<sheetData/>");
  for (int i = 0; i < 3000; ++i) many["xl/media/" + std::to_string(i)] = "";
  expect_refused(packed(many), "压缩包内有 3005 个文件");
  expect_refused("<html><table><tr><td>1</td></tr></table></html>", "网页");
  expect_refused(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(4096, '\1'),
                 "旧格式");
  std::string encrypted = std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  for (const char c : std::string("EncryptedPackage")) encrypted += {c, '\0'};
  expect_refused(encrypted, "密码");
}

TEST(HostileWorkbook, XmlThatExplodesIsRefused) {
  const auto sheet = [](const std::string& text) {
    Parts parts = parts_with("");
    parts["xl/worksheets/s.xml"] = text;
    return packed(parts);
  };
  expect_refused(sheet("<!DOCTYPE w [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><worksheet><sheetData>"
                       "<row><c t='str'><v>&b;</v></c></row></sheetData></worksheet>"),
                 "DOCTYPE");
  expect_refused(sheet("<!DOCTYPE w SYSTEM 'file:///etc/passwd'><worksheet/>"), "DOCTYPE");
  std::string deep = "<worksheet><sheetData><row>";
  for (int i = 0; i < 200; ++i) deep += "<c>";
  expect_refused(sheet(deep), "嵌套太深");
  expect_refused(sheet("<worksheet><sheetData><row><c><v>1</v></c></row>"), "已损坏");
  expect_refused(sheet("<worksheet><sheetData><row r='2'/><row r='1'/></sheetData></worksheet>"),
                 "行号");
  expect_refused(sheet("<worksheet><sheetData><row r='1'><c r='B1'/><c r='A1'/></row></sheetData>"
                       "</worksheet>"),
                 "位置不对");
  expect_refused(sheet("<worksheet><sheetData><row r='1'><c t='s'><v>99</v></c></row></sheetData>"
                       "</worksheet>"),
                 "不存在的文字");
  expect_refused(sheet("<worksheet><sheetData><row r='9999999'><c><v>1</v></c></row></sheetData>"
                       "</worksheet>"),
                 "超过 1048576 行");
  expect_refused(sheet("<worksheet><sheetData><row r='1'><c t='str'><v>" +
                       std::string(200'000, 'x') + "</v></c></row></sheetData></worksheet>"),
                 "字节");
  expect_refused(sheet("<worksheet><sheetData><row r='1'><c r='ZZ1'><v>1</v></c></row></sheetData>"
                       "</worksheet>"),
                 "512 列");
}

TEST(HostileWorkbook, SizesAreBounded) {
  Parts blanks = parts_with("<sheetData>" + std::string(40 << 20, ' ') + "</sheetData>");
  expect_refused(packed(blanks), "超过 100 倍");
  expect_refused(packed(blanks), "超过 1 MB", {.expanded_bytes_max = 1 << 20});
  Parts strings = parts_with("<sheetData/>");
  std::string table = "<sst>";
  for (int i = 0; i < 1000; ++i) table += "<si><t/></si>";
  strings["xl/sharedStrings.xml"] = table + "</sst>";
  expect_refused(packed(strings), "文字过多", {.strings_max = 999});
  std::string merges = "<sheetData/><mergeCells>";
  for (int i = 0; i < 100; ++i) merges += "<mergeCell ref='A1:B1'/>";
  expect_refused(workbook(merges + "</mergeCells>"), "合并单元格", {.merges_max = 99});
}

// The check sum of the directory and the size it promises are changed; the data are not.
TEST(HostileWorkbook, ADirectoryThatLiesIsFoundOut) {
  const std::string honest = workbook("<sheetData><row><c><v>1</v></c></row></sheetData>");
  ASSERT_EQ(read(honest), "1:#1");
  for (const std::size_t field : {std::size_t{16}, std::size_t{24}}) {  // check sum, size
    std::string lying = honest;
    for (auto at = lying.find(std::string("PK\1\2", 4)); at != lying.npos;
         at = lying.find(std::string("PK\1\2", 4), at + 4)) {
      lying[at + field] = static_cast<char>(lying[at + field] + 1);
    }
    EXPECT_TRUE(read(lying).starts_with("error ")) << field;
  }
  for (std::size_t at = 30; at + 60 < honest.size(); at += 7) {  // never a crash
    std::string damaged = honest;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    read(damaged);
  }
}

// The old format's library crashes on some damaged files; the program around it does not.
TEST(HostileWorkbook, ADamagedOldWorkbookIsRefusedOrRead) {
  std::ifstream in(LEYE_SOURCE_DIR "/tests/sheets/roster.xls", std::ios::binary);
  const std::string honest{std::istreambuf_iterator<char>(in), {}};
  ASSERT_TRUE(read(honest).find("王䶮") != std::string::npos);
  for (std::size_t at = 512; at < honest.size(); at += 97) {
    std::string damaged = honest;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
    read(damaged);
  }
  EXPECT_TRUE(read(honest.substr(0, honest.size() / 2)).starts_with("error "));
}

// 200 000 rows pass without memory growing with them.
TEST(Workbook, RowsPassInFlatMemory) {
  std::string sheet;
  for (int i = 1; i <= 200'000; ++i) {
    sheet += "<row r='" + std::to_string(i) + "'><c t='inlineStr'><is><t>王小明" +
             std::to_string(i * 7919 % 1'000'003) + "</t></is></c><c><v>" + std::to_string(i) +
             "</v></c></row>";
  }
  const std::string bytes = workbook("<sheetData>" + sheet + "</sheetData>");
  const auto book = Workbook::open({.bytes = bytes, .path = {}});
  ASSERT_TRUE(book.ok());
  auto reader = book.value().rows(0);
  ASSERT_TRUE(reader.ok());
  Row row;
  std::int64_t count = 0;
  for (auto more = reader.value()->next(row); more.ok() && more.value();
       more = reader.value()->next(row)) {
    ++count;
    ASSERT_EQ(row.number, count);
    ASSERT_EQ(row.cells[1].text, std::to_string(count));
  }
  EXPECT_EQ(count, 200'000);
}

}  // namespace
}  // namespace leye::intake
