#include "registers/bulk.hpp"

#include "registers/bulk.sql.hpp"
#include "registers/copy_columns.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t rows_waiting_max = 20'000;
constexpr std::chrono::hours load_time_max{12};

std::optional<Bytes> sealed_or_null(const IdentityCipher& cipher, const Salt& salt,
                                    const std::string& plain) {
  if (plain.empty()) return std::nullopt;
  return cipher.seal(salt, plain);
}

}  // namespace

RegisterLoad::RegisterLoad(store::Transaction transaction, const IdentityCipher& cipher,
                           Provenance provenance)
    : transaction_(std::make_unique<store::Transaction>(std::move(transaction))),
      cipher_(cipher),
      provenance_(std::move(provenance)) {}

Result<RegisterLoad> RegisterLoad::begin(store::Connection& connection,
                                         const std::string& area_schema,
                                         const IdentityCipher& cipher, Provenance provenance) {
  store::Scope scope = store::Scope::whole_area(area_schema);
  scope.bypass = true;
  scope.time_limit = load_time_max;
  store::Transaction transaction = TRY(store::Transaction::begin(connection, scope));
  if (auto begun = transaction.query(sql::begin_load); !begun.ok()) {
    Error error = std::move(begun).error();
    if (connection.sqlstate() == "55000") {
      error = {ErrorCode::conflict,
               "the registers of " + area_schema + " are not empty",
               {},
               "import into them instead, or load into a new area"};
    }
    return error;
  }
  return RegisterLoad(std::move(transaction), cipher, std::move(provenance));
}

template <class Row>
Status RegisterLoad::take(Row row) {
  auto& waiting = std::get<std::vector<Row>>(waiting_);
  waiting.push_back(std::move(row));
  return waiting.size() < rows_waiting_max ? Status(Done{}) : flush(waiting);
}

template <class Row, class Fill>
Status RegisterLoad::copy(store::Statement statement, const std::vector<Row>& rows, Fill fill) {
  std::size_t next = 0;
  TRY(transaction_->copy_in(statement, [&](store::CopyRow& out) -> Result<bool> {
    if (next == rows.size()) return false;
    fill(out, rows[next++]);
    return true;
  }));
  return Done{};
}

Status RegisterLoad::flush(std::vector<PersonRow>& rows) {
  TRY(copy(sql::copy_person, rows,
           [](store::CopyRow& out, const PersonRow& row) { out.add(row.id); }));
  TRY(copy(sql::copy_person_identity, rows, [&](store::CopyRow& out, const PersonRow& row) {
    const Salt salt = cipher_.new_salt();
    out.add(row.id).add(row.name).add(sealed_or_null(cipher_, salt, row.number));
    out.add(row.number.empty() ? std::nullopt : std::optional(cipher_.number_blind(row.number)));
    out.add(sealed_or_null(cipher_, salt, row.phone));
    out.add(row.phone.empty() ? std::nullopt : std::optional(cipher_.phone_blind(row.phone)));
    out.add(salt).add(row.residence_place).add(provenance_.known_from);
  }));
  TRY(copy_accounts(rows));
  TRY(copy(sql::copy_person_version, rows, [&](store::CopyRow& out, const PersonRow& row) {
    out.add(row.id).add(row.id);
    add_facts(out, row);
    out.add(row.residence_place).add(provenance_.source).add(provenance_.known_from);
    out.add(json_or_null(row.extra));
  }));
  rows.clear();
  return Done{};
}

// Of those who have one.
Status RegisterLoad::copy_accounts(const std::vector<PersonRow>& rows) {
  std::size_t next = 0;
  TRY(transaction_->copy_in(sql::copy_person_account, [&](store::CopyRow& out) -> Result<bool> {
    while (next < rows.size() && rows[next].account_number.empty()) ++next;
    if (next == rows.size()) return false;
    const PersonRow& row = rows[next++];
    const Salt salt = cipher_.new_salt();
    out.add(row.id).add(cipher_.seal(salt, row.account_number));
    out.add(cipher_.account_blind(row.account_number)).add(salt).add(text_or_null(row.bank));
    out.add(row.residence_place).add(provenance_.source).add(provenance_.known_from);
    return true;
  }));
  return Done{};
}

