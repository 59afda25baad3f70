// A file with tables from outside, in any of the three forms that bureaux send: XLSX, XLS (WPS's
// .et too) and CSV. The form is found from the bytes, never from the name.
//
//   const Workbook book = TRY(Workbook::open({.bytes = bytes}));
//   … book.sheets() …
//   auto rows = TRY(book.rows(book.first_visible()));
//   Row row;
//   while (TRY(rows->next(row))) use(row);
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "intake/rows.hpp"
#include "intake/xlsx_package.hpp"

namespace leye::intake {

struct SheetName {
  std::string name;  // empty for CSV
  bool hidden = false;
};

class Workbook {
 public:
  // invalid_input, with what to do, for anything else: a password, a web page named .xls, …
  static Result<Workbook> open(const FileContent& file, const XlsxLimits& limits = {});
  ~Workbook();
  Workbook(Workbook&&) noexcept;

  const std::vector<SheetName>& sheets() const { return sheets_; }
  std::size_t first_visible() const;

  // May be called again for another pass. invalid_input if there is no such sheet.
  Result<std::unique_ptr<RowSource>> rows(std::size_t sheet) const;

 private:
  struct Form;
  Workbook();
  std::vector<SheetName> sheets_;
  std::unique_ptr<Form> form_;
};

}  // namespace leye::intake
