// Workbooks (.xlsx) that go out: every cell is a text or a number, never a formula; ids stay text.
//
//   XlsxWriter writer;
//   writer.start_sheet("人员", {{.heading = "姓名"}, {.heading = "月工资", .number = true}});
//   writer.write({"王小明", "3500.00"});
//   const std::string bytes = TRY(writer.finish());
//
// The file is made in memory, row by row; drop-downs take their lists from a hidden sheet.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::intake {

struct XlsxColumn {
  std::string heading = {};
  bool number = false;                    // its cells can be added up
  bool required = false;                  // its heading stands out
  std::string note = {};                  // shown where a cell of the column is chosen
  std::vector<std::string> choices = {};  // of the drop-down
};

class XlsxWriter {
 public:
  XlsxWriter();
  ~XlsxWriter();

  // Rows that are written from now on belong to this sheet. At most 31 characters, without []:*?/\.
  void start_sheet(const std::string& name, const std::vector<XlsxColumn>& columns);
  void write(const std::vector<std::string>& cells);
  void write_example(const std::vector<std::string>& cells);  // in grey italics

  // The bytes of the file, once.
  Result<std::string> finish();

 private:
  struct Book;
  void write_row(const std::vector<std::string>& cells, bool example);
  std::unique_ptr<Book> book_;
};

}  // namespace leye::intake
