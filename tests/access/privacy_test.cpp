// What takes a second person because it is much, or cannot be undone; what stays provable after it.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class Privacy : public testing::Test {
 protected:
  std::string get(const std::string& who, const std::string& target, int status = 200) {
    const auto response = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(response.status, status) << who << " " << target << ": " << response.body;
    return response.body;
  }
  std::string post(const std::string& who, const std::string& target, const std::string& body,
                   int status = 200) {
    const auto response =
        register_.ask(who, register_.request("POST", target, body, "application/json"));
    EXPECT_EQ(response.status, status) << who << " " << target << ": " << response.body;
    return response.body;
  }
  // An export of the window clerk's so many hours ago, as the audit would tell of it.
  void exported(const std::string& detail, int hours_ago) {
    register_.run(fmt::format(
        "insert into audit_record (writer, number, at, account_id, role, address, area_schema, "
        "act, object, outcome, detail, mac) select max(id), {}, now() - interval '{} hours', "
        "{}, 'window_clerk', '', 'area_000000', 'export', 'person', 'done', '{}', '' "
        "from audit_writer",
        1'000'000 + ++exports_, hours_ago, register_.fill("{window_clerk}"), detail));
  }

  Register register_;
  int exports_ = 0;
};

// 6 000 rows a day (data/alerts/reading.csv). The clerk's town has two people.
TEST_F(Privacy, ManySmallExportsOfADayNeedARelease) {
  constexpr auto sheet = "/api/v1/exports/person";
  exported("6000 行", 25);
  exported("5996 行", 23);
  EXPECT_NE(get("window_clerk", sheet).find("张小明"), std::string::npos);
  EXPECT_NE(get("window_clerk", sheet).find("张小明"), std::string::npos) << "6 000 are allowed";
  const auto refused = get("window_clerk", sheet, 409);
  EXPECT_NE(refused.find("24 小时内已导出 6000 行"), refused.npos) << refused;
  EXPECT_EQ(refused.find("张小明"), refused.npos);
  get("other_clerk", sheet);
  post("window_clerk", "/api/v1/export-requests", R"({"kind":"person","reason":"年度核查"})");
  get("window_clerk", std::string(sheet) + "?request=1", 409);
  post("director", "/api/v1/export-requests/1/decision", R"({"release":true})");
  EXPECT_NE(get("window_clerk", std::string(sheet) + "?request=1").find("张小明"),
            std::string::npos);
  const auto audit = get("audit_admin", "/api/v1/audit?actor=window_clerk");
  EXPECT_NE(audit.find("2 行，已放行"), audit.npos) << audit;
}

// A second person looked at it: it is not taken alone.
TEST_F(Privacy, WhatWasReleasedDoesNotCountTowardsTheDay) {
  constexpr auto sheet = "/api/v1/exports/person";
  exported("9000 行，已放行", 1);
  get("window_clerk", sheet);
  exported("9000 行", 1);
  get("window_clerk", sheet, 409);
}

// The third person has no job and nothing else that stands against it.
TEST_F(Privacy, TheAuditCanBeVerifiedAfterAnErasure) {
  get("window_clerk", "/api/v1/persons/3");
  post("window_clerk", "/api/v1/persons/3/erasure",
       R"({"ground":"purpose_over","reason":"重复建档"})");
  post("director", "/api/v1/erasures/1/decision", R"({"approve":true,"opinion":"同意"})");
  EXPECT_NE(get("director", "/api/v1/persons/3").find("\"erased\":{"), std::string::npos);
  EXPECT_EQ(register_.audit_problems(), std::vector<std::string>{});
  // It would have been found: a record of the reading is changed afterwards.
  register_.run("update audit_record set detail = 'x' where object = 'person:3'");
  EXPECT_FALSE(register_.audit_problems().empty());
}

}  // namespace
}  // namespace leye::access_tests
