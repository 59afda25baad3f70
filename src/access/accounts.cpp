#include "access/accounts.hpp"

#include <algorithm>

#include "access/access.sql.hpp"
#include "access/bindings.sql.hpp"
#include "access/body_tree.hpp"
#include "access/passwords.hpp"

namespace leye::access {
namespace {

Result<std::string> clean_login(const std::string& login) {
  std::string lower = login;
  const bool fits =
      !lower.empty() && lower.size() <= 64 && std::all_of(lower.begin(), lower.end(), [](char& c) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
      });
  if (!fits) {
    return Error{ErrorCode::invalid_input,
                 "账号不符合规则",
                 {"account"},
                 "请用 1 至 64 个英文字母、数字、点、横线"};
  }
  return lower;
}

Status settle_standing(store::Transaction& transaction, const NewAccount& account) {
  if (account.standing == Standing::open_public) return Done{};
  if (!account.holder) {
    return Error{ErrorCode::invalid_input, "工作人员账号要有持有人的身份证号", {"holder"}};
  }
  TRY(transaction.execute(sql::add_standing, *account.holder, name(account.standing)));
  const auto rows = TRY(transaction.query(sql::standing_of_holder, *account.holder));
  if (rows[0].get<std::string>("kind") != name(account.standing)) {
    return Error{ErrorCode::conflict,
                 "此人已有另一类账号：业务人员与三类管理员不得由一人兼任",
                 {},
                 "三员分立（GB/T 22239-2019 8.1.4.2）；请换一位持有人"};
  }
  return Done{};
}

struct Post {
  const NewRole& role;
  std::optional<std::int64_t> body;
};

// Who works for another body sees what that body needs and nothing of the bureau's: one account is
// never both (the database holds the same).
Status check_body(store::Transaction& transaction, const Post& post, Instant now) {
  const bool of_outside = post.role.role == Role::outside_body;
  if (of_outside && !post.body)
    return Error{ErrorCode::invalid_input,
                 "协办机构的账号要写明是哪一个机构",
                 {"body"},
                 "从机构树里选；没有的，先请系统管理员登记"};
  if (post.body) {
    const auto bodies = TRY(transaction.query(sql::body_of_post, *post.body));
    if (bodies.empty() || bodies[0].get<std::string>("area_schema") != post.role.area_schema)
      return Error{ErrorCode::invalid_input, "没有这个机构", {"body"}, "从机构树里选"};
    if (const auto last = bodies[0].get<std::optional<Day>>("last_day");
        last && *last < business_day(now))
      return Error{ErrorCode::invalid_input, "机构已经停用", {"body"}, "选在用的机构"};
    if (bodies[0].get<bool>("outside") != of_outside)
      return Error{ErrorCode::invalid_input,
                   of_outside ? "这不是协办机构" : "在协办机构只能担任协办机构角色",
                   {"body"},
                   "换一个机构或者角色"};
  }
  const auto rows =
      TRY(transaction.query(sql::works_elsewhere, post.role.account, name(post.role.role)));
  if (!rows[0].get<bool>("mixed")) return Done{};
  return Error{ErrorCode::conflict,
               "一个账号不能既在本部门任职，又代表协办机构",
               {"role"},
               "先收回原来的角色，或者另开账号"};
}

}  // namespace

Result<std::int64_t> make_account(store::Transaction& transaction, const NewAccount& account,
                                  Instant now) {
  const auto login = TRY(clean_login(account.login));
  TRY(check_password(account.password, login));
  TRY(settle_standing(transaction, account));
  const auto password = TRY(hash_password(account.password));
  std::optional<std::string> area;
  std::optional<std::string> subject_kind;
  std::optional<std::int64_t> subject_id;
  if (account.subject) {
    area = account.subject->area_schema;
    subject_kind = account.subject->kind;
    subject_id = account.subject->id;
  }
  auto rows = transaction.query(sql::add_account, login, account.name, name(account.standing),
                                account.holder, password, now, area, subject_kind, subject_id,
                                account.made_by, account.password_temporary);
  if (!rows.ok() && rows.error().code == ErrorCode::conflict) {
    return Error{ErrorCode::conflict, "账号已被占用，或此人已有账号", {"account"}, "请换一个账号"};
  }
  const auto id = TRY(std::move(rows))[0].get<std::int64_t>("id");
  TRY(transaction.execute(sql::first_binding, id));
  return id;
}

