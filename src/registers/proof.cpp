#include "registers/proof.hpp"

#include "registers/identity.hpp"
#include "registers/proof.sql.hpp"

namespace leye::registers {

Result<Bytes> prove_person(store::Transaction& transaction, const IdentityCipher& cipher,
                           std::int64_t person, const std::string& name,
                           const std::string& number) {
  const auto rows = TRY(transaction.query(sql::identity_to_prove, person));
  const auto canonical = canonical_id_number(number);
  if (rows.empty() || !canonical.ok()) return Bytes{};
  const auto said = cipher.number_blind(canonical.value());
  const bool right = rows[0].get<std::optional<Bytes>>("number_blind") == said &&
                     rows[0].get<std::string>("name") == name;
  return right ? said : Bytes{};
}

Result<bool> has_number(store::Transaction& transaction, std::int64_t person, const Bytes& blind) {
  const auto rows = TRY(transaction.query(sql::identity_to_prove, person));
  return !rows.empty() && rows[0].get<std::optional<Bytes>>("number_blind") == blind;
}

Result<bool> prove_organisation(store::Transaction& transaction, std::int64_t organisation,
                                const std::string& uscc) {
  const auto rows = TRY(transaction.query(sql::organisation_to_prove, organisation));
  const auto canonical = canonical_uscc(uscc);
  if (rows.empty() || !canonical.ok()) return false;
  return rows[0].get<std::optional<std::string>>("uscc") == canonical.value();
}

}  // namespace leye::registers
