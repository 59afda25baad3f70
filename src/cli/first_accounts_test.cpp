// The first administrators are three people, made once, who must set passwords of their own.
#include "cli/first_accounts.hpp"

#include <gtest/gtest.h>

#include "access/session.hpp"
#include "store/test_database.hpp"

namespace leye::cli {
namespace {

constexpr auto three =
    "system_admin,安晨,000000198001010013\n"
    "security_admin,武旭东,000000198001010021\r\n"
    "# 审计\naudit_admin,康媛,00000019800101003X\n";

class FirstAccounts : public testing::Test {
 protected:
  FirstAccounts() {
    EXPECT_TRUE(connection_
                    .run_script("insert into leye.place (code, name, level, parent) values "
                                "(0, '示例县', 3, null) on conflict do nothing;"
                                "insert into leye.area (place, schema_name, name) values "
                                "(0, 'area_000000', '示例县') on conflict do nothing")
                    .ok());
  }
  Result<std::vector<FirstAccount>> make(const std::string& people) {
    return make_first_accounts(connection_, cipher_, people, now_);
  }
  std::size_t accounts() {
    auto transaction = store::Transaction::begin(connection_, {}).value();
    return access::list_accounts(transaction, "", 10, 0).value().items.size();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  const Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 5)));
  const Instant now_{std::chrono::microseconds(1'700'000'000'000'000)};
};

TEST_F(FirstAccounts, AreThreeAndMustSetTheirPasswords) {
  const auto made = make(three);
  ASSERT_TRUE(made.ok()) << to_text(made.error());
  ASSERT_EQ(made.value().size(), 3U);
  EXPECT_NE(made.value()[0].password, made.value()[1].password);
  constexpr access::Role roles[] = {access::Role::system_admin, access::Role::security_admin,
                                    access::Role::audit_admin};
  for (std::size_t at = 0; at < 3; ++at) {
    const auto& account = made.value()[at];
    const auto entered =
        access::sign_in(connection_, cipher_, {account.login, account.password, "10.0.0.1"}, now_);
    ASSERT_TRUE(entered.ok()) << account.login;
    EXPECT_TRUE(entered.value().caller.password_temporary);
    EXPECT_TRUE(entered.value().caller.holds({roles[at]}));
    EXPECT_EQ(entered.value().caller.posts.size(), 1U);
  }
}

TEST_F(FirstAccounts, AreMadeOnce) {
  ASSERT_TRUE(make(three).ok());
  const auto again = make(three);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_EQ(accounts(), 3U);
}

TEST_F(FirstAccounts, AreThreePeopleOrNone) {
  const std::string two =
      "system_admin,安晨,000000198001010013\naudit_admin,康媛,00000019800101003X\n";
  for (const std::string& people :
       {two, two + "security_admin,安晨,000000198001010013\n",
        two + "security_admin,武旭东,000000198001010022\n",
        two + "director,武旭东,000000198001010021\n", two + "security_admin,,000000198001010021\n",
        std::string("security_admin")}) {
    EXPECT_FALSE(make(people).ok()) << people;
    EXPECT_EQ(accounts(), 0U) << people;
  }
}

}  // namespace
}  // namespace leye::cli
