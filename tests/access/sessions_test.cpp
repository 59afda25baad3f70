// A session from its first request to its last (29), and guessing at a distance (31), by what is on
// the wire: cookies, statuses, bytes.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

constexpr auto password = "Chun-feng-2023";

class Sessions : public testing::Test {
 protected:
  http::Response sign_in(const std::string& account, const std::string& secret = password,
                         const std::string& peer = "10.0.0.1", const std::string& cookie = "") {
    auto request = register_.request(
        "POST", "/api/v1/sign-in",
        fmt::format(R"({{"account":"{}","password":"{}"}})", account, secret), "application/json");
    request.peer = peer;
    if (!cookie.empty()) request.headers["cookie"] = cookie;
    return register_.ask_bare(request);
  }
  // "leye_session=…" of an answer, or nothing.
  static std::string cookie_of(const http::Response& response) {
    for (const auto& [name, value] : response.headers)
      if (name == "Set-Cookie") return value.substr(0, value.find(';'));
    return "";
  }
  int status_with(const std::string& cookie, const std::string& target = "/api/v1/me") {
    auto request = register_.request("GET", target, "", "");
    request.headers["cookie"] = cookie;
    return register_.ask_bare(request).status;
  }
  int post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json")).status;
  }
  // Times of the session moved back, as if it were so old.
  void age(const std::string& column, const std::string& by) {
    register_.run(fmt::format("update session set {0} = {0} - interval '{1}'", column, by));
  }

  Register register_;
};

TEST_F(Sessions, ATokenOfSomebodyElsesMakingIsNotTaken) {
  const std::string planted = "leye_session=" + std::string(32, 'a');
  EXPECT_EQ(status_with(planted), 401);
  const auto entered = cookie_of(sign_in("window_clerk", password, "10.0.0.1", planted));
  ASSERT_EQ(entered.size(), planted.size());
  EXPECT_NE(entered, planted);
  EXPECT_EQ(status_with(planted), 401) << "the planted one is nobody's";
  EXPECT_EQ(status_with(entered), 200);
}

TEST_F(Sessions, ATokenIsNewWithEverySignInAndTheOldOneIsOver) {
  const auto first = cookie_of(sign_in("window_clerk"));
  const auto second = cookie_of(sign_in("window_clerk", password, "10.0.0.1", first));
  EXPECT_NE(first, second);
  EXPECT_EQ(status_with(first), 401);
  EXPECT_EQ(status_with(second), 200);
}

TEST_F(Sessions, TheCookieIsForUsAlone) {
  const auto response = sign_in("window_clerk");
  std::string set;
  for (const auto& [name, value] : response.headers)
    if (name == "Set-Cookie") set = value;
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Path=/"})
    EXPECT_NE(set.find(part), set.npos) << set;
  EXPECT_EQ(set.find("Domain"), set.npos);
  EXPECT_EQ(set.find("Max-Age"), set.npos) << "it ends with the browser";
}

TEST_F(Sessions, AreOverWithTheirCause) {
  const auto out = cookie_of(sign_in("director"));
  auto leaving = register_.request("POST", "/api/v1/sign-out", "", "");
  leaving.headers["cookie"] = out;
  EXPECT_EQ(register_.ask_bare(leaving).status, 403) << "not without the page's token";
  EXPECT_EQ(status_with(out), 200);
  EXPECT_EQ(post("auditor", "/api/v1/sign-out", ""), 200);
  EXPECT_EQ(status_with(register_.cookie("auditor")), 401);

  const auto disabled = register_.cookie("other_clerk");
  EXPECT_EQ(status_with(disabled), 200);
  EXPECT_EQ(post("system_admin", "/api/v1/accounts/{other_clerk}/disable", ""), 200);
  EXPECT_EQ(status_with(disabled), 401);
  EXPECT_EQ(cookie_of(sign_in("other_clerk")), "");

  const auto clerk = register_.cookie("window_clerk");
  EXPECT_EQ(status_with(clerk, "/api/v1/persons/1"), 200);
  EXPECT_EQ(post("security_admin", "/api/v1/roles/{role_of_window_clerk}/end", ""), 200);
  EXPECT_EQ(status_with(clerk, "/api/v1/persons/1"), 404) << "the role is gone at once";
  EXPECT_EQ(post("security_admin", "/api/v1/roles",
                 R"({"account":"{window_clerk}","role":"window_clerk","place":"2000"})"),
            200);
  EXPECT_EQ(status_with(clerk, "/api/v1/persons/1"), 404) << "another place";
  EXPECT_EQ(status_with(clerk, "/api/v1/persons/2"), 200) << "and there at once";
}

