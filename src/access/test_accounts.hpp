// For tests only: accounts in a database of their own, and a moment that stands still.
#pragma once

#include <gtest/gtest.h>

#include "access/session.hpp"
#include "store/test_database.hpp"

namespace leye::access {

inline constexpr auto good_password = "Chun-feng-2023";

class Accounts : public testing::Test {
 protected:
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  const Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 4)));
  const Instant now_{std::chrono::microseconds(1'700'000'000'000'000)};

  store::Transaction begin() { return store::Transaction::begin(connection_, {}).value(); }

  static NewAccount staff(const std::string& login, char holder,
                          Standing standing = Standing::business) {
    return {login, login, good_password, standing, Bytes{static_cast<std::uint8_t>(holder)}};
  }
  Result<std::int64_t> make(const NewAccount& account) {
    auto transaction = begin();
    auto id = make_account(transaction, account, now_);
    if (id.ok()) {
      EXPECT_TRUE(transaction.commit().ok());
    }
    return id;
  }
  Status give(std::int64_t account, Role role, std::optional<std::int64_t> by = {}) {
    auto transaction = begin();
    TRY(give_role(transaction, {account, role, "area_000000", 1000000, by}, now_));
    return transaction.commit();
  }
  Result<SignedIn> enter(const std::string& login, const std::string& password,
                         const std::string& address = "10.0.0.1") {
    return sign_in(connection_, cipher_, {login, password, address}, now_);
  }
  bool known(const std::string& token, Instant at) {
    auto transaction = begin();
    return find_session(transaction, token, at).value().has_value();
  }
};

}  // namespace leye::access
