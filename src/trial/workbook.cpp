#include "trial/workbook.hpp"

#include "intake/xlsx_writer.hpp"

namespace leye::trial {

Result<std::string> workbook(const std::vector<Table>& tables) {
  intake::XlsxWriter writer;
  for (const auto& table : tables) {
    std::vector<intake::XlsxColumn> columns;
    for (const auto& column : table.columns)
      columns.push_back({.heading = column.heading, .number = column.number});
    writer.start_sheet(table.title, columns);
    for (const auto& row : table.rows) writer.write(row);
  }
  return writer.finish();
}

}  // namespace leye::trial
