#include "registers/merge.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "registers/merge.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500;

struct Identity {
  std::string name;
  std::optional<std::string> number, phone;  // in clear
  std::optional<Bytes> number_blind, phone_blind;
  Place place = 0;
};

Status check_reason(const std::string& reason) {
  if (reason.size() >= reason_bytes_min && reason.size() <= reason_bytes_max) return Done{};
  return Error{ErrorCode::invalid_input, "请写明原因", {"reason"}, "两个汉字以上，五百字以内"};
}

Result<std::optional<std::string>> opened(const IdentityCipher& cipher,
                                          const std::optional<Salt>& salt,
                                          const std::optional<Bytes>& sealed) {
  if (!salt || !sealed) return std::optional<std::string>{};
  return std::optional<std::string>{TRY(cipher.open(*salt, *sealed))};
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

Result<Instant> keep_identity(store::Transaction& transaction, std::int64_t person, Instant now) {
  return TRY(transaction.query(sql::keep_past_identity, person, now))[0].get<Instant>(
      "replaced_at");
}

Result<std::optional<std::int64_t>> open_version(store::Transaction& transaction,
                                                 std::int64_t person) {
  const auto rows = TRY(transaction.query(sql::open_version_of, person));
  if (rows.empty()) return std::optional<std::int64_t>{};
  return std::optional<std::int64_t>{rows[0].get<std::int64_t>("id")};
}

struct Before {
  Identity survivor, merged;
};

Result<Before> identities(store::Transaction& transaction, const IdentityCipher& cipher,
                          const MergeOrder& order) {
  const auto rows = TRY(transaction.query(sql::identities_to_merge,
                                          std::vector<std::int64_t>{order.survivor, order.merged}));
  if (rows.size() != 2) {
    return Error{ErrorCode::not_found, "两份档案中有一份不在了", {}, "请刷新后再试"};
  }
  Before before;
  for (const store::Row row : rows) {
    auto& into = row.get<std::int64_t>("id") == order.survivor ? before.survivor : before.merged;
    into = TRY(identity_in(cipher, row));
  }
  return before;
}

Status check(const Vocabulary& vocabulary, const MergeOrder& order) {
  TRY(check_reason(order.reason));
  if (order.survivor == order.merged)
    return Error{ErrorCode::invalid_input, "一份档案不能与自己合并", {"survivor"}, "请选两份档案"};
  const Entity& person = *vocabulary.find_entity("person");
  for (const std::string& fact : order.from_merged) {
    if (person.find_fact(fact) == nullptr)
      return Error{ErrorCode::invalid_input, "没有这一项", {fact}, "请刷新后再试"};
  }
  return Done{};
}

bool chosen(const MergeOrder& order, std::string_view fact) {
  return std::find(order.from_merged.begin(), order.from_merged.end(), fact) !=
         order.from_merged.end();
}

// Of the survivor's and the other's: what was chosen, and what the survivor has not.
Identity chosen_identity(const Before& before, const MergeOrder& order) {
  Identity identity = before.survivor;
  if (chosen(order, "name")) identity.name = before.merged.name;
  if (before.merged.number && (chosen(order, "id_number") || !identity.number)) {
    identity.number = before.merged.number;
    identity.number_blind = before.merged.number_blind;
  }
  if (before.merged.phone && (chosen(order, "phone") || !identity.phone)) {
    identity.phone = before.merged.phone;
    identity.phone_blind = before.merged.phone_blind;
  }
  return identity;
}

bool same(const Identity& one, const Identity& other) {
  return one.name == other.name && one.number == other.number && one.phone == other.phone;
}

struct AccountsMerged {
  bool moved = false;                             // the survivor's account is the other's now
  std::optional<Instant> of_survivor, of_merged;  // when what they had was kept
};

Result<Instant> give_up_account(store::Transaction& transaction, std::int64_t person, Instant now) {
  const auto kept = TRY(transaction.query(sql::keep_past_account, person, now));
  TRY(transaction.execute(sql::delete_account, person));
  return kept[0].get<Instant>("replaced_at");
}

Result<AccountsMerged> merge_accounts(store::Transaction& transaction, const MergeOrder& order,
                                      const std::string& source) {
  const auto rows = TRY(
      transaction.query(sql::has_account, std::vector<std::int64_t>{order.survivor, order.merged}));
  bool of_survivor = false, of_merged = false;
  for (const store::Row row : rows)
    (row.get<std::int64_t>("person_id") == order.survivor ? of_survivor : of_merged) = true;
  AccountsMerged accounts;
  if (!of_merged) return accounts;
  accounts.moved = !of_survivor || chosen(order, "account_number") || chosen(order, "bank");
  if (accounts.moved && of_survivor)
    accounts.of_survivor = TRY(give_up_account(transaction, order.survivor, order.now));
  if (accounts.moved) {
    TRY(transaction.execute(sql::give_account, order.merged, order.survivor, order.now, source));
  }
  accounts.of_merged = TRY(give_up_account(transaction, order.merged, order.now));
  return accounts;
}

struct VersionsMerged {
  std::optional<std::int64_t> before, after;
  std::vector<std::int64_t> ended;  // the other's
};

Result<VersionsMerged> merge_versions(store::Transaction& transaction, const MergeOrder& order,
                                      const std::string& source) {
  VersionsMerged versions;
  const auto other = TRY(open_version(transaction, order.merged));
  const auto ended = TRY(transaction.query(sql::end_versions, order.merged, order.now));
  versions.ended = ended[0].get<std::vector<std::int64_t>>("ids");
  const auto kept = TRY(transaction.query(sql::end_survivors_version, order.survivor, order.now));
  if (kept.empty()) return versions;
  versions.before = kept[0].get<std::int64_t>("id");
  const auto made = TRY(transaction.query(sql::insert_merged_version, *versions.before,
                                          other ? *other : *versions.before, order.from_merged,
                                          order.now, source));
  versions.after = made[0].get<std::int64_t>("id");
  const Place place = made[0].get<Place>("place");
  TRY(transaction.execute(sql::place_identity, order.survivor, place));
  TRY(transaction.execute(sql::place_account, order.survivor, place));
  return versions;
}

MergeLine line_of(const store::Row& row) {
  MergeLine line;
  line.id = row.get<std::int64_t>("id");
  line.survivor = row.get<std::int64_t>("survivor_id");
  line.merged = row.get<std::int64_t>("merged_id");
  line.merged_name = row.get<std::optional<std::string>>("merged_name").value_or("");
  line.reason = row.get<std::string>("reason");
  line.merged_by = row.get<std::string>("merged_by_name");
  line.merged_at = row.get<Instant>("merged_at");
  line.undo_reason = row.get<std::optional<std::string>>("undo_reason").value_or("");
  line.undone_by = row.get<std::optional<std::string>>("undone_by_name").value_or("");
  line.undone_at = row.get<std::optional<Instant>>("undone_at");
  return line;
}

}  // namespace

