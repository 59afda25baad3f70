// What is not sent by our own page in the user's session changes nothing (30): each changing route,
// with the very request that is done the moment after.
#include <gtest/gtest.h>

#include <set>

#include "access/whole_run.hpp"

namespace leye::access_tests {
namespace {

int expected(const std::string& how, const api::Route& route) {
  if (how == "no session" || how == "an ended session") return route.signed_out ? 403 : 401;
  return how.starts_with("a form of") ? 400 : 403;
}

TEST(Forged, RequestsAreRefused) {
  std::set<std::string> routes;
  int forged = 0;
  for (const auto& one : WholeRun::only().exchanges()) {
    if (one.forged.empty()) continue;
    routes.insert(one.route->path);
    EXPECT_EQ(one.forged_changed, "") << one.where();
    for (const auto& [how, response] : one.forged) {
      ++forged;
      const bool asks = how.starts_with("GET") || how == "HEAD";
      if (asks) continue;
      EXPECT_EQ(response.status, expected(how, *one.route)) << one.where() << " with " << how;
    }
  }
  EXPECT_GT(routes.size(), 60U);
  EXPECT_GT(forged, 1200);
}

// GET is another address, or a reading one; what the sender would rather have it be is not heard.
TEST(Forged, AMethodIsTheOneThatWasSent) {
  for (const auto& one : WholeRun::only().exchanges()) {
    if (one.forged.empty()) continue;
    bool reads = false;
    for (const auto& route : WholeRun::only().routes())
      reads |= route.method == http::Method::get && route.path == one.route->path;
    const http::Response* plain = nullptr;
    for (const auto& [how, response] : one.forged) {
      if (how == "GET") plain = &response;
      if (!how.starts_with("GET") && how != "HEAD") continue;
      EXPECT_TRUE(reads || response.status == 404) << one.where() << " with " << how;
      EXPECT_EQ(response.status, plain->status) << one.where() << " with " << how;
    }
    EXPECT_NE(plain, nullptr) << one.where();
  }
}

// Every changing route: those of which the tables show a success are above; the others are sent as
// far as they can be.
TEST(Forged, NoRouteIsLeftOut) {
  auto& people = WholeRun::only().people();
  for (const auto& route : WholeRun::only().routes()) {
    if (route.method != http::Method::post || route.signed_out) continue;
    auto path = route.path;
    for (auto from = path.find('{'); from != path.npos; from = path.find('{'))
      path.replace(from, path.find('}') - from + 1, "1");
    for (const auto role : access::all_roles()) {
      if (!route.roles.has(role) || role == access::Role::second_checker) continue;
      auto request = people.request("POST", path, "{}", route.takes_type);
      request.headers["cookie"] = people.cookie(access::name(role));
      request.headers["idempotency-key"] = "forged-key-02";
      EXPECT_EQ(people.ask_bare(request).status, 403) << route.path << " without a token";
      request.headers["x-csrf-token"] = people.held(access::name(role)).csrf;
      request.headers["origin"] = "https://elsewhere.test";
      EXPECT_EQ(people.ask_bare(request).status, 403) << route.path << " of another site";
      request.headers.erase("origin");
      request.headers["content-type"] = "text/plain";
      EXPECT_EQ(people.ask_bare(request).status, 400) << route.path << " of a form";
      break;
    }
  }
}

}  // namespace
}  // namespace leye::access_tests
