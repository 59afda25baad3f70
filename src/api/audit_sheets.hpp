// What the audit administrator takes out of the audit: the records, and whose files an account saw.
#pragma once

#include <vector>

#include "api/route.hpp"

namespace leye::api {

std::vector<Route> audit_sheet_routes();

}  // namespace leye::api
