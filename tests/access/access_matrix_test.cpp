// Every endpoint × every account: the tables beside this file, and what must hold of each route
// without being written down.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "access/register.hpp"
#include "access/table.hpp"
#include "api/route.hpp"

namespace leye::access_tests {
namespace {

const std::filesystem::path folder = LEYE_SOURCE_DIR "/tests/access";

Register& the_register() {
  static Register only;
  return only;
}

// "/api/v1/persons/{own_person}?x=1" is of the route "/api/v1/persons/{id}".
bool is_of(const std::string& target, const std::string& route) {
  const auto path = target.substr(0, target.find('?'));
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < path.size() && b < route.size()) {
    if (route[b] == '{') {
      b = route.find('}', b) + 1;
      while (a < path.size() && path[a] != '/') ++a;
    } else if (path[a++] != route[b++]) {
      return false;
    }
  }
  return a == path.size() && b == route.size();
}

std::string with_ids(std::string path) {
  for (auto from = path.find('{'); from != path.npos; from = path.find('{')) {
    path.replace(from, path.find('}') - from + 1, "1");
  }
  return path;
}

http::Request bare_request(const api::Route& route) {
  const std::string method = http::name(route.method);
  return the_register().request(method, with_ids(route.path),
                                route.takes && method == "POST" ? "{}" : "", route.takes_type);
}

void check(const Expectation& expectation, const std::string& who, const http::Response& response) {
  const std::string& body = response.shared_body ? *response.shared_body : response.body;
  const auto where = expectation.from + " as " + who + ": " + body.substr(0, 600);
  EXPECT_EQ(response.status, expectation.status) << where;
  for (const auto& member : expectation.has) {
    EXPECT_NE(body.find("\"" + member + "\":"), body.npos) << member << " " << where;
  }
  for (const auto& member : expectation.lacks) {
    EXPECT_EQ(body.find("\"" + member + "\":"), body.npos) << member << " " << where;
  }
  if (!expectation.shows.empty()) {
    EXPECT_NE(body.find(the_register().fill(expectation.shows)), body.npos) << where;
  }
  if (!expectation.hides.empty()) {
    EXPECT_EQ(body.find(the_register().fill(expectation.hides)), body.npos) << where;
  }
}

// On a register of its own, since some of the tables sign people out.
TEST(AccessMatrix, EveryTableHolds) {
  Register fresh;
  int asked = 0;
  for (const auto& block : read_tables(folder)) {
    EXPECT_FALSE(block.lines.empty()) << block.from;
    for (const auto& expectation : block.lines) {
      for (const auto& who : expectation.who) {
        const auto before = fresh.audited(expectation.audited);
        check(expectation, who,
              fresh.ask(who, fresh.request(block.method, block.target, block.body, block.type)));
        const bool recorded = fresh.audited(expectation.audited) > before;
        EXPECT_TRUE(recorded || expectation.audited.empty()) << expectation.from << " as " << who;
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 20);
}

TEST(AccessMatrix, EveryRouteHasATable) {
  const auto blocks = read_tables(folder);
  for (const auto& route : api::all_routes()) {
    bool found = false;
    for (const auto& block : blocks) {
      found |= block.method == http::name(route.method) && is_of(block.target, route.path);
    }
    EXPECT_TRUE(found) << http::name(route.method) << " " << route.path
                       << " has no block in tests/access/*.access";
  }
}

TEST(AccessMatrix, EveryTableIsOfARoute) {
  for (const auto& block : read_tables(folder)) {
    bool found = block.target.starts_with("/api/nothing");
    for (const auto& route : api::all_routes()) {
      found |= block.method == http::name(route.method) && is_of(block.target, route.path);
    }
    EXPECT_TRUE(found) << block.from << " " << block.target;
  }
}

// Outside one's role every route looks like one that is not there.
TEST(AccessMatrix, OtherRolesAreToldNothing) {
  const auto nothing =
      the_register().ask("window_clerk", the_register().request("GET", "/api/nothing", "", ""));
  ASSERT_EQ(nothing.status, 404);
  int refused = 0;
  for (const auto& route : api::all_routes()) {
    if (route.signed_out) continue;
    EXPECT_EQ(the_register().ask("signed_out", bare_request(route)).status, 401) << route.path;
    for (const auto role : access::all_roles()) {
      if (route.roles.has(role)) continue;
      const auto response = the_register().ask(access::name(role), bare_request(route));
      EXPECT_EQ(response.status, 404) << route.path << " as " << access::name(role);
      EXPECT_EQ(response.body, nothing.body) << route.path << " as " << access::name(role);
      EXPECT_EQ(response.headers, nothing.headers) << route.path;
      ++refused;
    }
  }
  EXPECT_GT(refused, 50);
}

// A page of another site changes nothing in our user's name.
TEST(AccessMatrix, ForgedRequestsAreRefused) {
  for (const auto& route : api::all_routes()) {
    if (route.method != http::Method::post || route.signed_out) continue;
    for (const auto role : access::all_roles()) {
      if (!route.roles.has(role)) continue;
      auto request = bare_request(route);
      request.headers["cookie"] = the_register().cookie(access::name(role));
      EXPECT_EQ(the_register().ask_bare(request).status, 403) << route.path << " without token";
      request.headers["x-csrf-token"] = std::string(32, '0');
      EXPECT_EQ(the_register().ask_bare(request).status, 403) << route.path << " wrong token";
      auto foreign = bare_request(route);
      foreign.headers["origin"] = "https://elsewhere.test";
      EXPECT_EQ(the_register().ask(access::name(role), foreign).status, 403) << route.path;
      foreign.headers.erase("origin");
      foreign.headers["sec-fetch-site"] = "cross-site";
      EXPECT_EQ(the_register().ask(access::name(role), foreign).status, 403) << route.path;
      if (!request.body.empty()) {
        auto form = bare_request(route);
        form.headers["content-type"] = "text/plain";
        EXPECT_EQ(the_register().ask(access::name(role), form).status, 400) << route.path;
      }
      break;
    }
  }
}

// What moves money or a decision can be repeated safely only under a key.
TEST(AccessMatrix, DecidingRequestsCarryAKey) {
  int deciding = 0;
  for (const auto& route : api::all_routes()) {
    if (route.effect != api::Effect::decides) continue;
    ++deciding;
    for (const auto role : access::all_roles()) {
      if (!route.roles.has(role)) continue;
      const auto response = the_register().ask_without_key(access::name(role), bare_request(route));
      EXPECT_EQ(response.status, 400) << route.path;
      EXPECT_NE(response.body.find("Idempotency-Key"), std::string::npos) << route.path;
      break;
    }
  }
  EXPECT_GE(deciding, 10);
}

// A kept answer is found again by the key alone: without one the second request of an account
// would be taken for the first.
TEST(AccessMatrix, KeptAnswersHaveAKey) {
  for (const auto& route : api::all_routes()) {
    if (!route.keeps_answer) continue;
    EXPECT_TRUE(route.effect == api::Effect::decides) << route.path;
  }
}

TEST(AccessMatrix, UnknownMembersAreRefused) {
  for (const auto& route : api::all_routes()) {
    if (!route.takes) continue;
    for (const auto role : access::all_roles()) {
      if (!route.roles.has(role)) continue;
      auto request = bare_request(route);
      request.body = R"({"id":"1","state":"paid","amount":"1.00","role":"director"})";
      const auto response = the_register().ask(access::name(role), request);
      EXPECT_EQ(response.status, 400) << route.path << " " << response.body;
      break;
    }
  }
}

TEST(AccessMatrix, EveryAnswerCarriesTheSecurityHeaders) {
  for (const auto& route : api::all_routes()) {
    const auto response = the_register().ask("signed_out", bare_request(route));
    const std::map<std::string, std::string> headers(response.headers.begin(),
                                                     response.headers.end());
    for (const auto name : {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                            "Cache-Control"}) {
      EXPECT_TRUE(headers.contains(name)) << route.path << " " << name;
    }
  }
}

}  // namespace
}  // namespace leye::access_tests
