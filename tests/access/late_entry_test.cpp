// A job entered months after it began: the desk is asked why, and the file tells both times.
#include <gtest/gtest.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class LateEntry : public testing::Test {
 protected:
  http::Response enter(const std::string& counter) {
    return register_.ask(
        "window_clerk",
        register_.request("POST", "/api/v1/persons/3/records/employment",
                          R"({"facts":[{"fact":"employer","value":"91000000MA0000001R"},)"
                          R"({"fact":"start_date","value":"2023-06-01"}])" +
                              counter + "}",
                          "application/json"));
  }
  std::string file(const std::string& query) {
    const auto response = register_.ask(
        "window_clerk", register_.request("GET", "/api/v1/persons/3" + query, "", ""));
    EXPECT_EQ(response.status, 200) << response.body;
    return response.body;
  }
  Register register_;
};

TEST_F(LateEntry, SaysWhenItWasDoneAndWhy) {
  const auto refused = enter("");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_NE(refused.body.find("在 137 天以前"), refused.body.npos) << refused.body;
  EXPECT_NE(refused.body.find("超过 30 天"), refused.body.npos) << refused.body;
  const auto future =
      enter(R"(,"counter":{"done_at":"2023-10-17T09:00","done_by":"","reason":"停电"})");
  EXPECT_EQ(future.status, 400) << future.body;
  const auto made =
      enter(R"(,"counter":{"done_at":"2023-06-02T10:20","done_by":"王窗口","reason":"停电，纸质办理"})");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto now = file("");
  EXPECT_NE(now.find(R"("done_at":"2023-06-02T10:20:00+08:00","done_by":"王窗口")"), now.npos)
      << now;
  EXPECT_NE(now.find(R"("known_from":"2023-10-16")"), now.npos);
  EXPECT_NE(file("?as_of=2023-06-05").find("在职"), std::string::npos);
  EXPECT_EQ(file("?as_of=2023-05-31").find("在职"), std::string::npos);
  const auto before = file("?as_of=2023-06-05&known_on=2023-10-15");
  EXPECT_EQ(before.find("在职"), before.npos);
  EXPECT_EQ(before.find("王窗口"), before.npos);
  const auto sealed = register_.ask(
      "audit_admin", register_.request("GET", "/api/v1/audit?size=100", "", ""));
  EXPECT_NE(sealed.body.find("：停电，纸质办理"), sealed.body.npos) << sealed.body;
}

}  // namespace
}  // namespace leye::access_tests