TEST_F(Sessions, EndWithoutUseAndAfterADay) {
  const auto clerk = register_.cookie("window_clerk");
  const auto citizen = register_.cookie("citizen");
  age("seen_at", "14 minutes 50 seconds");
  EXPECT_EQ(status_with(clerk), 200);
  age("seen_at", "16 minutes");
  EXPECT_EQ(status_with(clerk), 401) << "staff: 15 minutes";
  EXPECT_EQ(status_with(citizen), 401) << "31 minutes";
  const auto again = cookie_of(sign_in("citizen"));
  age("seen_at", "29 minutes");
  EXPECT_EQ(status_with(again), 200) << "the public: 30 minutes";
  const auto day = cookie_of(sign_in("window_clerk"));
  age("ends_at", "7 hours 59 minutes");
  EXPECT_EQ(status_with(day), 200);
  age("ends_at", "2 minutes");
  EXPECT_EQ(status_with(day), 401) << "8 hours, however much it is used";
}

TEST_F(Sessions, AnAdministratorHasOne) {
  for (const char* who : {"system_admin", "security_admin", "audit_admin"}) {
    const auto first = register_.cookie(who);
    const auto second = cookie_of(sign_in(who));
    EXPECT_EQ(status_with(first), 401) << who;
    EXPECT_EQ(status_with(second), 200) << who;
  }
}

// 10 000 guesses at one name from one place, four at a time. What was looked at took a hash.
TEST_F(Sessions, GuessingAtOneNameIsCounted) {
  constexpr int guesses = 10'000;
  std::atomic<int> asked = 0;
  std::atomic<int> hashed = 0;
  std::atomic<int> entered = 0;
  std::vector<std::thread> guessers;
  for (int count = 0; count < 4; ++count)
    guessers.emplace_back([&] {
      for (int mine = asked++; mine < guesses; mine = asked++) {
        const auto answer =
            sign_in("director", fmt::format("Guess-{:05}-a", mine), "203.0.113.7");
        hashed += answer.status == 401;
        entered += answer.status == 200;
      }
    });
  for (auto& guesser : guessers) guesser.join();
  EXPECT_LE(hashed, 5);
  EXPECT_GT(hashed, 0);
  EXPECT_EQ(entered, 0);
  EXPECT_EQ(sign_in("director", password, "203.0.113.7").status, 429) << "from there, not now";
  EXPECT_EQ(sign_in("director", password, "10.0.0.1").status, 200) << "the victim, elsewhere";
}

TEST_F(Sessions, GuessingAtManyNamesIsCounted) {
  constexpr int names = 10'000;
  std::atomic<int> asked = 0;
  std::atomic<int> hashed = 0;
  std::vector<std::thread> guessers;
  for (int count = 0; count < 4; ++count)
    guessers.emplace_back([&] {
      for (int mine = asked++; mine < names; mine = asked++) {
        // Every hundredth name is somebody's.
        const auto name = mine % 100 == 0 ? std::string("director") : fmt::format("name{}", mine);
        hashed += sign_in(name, "Guess-2023-a", "203.0.113.8").status == 401;
      }
    });
  for (auto& guesser : guessers) guesser.join();
  EXPECT_LE(hashed, 20);
  EXPECT_GT(hashed, 0);
  EXPECT_EQ(sign_in("director").status, 200);
}

// A known name, an unknown one, one that is disabled: the same bytes, and as many statements.
TEST_F(Sessions, WhoHasAnAccountIsNotTold) {
  EXPECT_EQ(post("system_admin", "/api/v1/accounts/{other_clerk}/disable", ""), 200);
  const auto known = sign_in("director", "Guess-2023-a", "203.0.113.1");
  EXPECT_EQ(known.status, 401);
  for (const auto& [name, secret] :
       std::vector<std::pair<std::string, std::string>>{{"nobody_here", "Guess-2023-a"},
                                                        {"other_clerk", "Guess-2023-a"},
                                                        {"other_clerk", password},
                                                        {"window_clerk", "Guess-2023-a"}}) {
    const auto answer = sign_in(name, secret, "203.0.113.2");
    EXPECT_EQ(answer.status, known.status) << name;
    EXPECT_EQ(answer.body, known.body) << name;
    EXPECT_EQ(answer.headers, known.headers) << name;
  }
}

}  // namespace
}  // namespace leye::access_tests
