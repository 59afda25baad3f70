#include "access/delegations.hpp"

#include <gtest/gtest.h>

#include "access/test_accounts.hpp"

namespace leye::access {
namespace {

using namespace std::chrono_literals;

// Two clerks of one office, a colleague elsewhere, the finance bureau; 14 November 2023 in China.
class DelegatedRoles : public Accounts {
 protected:
  DelegatedRoles()
      : away_(make(staff("away", 'a')).value()),
        stays_(make(staff("stays", 'b')).value()),
        elsewhere_(make(staff("elsewhere", 'c')).value()),
        finance_(make(staff("finance", 'd')).value()) {
    first_ = role_of(away_, Role::first_checker, 1000000);
    role_of(away_, Role::director, 1000000);
    role_of(stays_, Role::window_clerk, 1000000);
    role_of(elsewhere_, Role::window_clerk, 2000000);
    role_of(finance_, Role::finance_bureau, 1000000);
    const auto entered = enter("stays", good_password).value();
    token_ = entered.token;
    stays_caller_ = entered.caller;
  }
  std::int64_t role_of(std::int64_t account, Role role, std::int64_t place) {
    auto transaction = begin();
    const auto id = give_role(transaction, {account, role, "area_000000", place, {}}, now_).value();
    EXPECT_TRUE(transaction.commit().ok());
    return id;
  }
  Result<std::int64_t> delegate(std::int64_t to, Day from, Day until,
                                std::vector<std::int64_t> roles) {
    auto transaction = begin();
    const auto id = TRY(make_delegation(
        transaction, {away_, to, std::move(roles), from, until, "年休假", 180}, now_));
    TRY(transaction.commit());
    return id;
  }
  Status take(std::int64_t delegation, Instant at) {
    auto transaction = begin();
    TRY(act_under(transaction, token_, stays_caller_, delegation, at));
    return transaction.commit();
  }
  std::vector<Role> works_as(Instant at) {
    auto transaction = begin();
    std::vector<Role> roles;
    const auto caller = find_session(transaction, token_, at).value();
    for (const auto& post : caller->posts) roles.push_back(post.role);
    return roles;
  }

