// What a person says is wrong in the own file goes to the window, and the answer comes back.
#include <gtest/gtest.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class OwnWord : public testing::Test {
 protected:
  http::Response post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json"));
  }
  std::string get(const std::string& who, const std::string& target) {
    const auto answer = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  Register register_;
};

constexpr auto words = "/api/v1/persons/1/own-words";
constexpr auto wrong = R"({"about":"employment","text":"七月已经离职，登记里还在岗"})";

TEST_F(OwnWord, IsAnsweredByTheWindowAndThePersonIsTold) {
  const auto said = post("citizen", words, wrong);
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_NE(said.body.find("正在核对"), said.body.npos) << said.body;
  EXPECT_EQ(post("citizen", words, wrong).status, 409) << "one about each kind at a time";
  EXPECT_EQ(post("citizen", words, R"({"about":"person","text":"民族填错了，应为回族"})").status,
            200);
  const auto desk = get("window_clerk", "/api/v1/desk-tasks");
  EXPECT_NE(desk.find("本人提出更正：招用"), desk.npos) << desk;
  const auto tasks = get("window_clerk", "/api/v1/register-tasks");
  const auto at = tasks.rfind("\"id\":\"", tasks.find("七月已经离职")) + 6;
  const auto task = tasks.substr(at, tasks.find('"', at) - at);
  const auto done = "/api/v1/register-tasks/" + task + "/done";
  EXPECT_EQ(post("other_clerk", done, R"({"outcome":"已补登离职"})").status, 404);
  ASSERT_EQ(post("window_clerk", done, R"({"outcome":"已补登7月31日离职"})").status, 200);
  EXPECT_EQ(get("window_clerk", "/api/v1/desk-tasks").find("本人提出更正：招用"),
            std::string::npos);
  const auto told = get("citizen", "/api/v1/messages");
  EXPECT_NE(told.find("您提出的更正已答复：招用"), told.npos) << told;
  EXPECT_NE(told.find("已补登7月31日离职"), told.npos) << told;
  const auto mine = get("citizen", words);
  EXPECT_NE(mine.find("已答复"), mine.npos) << mine;
  EXPECT_NE(mine.find("已补登7月31日离职"), mine.npos) << mine;
  EXPECT_EQ(post("citizen", words, wrong).status, 200) << "what is still wrong is said again";
}

}  // namespace
}  // namespace leye::access_tests
