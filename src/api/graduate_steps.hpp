// The steps after leaving school of one person (src/reports/steps.hpp).
#pragma once

#include "api/call.hpp"
#include "api/reports.hpp"

namespace leye::api {

// None for somebody whom no school reported. The transaction sees the person's records.
Result<std::vector<GraduateStep>> graduate_steps(const Call& call, store::Transaction& transaction,
                                                 std::int64_t person);

}  // namespace leye::api
