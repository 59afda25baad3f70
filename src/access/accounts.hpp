// Accounts and the roles they hold at places (schema/global/0010_accounts.sql).
//
// Staff accounts belong to a natural person (`holder`: blind index of the ID number) who has one
// standing for good; the database refuses a second. Citizens' and employers' accounts stand for a
// person or organisation of one area. Nothing here checks who may call it: src/api does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/roles.hpp"
#include "base/bytes.hpp"
#include "store/transaction.hpp"

namespace leye::access {

struct Subject {
  std::string area_schema;
  std::string kind;  // person | organisation
  std::int64_t id = 0;
};

struct NewAccount {
  std::string login;  // any case; kept in lower case
  std::string name;
  std::string password;
  Standing standing = Standing::business;
  std::optional<Bytes> holder = {};     // of every standing but the public
  std::optional<Subject> subject = {};  // of the public
  std::optional<std::int64_t> made_by = {};
  bool password_temporary = false;  // to be changed before anything else is done
};

// The new account's id. invalid_input: password or login not acceptable; conflict: the login is
// taken or the holder has another standing.
Result<std::int64_t> make_account(store::Transaction& transaction, const NewAccount& account,
                                  Instant now);

// Whether somebody administers this system yet. Locks the accounts until the transaction ends, so
// that two who find nobody do not both make the first.
Result<bool> has_administrators(store::Transaction& transaction);

struct NewRole {
  std::int64_t account = 0;
  Role role = Role::window_clerk;
  std::string area_schema = {};  // empty for administrators
  std::int64_t place = 0;
  std::optional<std::int64_t> given_by = {};
  std::string body = {};       // of an outside body: its code in the table body of the vocabulary
  std::string body_name = {};  // and its own name: 甲区税务局, 乙银行丙支行
};

// conflict: the account's standing does not hold this role, has it already, or works both inside
// the bureau and for an outside body. invalid_input: an outside body without its code or name.
Result<std::int64_t> give_role(store::Transaction& transaction, const NewRole& role, Instant now);

// not_found if there is no such role in force, or it is the ender's own.
Status end_role(store::Transaction& transaction, std::int64_t assignment, std::int64_t ended_by,
                Instant now);

// Its sessions end in the same transaction.
Status disable_account(store::Transaction& transaction, std::int64_t account, Instant now);

struct HeldRole {
  std::int64_t id = 0;
  Role role = Role::window_clerk;
  std::string area_schema;
  std::int64_t place = 0;
  std::string body = {}, body_name = {};
};

struct AccountRow {
  std::int64_t id = 0;
  std::string login;
  std::string name;
  Standing standing = Standing::business;
  bool disabled = false;
  bool second_factor = false;
  std::vector<HeldRole> roles;
};

struct AccountRows {
  std::vector<AccountRow> items;
  std::int64_t total = 0;
};

// `wanted`: a login or a name, or empty for all; newest first.
Result<AccountRows> list_accounts(store::Transaction& transaction, const std::string& wanted,
                                  std::int64_t size, std::int64_t offset);

// Whose accounts these are, by id.
Result<std::map<std::int64_t, std::string>> account_names(store::Transaction& transaction,
                                                          const std::vector<std::int64_t>& ids);

}  // namespace leye::access
