#include "access/delegations.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/delegations.sql.hpp"
#include "base/digest.hpp"

namespace leye::access {
namespace {

constexpr std::size_t reason_bytes_max = 600;

Error wrong(std::string what, const char* where, const char* fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {where}, fix};
}

Bytes digest_of(const std::string& token) {
  Sha256 hash;
  hash.add(token);
  const auto digest = hash.finish();
  return Bytes(digest.begin(), digest.end());
}

Status check_words(const NewDelegation& made, Day today) {
  if (made.assignments.empty()) return wrong("没有选择委托的职责", "roles", "至少选一项");
  if (made.reason.empty() || made.reason.size() > reason_bytes_max)
    return wrong("请写明委托的事由，二百字以内", "reason", "例如：年休假");
  if (made.first_day < today)
    return wrong("委托不能从过去的日期开始", "first_day", "从今天或者以后的日期开始");
  if (made.last_day < made.first_day) return wrong("截止日期早于起始日期", "last_day", "改正日期");
  if (made.last_day - made.first_day >= made.days_max)
    return wrong(fmt::format("一次委托不超过 {} 天", made.days_max), "last_day",
                 "缩短期间；长期变动请安全管理员调整授权");
  return Done{};
}

HeldRole held_in(store::Row row) {
  const auto role = find_role(row.get<std::string>("role"));
  CHECK(role.has_value());
  return {row.get<std::int64_t>("id"), *role, row.get<std::string>("area_schema"),
          row.get<std::int64_t>("place")};
}

}  // namespace

Result<std::int64_t> make_delegation(store::Transaction& transaction, const NewDelegation& made,
                                     Instant now) {
  TRY(check_words(made, business_day(now)));
  TRY(transaction.query(sql::lock_giver, made.from));
  auto wanted = made.assignments;
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  const auto rows = TRY(transaction.query(sql::roles_to_give, made.from, wanted, made.to,
                                          made.first_day, made.last_day));
  if (rows.size() != wanted.size()) return Error{ErrorCode::not_found, "没有这项职责"};
  for (const store::Row row : rows) {
    if (!row.get<bool>("same_body")) {
      return Error{ErrorCode::conflict,
                   "只能委托给同一机构、同一地的同事",
                   {"to"},
                   "请换一位同事，或者只委托他所在机构的职责"};
    }
    if (row.get<bool>("given")) {
      return Error{ErrorCode::conflict,
                   "这项职责在这些日子已经委托出去",
                   {"roles"},
                   "先收回原来的委托，或者改日期"};
    }
  }
  const auto added = TRY(transaction.query(sql::add_delegation, made.from, made.to, made.first_day,
                                           made.last_day, made.reason, now));
  const auto id = added[0].get<std::int64_t>("id");
  TRY(transaction.execute(sql::add_delegated_roles, id, wanted));
  return id;
}

Status end_delegation(store::Transaction& transaction, std::int64_t id, std::int64_t by,
                      bool of_anyone, Instant now) {
  const auto ended = TRY(transaction.execute(sql::end_delegation, id, by, now, of_anyone));
  if (ended == 0) return Error{ErrorCode::not_found, "没有这项委托，或者已经收回"};
  return Done{};
}

Status act_under(store::Transaction& transaction, const std::string& token, const Caller& caller,
                 std::int64_t delegation, Instant now) {
  const auto taken = TRY(transaction.execute(sql::act_under, digest_of(token), delegation,
                                             caller.account, business_day(now)));
  if (taken == 0) return Error{ErrorCode::not_found, "没有这项委托，或者现在不生效"};
  return Done{};
}

Status act_for_oneself(store::Transaction& transaction, const std::string& token) {
  TRY(transaction.execute(sql::act_for_oneself, digest_of(token)));
  return Done{};
}

Result<std::vector<Delegation>> list_delegations(store::Transaction& transaction,
                                                 std::optional<std::int64_t> account) {
  std::vector<Delegation> found;
  std::vector<std::int64_t> ids;
  for (const store::Row row : TRY(transaction.query(sql::list_delegations, account))) {
    Delegation one;
    one.id = row.get<std::int64_t>("id");
    one.from = row.get<std::int64_t>("from_account");
    one.to = row.get<std::int64_t>("to_account");
    one.from_name = row.get<std::string>("from_name");
    one.to_name = row.get<std::string>("to_name");
    one.first_day = row.get<Day>("first_day");
    one.last_day = row.get<Day>("last_day");
    one.reason = row.get<std::string>("reason");
    one.ended = row.get<bool>("ended");
    ids.push_back(one.id);
    found.push_back(std::move(one));
  }
  for (const store::Row row : TRY(transaction.query(sql::roles_of_delegations, ids))) {
    const auto id = row.get<std::int64_t>("delegation_id");
    std::find_if(found.begin(), found.end(), [id](const auto& one) {
      return one.id == id;
    })->roles.push_back(held_in(row));
  }
  return found;
}

Result<Delegable> delegable(store::Transaction& transaction, std::int64_t account) {
  Delegable own;
  for (const store::Row row : TRY(transaction.query(sql::own_roles, account)))
    own.roles.push_back(held_in(row));
  for (const store::Row row : TRY(transaction.query(sql::colleagues, account)))
    own.colleagues.push_back({row.get<std::int64_t>("id"), row.get<std::string>("name"),
                              row.get<std::vector<std::int64_t>>("assignments")});
  return own;
}

}  // namespace leye::access
