#include "intake/csv_writer.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "intake/cells.hpp"
#include "intake/csv.hpp"

namespace leye::intake {
namespace {

// No cell starts as a formula, and our reader gives back what went in.
TEST(CsvWriter, NoCellIsAFormulaAndNoneIsChanged) {
  const std::vector<std::string> cells = {
      "=1+1", "+1",     "@SUM(A1)",           "-1+2", "＝1",       "＋1",    "－1",
      "＠x",  "'quote", "000000199001010018", "a,b",  "say \"x\"", "两\n行", "-12.50",
      "1234", ""};
  for (const Encoding encoding : {Encoding::utf8, Encoding::gb18030}) {
    std::ostringstream out;
    CsvWriter writer(out, encoding);
    writer.write({"姓名"});
    writer.write(cells);
    const std::string text = out.str();
    CsvReader reader(bytes_of(text));
    Row row;
    ASSERT_TRUE(reader.next(row).value());
    ASSERT_TRUE(reader.next(row).value());
    ASSERT_EQ(row.cells.size(), cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell(row.cells[i].text);
      for (const char* formula : {"=", "+", "@", "＝", "＋", "－", "＠", "-1+"}) {
        EXPECT_FALSE(cell.starts_with(formula)) << cell;
      }
      EXPECT_EQ(cell.starts_with('\'') ? cell.substr(1) : cell, cells[i]);
    }
  }
}

}  // namespace
}  // namespace leye::intake
