// What a school or a host reports goes to the person concerned, and the word comes back.
#include <gtest/gtest.h>

#include <thread>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class Reported : public testing::Test {
 protected:
  http::Response post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json"));
  }
  std::string get(const std::string& who, const std::string& target) {
    const auto answer = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  // The text of a member, from the first line of this report on.
  static std::string member(const std::string& body, const std::string& report,
                            const std::string& name) {
    const auto line = body.find("\"report\":\"" + report + "\"");
    const auto from = name == "record" ? body.rfind("\"record\":", line) : line;
    const auto at = body.find("\"" + name + "\":\"", from);
    if (line == body.npos || at == body.npos) return "";
    const auto begin = at + name.size() + 4;
    return body.substr(begin, body.find('"', begin) - begin);
  }
  std::string mine() { return get("citizen", "/api/v1/persons/1/reports"); }
  void report_destination(const std::string& went_to) {
    const auto done =
        post("school", "/api/v1/reports/destination/rows",
             R"({"facts":[{"fact":"person","value":"000000199001010018"},)"
             R"({"fact":"graduated_on","value":"2023-06-30"},)"
             R"({"fact":"destination","value":"labour_contract"},{"fact":"went_to","value":")" +
                 went_to + R"("}]})");
    ASSERT_EQ(done.status, 200) << done.body;
  }
  http::Response answer(const std::string& body, const std::string& report, bool agrees,
                        const std::string& rest) {
    return post("citizen",
                "/api/v1/persons/1/reports/" + member(body, report, "record") + "/answer",
                fmt::format(R"({{"report":"{}","version":"{}","agrees":{},{}}})", report,
                            member(body, report, "version"), agrees, rest));
  }
  Register register_;
  static constexpr auto nothing = R"("said":"","meant":[])";
};

TEST_F(Reported, IsConfirmedOnceAndAskedAnewWhenItChanges) {
  report_destination("甲厂");
  const auto first = mine();
  EXPECT_NE(first.find("等本人确认"), first.npos) << first;
  EXPECT_NE(first.find("户口迁移"), first.npos) << "the steps after leaving school";
  ASSERT_EQ(answer(first, "destination", true, nothing).status, 200);
  EXPECT_NE(mine().find("本人已确认"), std::string::npos);
  EXPECT_NE(get("school", "/api/v1/reports/destination?state=confirmed").find("confirmed_on"),
            std::string::npos)
      << "the school sees that it is confirmed, and when";
  EXPECT_EQ(answer(mine(), "destination", true, nothing).status, 409);
  report_destination("乙厂");
  const auto changed = mine();
  EXPECT_NE(changed.find("等本人确认"), changed.npos) << "another employer was never confirmed";
  EXPECT_EQ(changed.find("confirmed_on"), changed.npos) << changed;
  EXPECT_EQ(answer(first, "destination", true, nothing).status, 409)
      << "what was seen is not what stands there";
}

TEST_F(Reported, SaidToBeOtherwiseIsATaskAndIsSettledWithTheTruth) {
  report_destination("甲厂");
  EXPECT_EQ(answer(mine(), "destination", false, nothing).status, 400);
  const auto said = answer(mine(), "destination", false,
                           R"("said":"没有签合同","meant":[{"fact":"destination","value":"waiting"}])");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_NE(said.body.find("本人说不对"), said.body.npos);
  EXPECT_NE(get("window_clerk", "/api/v1/desk-tasks").find("本人说上报有误：毕业去向"),
            std::string::npos);
  const auto seen = get("school", "/api/v1/reports/destination?state=contested");
  EXPECT_NE(seen.find("没有签合同"), seen.npos) << seen;
  const auto word = member(mine(), "destination", "word");
  const auto settle = "/api/v1/record-words/" + word + "/settlement";
  const auto taken = R"({"take":"person","outcome":"学校核实，尚未签约"})";
  EXPECT_EQ(post("other_clerk", settle, taken).status, 404);
  ASSERT_EQ(post("window_clerk", settle, taken).status, 200);
  const auto settled = mine();
  EXPECT_NE(settled.find("本人已确认"), settled.npos) << settled;
  EXPECT_NE(settled.find("待就业"), settled.npos) << settled;
  EXPECT_EQ(get("window_clerk", "/api/v1/desk-tasks").find("本人说上报有误"), std::string::npos);
  EXPECT_NE(get("citizen", "/api/v1/messages").find("学校核实"), std::string::npos);
  EXPECT_NE(post("window_clerk", settle, taken).status, 200);
}

TEST_F(Reported, AMonthOfATraineeIsTheHostsWordUntilTheTraineeConfirms) {
  ASSERT_EQ(post("employer", "/api/v1/reports/agreement/rows",
                 R"({"facts":[{"fact":"person","value":"000000199001010018"},)"
                 R"({"fact":"start_date","value":"2023-07-01"},)"
                 R"({"fact":"planned_end","value":"2023-12-31"}]})")
                .status,
            200);
  ASSERT_EQ(post("employer", "/api/v1/reports/attendance/rows",
                 R"({"facts":[{"fact":"person","value":"000000199001010018"},)"
                 R"({"fact":"month","value":"2023-07"},{"fact":"days","value":"22"},)"
                 R"({"fact":"allowance","value":"1500"}]})")
                .status,
            200);
  const auto before = get("employer", "/api/v1/trainees?year=2023");
  EXPECT_NE(before.find(R"("months_agreed":6,"months_done":3,"months_left":3)"), before.npos)
      << before;
  EXPECT_NE(before.find(R"("months_reported":1,"months_confirmed":0)"), before.npos) << before;
  ASSERT_EQ(answer(mine(), "attendance", true, nothing).status, 200);
  ASSERT_EQ(answer(mine(), "agreement", true, nothing).status, 200);
  const auto after = get("employer", "/api/v1/trainees?year=2023");
  EXPECT_NE(after.find(R"("months_reported":1,"months_confirmed":1)"), after.npos) << after;
  EXPECT_NE(after.find(R"("agreement_confirmed":true)"), after.npos) << after;
}

// Two tabs of the same person, one says it is so and one that it is not: one word stands.
TEST_F(Reported, OneOfTwoAnswersAtOnceStands) {
  report_destination("甲厂");
  const auto seen = mine();
  const auto target =
      "/api/v1/persons/1/reports/" + member(seen, "destination", "record") + "/answer";
  const auto body = fmt::format(R"({{"report":"destination","version":"{}","agrees":true,{}}})",
                                member(seen, "destination", "version"), nothing);
  std::vector<http::Request> requests;
  for (int at = 0; at < 2; ++at) {
    auto request = register_.request("POST", target, body, "application/json");
    request.headers["idempotency-key"] = fmt::format("at-once-{:04}", at);
    requests.push_back(std::move(request));
  }
  std::vector<int> answers(requests.size());
  std::vector<std::thread> threads;
  for (std::size_t at = 0; at < requests.size(); ++at)
    threads.emplace_back([&, at] {
      answers[at] = register_.ask_without_key("citizen", requests[at]).status;
    });
  for (auto& thread : threads) thread.join();
  std::sort(answers.begin(), answers.end());
  EXPECT_EQ(answers, (std::vector<int>{200, 409}));
}

}  // namespace
}  // namespace leye::access_tests
