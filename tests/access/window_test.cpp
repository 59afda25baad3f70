// A clerk of one town registers somebody of another: what opens, for whom, how often; what the home
// community hears; two windows at once.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

constexpr auto looks = "/api/v1/windows/looks";
constexpr auto done = "/api/v1/windows/registrations";
constexpr auto unemployed =
    R"({"facts":[{"fact":"reason","value":"24"}],"last_day":null,"late_reason":""})";

class Window : public testing::Test {
 protected:
  http::Response post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json"));
  }
  std::string get(const std::string& who, const std::string& target) {
    const auto answer = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  static std::string asks(const std::string& number, const std::string& name,
                          const std::string& kind) {
    return R"({"id_number":")" + number + R"(","name":")" + name + R"(","kind":")" + kind +
           R"(","purpose":"本人持身份证来办"})";
  }
  static std::string field(const std::string& body, const std::string& name) {
    const auto at = body.find("\"" + name + "\":\"");
    if (at == body.npos) return "";
    const auto from = at + name.size() + 4;
    return body.substr(from, body.find('"', from) - from);
  }
  std::string look(const std::string& who, const std::string& number, const std::string& name,
                   const std::string& kind) {
    const auto answer = post(who, looks, asks(number, name, kind));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return field(answer.body, "look");
  }
  static std::string registration(const std::string& look) {
    return std::string(looks) + "/" + look + "/registration";
  }
  Register register_;
  const std::string her = "000000199001010026";
};

TEST_F(Window, RegistersOnePersonOnceAndTellsTheHomeCommunity) {
  EXPECT_EQ(post("window_clerk", "/api/v1/persons/2", "").status, 404);
  const auto opened = look("window_clerk", her, "李小红", "unemployment");
  ASSERT_NE(opened, "");
  // Another clerk's, or a number that was made up, opens nothing.
  EXPECT_EQ(post("other_clerk", registration(opened), unemployed).status, 409);
  const auto stored = post("window_clerk", registration(opened), unemployed);
  ASSERT_EQ(stored.status, 200) << stored.body;
  EXPECT_NE(stored.body.find("乙镇"), stored.body.npos) << stored.body;
  // It opened one registration, not the file.
  EXPECT_EQ(post("window_clerk", registration(opened), unemployed).status, 409);
  const auto file =
      register_.ask("window_clerk", register_.request("GET", "/api/v1/persons/2", "", ""));
  EXPECT_EQ(file.status, 404);
  // The home community has the record, a place on its desk and the task.
  EXPECT_NE(get("other_clerk", "/api/v1/persons/2").find("失业登记"), std::string::npos);
  EXPECT_NE(get("other_clerk", "/api/v1/desk-tasks").find("别处窗口办理了失业登记"),
            std::string::npos);
  EXPECT_EQ(get("window_clerk", "/api/v1/desk-tasks").find("别处窗口"), std::string::npos);
  const auto tasks = get("other_clerk", "/api/v1/register-tasks");
  const auto at = tasks.rfind("\"id\":\"", tasks.find("other_window")) + 6;
  const auto task = tasks.substr(at, tasks.find('"', at) - at);
  EXPECT_NE(get("window_clerk", done).find("常住地待核对"), std::string::npos);
  ASSERT_EQ(post("other_clerk", "/api/v1/register-tasks/" + task + "/done",
                 R"({"outcome":"已核对，情况属实"})")
                .status,
            200);
  EXPECT_EQ(get("other_clerk", "/api/v1/desk-tasks").find("别处窗口"), std::string::npos);
  const auto listed = get("window_clerk", done);
  EXPECT_NE(listed.find("常住地已核对"), listed.npos) << listed;
  EXPECT_EQ(listed.find("李小红"), listed.npos) << "names stay masked";
  EXPECT_EQ(listed.find("情况属实"), listed.npos) << "what the community wrote is its own";
}

