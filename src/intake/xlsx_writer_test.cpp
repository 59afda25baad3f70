#include "intake/xlsx_writer.hpp"

#include <gtest/gtest.h>

#include "intake/workbook.hpp"

namespace leye::intake {
namespace {

TEST(XlsxWriter, NoCellIsAFormulaAndNoneIsChanged) {
  const std::vector<std::string> cells = {
      "=1+1",  "+1",      "-1+2",   "@SUM(A1)", "\t=1",  "＝1",    "000000199001010018",
      "'quoted", "王䶮", "张𬱖 <&>", "1.10",    "a\nb", "007", "http://a.example/"};
  XlsxWriter writer;
  std::vector<XlsxColumn> columns(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) columns[i].heading = "列" + std::to_string(i);
  columns.push_back({.heading = "金额", .number = true});
  writer.start_sheet("表", columns);
  auto row = cells;
  row.emplace_back("3500.50");
  writer.write(row);
  row.back() = "=2+3";
  writer.write(row);
  const auto bytes = writer.finish();
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(bytes.value().find("<f>"), std::string::npos);
  const auto book = Workbook::open({.bytes = bytes.value(), .path = {}});
  ASSERT_TRUE(book.ok()) << to_text(book.error());
  auto rows = book.value().rows(0);
  ASSERT_TRUE(rows.ok()) << to_text(rows.error());
  Row read;
  ASSERT_TRUE(rows.value()->next(read).value());
  EXPECT_EQ(read.cells.back().text, "金额");
  for (const char* last : {"3500.5", "=2+3"}) {
    ASSERT_TRUE(rows.value()->next(read).value());
    ASSERT_EQ(read.cells.size(), cells.size() + 1);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      EXPECT_EQ(read.cells[i].text, cells[i]);
      EXPECT_EQ(read.cells[i].kind, CellKind::text) << cells[i];
    }
    EXPECT_EQ(read.cells.back().text, last);
  }
  EXPECT_EQ(read.cells.back().kind, CellKind::text);
}

// An entity's label is data.
TEST(XlsxWriter, AnyLabelNamesATab) {
  XlsxWriter writer;
  writer.start_sheet("见习/实习 [补]", {{.heading = "姓名"}});
  const auto bytes = writer.finish();
  ASSERT_TRUE(bytes.ok());
  const auto book = Workbook::open({.bytes = bytes.value(), .path = {}});
  ASSERT_TRUE(book.ok()) << to_text(book.error());
  EXPECT_EQ(book.value().sheets().at(0).name, "见习 实习  补 ");
}

TEST(XlsxWriter, DropDownsStandInAHiddenSheet) {
  XlsxWriter writer;
  writer.start_sheet("人员", {{.heading = "*姓名", .required = true, .note = "与证件一致"},
                              {.heading = "性别", .choices = {"男", "女"}}});
  writer.write_example({"示例", "男"});
  writer.start_sheet("填写说明", {{.heading = "列"}, {.heading = "怎样填"}});
  writer.write({"姓名", "与证件一致"});
  const auto bytes = writer.finish();
  ASSERT_TRUE(bytes.ok());
  const auto book = Workbook::open({.bytes = bytes.value(), .path = {}});
  ASSERT_TRUE(book.ok()) << to_text(book.error());
  ASSERT_EQ(book.value().sheets().size(), 3U);
  EXPECT_EQ(book.value().sheets()[2].name, "代码表");
  EXPECT_TRUE(book.value().sheets()[2].hidden);
  EXPECT_EQ(book.value().first_visible(), 0U);
}

}  // namespace
}  // namespace leye::intake
