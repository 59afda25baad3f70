#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "access/idempotency.hpp"
#include "access/masks.hpp"
#include "access/passwords.hpp"
#include "access/second_factor.hpp"
#include "access/session.hpp"
#include "access/test_accounts.hpp"
#include "base/one_time_code.hpp"

namespace leye::access {
namespace {

using namespace std::chrono_literals;

TEST(Places, AreRangesOfCodes) {
  EXPECT_EQ(range_of(621000000000).low, 621000000000);
  EXPECT_EQ(range_of(621000000000).high, 621099999999);
  EXPECT_EQ(range_of(621002000000).high, 621002999999);
  EXPECT_EQ(range_of(621002001000).high, 621002001999);
  EXPECT_EQ(range_of(621002001201).high, 621002001201);
  EXPECT_EQ(range_of(620000000000).high, 629999999999);
  EXPECT_TRUE(range_of(621000000000).holds(range_of(621002000000)));
}

TEST(Masks, ShowNoMoreThanTheyMay) {
  EXPECT_EQ(mask("id_number", "000000199001011238"), "000000**********38");
  EXPECT_EQ(mask("phone", "13800001234"), "138******34");
  EXPECT_EQ(mask("account", "6222020000001234567"), "***************4567");
  EXPECT_EQ(mask("name", "欧阳春风"), "欧**");
  EXPECT_EQ(mask("birth_date", "1990-01-01"), "1990-**-**");
  EXPECT_EQ(mask("id_number", "123"), "******");
  EXPECT_EQ(mask("health", "3"), "******");
}

TEST(Passwords, KeepTheProfile) {
  EXPECT_TRUE(check_password(good_password, "wang").ok());
  EXPECT_TRUE(check_password(std::string(61, 'x') + "A1-", "wang").ok());
  for (const auto password : {"short-A1", "alllowercase", "12345678901", "Wang-wang-2023",
                              "Password123456", "Admin@123456", "Qwer1234567"}) {
    EXPECT_FALSE(check_password(password, "wang").ok()) << password;
  }
  EXPECT_FALSE(check_password(std::string(1030, 'x') + "A1-", "wang").ok());
}

TEST(Passwords, AreKeptAsArgon2id) {
  const auto kept = hash_password(good_password);
  ASSERT_TRUE(kept.ok());
  EXPECT_TRUE(kept.value().starts_with("$argon2id$v=19$m=47104,t=1,p=1$")) << kept.value();
  EXPECT_TRUE(verify_password(kept.value(), good_password).value());
  EXPECT_FALSE(verify_password(kept.value(), "chun-feng-2023").value());
  EXPECT_FALSE(verify_password("", "").value());
}

// All 64 count; what is beyond the longest is not cut off and let in.
TEST(Passwords, CountWithEveryCharacter) {
  const std::string long_one = std::string(61, 'x') + "A1-";
  const auto kept = hash_password(long_one);
  ASSERT_TRUE(kept.ok());
  EXPECT_TRUE(verify_password(kept.value(), long_one).value());
  EXPECT_FALSE(verify_password(kept.value(), long_one.substr(0, 63)).value());
  EXPECT_FALSE(verify_password(kept.value(), long_one.substr(0, 63) + "+").value());
  const auto longest = std::string(1021, 'x') + "A1-";
  const auto of_longest = hash_password(longest);
  EXPECT_TRUE(verify_password(of_longest.value(), longest).value());
  EXPECT_FALSE(verify_password(of_longest.value(), longest + std::string(100'000, 'y')).value());
}

std::int64_t kib_of(const char* line) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (std::int64_t kib = 0; word == line && status >> kib) return kib;
  return 0;
}

// Each takes 46 MiB: the peak says how many there were.
TEST(Passwords, AreHashedTwoAtOnceAtMost) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the address sanitizer keeps memory that was freed";
#endif
  constexpr std::int64_t one_kib = 46 * 1024;
  ASSERT_TRUE(hash_password(good_password).ok());
  std::ofstream("/proc/self/clear_refs") << 5;  // the peak begins anew
  const auto before = kib_of("VmRSS:");
  std::vector<std::thread> clients;
  std::atomic<int> hashed = 0;
  for (int count = 0; count < 8; ++count)
    clients.emplace_back([&hashed] { hashed += hash_password(good_password).ok() ? 1 : 0; });
  for (auto& client : clients) client.join();
  EXPECT_GE(hashed, 2);
  EXPECT_LT(kib_of("VmHWM:") - before, 3 * one_kib);
  EXPECT_GT(kib_of("VmHWM:") - before, one_kib / 2) << "it is measured";
}

// An account of another body bears which one it is, and holds no role of the bureau beside it.
TEST_F(Accounts, OfOutsideBodiesSayWhichAndStayApart) {
  const auto taxes = make(staff("taxes", 't')).value();
  const auto code = [&](Role role, std::optional<std::int64_t> at) {
    auto transaction = begin();
    const auto given =
        give_role_at(transaction, {taxes, role, "area_000000", 1000000, {}}, at, now_);
    if (!given.ok()) return std::string(name(given.error().code));
    return transaction.commit().ok() ? std::string("given") : std::string("not kept");
  };
  const auto tax_bureau = body("TAX", "tax_bureau", true);
  EXPECT_EQ(code(Role::outside_body, {}), "invalid_input") << "which body?";
  EXPECT_EQ(code(Role::outside_body, 999), "invalid_input") << "there is none";
  EXPECT_EQ(code(Role::outside_body, body("WIN", "outlet", false)), "invalid_input")
      << "one of the bureau";
  EXPECT_EQ(code(Role::outside_body, tax_bureau), "given");
  EXPECT_EQ(code(Role::outside_body, tax_bureau), "conflict") << "twice";
  EXPECT_EQ(code(Role::outside_body, body("DB", "guarantee_body", true)), "given")
      << "one account, several bodies";
  EXPECT_EQ(code(Role::director, {}), "conflict");
  EXPECT_EQ(code(Role::director, tax_bureau), "invalid_input");
  const auto entered = enter("taxes", good_password).value();
  ASSERT_EQ(entered.caller.posts.size(), 2U);
  EXPECT_EQ(entered.caller.posts[0].body, "tax_bureau");
  auto transaction = begin();
  EXPECT_FALSE(transaction
                   .execute("insert into role_assignment (account_id, kind, role, area_schema, "
                            "place, given_at) values ($1, 'business', 'director', 'area_000000', "
                            "1000000, $2)",
                            taxes, now_)
                   .ok())
      << "by the database too";
}

// The second wall: a query for everything, at every place, shows an account of another body the
// cases at its own steps and no register.
TEST_F(Accounts, OfOutsideBodiesSeeTheCasesAtTheirStepsOnly) {
  const auto bank = make(staff("bank", 'b')).value();
  const auto far_bank = make(staff("far_bank", 'f')).value();
  const auto clerk = make(staff("clerk", 'c')).value();
  ASSERT_TRUE(give(clerk, Role::director).ok());
  const auto near = body("YH-1", "bank", true), far = body("YH-2", "bank", true, 2000000);
  {
    auto transaction = begin();
    ASSERT_TRUE(give_role_at(transaction, {bank, Role::outside_body, "area_000000", 1000000, {}},
                             near, now_)
                    .ok());
    ASSERT_TRUE(
        give_role_at(transaction, {far_bank, Role::outside_body, "area_000000", 2000000, {}}, far,
                     now_)
            .ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  ASSERT_TRUE(connection_
                  .run_script(R"(
    set search_path = area_000000, leye, public;
    insert into person_identity (person_id, name, place, recorded_at)
      values (1, '张小明', 1001000, '2023-01-01');
    insert into flow_case (id, number, measure, pack, place, applicant_kind, applicant, state, step,
                           amount_fen, row_count, opened_at, opened_by)
    overriding system value values
      (1, 'a', 'loan', '', 1001000, 'none', '', 'open', 'lend', 0, 1, '2023-01-01', 1),
      (2, 'b', 'loan', '', 1001000, 'none', '', 'open', 'guarantee', 0, 1, '2023-01-01', 1);
    insert into task (case_id, step, role, place, state, created_at) values
      (1, 'lend', 'bank', 1000000, 'open', '2023-01-01'),
      (2, 'guarantee', 'guarantee_body', 1000000, 'open', '2023-01-01');)")
                  .ok());
  struct Seen {
    std::string cases, people;
  };
  const auto seen = [&](std::int64_t account) {
    auto connection = database_.connect();
    auto transaction = store::Transaction::begin(connection, {.area_schema = "area_000000",
                                                              .place_lo = 0,
                                                              .place_hi = 999'999'999'999,
                                                              .account = account})
                           .value();
    const auto rows = transaction
                          .query(
                              "select (select coalesce(string_agg(number, '' order by number), "
                              "'') from flow_case) as cases, (select coalesce(string_agg(name, "
                              "''), '') from person_identity) as people")
                          .value();
    return Seen{rows[0].get<std::string>("cases"), rows[0].get<std::string>("people")};
  };
  EXPECT_EQ(seen(clerk).cases, "ab");
  EXPECT_EQ(seen(clerk).people, "张小明");
  EXPECT_EQ(seen(bank).cases, "a");
  EXPECT_EQ(seen(bank).people, "");
  EXPECT_EQ(seen(far_bank).cases, "") << "of another county";
  EXPECT_EQ(seen(far_bank).people, "");
}

TEST_F(Accounts, OnePersonHasOneStanding) {
  ASSERT_TRUE(make(staff("clerk", 'a')).ok());
  const auto second = make(staff("root", 'a', Standing::system_admin));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  ASSERT_TRUE(make(staff("root", 'b', Standing::system_admin)).ok());
  EXPECT_FALSE(make(staff("safety", 'b', Standing::security_admin)).ok());
}

TEST_F(Accounts, APasswordIsChangedByWhoKnowsIt) {
  auto clerk = staff("clerk", 'a');
  clerk.password_temporary = true;
  ASSERT_TRUE(make(clerk).ok());
  const auto here = enter("clerk", good_password).value();
  const auto elsewhere = enter("clerk", good_password).value();
  EXPECT_TRUE(here.caller.password_temporary);
  const auto change = [&](const std::string& current, const std::string& next) {
    return change_password(connection_, here.caller, {here.token, "10.0.0.1", current, next}, now_);
  };
  EXPECT_FALSE(change("Wrong-feng-2023", "Qiu-feng-2023").ok());
  EXPECT_FALSE(change(good_password, good_password).ok()) << "the same";
  EXPECT_FALSE(change(good_password, "Clerk-feng-2023").ok()) << "the account's name";
  EXPECT_FALSE(change(good_password, "Admin@123456").ok()) << "known";
  EXPECT_FALSE(change(good_password, "Ab-1").ok()) << "short";
  ASSERT_TRUE(change(good_password, "Qiu-feng-2023").ok());
  EXPECT_TRUE(known(here.token, now_));
  EXPECT_FALSE(known(elsewhere.token, now_)) << "other sessions end";
  EXPECT_FALSE(enter("clerk", good_password).ok());
  const auto again = enter("clerk", "Qiu-feng-2023");
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again.value().caller.password_temporary);
}

// What an authenticator app does: base 32 back to bytes, then a code by the clock.
class App {
 public:
  explicit App(const std::string& secret) {
    std::uint32_t held = 0;
    int bits = 0;
    for (const char letter : secret) {
      held =
          held << 5U | static_cast<std::uint32_t>(letter >= 'A' ? letter - 'A' : letter - '2' + 26);
      bits += 5;
      if (bits < 8) continue;
      bits -= 8;
      secret_.push_back(static_cast<std::uint8_t>(held >> static_cast<unsigned>(bits)));
    }
  }
  std::string shows(Instant at) const { return one_time_code(secret_, code_step(at)); }

 private:
  Bytes secret_;
};

class TwoFactors : public Accounts {
 protected:
  TwoFactors() : account_(make(staff("clerk", 'a')).value()) {}

  App take() {
    const auto caller = enter("clerk", good_password).value().caller;
    auto transaction = begin();
    const auto made =
        begin_second_factor(transaction, cipher_, caller, "乐业 示例市", now_).value();
    EXPECT_TRUE(made.uri.starts_with("otpauth://totp/%E4%B9%90%E4%B8%9A%20")) << made.uri;
    EXPECT_NE(made.uri.find("?secret=" + made.secret), std::string::npos);
    EXPECT_TRUE(transaction.commit().ok());
    return App(made.secret);
  }
  Status confirm(const std::string& code, Instant at) {
    const auto caller = enter("clerk", good_password).value().caller;
    auto transaction = begin();
    TRY(confirm_second_factor(transaction, cipher_, caller, code, at));
    return transaction.commit();
  }
  Result<SignedIn> enter_with(const std::string& code, Instant at) {
    return sign_in(connection_, cipher_, {"clerk", good_password, "10.0.0.1", code}, at);
  }

  const std::int64_t account_;
};

TEST_F(TwoFactors, CountFromTheFirstRightCode) {
  take();  // never confirmed: another one may be taken
  const App app = take();
  ASSERT_TRUE(enter("clerk", good_password).ok()) << "not in force yet";
  EXPECT_FALSE(confirm("000000", now_).ok());
  ASSERT_TRUE(confirm(app.shows(now_), now_).ok());
  const auto without = enter("clerk", good_password);
  ASSERT_FALSE(without.ok());
  EXPECT_EQ(without.error().where, std::vector<std::string>{"code"});
  const auto later = now_ + 30s;
  const auto entered = enter_with(app.shows(later), later);
  ASSERT_TRUE(entered.ok());
  EXPECT_TRUE(entered.value().caller.second_factor);
}

TEST_F(TwoFactors, ACodeCountsOnceAndNotForLong) {
  const App app = take();
  ASSERT_TRUE(confirm(app.shows(now_), now_).ok());
  EXPECT_FALSE(enter_with(app.shows(now_), now_).ok()) << "used up by confirming";
  const auto later = now_ + 10min;
  EXPECT_FALSE(enter_with(app.shows(later - 61s), later).ok()) << "two steps old";
  EXPECT_TRUE(enter_with(app.shows(later - 30s), later).ok()) << "one step old";
  EXPECT_FALSE(enter_with(app.shows(later - 30s), later).ok()) << "again";
  EXPECT_TRUE(enter_with(app.shows(later), later).ok());
  const auto ahead = later + 10min;
  EXPECT_FALSE(enter_with(app.shows(ahead + 60s), ahead).ok()) << "two steps ahead";
  EXPECT_TRUE(enter_with(app.shows(ahead + 30s), ahead).ok()) << "one step ahead";
  EXPECT_FALSE(enter_with(app.shows(ahead), ahead).ok()) << "older than the last that counted";
}

TEST_F(TwoFactors, WrongCodesAreFailuresMissingOnesAreNot) {
  const App app = take();
  ASSERT_TRUE(confirm(app.shows(now_), now_).ok());
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(enter("clerk", good_password).ok());
  const auto later = now_ + 60s;
  ASSERT_TRUE(enter_with(app.shows(later), later).ok());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(enter_with("123456", later + 30s).ok());
  const auto throttled = enter_with(app.shows(later + 60s), later + 60s);
  ASSERT_FALSE(throttled.ok());
  EXPECT_EQ(throttled.error().code, ErrorCode::overloaded);
}

TEST_F(TwoFactors, AreTakenOffBySomebodyElseAndEndTheSessions) {
  const App app = take();
  ASSERT_TRUE(confirm(app.shows(now_), now_).ok());
  const auto entered = enter_with(app.shows(now_ + 30s), now_ + 30s);
  ASSERT_TRUE(entered.ok());
  auto transaction = begin();
  EXPECT_EQ(
      begin_second_factor(transaction, cipher_, entered.value().caller, "乐业", now_).error().code,
      ErrorCode::conflict);
  ASSERT_TRUE(remove_second_factor(transaction, account_, now_ + 31s).ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_FALSE(known(entered.value().token, now_ + 32s));
  EXPECT_TRUE(enter("clerk", good_password).ok());
  auto again = begin();
  EXPECT_FALSE(remove_second_factor(again, account_, now_).ok());
}

TEST_F(Accounts, GuessingAPasswordByChangingItIsThrottled) {
  ASSERT_TRUE(make(staff("clerk", 'a')).ok());
  const auto here = enter("clerk", good_password).value();
  Status last = Done{};
  for (int attempt = 0; attempt < 6; ++attempt) {
    last = change_password(connection_, here.caller,
                           {here.token, "10.0.0.1", "Wrong-feng-2023", "Qiu-feng-2023"}, now_);
  }
  ASSERT_FALSE(last.ok());
  EXPECT_EQ(last.error().code, ErrorCode::overloaded);
}

TEST_F(Accounts, ARoleBelongsToItsStanding) {
  const auto clerk = make(staff("clerk", 'a')).value();
  const auto root = make(staff("root", 'b', Standing::system_admin)).value();
  EXPECT_TRUE(give(clerk, Role::window_clerk).ok());
  EXPECT_TRUE(give(root, Role::system_admin).ok());
  EXPECT_FALSE(give(clerk, Role::system_admin).ok());
  EXPECT_FALSE(give(root, Role::window_clerk).ok());
  EXPECT_FALSE(give(clerk, Role::window_clerk).ok()) << "twice";
  EXPECT_FALSE(give(clerk, Role::director, clerk).ok()) << "to oneself";
}

TEST_F(Accounts, TheDatabaseItselfRefusesMixedRoles) {
  const auto clerk = make(staff("clerk", 'a')).value();
  auto transaction = begin();
  EXPECT_FALSE(transaction
                   .execute("insert into role_assignment (account_id, kind, role, place, given_at) "
                            "values ($1, 'business', 'audit_admin', 1000000, $2)",
                            clerk, now_)
                   .ok());
}

TEST_F(Accounts, SignInOpensASessionThatEnds) {
  const auto clerk = make(staff("Clerk", 'a')).value();
  ASSERT_TRUE(give(clerk, Role::window_clerk).ok());
  const auto entered = enter("clerk", good_password);
  ASSERT_TRUE(entered.ok()) << to_text(entered.error());
  const auto& token = entered.value().token;
  EXPECT_EQ(token.size(), 32U);
  EXPECT_EQ(entered.value().caller.posts.size(), 1U);
  EXPECT_TRUE(entered.value().caller.holds(clerks));
  EXPECT_FALSE(entered.value().caller.holds(administrators));
  EXPECT_TRUE(known(token, now_ + 14min));
  EXPECT_FALSE(known(token, now_ + 16min));
  for (auto at = now_; at < now_ + 9h; at += 10min) {
    auto transaction = begin();
    const auto caller = find_session(transaction, token, at).value();
    EXPECT_EQ(caller.has_value(), at < now_ + 8h);
    if (caller) {
      EXPECT_TRUE(touch_session(transaction, token, *caller, at).ok());
    }
    EXPECT_TRUE(transaction.commit().ok());
  }
  EXPECT_FALSE(known(std::string(32, '0'), now_));
}

TEST_F(Accounts, DisablingAndSigningOutEndSessionsAtOnce) {
  const auto clerk = make(staff("clerk", 'a')).value();
  const auto first = enter("clerk", good_password).value().token;
  const auto second = enter("clerk", good_password).value().token;
  EXPECT_NE(first, second);
  auto transaction = begin();
  ASSERT_TRUE(sign_out(transaction, first, now_).ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_FALSE(known(first, now_));
  EXPECT_TRUE(known(second, now_));
  auto disabling = begin();
  ASSERT_TRUE(disable_account(disabling, clerk, now_).ok());
  ASSERT_TRUE(disabling.commit().ok());
  EXPECT_FALSE(known(second, now_));
  EXPECT_FALSE(enter("clerk", good_password).ok());
}

TEST_F(Accounts, AnAdministratorHasOneSession) {
  ASSERT_TRUE(make(staff("root", 'b', Standing::system_admin)).ok());
  const auto first = enter("root", good_password).value().token;
  const auto second = enter("root", good_password).value().token;
  EXPECT_FALSE(known(first, now_));
  EXPECT_TRUE(known(second, now_));
}

TEST_F(Accounts, GuessingIsSlowedForTheGuesserOnly) {
  ASSERT_TRUE(make(staff("clerk", 'a')).ok());
  const auto wrong = enter("clerk", "Wrong-password-1");
  const auto unknown = enter("nobody", "Wrong-password-1", "10.0.0.2");
  EXPECT_EQ(to_text(wrong.error()), to_text(unknown.error()));
  EXPECT_EQ(wrong.error().code, ErrorCode::unauthenticated);
  for (int count = 0; count < 4; ++count) EXPECT_FALSE(enter("clerk", "Wrong-password-1").ok());
  EXPECT_EQ(enter("clerk", good_password).error().code, ErrorCode::overloaded);
  EXPECT_TRUE(enter("clerk", good_password, "10.0.0.9").ok());
  int looked_at = 0;
  for (int count = 0; count < 40; ++count) {
    const auto guess = enter("name" + std::to_string(count), "Wrong-password-1", "10.0.0.3");
    looked_at += guess.error().code == ErrorCode::unauthenticated;
  }
  EXPECT_LE(looked_at, 20);
}

TEST_F(Accounts, ARepeatedRequestHasOneEffect) {
  const auto clerk = make(staff("clerk", 'a')).value();
  const RequestKey key{clerk, "key-00000001", "POST /x {}"};
  std::atomic<int> effects = 0;
  std::vector<std::thread> clients;
  for (int count = 0; count < 8; ++count) {
    clients.emplace_back([this, &key, &effects] {
      auto own = database_.connect();
      auto transaction = store::Transaction::begin(own, {}).value();
      const auto claim = claim_key(transaction, key, now_).value();
      EXPECT_FALSE(claim.differs);
      if (claim.answer) {
        EXPECT_EQ(claim.answer->body, "{\"id\":\"1\"}");
        return;
      }
      ++effects;
      EXPECT_TRUE(keep_answer(transaction, key, {200, "{\"id\":\"1\"}"}).ok());
      EXPECT_TRUE(transaction.commit().ok());
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(effects, 1);
  auto transaction = begin();
  EXPECT_TRUE(claim_key(transaction, {clerk, key.key, "POST /x {1}"}, now_).value().differs);
  EXPECT_FALSE(is_request_key("short"));
  EXPECT_FALSE(is_request_key("with a blank"));
}

}  // namespace
}  // namespace leye::access
