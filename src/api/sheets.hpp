// Sheets that go out: as a workbook, or as CSV where the caller asks for it.
#pragma once

#include <string>

#include "http/message.hpp"

namespace leye::api {

constexpr const char* sheet_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr const char* csv_type = "text/csv; charset=utf-8";

// Type and name of a file whose body stands in the response.
inline void describe_sheet(http::Response& response, const std::string& stem, bool csv) {
  response.type = csv ? csv_type : sheet_type;
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + stem +
                                                           (csv ? ".csv\"" : ".xlsx\""));
}

}  // namespace leye::api
