// One file becomes two again: merge.hpp. What the merge gave goes back; what somebody has said
// since stays with the survivor. Which is which is told by what stands there now, not by when it
// was written: undoing a later merge writes anew what the earlier one gave.
#include "registers/merge.hpp"
#include "registers/merge.sql.hpp"
#include "registers/merge_parts.hpp"

namespace leye::registers {
namespace {

using namespace merging;

struct Undoing {
  store::Transaction& transaction;
  const IdentityCipher& cipher;
  const store::Row& was;  // the merge
  std::int64_t merge, survivor, merged;
  Instant now;
};

Result<Identity> past_identity(const Undoing& undo, std::int64_t person, Instant replaced_at) {
  const auto past = TRY(undo.transaction.query(sql::past_identity, person, replaced_at));
  if (past.empty()) return Error{ErrorCode::not_found, "合并前的身份信息不在了"};
  return read_identity(undo.cipher, past[0]);
}

// The survivor's as it stands, locked; a later merge stands on it and is undone first.
Result<Identity> survivor_alone(const Undoing& undo) {
  const auto rows = TRY(
      undo.transaction.query(sql::identities_to_merge, std::vector<std::int64_t>{undo.survivor}));
  const auto later = TRY(undo.transaction.query(sql::merge_after, undo.survivor, undo.merge));
  if (rows.empty() || (!later.empty() && later[0].get<bool>("went_on"))) {
    return Error{ErrorCode::conflict, "保留的档案后来又并入了另一份", {}, "先撤销后来的那次合并"};
  }
  if (!later.empty()) {
    return Error{ErrorCode::conflict, "后来又有别的档案并入保留的档案", {}, "先撤销后来的那次合并"};
  }
  return read_identity(undo.cipher, rows[0]);
}

// A fact that the merge gave goes back, unless it is another one by now.
template <class Value>
std::int64_t give_back(Value& now, const Value& given, const Value& before) {
  if (given == before) return 0;
  if (now != given) return 1;
  now = before;
  return 0;
}

// How many facts of the survivor somebody has changed since.
Result<std::int64_t> survivor_back(const Undoing& undo, const Identity& stands) {
  const auto replaced = undo.was.get<std::optional<Instant>>("survivor_replaced_at");
  if (!replaced) return 0;
  Identities before;
  before.survivor = TRY(past_identity(undo, undo.survivor, *replaced));
  before.merged =
      TRY(past_identity(undo, undo.merged, undo.was.get<Instant>("merged_replaced_at")));
  const Identity given = chosen_identity(before, undo.was.get<std::vector<std::string>>("chosen"));
  Identity back = stands;
  std::int64_t left_behind = give_back(back.name, given.name, before.survivor.name);
  left_behind += give_back(back.number, given.number, before.survivor.number);
  left_behind += give_back(back.phone, given.phone, before.survivor.phone);
  if (back.number != stands.number) back.number_blind = before.survivor.number_blind;
  if (back.phone != stands.phone) back.phone_blind = before.survivor.phone_blind;
  if (back.name == stands.name && back.number == stands.number && back.phone == stands.phone)
    return left_behind;
  TRY(keep_identity(undo.transaction, undo.survivor, undo.now));
  TRY(write_identity(undo.transaction, undo.cipher, undo.survivor, back, undo.now));
  return left_behind;
}

// After the survivor's, who may have been given the number.
Status merged_back(const Undoing& undo) {
  const auto blind = undo.was.get<std::optional<Bytes>>("number_blind");
  if (!TRY(undo.transaction.query(sql::holder_of_number, blind)).empty()) {
    return Error{ErrorCode::conflict,
                 "并入的档案原来的证件号码现在登记在别的档案上",
                 {},
                 "先更正那份档案的证件号码"};
  }
  TRY(undo.transaction.execute(sql::restore_identity, undo.merged,
                               undo.was.get<Instant>("merged_replaced_at"), blind,
                               undo.was.get<std::optional<Bytes>>("phone_blind"), undo.now));
  return Done{};
}

// In force again as a version of its own, for the earlier merge that made it too.
Status version_back(const Undoing& undo, std::int64_t version) {
  const auto made = TRY(undo.transaction.query(sql::restore_version, version, undo.now));
  for (const store::Row row : made) {
    TRY(undo.transaction.execute(sql::version_of_earlier_merge, version,
                                 row.get<std::int64_t>("id")));
  }
  return Done{};
}

Result<std::int64_t> versions_back(const Undoing& undo) {
  for (const auto version : undo.was.get<std::vector<std::int64_t>>("merged_versions"))
    TRY(version_back(undo, version));
  const auto after = undo.was.get<std::optional<std::int64_t>>("new_version");
  const auto before = undo.was.get<std::optional<std::int64_t>>("survivor_version");
  if (!after || !before) return 0;
  const auto ended =
      TRY(undo.transaction.execute(sql::end_version, *after, undo.now, undo.survivor));
  if (ended != 1) return 1;  // somebody has changed it since
  TRY(version_back(undo, *before));
  return 0;
}

Result<std::int64_t> accounts_back(const Undoing& undo) {
  const auto of_merged = undo.was.get<std::optional<Instant>>("merged_payee_at");
  const auto of_survivor = undo.was.get<std::optional<Instant>>("survivor_payee_at");
  std::int64_t left_behind = 0;
  if (of_merged && undo.was.get<bool>("payee_moved")) {
    const auto still = TRY(
        undo.transaction.query(sql::has_account_of_other, undo.survivor, undo.merged, *of_merged));
    if (still.empty()) {
      ++left_behind;
    } else {
      TRY(give_up_account(undo.transaction, undo.survivor, undo.now));
      if (of_survivor) {
        TRY(undo.transaction.execute(sql::restore_account, undo.survivor, *of_survivor, undo.now));
      }
    }
  }
  if (of_merged)
    TRY(undo.transaction.execute(sql::restore_account, undo.merged, *of_merged, undo.now));
  return left_behind;
}

}  // namespace

Result<std::int64_t> undo_merge(store::Transaction& transaction, const IdentityCipher& cipher,
                                const UndoOrder& order) {
  TRY(check_reason(order.reason));
  const auto rows = TRY(transaction.query(sql::merge_to_undo, order.merge));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这次合并"};
  const store::Row was = rows[0];
  if (was.get<std::optional<Instant>>("undone_at"))
    return Error{ErrorCode::conflict, "这次合并已经撤销", {}, "请刷新"};
  const Undoing undo{transaction,
                     cipher,
                     was,
                     order.merge,
                     was.get<std::int64_t>("survivor_id"),
                     was.get<std::int64_t>("merged_id"),
                     order.now};
  const Identity stands = TRY(survivor_alone(undo));
  std::int64_t left_behind = TRY(survivor_back(undo, stands));
  TRY(merged_back(undo));
  left_behind += TRY(versions_back(undo));
  left_behind += TRY(accounts_back(undo));
  for (const auto person : {undo.survivor, undo.merged})
    TRY(place_as_versions(transaction, person));
  TRY(transaction.execute(sql::move_logins_back, was.get<std::vector<std::int64_t>>("logins"),
                          undo.merged));
  left_behind +=
      TRY(transaction.query(sql::rows_back, order.merge, order.now))[0].get<std::int64_t>(
          "left_behind");
  TRY(transaction.execute(sql::outgoing_back, order.merge, undo.survivor, undo.merged, order.now));
  TRY(transaction.execute(sql::note_undo, order.merge, order.now, order.account, order.made_by,
                          order.reason));
  TRY(transaction.execute(sql::reopen_pair, undo.survivor, undo.merged, order.account,
                          order.made_by, order.now, order.reason));
  return left_behind;
}

}  // namespace leye::registers
