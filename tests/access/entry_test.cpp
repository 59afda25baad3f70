// A new person at the counter, from the warning to the file: what is kept of it, and what happens
// when two people press the button at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

constexpr auto path = "/api/v1/persons";

class Entry : public testing::Test {
 protected:
  http::Request asked(const std::string& number, const std::string& name,
                      const std::string& others) {
    return register_.request("POST", path,
                             R"({"facts":[{"fact":"id_number","value":")" + number +
                                 R"("},{"fact":"name","value":")" + name +
                                 R"("},{"fact":"birth_date","value":"1990-01-01"},)"
                                 R"({"fact":"residence_place","value":"甲镇"}],"others":)" +
                                 others + "}",
                             "application/json");
  }
  std::string get(const std::string& target) {
    const auto response =
        register_.ask("window_clerk", register_.request("GET", target, "", ""));
    EXPECT_EQ(response.status, 200) << response.body;
    return response.body;
  }
  Register register_;
};

TEST_F(Entry, WhoIsAlikeIsToldApartWithAReasonThatIsKept) {
  const auto refused = register_.ask("window_clerk", asked("护照:E99999999", "张小明", "[]"));
  EXPECT_EQ(refused.status, 409) << refused.body;
  const std::string two = R"([{"id":"1","reason":"护照和身份证的照片不同"},)"
                          R"({"id":"3","reason":"两本护照都看过"}])";
  const auto made = register_.ask("window_clerk", asked("护照:E99999999", "张小明", two));
  ASSERT_EQ(made.status, 200) << made.body;
  const auto kept = get("/api/v1/duplicates?state=different");
  EXPECT_NE(kept.find("护照和身份证的照片不同"), kept.npos) << kept;
  EXPECT_NE(kept.find("两本护照都看过"), kept.npos) << kept;
  const auto sealed = register_.ask(
      "audit_admin", register_.request("GET", "/api/v1/audit?size=100", "", ""));
  EXPECT_NE(sealed.body.find("新建档案；不是 person:1，护照和身份证的照片不同"), sealed.body.npos)
      << sealed.body;
}

TEST_F(Entry, TheSameRequestMakesOneFile) {
  auto request = asked("护照:E77777777", "王新", "[]");
  request.headers["idempotency-key"] = "one-and-the-same";
  const auto first = register_.ask_without_key("window_clerk", request);
  const auto again = register_.ask_without_key("window_clerk", request);
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(first.body, again.body);
  EXPECT_NE(get("/api/v1/persons?q=E77777777").find("\"total\":1"), std::string::npos);
}

// Neither sees the other's file while he looks; the register takes the number once.
TEST_F(Entry, OfTwoAtOnceOneMakesTheFileAndOneIsSentToIt) {
  std::array<int, 4> statuses{};
  std::array<std::string, 4> bodies;
  {
    std::vector<std::jthread> clerks;
    for (std::size_t at = 0; at < statuses.size(); ++at) {
      auto request = asked("护照:E66666666", "李同", "[]");
      request.headers["idempotency-key"] = "clerk-number-" + std::to_string(at);
      clerks.emplace_back([&, at, request] {
        const auto response = register_.ask_without_key("window_clerk", request);
        statuses[at] = response.status;
        bodies[at] = response.body;
      });
    }
  }
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1) << bodies[0] << bodies[1];
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 3) << bodies[0] << bodies[1];
  for (std::size_t at = 0; at < statuses.size(); ++at) {
    if (statuses[at] != 409) continue;
    EXPECT_NE(bodies[at].find("已经有一份档案"), std::string::npos) << bodies[at];
  }
  EXPECT_NE(get("/api/v1/persons?q=E66666666").find("\"total\":1"), std::string::npos);
}

}  // namespace
}  // namespace leye::access_tests