  const std::int64_t away_, stays_, elsewhere_, finance_;
  std::int64_t first_ = 0;
  std::string token_;
  Caller stays_caller_;
  const Day today_ = business_day(now_);
  using Roles = std::vector<Role>;
};

TEST_F(DelegatedRoles, AreTheGiversAndNoMore) {
  const auto id = delegate(stays_, today_, today_ + 4, {first_}).value();
  EXPECT_EQ(works_as(now_), Roles{Role::window_clerk}) << "not before he begins";
  ASSERT_TRUE(take(id, now_).ok());
  EXPECT_EQ(works_as(now_), Roles{Role::first_checker}) << "neither his own nor the director's";
  auto transaction = begin();
  const auto caller = find_session(transaction, token_, now_).value();
  ASSERT_TRUE(caller->acting_for.has_value());
  EXPECT_EQ(caller->acting_for->account, away_);
  EXPECT_EQ(caller->account, stays_);
  ASSERT_TRUE(act_for_oneself(transaction, token_).ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_EQ(works_as(now_), Roles{Role::window_clerk});
}

// The moment is 06:13:20 of 15 November in China, whose day ends at 16:00 UTC.
TEST_F(DelegatedRoles, EndAtMidnightOfTheirLastDay) {
  const auto id = delegate(stays_, today_, today_, {first_}).value();
  const auto midnight = now_ + 17h + 46min + 40s;
  const auto entered =
      sign_in(connection_, cipher_, {"stays", good_password, "10.0.0.1"}, midnight - 1min).value();
  token_ = entered.token;
  ASSERT_TRUE(take(id, midnight - 1min).ok());
  EXPECT_EQ(works_as(midnight - 1s), Roles{Role::first_checker});
  EXPECT_EQ(works_as(midnight), Roles{Role::window_clerk});
  EXPECT_EQ(take(id, midnight).error().code, ErrorCode::not_found);
}

TEST_F(DelegatedRoles, DoNotBeginBeforeTheirFirstDay) {
  const auto id = delegate(stays_, today_ + 1, today_ + 2, {first_}).value();
  EXPECT_EQ(take(id, now_).error().code, ErrorCode::not_found);
}

TEST_F(DelegatedRoles, EndAtOnceWithWhatTheyRestOn) {
  const auto until = today_ + 9;
  const auto works_under_a_new_one = [&] {
    EXPECT_TRUE(take(delegate(stays_, today_, until, {first_}).value(), now_).ok());
    EXPECT_EQ(works_as(now_), Roles{Role::first_checker});
  };
  works_under_a_new_one();
  {
    auto transaction = begin();
    const auto mine = list_delegations(transaction, away_).value().front().id;
    EXPECT_EQ(end_delegation(transaction, mine, elsewhere_, false, now_).error().code,
              ErrorCode::not_found)
        << "somebody else";
    ASSERT_TRUE(end_delegation(transaction, mine, away_, false, now_).ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(works_as(now_), Roles{Role::window_clerk}) << "taken back";
  works_under_a_new_one();
  {
    auto transaction = begin();
    ASSERT_TRUE(end_role(transaction, first_, finance_, now_).ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(works_as(now_), Roles{Role::window_clerk}) << "the giver lost the role";
  first_ = role_of(away_, Role::first_checker, 1000000);
  works_under_a_new_one();
  {
    auto transaction = begin();
    ASSERT_TRUE(disable_account(transaction, away_, now_).ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(works_as(now_), Roles{Role::window_clerk}) << "the giver is disabled";
}

TEST_F(DelegatedRoles, StayInTheBodyAndAreGivenOnce) {
  const auto code = [&](std::int64_t to, std::vector<std::int64_t> roles) {
    const auto made = delegate(to, today_, today_ + 1, std::move(roles));
    return made.ok() ? std::string("made") : std::string(name(made.error().code));
  };
  EXPECT_EQ(code(elsewhere_, {first_}), "conflict") << "another place";
  EXPECT_EQ(code(finance_, {first_}), "conflict") << "another body at the same place";
  EXPECT_EQ(code(away_, {first_}), "conflict") << "himself";
  EXPECT_EQ(code(stays_, {}), "invalid_input") << "nothing";
  EXPECT_EQ(code(stays_, {role_of(finance_, Role::auditor, 1000000)}), "not_found")
      << "not his to give";
  EXPECT_EQ(code(stays_, {first_}), "made");
  EXPECT_EQ(code(stays_, {first_}), "conflict") << "given already";
  EXPECT_TRUE(delegate(stays_, today_ + 2, today_ + 3, {first_}).ok()) << "the days after";
  EXPECT_EQ(delegate(stays_, today_ - 1, today_, {first_}).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(delegate(stays_, today_ + 9, today_ + 8, {first_}).error().code,
            ErrorCode::invalid_input);
  EXPECT_EQ(delegate(stays_, today_ + 9, today_ + 189, {first_}).error().code,
            ErrorCode::invalid_input)
      << "181 days";
}

// 三员分立: the three administrators neither give nor take.
TEST_F(DelegatedRoles, AreNeverAnAdministrators) {
  const auto root = make(staff("root", 'e', Standing::system_admin)).value();
  const auto guard = make(staff("guard", 'f', Standing::security_admin)).value();
  const auto administers = role_of(root, Role::system_admin, 0);
  role_of(guard, Role::security_admin, 0);
  EXPECT_EQ(delegate(root, today_, today_, {first_}).error().code, ErrorCode::conflict);
  EXPECT_EQ(delegate(stays_, today_, today_, {administers}).error().code, ErrorCode::not_found);
  auto transaction = begin();
  EXPECT_EQ(
      make_delegation(transaction, {root, guard, {administers}, today_, today_, "休假", 180}, now_)
          .error()
          .code,
      ErrorCode::not_found);
  EXPECT_TRUE(delegable(transaction, root).value().roles.empty());
}

TEST_F(DelegatedRoles, EndWithTheColleaguesOwnAccount) {
  ASSERT_TRUE(take(delegate(stays_, today_, today_ + 4, {first_}).value(), now_).ok());
  auto transaction = begin();
  ASSERT_TRUE(disable_account(transaction, stays_, now_).ok());
  EXPECT_FALSE(find_session(transaction, token_, now_).value().has_value());
}

TEST_F(DelegatedRoles, AreTakenByWhomTheyWereGivenTo) {
  const auto id = delegate(stays_, today_, today_ + 1, {first_}).value();
  const auto other = enter("elsewhere", good_password).value();
  auto transaction = begin();
  EXPECT_EQ(act_under(transaction, other.token, other.caller, id, now_).error().code,
            ErrorCode::not_found);
  const auto own = delegable(transaction, away_).value();
  ASSERT_EQ(own.colleagues.size(), 1U) << "of the office, not of the bureau or the other place";
  EXPECT_EQ(own.colleagues.front().id, stays_);
  EXPECT_EQ(own.roles.size(), 2U);
}

}  // namespace
}  // namespace leye::access
