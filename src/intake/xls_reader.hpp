// Old workbooks (.xls, .et): read by another program, which may do nothing but read.
//
// The library for them has been seen to crash on damaged files. `leye-xls` runs it with limits on
// memory and time, without network, without files to write, and sends back rows, which are checked
// here as if they came from outside, as they do.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "intake/workbook.hpp"

namespace leye::intake {

constexpr std::chrono::seconds xls_time_max{60};  // for a whole file

Result<std::vector<SheetName>> xls_sheets(const FileContent& file);
Result<std::unique_ptr<RowSource>> open_xls(const FileContent& file, std::size_t sheet);

}  // namespace leye::intake
