#include "registers/merge_parts.hpp"

#include <algorithm>

#include "registers/merge.sql.hpp"

namespace leye::registers::merging {
namespace {

constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500;

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

Result<std::optional<Instant>> give_up_account(store::Transaction& transaction, std::int64_t person,
                                               Instant now) {
  const auto kept = TRY(transaction.query(sql::keep_past_account, person, now));
  TRY(transaction.execute(sql::delete_account, person));
  if (kept.empty()) return std::optional<Instant>{};
  return std::optional{kept[0].get<Instant>("replaced_at")};
}

Status place_as_versions(store::Transaction& transaction, std::int64_t person) {
  TRY(transaction.execute(sql::place_identity, person));
  TRY(transaction.execute(sql::place_account, person));
  return Done{};
}

}  // namespace leye::registers::merging
