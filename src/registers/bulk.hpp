// Filling an empty area with whole registers: the synthetic city, or a take-over of another
// system's data. Everything goes in with one transaction; indexes and foreign keys are put up at
// the end and checked there.
//
//   auto load = TRY(RegisterLoad::begin(connection, "area_621000", cipher, {"示例数据", now}));
//   for (…) TRY(load.add(PersonRow{…}));
//   for (…) TRY(load.add(EmploymentRow{…}));
//   TRY(load.finish());
//
// Rows of all kinds may come in any order and mixed; ids are the caller's. What is not finished is
// rolled back. Memory stays flat.
#pragma once

#include <memory>
#include <tuple>
#include <vector>

#include "registers/identity_cipher.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

class RegisterLoad {
 public:
  // conflict if a register of the area has rows already.
  static Result<RegisterLoad> begin(store::Connection& connection, const std::string& area_schema,
                                    const IdentityCipher& cipher, Provenance provenance);

  Status add(PersonRow row);
  Status add(OrganisationRow row);
  Status add(OrganisationYearRow row);
  Status add(EmploymentRow row);
  Status add(UnemploymentRow row);
  Status add(EducationRow row);
  Status add(InsuranceRow row);
  Status add(HouseholdRow row);
  Status add(HouseholdMemberRow row);

  // For tables that other folders fill in the same transaction: flush() first, if they refer to
  // rows that were added.
  Status flush();
  store::Transaction& transaction() { return *transaction_; }

  // Indexes, keys, statistics, commit. conflict or invalid_input if the rows contradict a key.
  Status finish();

 private:
  RegisterLoad(store::Transaction transaction, const IdentityCipher& cipher, Provenance provenance);
  template <class Row>
  Status take(Row row);
  Status flush(std::vector<PersonRow>& rows);
  Status copy_accounts(const std::vector<PersonRow>& rows);
  Status flush(std::vector<OrganisationRow>& rows);
  Status flush(std::vector<OrganisationYearRow>& rows);
  Status flush(std::vector<EmploymentRow>& rows);
  Status flush(std::vector<UnemploymentRow>& rows);
  Status flush(std::vector<EducationRow>& rows);
  Status flush(std::vector<InsuranceRow>& rows);
  Status flush(std::vector<HouseholdRow>& rows);
  Status flush(std::vector<HouseholdMemberRow>& rows);
  template <class Row, class Fill>
  Status copy(store::Statement statement, const std::vector<Row>& rows, Fill fill);

  std::unique_ptr<store::Transaction> transaction_;
  IdentityCipher cipher_;
  Provenance provenance_;
  std::tuple<std::vector<PersonRow>, std::vector<OrganisationRow>, std::vector<OrganisationYearRow>,
             std::vector<EmploymentRow>, std::vector<UnemploymentRow>, std::vector<EducationRow>,
             std::vector<InsuranceRow>, std::vector<HouseholdRow>, std::vector<HouseholdMemberRow>>
      waiting_;
};

}  // namespace leye::registers
