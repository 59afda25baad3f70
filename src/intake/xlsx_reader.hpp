// A sheet of a workbook (.xlsx) as rows: shared and inline strings, dates by their style, cached
// values of formulas, merged cells, hidden rows and columns.
// Opened by intake/workbook.hpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "intake/rows.hpp"
#include "intake/xlsx_book.hpp"

namespace leye::intake {

// Rows and columns counted from 1, both ends included.
struct MergedCells {
  std::int64_t top = 0, bottom = 0;
  std::size_t left = 0, right = 0;
};

// The merged cells of a sheet, in the order of their first row. They stand behind the rows, so the
// part is read through once, which checks its length and its check sum too.
Result<std::vector<MergedCells>> find_merged_cells(XlsxPart part, const XlsxLimits& limits);

class XlsxReader : public RowSource {
 public:
  static Result<std::unique_ptr<XlsxReader>> open(const XlsxPackage& package,
                                                  std::shared_ptr<const XlsxBook> book,
                                                  std::shared_ptr<const XlsxStrings> strings,
                                                  std::size_t sheet);
  ~XlsxReader() override;

  Result<bool> next(Row& row) override;
  std::string form() const override { return "XLSX"; }
  std::vector<std::size_t> hidden_columns() const override;
  std::optional<bool> days_from_1904() const override;

 private:
  class Handler;
  struct Anchor {  // of merged cells that reach below their first row
    MergedCells cells;
    std::string text;
    CellKind kind = CellKind::text;
  };
  XlsxReader(std::unique_ptr<Handler> handler, std::unique_ptr<XmlReader> xml,
             std::vector<MergedCells> merged, const XlsxLimits& limits);
  Result<bool> fill();
  Status spread(Row& row);

  std::unique_ptr<Handler> handler_;
  std::unique_ptr<XmlReader> xml_;
  std::vector<MergedCells> merged_;
  std::size_t next_merged_ = 0;
  std::vector<Anchor> anchors_;
  XlsxLimits limits_;
};

}  // namespace leye::intake
