// Membership of a restricted key group (leye.restricted_group) is seen by the posts that are named
// and betrayed to nobody else: not by a page, a ledger, a count, a filter or a sheet. No handler
// asks: PostgreSQL holds the rows back.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class RestrictedGroups : public testing::Test {
 protected:
  RestrictedGroups() {
    for (const auto& [group, key] : {std::pair("released", "甲"), std::pair("disabled", "乙")})
      office_.run(fmt::format(
          "insert into register_record (entity, person_id, key, valid, facts, place, source, "
          "known_from) values ('key_group_member', 1, '{0}/2023-01-01', '[2023-01-01,)', "
          "'{{\"key_group\":\"{0}\",\"recognised_on\":\"2023-01-01\","
          "\"certified_by\":\"某{1}单位\"}}', 1000, '示例', '2023-02-01')",
          group, key));
  }

  std::string get(const std::string& who, const std::string& target, int status = 200) {
    const auto response = office_.ask(who, office_.request("GET", target, "", ""));
    EXPECT_EQ(response.status, status) << target << " as " << who << ": " << response.body;
    return response.body;
  }
  static bool has(const std::string& body, const char* text) {
    return body.find(text) != body.npos;
  }

  Register office_;
};

constexpr const char* only_released =
    "conditions=%7B%22items%22:%5B%7B%22column%22:%22key_group%22,%22test%22:%22is%22,%22values%22:"
    "%5B%22released%22%5D%7D%5D%7D";

TEST_F(RestrictedGroups, PagesAndLedgersShowThemToTheNamedPostsOnly) {
  // The window and the first check of a town, not of a county.
  for (const char* who : {"window_clerk", "first_checker", "insurance_agency", "auditor"}) {
    const auto page = get(who, "/api/v1/persons/1");
    EXPECT_FALSE(has(page, "刑满释放")) << who;
    EXPECT_FALSE(has(page, "某甲单位")) << who;
    EXPECT_TRUE(has(page, "某乙单位")) << who;
    const auto rows = get(who, "/api/v1/ledgers/key_groups/rows");
    EXPECT_FALSE(has(rows, "刑满释放")) << who;
    EXPECT_TRUE(has(rows, "某乙单位")) << who;
    const auto counts = get(who, "/api/v1/ledgers/key_groups/summary");
    EXPECT_TRUE(has(counts, "\"rows\":1,")) << who << counts;
    EXPECT_FALSE(has(counts, "\"released\"")) << who;
    EXPECT_TRUE(has(get(who, fmt::format("/api/v1/ledgers/key_groups/summary?{}", only_released)),
                    "\"rows\":0,"))
        << who;
  }
  for (const char* who : {"second_checker", "director"}) {
    EXPECT_TRUE(has(get(who, "/api/v1/persons/1"), "某甲单位")) << who;
    EXPECT_TRUE(has(get(who, "/api/v1/ledgers/key_groups/rows"), "刑满释放")) << who;
    EXPECT_TRUE(has(get(who, "/api/v1/ledgers/key_groups/summary"), "\"rows\":2,")) << who;
  }
  EXPECT_TRUE(has(get("citizen", "/api/v1/persons/1"), "某甲单位"));  // one's own
}

TEST_F(RestrictedGroups, WhatARecordSaidBeforeIsHeldBackToo) {
  office_.run(
      "insert into register_record_past select * from register_record where key like 'released/%'; "
      "update register_record_past set known_to = '2023-03-01'; "
      "update register_record set known_from = '2023-03-01' where key like 'released/%'");
  EXPECT_FALSE(has(get("window_clerk", "/api/v1/persons/1"), "某甲单位"));
  EXPECT_FALSE(has(get("window_clerk", "/api/v1/persons/1?known_on=2023-02-15"), "某甲单位"));
  EXPECT_TRUE(has(get("director", "/api/v1/persons/1?known_on=2023-02-15"), "某甲单位"));
}

TEST_F(RestrictedGroups, SheetsDoNotBetrayThem) {
  const auto sheet = get("window_clerk", "/api/v1/exports/key_group_member");
  EXPECT_FALSE(has(sheet, "某甲单位"));
  EXPECT_TRUE(has(sheet, "某乙单位"));
}

// From the county up the same role sees them.
TEST_F(RestrictedGroups, TheLevelOfThePostCounts) {
  office_.run(
      "update role_assignment set place = 0 where role = 'window_clerk' and place = 1000");
  EXPECT_TRUE(has(get("window_clerk", "/api/v1/persons/1"), "某甲单位"));
}

// Who gives the row decides: a group without one is open again.
TEST_F(RestrictedGroups, TheRowsAreTheRule) {
  office_.run("delete from restricted_group where key_group = 'released'");
  EXPECT_TRUE(has(get("window_clerk", "/api/v1/persons/1"), "某甲单位"));
}

}  // namespace
}  // namespace leye::access_tests
