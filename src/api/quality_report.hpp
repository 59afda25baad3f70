// What a three-party check came to, as a page shows it, as a workbook and on paper.
#pragma once

#include "api/call.hpp"
#include "api/quality.hpp"
#include "quality/quality_view.hpp"

namespace leye::api {

// A column's name in the caller's language; its id where the ledger has it no longer.
std::string quality_field_label(const Call& call, const std::string& ledger,
                                const std::string& field);

QualityReport quality_report(const Call& call, const quality::CheckLine& line,
                             const quality::Report& report);

Result<http::Response> quality_workbook(const Call& call, const quality::CheckLine& line,
                                        const QualityReport& report);
Result<http::Response> quality_paper(const Call& call, const quality::CheckLine& line,
                                     const QualityReport& report);

}  // namespace leye::api
