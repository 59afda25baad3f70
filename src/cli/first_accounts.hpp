// The first three administrators of a system, made once and by whoever holds its machine; every
// other account is made in the web app by the system administrator.
#pragma once

#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "store/connection.hpp"

namespace leye::cli {

struct FirstAccount {
  std::string login;  // system, security or audit
  std::string name;
  std::string password;  // once: it must be changed at the first sign-in
};

// `people`: three lines `system_admin,NAME,ID NUMBER` (and security_admin, audit_admin), each
// another person. All three are made or none. conflict: there are administrators already;
// invalid_input: a line cannot be read, a role is missing or one person stands twice.
Result<std::vector<FirstAccount>> make_first_accounts(store::Connection& connection,
                                                      const Cipher& cipher,
                                                      const std::string& people, Instant now);

}  // namespace leye::cli
