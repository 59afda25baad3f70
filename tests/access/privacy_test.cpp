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

// The third person agreed to be filed for, and one of his records is kept by the province too.
TEST_F(Privacy, WithAnErasureConsentsAreOverAndOtherSystemsAreTold) {
  const auto given = post("window_clerk", "/api/v1/persons/3/consents",
                          R"({"measure":"","how":"signed","evidence":"委托书存档","witness":""})");
  const auto at = given.find(R"("id":")") + 6;
  const auto withdrawal =
      "/api/v1/consents/" + given.substr(at, given.find('"', at) - at) + "/withdraw";
  register_.run(
      "insert into outgoing (system, entity, record_id, person, subject, place, operation, "
      "source, known_at, clerk, recorded_at, state, next_try_at, answered_at, serial) "
      "select 'province', 'employment', 77, 3, "
      "'person:3', place, 'put', '', now(), 7, now(), 'accepted', now(), "
      "now(), 'E77' from person_identity where person_id = 3; "
      "insert into record_serial (system, entity, record_id, place, serial, since) "
      "select 'province', 'employment', 77, place, 'E77', now() from person_identity "
      "where person_id = 3");
  EXPECT_NE(get("window_clerk", "/api/v1/persons/3/erasure").find("招用 1 条"),
            std::string::npos);
  post("window_clerk", "/api/v1/persons/3/erasure",
       R"({"ground":"purpose_over","reason":"重复建档"})");
  post("director", "/api/v1/erasures/1/decision", R"({"approve":true,"opinion":"同意"})");
  const auto refused = post("window_clerk", withdrawal, R"({"reason":"改由本人办理"})", 409);
  EXPECT_NE(refused.find("个人信息已经销毁"), refused.npos) << refused;
  EXPECT_NE(refused.find("不用撤回"), refused.npos) << refused;
  const auto audit = get("audit_admin", "/api/v1/audit?size=100");
  EXPECT_NE(audit.find("报请其他系统撤销 1 条"), audit.npos) << audit;
}

// 2 000 rows go out alone. Here 2 100 more people live in the clerk's town.
TEST_F(Privacy, ALargeSheetOfALedgerNeedsARelease) {
  register_.run(
      "create temp table many as select 5000 + n as id from generate_series(1, 2100) n; "
      "insert into person (id) overriding system value select id from many; "
      "insert into person_identity (person_id, name, place, recorded_at) "
      "select m.id, '王' || m.id, i.place, now() from many m, person_identity i "
      "where i.person_id = 1; "
      "insert into person_version (person_id, valid, sex, birth_date, residence_place, place, "
      "source, known_from) select m.id, daterange('2020-01-01', null), '1', '1990-01-01', "
      "v.residence_place, v.place, '测试', v.known_from from many m, person_version v "
      "where v.person_id = 1 and v.known_to = 'infinity' and upper_inf(v.valid)");
  constexpr auto sheet = "/api/v1/ledgers/labour_resources/sheet?purpose=报送街道";
  constexpr auto asking = "/api/v1/ledgers/labour_resources/sheet-requests";
  constexpr auto fetching = "/api/v1/ledgers/labour_resources/sheet?request=1";
  const auto refused = get("window_clerk", sheet, 409);
  EXPECT_NE(refused.find("由另一人放行"), refused.npos) << refused;
  EXPECT_NE(refused.find("\"request\""), refused.npos) << refused;
  const auto asked = post("window_clerk", asking,
                          R"({"conditions":[],"clear":false,"purpose":"报送街道"})");
  EXPECT_NE(asked.find("210"), asked.npos) << asked;
  get("window_clerk", fetching, 409);
  const auto waiting = get("director", "/api/v1/export-requests");
  EXPECT_NE(waiting.find("遮盖"), waiting.npos) << "the second person knows what goes out";
  EXPECT_NE(waiting.find("报送街道"), waiting.npos) << waiting;
  post("director", "/api/v1/export-requests/1/decision", R"({"release":true})");
  get("window_clerk", "/api/v1/ledgers/registered_unemployed/sheet?request=1", 409);
  get("other_clerk", fetching, 409);
  EXPECT_EQ(get("window_clerk", fetching).substr(0, 2), "PK") << "a workbook";
  get("window_clerk", fetching, 409);
  const auto audit = get("audit_admin", "/api/v1/audit?actor=window_clerk&act=export_ledger");
  EXPECT_NE(audit.find(" 行，已放行：报送街道"), audit.npos);
}

}  // namespace
}  // namespace leye::access_tests
