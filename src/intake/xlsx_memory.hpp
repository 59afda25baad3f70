// Where a workbook is written: a file without a name, in memory. For xlsx_writer.cpp and
// xlsx_form.cpp only.
#pragma once

#include <string>

#include "base/result.hpp"

namespace leye::intake {

class XlsxMemory {
 public:
  XlsxMemory();
  ~XlsxMemory();
  XlsxMemory(const XlsxMemory&) = delete;
  XlsxMemory& operator=(const XlsxMemory&) = delete;

  const std::string& path() const { return path_; }
  // What was written; unavailable if it cannot be read back.
  Result<std::string> bytes() const;

 private:
  int handle_ = -1;
  std::string path_;
};

// unavailable: there was no room.
Error unwritten_workbook();

// A tab's name as spreadsheets allow it: what they forbid becomes a blank, what is too long is cut.
std::string tab_name(const std::string& wanted);

// Whether a cell of digits stands as a number: what spreadsheets keep exactly.
bool is_sheet_number(const std::string& cell);

// In columns of a spreadsheet: Chinese characters are two wide.
std::size_t width_of_text(const std::string& text);

}  // namespace leye::intake
