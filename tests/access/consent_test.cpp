// Whoever files for a person has his consent, and what was filed says so.
#include <gtest/gtest.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class Consent : public testing::Test {
 protected:
  Consent() {
    const auto made = post("window_clerk", "/api/v1/persons/1/records/labour_transfer",
                           R"({"facts":[{"fact":"start_date","value":"2023-09-01"},)"
                           R"({"fact":"transport_standard","value":"300"}]})");
    EXPECT_EQ(made.status, 200) << made.body;
  }
  http::Response post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json"));
  }
  std::string get(const std::string& who, const std::string& target) {
    const auto answer = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  http::Response apply(const std::string& who) {
    return post(who, "/api/v1/applications",
                R"({"measure":"cross_province_travel","results":[],"persons":["1"],)"
                R"("request":"来电申请"})");
  }
  http::Response agree(const std::string& who, const std::string& body) {
    return post(who, "/api/v1/persons/1/consents", body);
  }
  static std::string id_of(const http::Response& answer) {
    const auto at = answer.body.find("\"id\":\"") + 6;
    return answer.body.substr(at, answer.body.find('"', at) - at);
  }
  Register register_;
};

constexpr auto present = R"({"measure":"","how":"present","evidence":"居民身份证","witness":""})";
constexpr auto list = "/api/v1/persons/1/consents";

TEST_F(Consent, WithoutItNothingIsFiledWithItTheCaseSaysSo) {
  ASSERT_EQ(agree("window_clerk", present).status, 200);
  ASSERT_EQ(post("director", "/api/v1/clock", R"({"day":"2023-10-17"})").status, 200);
  const auto refused = apply("window_clerk");
  EXPECT_EQ(refused.status, 409) << "presence was yesterday; " << refused.body;
  EXPECT_NE(refused.body.find("替张小明办理要先有本人同意"), refused.body.npos) << refused.body;
  EXPECT_NE(refused.body.find("本人在场"), refused.body.npos) << "what to do";
  EXPECT_NE(get("window_clerk", "/api/v1/cases?measure=cross_province_travel").find("\"total\":0"),
            std::string::npos);
  ASSERT_EQ(agree("window_clerk", present).status, 200);
  const auto opened = apply("window_clerk");
  ASSERT_EQ(opened.status, 200) << opened.body;
  const auto file = get("first_checker", "/api/v1/cases/" + id_of(opened));
  EXPECT_NE(file.find(R"("filing":{"filed_by":"window_clerk","how_label":"本人在场")"), file.npos)
      << file;
  const auto seen = get("citizen", list);
  EXPECT_NE(seen.find("本人在场"), seen.npos) << seen;
  EXPECT_NE(seen.find(R"("filed_by":"window_clerk")"), seen.npos) << seen;
  const auto audit = get("audit_admin", "/api/v1/audit?size=100");
  EXPECT_NE(audit.find("帮办 person:1，同意 2（本人在场）"), audit.npos) << audit;
}

TEST_F(Consent, WhatThePersonAgreedOnlineIsWithdrawnByHimself) {
  EXPECT_EQ(agree("citizen", present).status, 400) << "nobody saw his card";
  constexpr auto online = R"({"measure":"","how":"online","evidence":"","witness":""})";
  EXPECT_EQ(agree("window_clerk", online).status, 400) << "nobody agrees online for another";
  const auto other = agree("citizen", R"({"measure":"start_up_subsidy","how":"online",)"
                                      R"("evidence":"","witness":"","until":"2023-12-31"})");
  ASSERT_EQ(other.status, 200) << other.body;
  EXPECT_EQ(apply("window_clerk").status, 409) << "it was for another measure";
  const auto given = agree("citizen", R"({"measure":"cross_province_travel","how":"online",)"
                                      R"("evidence":"","witness":"","until":"2023-12-31"})");
  ASSERT_EQ(given.status, 200) << given.body;
  const auto withdrawal = "/api/v1/consents/" + id_of(given) + "/withdraw";
  EXPECT_EQ(post("other_clerk", withdrawal, R"({"reason":"改由本人办理"})").status, 404);
  ASSERT_EQ(post("citizen", withdrawal, R"({"reason":"改由本人办理"})").status, 200);
  EXPECT_EQ(post("citizen", withdrawal, R"({"reason":"改由本人办理"})").status, 409);
  EXPECT_EQ(apply("window_clerk").status, 409);
  EXPECT_NE(get("window_clerk", list).find("改由本人办理"), std::string::npos);
  const auto own = apply("citizen");
  EXPECT_EQ(own.status, 200) << "he needs nobody's consent; " << own.body;
  EXPECT_EQ(own.body.find("\"filing\":{"), own.body.npos) << own.body;
}

TEST_F(Consent, WordsNeedAWitnessAndSheetsAPlace) {
  const auto says = [this](const std::string& rest) {
    return agree("window_clerk", R"({"measure":"",)" + rest + "}").status;
  };
  EXPECT_EQ(says(R"("how":"spoken","evidence":"","witness":"")"), 400);
  EXPECT_EQ(says(R"("how":"signed","evidence":"","witness":"")"), 400);
  const std::string witnessed = R"("how":"spoken","evidence":"","witness":"王会计，村文书",)";
  EXPECT_EQ(says(witnessed + R"("until":"2024-10-17")"), 400) << "longer than a year";
  EXPECT_EQ(says(witnessed + R"("until":"2023-10-15")"), 400) << "over yesterday";
  EXPECT_EQ(says(witnessed + R"("until":"2024-10-16")"), 200);
  EXPECT_EQ(apply("window_clerk").status, 200);
}

}  // namespace
}  // namespace leye::access_tests