Result<std::int64_t> merge_people(store::Transaction& transaction, const Vocabulary& vocabulary,
                                  const IdentityCipher& cipher, const MergeOrder& order) {
  TRY(check(vocabulary, order));
  const auto before = TRY(identities(transaction, cipher, order));
  const auto rows =
      TRY(transaction.query(sql::insert_merge, order.survivor, order.merged, order.reason,
                            order.from_merged, before.survivor.place, before.merged.number_blind,
                            before.merged.phone_blind, order.account, order.made_by, order.now));
  const auto merge = rows[0].get<std::int64_t>("id");
  const std::string source = fmt::format("合并档案 {}", merge);
  TRY(transaction.query(sql::move_rows, merge, order.merged, order.survivor, order.now));
  const auto versions = TRY(merge_versions(transaction, order, source));
  const auto accounts = TRY(merge_accounts(transaction, order, source));
  const Instant merged_at = TRY(keep_identity(transaction, order.merged, order.now));
  TRY(transaction.execute(sql::delete_identity, order.merged));
  const Identity after = chosen_identity(before, order);
  std::optional<Instant> replaced_at;
  if (!same(after, before.survivor)) {
    replaced_at = TRY(keep_identity(transaction, order.survivor, order.now));
    TRY(write_identity(transaction, cipher, order.survivor, after, order.now));
  }
  const auto logins = TRY(transaction.query(sql::move_logins, order.merged, order.survivor));
  TRY(transaction.execute(sql::note_merge, merge, versions.before, versions.ended, versions.after,
                          replaced_at, std::optional(merged_at),
                          logins[0].get<std::vector<std::int64_t>>("ids"), accounts.moved,
                          accounts.of_survivor, accounts.of_merged));
  TRY(transaction.execute(sql::merged_pair, order.survivor, order.merged, order.account,
                          order.made_by, order.now, order.reason));
  const auto left = TRY(transaction.query(sql::count_not_moved, merge))[0].get<std::int64_t>("n");
  if (left > 0) {
    TRY(open_register_task(
        transaction, "states_conflict", order.survivor, fmt::format("merge:{}", merge),
        fmt::format("合并时有 {} 条登记与保留的档案相同或期间重叠，已停止使用，请核对", left),
        order.now));
  }
  return merge;
}

