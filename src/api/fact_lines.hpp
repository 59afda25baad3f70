// Records of the registers as the lines a page shows, masked by the vocabulary's masks.
#pragma once

#include "api/organisations.hpp"
#include "registers/records.hpp"

namespace leye::api {

// `names_in_clear`: staff see the names of the people of their places; nobody sees a number, a
// phone or an account unmasked.
enum class Names { in_clear, masked };

std::string masked_value(const Fact& fact, const std::string& value, Names names);

std::vector<FactLine> fact_lines(const registers::Record& record, Names names);
// Lists without records are left out; `owner`, whose page it is, is left out of the facts.
std::vector<RecordListLine> record_lines(const std::vector<registers::RecordList>& lists,
                                         std::string_view owner, Names names);
EmploymentLine employment_line(const registers::Record& record, Names names);
UnemploymentLine unemployment_line(const registers::Record& record);
EducationLine education_line(const registers::Record& record);
InsuranceLine insurance_line(const registers::Record& record);
OrganisationYear year_line(const registers::Record& record);
GrantLine grant_line(const registers::Record& record);
std::vector<TimelineLine> timeline_lines(const std::vector<registers::TimelineEntry>& entries);

// Whoever asks for a masked value says why.
Status check_reason(const Unmask& asked);
// invalid_input: no such fact, or it is not masked.
Result<const registers::FactValue*> masked_fact(const registers::Record& record,
                                                const std::string& field);

template <class Line, class Make>
std::vector<Line> lines_of(const std::vector<registers::Record>& records, Make make) {
  std::vector<Line> lines;
  for (const auto& record : records) lines.push_back(make(record));
  return lines;
}

}  // namespace leye::api
