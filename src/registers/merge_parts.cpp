#include "registers/merge_parts.hpp"

#include <algorithm>

#include "registers/merge.sql.hpp"

namespace leye::registers::merging {
namespace {

constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500;

Result<std::optional<std::string>> opened(const IdentityCipher& cipher,
                                          const std::optional<Salt>& salt,
                                          const std::optional<Bytes>& sealed) {
  if (!salt || !sealed) return std::optional<std::string>{};
  return std::optional<std::string>{TRY(cipher.open(*salt, *sealed))};
}

std::optional<Instant> replaced_at(const store::Rows& kept) {
  if (kept.empty()) return std::nullopt;
  return kept[0].get<Instant>("replaced_at");
}

}  // namespace

Status check_reason(const std::string& reason) {
  if (reason.size() >= reason_bytes_min && reason.size() <= reason_bytes_max) return Done{};
  return Error{ErrorCode::invalid_input, "请写明原因", {"reason"}, "两个汉字以上，五百字以内"};
}

bool chosen(const std::vector<std::string>& from_merged, std::string_view fact) {
  return std::find(from_merged.begin(), from_merged.end(), fact) != from_merged.end();
}

Identity chosen_identity(const Identities& of, const std::vector<std::string>& from_merged) {
  Identity identity = of.survivor;
  if (chosen(from_merged, "name")) identity.name = of.merged.name;
  if (of.merged.number && (chosen(from_merged, "id_number") || !identity.number)) {
    identity.number = of.merged.number;
    identity.number_blind = of.merged.number_blind;
  }
  if (of.merged.phone && (chosen(from_merged, "phone") || !identity.phone)) {
    identity.phone = of.merged.phone;
    identity.phone_blind = of.merged.phone_blind;
  }
  return identity;
}

Result<Identity> identity_in(const IdentityCipher& cipher, const store::Row& row) {
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
  return replaced_at(TRY(transaction.query(sql::keep_past_identity, person, now)));
}

Result<std::optional<Instant>> give_up_account(store::Transaction& transaction, std::int64_t person,
                                               Instant now) {
  const auto kept = TRY(transaction.query(sql::keep_past_account, person, now));
  TRY(transaction.execute(sql::delete_account, person));
  return replaced_at(kept);
}

Status place_as_versions(store::Transaction& transaction, std::int64_t person) {
  TRY(transaction.execute(sql::place_identity, person));
  TRY(transaction.execute(sql::place_account, person));
  return Done{};
}

}  // namespace leye::registers::merging
