// The three administrators are apart (34): each has what is listed here and nothing else; nobody
// releases what he asked for himself; and what was written stays as it is (54).
#include <gtest/gtest.h>

#include <map>
#include <set>

#include <unistd.h>

#include <fstream>

#include <fmt/format.h>

#include "access/register.hpp"
#include "api/route.hpp"
#include "registers/retention.hpp"

namespace leye::access_tests {
namespace {

using access::Role;

// Beyond what everybody has: who one is, one's password, the places, the notices.
const std::map<Role, std::set<std::string>>& of_administrators() {
  static const std::map<Role, std::set<std::string>> all = {
      {Role::system_admin,
       {"GET /api/v1/accounts", "POST /api/v1/accounts", "POST /api/v1/accounts/{id}/disable",
        "POST /api/v1/clock", "GET /api/v1/bodies", "POST /api/v1/bodies",
        "GET /api/v1/bodies/kinds", "GET /api/v1/bodies/sheet", "POST /api/v1/bodies/sheet",
        "GET /api/v1/bodies/{id}", "POST /api/v1/bodies/{id}/change",
        "POST /api/v1/bodies/{id}/close"}},
      {Role::security_admin,
       {"GET /api/v1/accounts", "GET /api/v1/roles", "POST /api/v1/roles",
        "POST /api/v1/roles/{id}/end", "POST /api/v1/accounts/{id}/second-factor/remove",
        "GET /api/v1/delegations", "POST /api/v1/delegations/{id}/end", "POST /api/v1/clock",
        "GET /api/v1/bodies", "GET /api/v1/bodies/kinds", "GET /api/v1/bodies/sheet",
        "GET /api/v1/bodies/{id}"}},
      {Role::audit_admin,
       {"GET /api/v1/audit", "GET /api/v1/audit/alerts", "GET /api/v1/audit/opened",
        "GET /api/v1/audit/sheet", "POST /api/v1/clock", "GET /api/v1/bodies",
        "GET /api/v1/bodies/kinds", "GET /api/v1/bodies/sheet", "GET /api/v1/bodies/{id}"}}};
  return all;
}

bool is_everybodys(const api::Route& route) {
  for (const auto role : access::all_roles())
    if (!route.roles.has(role)) return false;
  return true;
}

TEST(Administrators, HaveTheirOwnOperationsAndNoOther) {
  for (const auto& [role, own] : of_administrators()) {
    std::set<std::string> has;
    for (const auto& route : api::all_routes())
      if (route.roles.has(role) && !is_everybodys(route))
        has.insert(fmt::format("{} {}", http::name(route.method), route.path));
    EXPECT_EQ(has, own) << access::name(role);
  }
}

// What everybody may do shows nothing of people and moves nothing of the trade.
TEST(Administrators, WhatEverybodyMayDoIsOnesOwn) {
  std::set<std::string> everybodys;
  for (const auto& route : api::all_routes())
    if (is_everybodys(route) && !route.roles.empty()) everybodys.insert(route.path);
  EXPECT_EQ(everybodys,
            (std::set<std::string>{"/api/v1/me", "/api/v1/password", "/api/v1/places",
                                   "/api/v1/second-factor", "/api/v1/second-factor/confirm",
                                   "/api/v1/sign-out", "/api/v1/notices", "/api/v1/notices/{id}",
                                   "/api/v1/notices/{id}/notice.pdf",
                                   "/api/v1/notices/{id}/objections"}));
}

class Written : public testing::Test {
 protected:
  int post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json")).status;
  }
  Register register_;
};

// One account with both roles: he asks, and the release is somebody else's.
TEST_F(Written, NobodyReleasesWhatHeAskedFor) {
  ASSERT_EQ(post("security_admin", "/api/v1/roles",
                 R"({"account":"{director}","role":"window_clerk","place":"1000"})"),
            200);
  ASSERT_EQ(post("director", "/api/v1/export-requests", R"({"kind":"person","reason":"年度核查"})"),
            200);
  EXPECT_EQ(post("director", "/api/v1/export-requests/1/decision", R"({"release":true})"), 403);
  EXPECT_EQ(register_.text_of("select state from area_000000.export_request"), "open");
}

// By the table itself, for the money: made, approved and sent by three.
TEST_F(Written, TheDatabaseKeepsThreePeopleApartOnABatch) {
  const auto checks = register_.text_of(
      "select string_agg(pg_get_constraintdef(oid), ' ') from pg_constraint "
      "where conrelid = 'area_000000.payment_batch'::regclass and contype = 'c'");
  for (const char* apart : {"approved_by <> made_by", "paid_by <> made_by",
                            "paid_by <> approved_by", "paid_by <> ALL (handled_by)"})
    EXPECT_NE(checks.find(apart), checks.npos) << checks;
}

// As the program's own two roles in the database.
TEST_F(Written, NothingWrittenIsTakenBack) {
  auto connection = register_.connect();
  int refused = 0;
  for (const char* role : {"leye_app", "leye_screen"})
    for (const char* table :
         {"leye.audit_record", "leye.audit_writer", "leye.audit_seal", "leye.audit_seal_range",
          "area_000000.ledger_entry", "area_000000.case_event", "area_000000.public_notice_row"}) {
      const auto column = register_.text_of(fmt::format(
          "select max(attname::text) from pg_attribute where attrelid = '{}'::regclass "
          "and attnum > 0 and attidentity = ''",
          table));
      for (const std::string& statement :
           {fmt::format("update {} set {} = {}", table, column, column),
            fmt::format("delete from {}", table), fmt::format("truncate {} cascade", table),
            fmt::format("alter table {} add column more text", table),
            fmt::format("drop table {} cascade", table),
            fmt::format("create rule gone as on insert to {} do instead nothing", table)}) {
        const auto tried = connection.run_script(
            fmt::format("begin; set local role {}; {}; commit", role, statement));
        EXPECT_FALSE(tried.ok()) << role << ": " << statement;
        EXPECT_EQ(connection.sqlstate(), "42501") << role << ": " << statement;
        static_cast<void>(connection.run_script("rollback"));
        ++refused;
      }
    }
  EXPECT_EQ(refused, 84);
}

// Records of the audit have no term: nothing destroys them, and no table of terms may name them.
TEST(Audit, HasNoTermAfterWhichItIsDestroyed) {
  const auto shipped = registers::retention_terms();
  ASSERT_TRUE(shipped.ok());
  for (const auto& term : shipped.value()) EXPECT_EQ(term.kind.find("audit"), std::string::npos);
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("leye_terms_{}", getpid());
  std::filesystem::create_directories(folder);
  std::ifstream own(resource("data/retention/terms.csv").value());
  const std::string lines((std::istreambuf_iterator<char>(own)), std::istreambuf_iterator<char>());
  for (const char* months : {"5", "6", "36"}) {
    std::ofstream(folder / "terms.csv")
        << lines << "audit_record,审计记录,audit records," << months << ",destroy,自定\n";
    EXPECT_FALSE(registers::read_retention_terms(folder / "terms.csv").ok()) << months;
  }
  std::filesystem::remove_all(folder);
}

// One clerk, one clock hour: the last one that may be read is not told, the next is.
TEST_F(Written, TheAuditAdministratorIsToldAtTheSetCount) {
  const auto read = [&](int from, int until) {
    register_.run(fmt::format(
        "insert into audit_record (writer, number, at, account_id, role, address, area_schema, "
        "act, object, outcome, detail, mac) select (select max(id) from audit_writer), "
        "1000000 + n, "
        "date_trunc('hour', now()) - interval '30 minutes', {}, 'window_clerk', '10.0.0.1', "
        "'area_000000', 'read_person', 'person:' || n, 'done', '', '' "
        "from generate_series({}, {}) n",
        register_.fill("{window_clerk}"), from, until));
  };
  const auto alerts = [&] {
    return register_
        .ask("audit_admin", register_.request("GET", "/api/v1/audit/alerts", "", ""))
        .body;
  };
  read(1, 99);
  EXPECT_EQ(alerts().find(R"("kind":"hour")"), std::string::npos) << alerts();
  read(100, 100);
  EXPECT_NE(alerts().find(R"("kind":"hour")"), std::string::npos) << alerts();
  EXPECT_NE(alerts().find("window_clerk"), std::string::npos);
}

}  // namespace
}  // namespace leye::access_tests