Result<std::int64_t> undo_merge(store::Transaction& transaction, const IdentityCipher& cipher,
                                const UndoOrder& order) {
  TRY(check_reason(order.reason));
  const auto rows = TRY(transaction.query(sql::merge_to_undo, order.merge));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这次合并"};
  const store::Row was = rows[0];
  if (was.get<std::optional<Instant>>("undone_at"))
    return Error{ErrorCode::conflict, "这次合并已经撤销", {}, "请刷新"};
  const auto survivor = was.get<std::int64_t>("survivor_id");
  const auto merged = was.get<std::int64_t>("merged_id");
  if (!TRY(transaction.query(sql::went_on, survivor)).empty()) {
    return Error{ErrorCode::conflict, "保留的档案后来又并入了另一份", {}, "先撤销后来的那次合并"};
  }
  // The survivor's number first: the other's may be the one that he was given.
  if (const auto replaced = was.get<std::optional<Instant>>("survivor_replaced_at")) {
    const auto past = TRY(transaction.query(sql::past_identity, survivor, *replaced));
    const auto identity = TRY(identity_in(cipher, past[0]));
    TRY(keep_identity(transaction, survivor, order.now));
    TRY(write_identity(transaction, cipher, survivor, identity, order.now));
  }
  TRY(transaction.execute(sql::restore_identity, merged, was.get<Instant>("merged_replaced_at"),
                          was.get<std::optional<Bytes>>("number_blind"),
                          was.get<std::optional<Bytes>>("phone_blind"), order.now));
  TRY(transaction.execute(sql::restore_versions,
                          was.get<std::vector<std::int64_t>>("merged_versions"), order.now));
  const auto after = was.get<std::optional<std::int64_t>>("new_version");
  const auto before = was.get<std::optional<std::int64_t>>("survivor_version");
  std::int64_t left_behind = 0;
  if (after && before) {
    if (TRY(transaction.execute(sql::end_version, *after, order.now, survivor)) == 1) {
      TRY(transaction.execute(sql::restore_versions, std::vector<std::int64_t>{*before},
                              order.now));
    } else {
      ++left_behind;  // somebody has changed it since
    }
  }
  if (was.get<bool>("payee_moved")) TRY(give_up_account(transaction, survivor, order.now));
  for (const auto& [person, column] :
       {std::pair{survivor, "survivor_payee_at"}, std::pair{merged, "merged_payee_at"}}) {
    const auto kept = was.get<std::optional<Instant>>(column);
    if (kept) TRY(transaction.execute(sql::restore_account, person, *kept, order.now));
  }
  TRY(transaction.execute(sql::move_logins_back, was.get<std::vector<std::int64_t>>("logins"),
                          merged));
  left_behind +=
      TRY(transaction.query(sql::rows_back, order.merge, order.now))[0].get<std::int64_t>(
          "left_behind");
  TRY(transaction.execute(sql::note_undo, order.merge, order.now, order.account, order.made_by,
                          order.reason));
  TRY(transaction.execute(sql::reopen_pair, survivor, merged, order.account, order.made_by,
                          order.now, order.reason));
  return left_behind;
}

Result<std::vector<MergeLine>> merges_of(store::Transaction& transaction, std::int64_t survivor) {
  std::vector<MergeLine> lines;
  const auto rows = TRY(
      transaction.query(sql::merges_of, std::optional(survivor), std::optional<std::int64_t>{}));
  for (const store::Row row : rows) lines.push_back(line_of(row));
  return lines;
}

Result<MergeLine> merge_line(store::Transaction& transaction, std::int64_t merge) {
  const auto rows =
      TRY(transaction.query(sql::merges_of, std::optional<std::int64_t>{}, std::optional(merge)));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这次合并"};
  return line_of(rows[0]);
}

}  // namespace leye::registers
