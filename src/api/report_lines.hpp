// A reported line on the wire.
#pragma once

#include "api/call.hpp"
#include "api/reports.hpp"
#include "reports/words.hpp"

namespace leye::api {

// `of_person`: with the person's id, for staff and the person; a reporter has none.
enum class ShownTo { reporter, person, staff };
Result<std::vector<ReportLine>> report_lines(const Call& call, store::Transaction& transaction,
                                             const std::vector<reports::Line>& lines, ShownTo to);

}  // namespace leye::api
