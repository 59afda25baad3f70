#include "registers/identity_rows.hpp"

#include "registers/merge.sql.hpp"

namespace leye::registers {
namespace {

Result<std::optional<std::string>> opened(const IdentityCipher& cipher,
                                          const std::optional<Salt>& salt,
                                          const std::optional<Bytes>& sealed) {
  if (!salt || !sealed) return std::optional<std::string>{};
  return std::optional<std::string>{TRY(cipher.open(*salt, *sealed))};
}

}  // namespace

Result<Identity> read_identity(const IdentityCipher& cipher, const store::Row& row) {
  Identity identity;
  identity.name = row.get<std::string>("name");
  const auto salt = row.get<std::optional<Salt>>("salt");
  identity.number = TRY(opened(cipher, salt, row.get<std::optional<Bytes>>("number_cipher")));
  identity.phone = TRY(opened(cipher, salt, row.get<std::optional<Bytes>>("phone_cipher")));
  if (identity.number) identity.number_blind = cipher.number_blind(*identity.number);
  if (identity.phone) identity.phone_blind = cipher.phone_blind(*identity.phone);
  identity.place = row.get<Place>("place");
  return identity;
}

Status write_identity(store::Transaction& transaction, const IdentityCipher& cipher,
                      std::int64_t person, const Identity& identity, Instant now) {
  const Salt salt = cipher.new_salt();
  const auto sealed = [&](const std::optional<std::string>& value) {
    return value ? std::optional(cipher.seal(salt, *value)) : std::nullopt;
  };
  TRY(transaction.execute(sql::change_identity, person, identity.name, sealed(identity.number),
                          identity.number_blind, sealed(identity.phone), identity.phone_blind, salt,
                          now));
  return Done{};
}

Result<std::optional<Instant>> keep_identity(store::Transaction& transaction, std::int64_t person,
                                             Instant now) {
  const auto kept = TRY(transaction.query(sql::keep_past_identity, person, now));
  if (kept.empty()) return std::optional<Instant>{};
  return std::optional{kept[0].get<Instant>("replaced_at")};
}

}  // namespace leye::registers