TEST_F(Window, NobodyIsFoundByLessThanNumberAndName) {
  for (const auto& [number, name] : {std::pair<std::string, std::string>{her, "李小"},
                                     {her, "张小明"},
                                     {her, "李小红 "},
                                     {"000000199001010018", "李小红"},
                                     {"000000197506150025", "李小红"}}) {
    const auto answer = post("window_clerk", looks, asks(number, name, "unemployment"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const bool same = name == "李小红 ";  // as the register writes it
    EXPECT_EQ(answer.body.find("\"found\":true") != answer.body.npos, same) << answer.body;
  }
}

TEST_F(Window, MissesAreCountedToldAndBounded) {
  for (int miss = 0; miss < 15; ++miss)
    ASSERT_EQ(post("window_clerk", looks, asks(her, "张三", "unemployment")).status, 200) << miss;
  const auto refused = post("window_clerk", looks, asks(her, "李小红", "unemployment"));
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_EQ(post("other_clerk", looks, asks("000000199001010018", "张小明", "unemployment")).status,
            200);
  const auto alerts = get("audit_admin", "/api/v1/audit/alerts");
  EXPECT_NE(alerts.find("window_misses"), alerts.npos) << alerts;
  EXPECT_EQ(register_.audited("window_search"), 16);
}

TEST_F(Window, WhatIsOpenCloses) {
  const auto opened = look("window_clerk", her, "李小红", "unemployment");
  register_.run(
      "update window_search set searched_at = searched_at - interval '1 day', "
      "ends_at = ends_at - interval '1 day'");
  const auto late = post("window_clerk", registration(opened), unemployed);
  EXPECT_EQ(late.status, 409) << late.body;
  EXPECT_NE(late.body.find("再查一次"), late.body.npos) << late.body;
}

// One active state: work that goes on ends first, and a registration ends by work.
TEST_F(Window, TheOneEndsTheOther) {
  const std::string his = "000000199001010018";
  auto opened = look("other_clerk", his, "张小明", "unemployment");
  const auto asked = post("other_clerk", registration(opened), unemployed);
  EXPECT_EQ(asked.status, 400) << asked.body;
  EXPECT_NE(asked.body.find("最后一个工作日"), asked.body.npos) << asked.body;
  const auto left = post("other_clerk", registration(opened),
                         R"({"facts":[{"fact":"reason","value":"24"}],"last_day":"2023-10-10",)"
                         R"("late_reason":""})");
  ASSERT_EQ(left.status, 200) << left.body;
  EXPECT_NE(left.body.find("\"ended\":1"), left.body.npos) << left.body;
  opened = look("other_clerk", his, "张小明", "employment");
  const auto work =
      post("other_clerk", registration(opened),
           R"({"facts":[{"fact":"employer","value":"91000000MA0000002W"},{"fact":"start_date",)"
           R"("value":"2023-10-16"}],"last_day":null,"late_reason":""})");
  ASSERT_EQ(work.status, 200) << work.body;
  EXPECT_NE(work.body.find("\"ended\":1"), work.body.npos) << work.body;
  const auto file = get("window_clerk", "/api/v1/persons/1");
  EXPECT_NE(file.find("被用人单位录用"), file.npos) << file;
}

// Two windows that found the same person at the same time: one registers, the other hears so.
TEST_F(Window, TwoAtOnceRegisterOnce) {
  const auto first = look("window_clerk", her, "李小红", "unemployment");
  const auto second = look("window_clerk", her, "李小红", "unemployment");
  ASSERT_NE(first, second);
  std::vector<http::Request> requests;
  for (const auto& each : {first, second}) {
    auto request = register_.request("POST", registration(each), unemployed, "application/json");
    requests.push_back(std::move(request));
  }
  std::atomic<int> stored{0}, refused{0};
  std::vector<std::thread> threads;
  for (std::size_t at = 0; at < requests.size(); ++at) {
    auto ready = register_.signed_request("window_clerk", requests[at]);
    threads.emplace_back([this, ready, &stored, &refused] {
      const auto answer = register_.ask_bare(ready);
      if (answer.status == 200) ++stored;
      if (answer.status == 400 || answer.status == 409) ++refused;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(stored, 1);
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace leye::access_tests
