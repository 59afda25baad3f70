// Rows into COPY columns, in the order of bulk.sql's statements and of the staging tables.
#pragma once

#include "registers/rows.hpp"
#include "store/copy.hpp"

namespace leye::registers {

// An empty text, place 0 and a month without a spell are null.
inline std::optional<std::string_view> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}
inline std::optional<std::int64_t> id_or_null(std::int64_t id) {
  return id == 0 ? std::nullopt : std::optional<std::int64_t>(id);
}
inline std::optional<store::Json> json_or_null(const std::string& json) {
  return json.empty() ? std::nullopt : std::optional(store::Json{json});
}

// The facts alone, without id, place and provenance.
void add_facts(store::CopyRow& out, const PersonRow& row);
void add_facts(store::CopyRow& out, const OrganisationRow& row);  // without the encrypted ones
void add_facts(store::CopyRow& out, const OrganisationYearRow& row);
void add_facts(store::CopyRow& out, const EmploymentRow& row);
void add_facts(store::CopyRow& out, const UnemploymentRow& row);
void add_facts(store::CopyRow& out, const EducationRow& row);
void add_facts(store::CopyRow& out, const InsuranceRow& row);

}  // namespace leye::registers
