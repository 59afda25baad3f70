// A person asks online to be registered; the window accepts or returns it; what follows at once:
// the state, a visit, a benefit that should stop.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

constexpr auto mine = "/api/v1/persons/1/registrations";
constexpr auto all = "/api/v1/registrations";
constexpr auto unemployed =
    R"({"kind":"unemployment","facts":[{"fact":"reason","value":"24"}],"last_day":"2023-10-10",)"
    R"("note":"厂里停产"})";
constexpr auto employed =
    R"({"kind":"employment","facts":[{"fact":"employer","value":"91000000MA0000002W"},)"
    R"({"fact":"start_date","value":"2023-10-16"}],"last_day":null,"note":""})";

class Registration : public testing::Test {
 protected:
  http::Response post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json"));
  }
  std::string get(const std::string& who, const std::string& target) {
    const auto answer = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  // The id of the one that is open.
  std::string asked(const char* body) {
    const auto answer = post("citizen", mine, body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto open = get("window_clerk", std::string(all) + "?state=open");
    const auto at = open.find("\"id\":\"") + 6;
    return open.substr(at, open.find('"', at) - at);
  }
  http::Response answered(const std::string& id, bool accept, const std::string& opinion,
                          const std::string& who = "window_clerk") {
    return post(who, std::string(all) + "/" + id + "/answer",
                std::string(R"({"accept":)") + (accept ? "true" : "false") + R"(,"opinion":")" +
                    opinion + "\"}");
  }
  Register register_;
};

TEST_F(Registration, IsAcceptedByTheWindowOfThePlace) {
  const auto id = asked(unemployed);
  EXPECT_EQ(post("citizen", mine, unemployed).status, 409) << "one at a time";
  // Five working days after Monday 16 October.
  EXPECT_NE(get("citizen", mine).find("\"due_on\":\"2023-10-23\""), std::string::npos);
  EXPECT_EQ(answered(id, true, "", "other_clerk").status, 404);
  EXPECT_EQ(get("citizen", "/api/v1/persons/1").find("失业登记："), std::string::npos)
      << "nothing stands in the register before it is accepted";
  const auto done = answered(id, true, "");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(answered(id, true, "").status, 409);
  const auto file = get("citizen", mine);
  EXPECT_NE(file.find("已登记"), file.npos) << file;
  EXPECT_NE(get("citizen", "/api/v1/messages").find("您网上提交的失业登记已经登记"),
            std::string::npos);
  EXPECT_EQ(get("window_clerk", "/api/v1/desk-tasks").find("网上提交的"), std::string::npos);
  const auto state = get("citizen", "/api/v1/persons/1/registered-state");
  EXPECT_NE(state.find("\"code\":\"unemployed\""), state.npos) << state;
}

TEST_F(Registration, IsReturnedWithAWordOrWithdrawn) {
  auto id = asked(unemployed);
  EXPECT_EQ(answered(id, false, "").status, 400);
  ASSERT_EQ(answered(id, false, "请补解除劳动合同证明").status, 200);
  EXPECT_NE(get("citizen", mine).find("请补解除劳动合同证明"), std::string::npos);
  id = asked(unemployed);
  ASSERT_EQ(post("citizen", std::string(all) + "/" + id + "/withdrawal", "").status, 200);
  EXPECT_EQ(answered(id, true, "").status, 409);
  EXPECT_EQ(get("window_clerk", "/api/v1/desk-tasks").find("网上提交的"), std::string::npos);
}

TEST_F(Registration, PapersComeWithIt) {
  const auto id = asked(unemployed);
  const auto paper = std::string(all) + "/" + id + "/papers?name=解除合同.pdf";
  const auto added = register_.ask(
      "citizen", register_.request("POST", paper, "%PDF-1.4 x", "application/octet-stream"));
  ASSERT_EQ(added.status, 200) << added.body;
  const auto open = get("window_clerk", std::string(all) + "?state=open");
  EXPECT_NE(open.find("解除合同.pdf"), open.npos) << open;
}

// 即时对接: a visit is due the day somebody registers, and none any more when he works again; what
// is still paid then is told to the window.
TEST_F(Registration, WhatFollowsFollowsAtOnce) {
  const auto visits = "/api/v1/visits/tasks?plan=registered_unemployed&state=soon";
  EXPECT_NE(get("window_clerk", visits).find("\"total\":0"), std::string::npos);
  ASSERT_EQ(answered(asked(unemployed), true, "").status, 200);
  const auto due = get("window_clerk", visits);
  EXPECT_NE(due.find("2023-10-31"), due.npos) << "within fifteen days: " << due;
  register_.run(
      "insert into register_record (entity, person_id, key, valid, facts, place, source, "
      "known_from) values ('unemployment_benefit', 1, '2023-10', "
      "daterange('2023-10-01', null), '{\"first_month\": \"2023-10\"}', 1000, '测试', "
      "'2023-10-16')");
  ASSERT_EQ(answered(asked(employed), true, "").status, 200);
  EXPECT_NE(get("window_clerk", visits).find("\"total\":0"), std::string::npos);
  const auto desk = get("window_clerk", "/api/v1/desk-tasks");
  EXPECT_NE(desk.find("应停发：失业保险金领取"), desk.npos) << desk;
  EXPECT_NE(get("window_clerk", "/api/v1/register-tasks").find("还没有停"), std::string::npos);
  // Once the benefit has ended the task closes itself.
  register_.run(
      "update register_record set facts = facts || '{\"last_month\": \"2023-09\"}' "
      "where entity = 'unemployment_benefit'");
  ASSERT_EQ(post("window_clerk", "/api/v1/persons/1/registered-state", "").status, 200);
  EXPECT_EQ(get("window_clerk", "/api/v1/desk-tasks").find("应停发"), std::string::npos);
}

// The window accepts while the person withdraws: one of the two comes first.
TEST_F(Registration, AcceptedOrWithdrawnNotBoth) {
  const auto id = asked(unemployed);
  const std::string at = std::string(all) + "/" + id;
  auto accept = register_.signed_request(
      "window_clerk", register_.request("POST", at + "/answer", R"({"accept":true,"opinion":""})",
                                        "application/json"));
  auto withdraw = register_.signed_request(
      "citizen", register_.request("POST", at + "/withdrawal", "", "application/json"));
  std::atomic<int> done{0}, refused{0};
  std::vector<std::thread> threads;
  for (const auto& ready : {accept, withdraw})
    threads.emplace_back([this, ready, &done, &refused] {
      const auto answer = register_.ask_bare(ready);
      if (answer.status == 200) ++done;
      if (answer.status == 409) ++refused;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace leye::access_tests
