// What a workbook (.xlsx) says beside its sheets: their names, the date system, which styles show
// dates, the table of strings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/xlsx_package.hpp"

namespace leye::intake {

struct XlsxSheet {
  std::string name;
  std::string part;  // of the package
  bool hidden = false;
};

struct XlsxBook {
  std::vector<XlsxSheet> sheets;
  bool from_1904 = false;               // day 0 is 1904-01-01
  std::vector<bool> style_shows_dates;  // by the index of the style

  static Result<XlsxBook> read(const XlsxPackage& package);
};

class XlsxStrings {
 public:
  // Empty if the package has none.
  static Result<XlsxStrings> read(const XlsxPackage& package);

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t index) const;

 private:
  friend class StringsHandler;
  std::string text_;
  std::vector<std::uint32_t> ends_;
};

// "_x000D_" in a string of a workbook is the character U+000D.
void unescape_characters(std::string& text);

// Whether a number format shows a day: yyyy-mm-dd, m"月"d"日" …
bool shows_date(std::string_view format);
bool built_in_shows_date(int format_id);

// A serial number as a date: "2023-08-01", "2023-08-01 09:30:00", "09:30:00"; empty if it is none.
std::string day_of_serial(double serial, bool from_1904);

// A number as a spreadsheet stores it, in decimal: "1234.5599999999999" is "1234.56". What has
// more than 15 digits before the point stays in exponent form.
std::string decimal_of(std::string_view stored);

}  // namespace leye::intake
