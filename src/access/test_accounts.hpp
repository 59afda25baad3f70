// For tests only: accounts in a database of their own, and a moment that stands still.
#pragma once

#include <gtest/gtest.h>

#include "access/body_tree.hpp"
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
  // One of area_000000, in use since long.
  std::int64_t body(const std::string& code, const std::string& kind, bool is_outside,
                    std::int64_t place = 1000000, std::optional<std::int64_t> parent = {}) {
    auto transaction = begin();
    NewBody made{"area_000000", code, kind, is_outside, Day::parse("2000-01-01").value(), {}};
    made.words.name = kind + " " + code;
    made.words.place = place;
    made.words.parent = parent;
    const auto id = make_body(transaction, made, {0, now_});
    EXPECT_TRUE(id.ok() && transaction.commit().ok()) << code;
    return id.ok() ? id.value() : 0;
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
