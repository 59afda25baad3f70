// From the slip of paper to an account that stands for somebody, and when it does so no more.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class Binding : public testing::Test {
 protected:
  http::Response post(const std::string& who, const std::string& target, const std::string& body,
                      const std::string& peer = "10.0.0.9") {
    auto request = register_.request("POST", target, body, "application/json");
    request.peer = peer;
    return register_.ask(who, std::move(request));
  }
  static std::string member(const http::Response& response, const std::string& name) {
    EXPECT_EQ(response.status, 200) << response.body;
    const auto at = response.body.find("\"" + name + "\":\"");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 4;
    return response.body.substr(from, response.body.find('"', from) - from);
  }
  std::string slip(const std::string& paper = "居民身份证") {
    return member(post("window_clerk", "/api/v1/persons/1/binding-codes",
                       fmt::format(R"({{"seen":"{}"}})", paper)),
                  "code");
  }
  http::Response bind(const std::string& code, const std::string& name, const std::string& number,
                      const std::string& account = "xiao_ming",
                      const std::string& password = "Qiu-feng-2023",
                      const std::string& peer = "10.0.0.9") {
    return post("signed_out", "/api/v1/account-bindings",
                fmt::format(R"({{"code":"{}","name":"{}","number":"{}","account":"{}",)"
                            R"("password":"{}"}})",
                            code, name, number, account, password),
                peer);
  }
  http::Response bind_agent(const std::string& code, const std::string& name,
                            const std::string& number, const std::string& uscc) {
    return post("signed_out", "/api/v1/account-bindings",
                fmt::format(R"({{"code":"{}","name":"{}","number":"{}","uscc":"{}",)"
                            R"("account":"agent_chen","password":"Qiu-feng-2023"}})",
                            code, name, number, uscc));
  }
  http::Response enter(const std::string& account = "xiao_ming") {
    return post("signed_out", "/api/v1/sign-in",
                fmt::format(R"({{"account":"{}","password":"Qiu-feng-2023"}})", account));
  }
  std::string list(const std::string& of = "persons/1") {
    const auto answer = register_.ask(
        "window_clerk", register_.request("GET", "/api/v1/" + of + "/bindings", "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  // Of the newest binding.
  http::Response end_newest(const std::string& who = "window_clerk") {
    const auto body = list();
    const auto at = body.find("\"id\":\"") + 6;
    return post(who,
                "/api/v1/account-bindings/" + body.substr(at, body.find('"', at) - at) + "/end",
                R"({"reason":"手机遗失，本人要求"})");
  }
  Register register_;
};

constexpr auto number = "000000199001010018";

TEST_F(Binding, CodeNameAndNumberTogetherMakeAnAccount) {
  const auto code = slip();
  ASSERT_EQ(code.size(), 11U) << code;
  const auto made = bind(code, "张小明", number);
  EXPECT_EQ(made.status, 200) << made.body;
  const auto entered = enter();
  EXPECT_EQ(member(entered, "person_id"), "1");
  const auto shown = list();
  EXPECT_NE(shown.find(R"("state":"in_force")"), shown.npos) << shown;
  EXPECT_NE(shown.find("居民身份证"), shown.npos);
  EXPECT_EQ(bind(code, "张小明", number, "second").status, 400) << "a code is used once";
}

TEST_F(Binding, WhateverIsWrongGetsTheSameAnswer) {
  const auto code = slip();
  const auto other_name = bind(code, "张大明", number);
  const auto other_number = bind(code, "张小明", "000000199001010026");  // on file, of another
  const auto nobodys = bind(code, "张小明", "000000198001010013");
  const auto no_code = bind("22222-22222", "张小明", number);
  const auto of_unit = bind_agent(code, "张小明", number, "91000000MA0000001R");
  EXPECT_EQ(other_name.status, 400);
  for (const auto* one : {&other_number, &nobodys, &no_code, &of_unit})
    EXPECT_EQ(one->body, other_name.body);
  EXPECT_EQ(bind(code, "张小明", number).status, 200) << "tries do not use the code up";
}

TEST_F(Binding, ANewSlipMakesTheOlderOneUseless) {
  const auto first = slip();
  const auto second = slip("护照");
  EXPECT_EQ(bind(first, "张小明", number).status, 400);
  EXPECT_EQ(bind(second, "张小明", number).status, 200);
}

TEST_F(Binding, TryingIsCounted) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(bind("22222-22222", "张小明", number, "a", "Qiu-feng-2023", "10.0.0.7").status, 400);
  EXPECT_EQ(bind(slip(), "张小明", number, "a", "Qiu-feng-2023", "10.0.0.7").status, 429);
  EXPECT_EQ(bind(slip(), "张小明", number, "a", "Qiu-feng-2023", "10.0.0.8").status, 200);
}

TEST_F(Binding, EndedItLetsNobodyInUntilTheNextSlip) {
  ASSERT_EQ(bind(slip(), "张小明", number).status, 200);
  ASSERT_EQ(enter().status, 200);
  ASSERT_EQ(end_newest().status, 200);
  EXPECT_EQ(end_newest().status, 409);
  const auto refused = enter();
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_NE(refused.body.find("解除"), refused.body.npos);
  EXPECT_EQ(bind(slip(), "张小明", number, "xiao_ming", "Other-feng-2023").status, 409)
      << "the account is not another's to take";
  EXPECT_EQ(bind(slip(), "张小明", number).status, 200)
      << "with its own password it is bound again";
  EXPECT_EQ(enter().status, 200);
}

TEST_F(Binding, ANumberCorrectedAsksForANewProof) {
  ASSERT_EQ(bind(slip(), "张小明", number).status, 200);
  const auto asked =
      post("window_clerk", "/api/v1/persons/1/corrections",
           R"({"kind":"number","value":"000000199001010034","evidence":"身份证原件",)"
           R"("reason":"登记时录错"})");
  const auto ticket = member(asked, "id");
  ASSERT_EQ(post("director", "/api/v1/corrections/" + ticket + "/decision",
                 R"({"approve":true,"opinion":"原件相符"})")
                .status,
            200);
  const auto refused = enter();
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_NE(list().find("number_changed"), std::string::npos) << list();
}

TEST_F(Binding, AnAgentActsWithinTheDatesOfTheAuthorisation) {
  const auto code = [this](const std::string& until) {
    return post("window_clerk", "/api/v1/organisations/1/binding-codes",
                R"({"seen":"授权委托书","agent_name":"陈经办","agent_number":"000000198001010013",)"
                R"("from":"2023-10-01","until":")" +
                    until + R"("})");
  };
  EXPECT_EQ(code("2023-10-15").status, 400) << "over yesterday";
  EXPECT_EQ(code("2027-10-15").status, 400) << "longer than three years";
  const auto given = member(code("2023-10-20"), "code");
  EXPECT_EQ(bind_agent(given, "陈经办", "000000198001010013", "91000000MA0000002W").status, 400);
  EXPECT_EQ(bind_agent(given, "陈经办", "000000199001010018", "91000000MA0000001R").status, 400);
  ASSERT_EQ(bind_agent(given, "陈经办", "000000198001010013", "91000000MA0000001R").status, 200);
  EXPECT_EQ(member(enter("agent_chen"), "organisation_id"), "1");
  ASSERT_EQ(post("director", "/api/v1/clock", R"({"day":"2023-10-21"})").status, 200);
  const auto refused = enter("agent_chen");
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_NE(list("organisations/1").find(R"("state":"over")"), std::string::npos);
}

}  // namespace
}  // namespace leye::access_tests
