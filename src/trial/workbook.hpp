// The tables of a report as one workbook, a sheet for each.
#pragma once

#include "base/result.hpp"
#include "trial/tables.hpp"

namespace leye::trial {

// The bytes of the .xlsx file.
Result<std::string> workbook(const std::vector<Table>& tables);

}  // namespace leye::trial
