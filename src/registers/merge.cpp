#include "registers/merge.hpp"

#include <fmt/format.h>

#include "registers/merge.sql.hpp"
#include "registers/merge_parts.hpp"

namespace leye::registers {
namespace {

using namespace merging;

Result<std::optional<std::int64_t>> open_version(store::Transaction& transaction,
                                                 std::int64_t person) {
  const auto rows = TRY(transaction.query(sql::open_version_of, person));
  if (rows.empty()) return std::optional<std::int64_t>{};
  return std::optional<std::int64_t>{rows[0].get<std::int64_t>("id")};
}

Result<Identities> identities(store::Transaction& transaction, const IdentityCipher& cipher,
                              const MergeOrder& order) {
  const auto rows = TRY(transaction.query(sql::identities_to_merge,
                                          std::vector<std::int64_t>{order.survivor, order.merged}));
  if (rows.size() != 2) {
    return Error{ErrorCode::not_found, "两份档案中有一份不在了", {}, "请刷新后再试"};
  }
  Identities before;
  for (const store::Row row : rows) {
    auto& into = row.get<std::int64_t>("id") == order.survivor ? before.survivor : before.merged;
    into = TRY(read_identity(cipher, row));
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

struct AccountsMerged {
  bool moved = false;                             // the survivor's account is the other's now
  std::optional<Instant> of_survivor, of_merged;  // when what they had was kept
};

Result<AccountsMerged> merge_accounts(store::Transaction& transaction, const MergeOrder& order,
                                      const std::string& source) {
  const auto rows = TRY(
      transaction.query(sql::has_account, std::vector<std::int64_t>{order.survivor, order.merged}));
  bool of_survivor = false, of_merged = false;
  for (const store::Row row : rows)
    (row.get<std::int64_t>("person_id") == order.survivor ? of_survivor : of_merged) = true;
  AccountsMerged accounts;
  if (!of_merged) return accounts;
  accounts.moved = !of_survivor || chosen(order.from_merged, "account_number") ||
                   chosen(order.from_merged, "bank");
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
  TRY(place_as_versions(transaction, order.survivor));
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
  TRY(transaction.execute(sql::move_outgoing, merge, order.merged, order.survivor, order.now));
  const auto versions = TRY(merge_versions(transaction, order, source));
  const auto accounts = TRY(merge_accounts(transaction, order, source));
  const auto merged_at = TRY(keep_identity(transaction, order.merged, order.now));
  TRY(transaction.execute(sql::delete_identity, order.merged));
  const Identity after = chosen_identity(before, order.from_merged);
  std::optional<Instant> replaced_at;
  if (after.name != before.survivor.name || after.number != before.survivor.number ||
      after.phone != before.survivor.phone) {
    replaced_at = TRY(keep_identity(transaction, order.survivor, order.now));
    TRY(write_identity(transaction, cipher, order.survivor, after, order.now));
  }
  const auto logins = TRY(transaction.query(sql::move_logins, order.merged, order.survivor));
  TRY(transaction.execute(sql::note_merge, merge, versions.before, versions.ended, versions.after,
                          replaced_at, merged_at, logins[0].get<std::vector<std::int64_t>>("ids"),
                          accounts.moved, accounts.of_survivor, accounts.of_merged));
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