Status RegisterLoad::flush(std::vector<OrganisationRow>& rows) {
  TRY(copy(sql::copy_organisation, rows,
           [](store::CopyRow& out, const OrganisationRow& row) { out.add(row.id).add(row.uscc); }));
  TRY(copy(sql::copy_organisation_version, rows,
           [&](store::CopyRow& out, const OrganisationRow& row) {
             const Salt salt = cipher_.new_salt();
             out.add(row.id).add(row.id);
             add_facts(out, row);
             out.add(sealed_or_null(cipher_, salt, row.account_number));
             out.add(sealed_or_null(cipher_, salt, row.phone)).add(salt);
             out.add(row.registered_place).add(provenance_.source).add(provenance_.known_from);
             out.add(json_or_null(row.extra));
           }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<OrganisationYearRow>& rows) {
  TRY(copy(sql::copy_organisation_year, rows,
           [&](store::CopyRow& out, const OrganisationYearRow& row) {
             out.add(row.id).add(row.organisation_id);
             add_facts(out, row);
             out.add(row.place).add(provenance_.source).add(provenance_.known_from);
             out.add(json_or_null(row.extra));
           }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<EmploymentRow>& rows) {
  TRY(copy(sql::copy_employment, rows, [&](store::CopyRow& out, const EmploymentRow& row) {
    out.add(row.id).add(row.person_id).add(row.employer_id);
    add_facts(out, row);
    out.add(row.place).add(provenance_.source).add(provenance_.known_from);
    out.add(json_or_null(row.extra));
  }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<UnemploymentRow>& rows) {
  TRY(copy(sql::copy_unemployment_registration, rows,
           [&](store::CopyRow& out, const UnemploymentRow& row) {
             out.add(row.id).add(row.person_id);
             add_facts(out, row);
             out.add(row.place).add(provenance_.source).add(provenance_.known_from);
             out.add(json_or_null(row.extra));
           }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<EducationRow>& rows) {
  TRY(copy(sql::copy_education_record, rows, [&](store::CopyRow& out, const EducationRow& row) {
    out.add(row.id).add(row.person_id);
    add_facts(out, row);
    out.add(row.place).add(provenance_.source).add(provenance_.known_from);
    out.add(json_or_null(row.extra));
  }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<InsuranceRow>& rows) {
  TRY(copy(sql::copy_insurance_spell, rows, [&](store::CopyRow& out, const InsuranceRow& row) {
    out.add(row.id).add(row.person_id).add(id_or_null(row.employer_id));
    add_facts(out, row);
    out.add(row.place).add(provenance_.source).add(provenance_.known_from);
    out.add(json_or_null(row.extra));
  }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<HouseholdRow>& rows) {
  TRY(copy(sql::copy_household, rows, [&](store::CopyRow& out, const HouseholdRow& row) {
    out.add(row.id).add(row.householder_id).add(row.kind).add(row.place);
    out.add(provenance_.source).add(provenance_.known_from);
  }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::flush(std::vector<HouseholdMemberRow>& rows) {
  TRY(copy(sql::copy_household_member, rows,
           [&](store::CopyRow& out, const HouseholdMemberRow& row) {
             out.add(row.id).add(row.household_id).add(row.person_id).add(row.relation);
             out.add(row.start_date).add(row.end_date).add(row.place);
             out.add(provenance_.source).add(provenance_.known_from);
           }));
  rows.clear();
  return Done{};
}

Status RegisterLoad::add(PersonRow row) { return take(std::move(row)); }
Status RegisterLoad::add(OrganisationRow row) { return take(std::move(row)); }
Status RegisterLoad::add(OrganisationYearRow row) { return take(std::move(row)); }
Status RegisterLoad::add(EmploymentRow row) { return take(std::move(row)); }
Status RegisterLoad::add(UnemploymentRow row) { return take(std::move(row)); }
Status RegisterLoad::add(EducationRow row) { return take(std::move(row)); }
Status RegisterLoad::add(InsuranceRow row) { return take(std::move(row)); }
Status RegisterLoad::add(HouseholdRow row) { return take(std::move(row)); }
Status RegisterLoad::add(HouseholdMemberRow row) { return take(std::move(row)); }

Status RegisterLoad::flush() {
  Status flushed = Done{};
  std::apply(
      [&](auto&... each) { (..., (flushed = flushed.ok() ? flush(each) : std::move(flushed))); },
      waiting_);
  return flushed;
}

Status RegisterLoad::finish() {
  TRY(flush());
  TRY(transaction_->query(sql::finish_load));
  return transaction_->commit();
}

}  // namespace leye::registers