Result<bool> has_administrators(store::Transaction& transaction) {
  TRY(transaction.execute(sql::lock_accounts));
  const auto rows = TRY(transaction.query(sql::count_administrators));
  return rows[0].get<std::int64_t>("administrators") > 0;
}

Result<std::int64_t> give_role(store::Transaction& transaction, const NewRole& role, Instant now) {
  std::optional<std::int64_t> body;
  if (!role.body.empty() || !role.body_name.empty()) {
    const auto rows = TRY(transaction.query(sql::body_called, role.area_schema, role.body,
                                            role.body_name, role.place));
    if (rows.empty())
      return Error{ErrorCode::invalid_input, "没有这个机构", {"body"}, "先登记机构"};
    body = rows[0].get<std::int64_t>("id");
  }
  return give_role_at(transaction, role, body, now);
}

Result<std::int64_t> give_role_at(store::Transaction& transaction, const NewRole& role,
                                  std::optional<std::int64_t> body, Instant now) {
  const auto kinds = TRY(transaction.query(sql::account_kind, role.account));
  if (kinds.empty()) return Error{ErrorCode::not_found, "没有这个账号"};
  if (kinds[0].get<std::string>("kind") != name(standing_of(role.role))) {
    return Error{ErrorCode::conflict,
                 "这个账号的身份不能担任此角色",
                 {"role"},
                 "业务人员与三类管理员不得由一人兼任（三员分立）"};
  }
  if (role.given_by == role.account) {
    return Error{ErrorCode::conflict, "不能给自己授权", {"account"}, "请由另一位安全管理员办理"};
  }
  TRY(transaction.execute(sql::end_posts_that_are_over, role.account, now, business_day(now)));
  TRY(check_body(transaction, {role, body}, now));
  auto rows = transaction.query(sql::give_role, role.account, name(role.role), role.area_schema,
                                role.place, role.given_by, now, body);
  if (!rows.ok() && rows.error().code == ErrorCode::conflict) {
    return Error{ErrorCode::conflict, "此账号在此地已有这个角色", {"role"}, {}};
  }
  return TRY(std::move(rows))[0].get<std::int64_t>("id");
}

Status end_role(store::Transaction& transaction, std::int64_t assignment, std::int64_t ended_by,
                Instant now) {
  const auto ended = TRY(transaction.execute(sql::end_role, assignment, ended_by, now));
  if (ended == 0) return Error{ErrorCode::not_found, "没有这个授权"};
  return Done{};
}

Status disable_account(store::Transaction& transaction, std::int64_t account, Instant now) {
  const auto disabled = TRY(transaction.execute(sql::disable_account, account, now));
  if (disabled == 0) return Error{ErrorCode::not_found, "没有这个账号，或已停用"};
  TRY(transaction.execute(sql::end_sessions, account, now));
  return Done{};
}

Result<AccountRows> list_accounts(store::Transaction& transaction, const std::string& wanted,
                                  std::int64_t size, std::int64_t offset) {
  AccountRows found;
  std::vector<std::int64_t> ids;
  for (const store::Row row : TRY(transaction.query(sql::list_accounts, wanted, size, offset))) {
    found.total = row.get<std::int64_t>("total");
    const auto standing = find_standing(row.get<std::string>("kind"));
    CHECK(standing.has_value());
    found.items.push_back({row.get<std::int64_t>("id"),
                           row.get<std::string>("login"),
                           row.get<std::string>("name"),
                           *standing,
                           row.get<bool>("disabled"),
                           row.get<bool>("second_factor"),
                           {}});
    ids.push_back(found.items.back().id);
  }
  for (const store::Row row : TRY(transaction.query(sql::roles_of_accounts, ids))) {
    const auto account = row.get<std::int64_t>("account_id");
    const auto role = find_role(row.get<std::string>("role"));
    CHECK(role.has_value());
    const auto holder = std::find_if(found.items.begin(), found.items.end(),
                                     [account](const auto& item) { return item.id == account; });
    holder->roles.push_back({row.get<std::int64_t>("id"), *role,
                             row.get<std::string>("area_schema"), row.get<std::int64_t>("place"),
                             row.get<std::string>("body"), row.get<std::string>("body_name")});
  }
  return found;
}

Result<std::map<std::int64_t, std::string>> account_names(store::Transaction& transaction,
                                                          const std::vector<std::int64_t>& ids) {
  std::map<std::int64_t, std::string> names;
  for (const store::Row row : TRY(transaction.query(sql::account_names, ids))) {
    names.emplace(row.get<std::int64_t>("id"), row.get<std::string>("name"));
  }
  return names;
}

}  // namespace leye::access
