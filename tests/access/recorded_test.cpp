// Who did what, and who saw whom, over every table (53): each act and each refusal has one record
// of the audit, each look at a person has one, and where it takes none nothing is done or shown.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>

#include "access/whole_run.hpp"

namespace leye::access_tests {
namespace {

// Asked with a body because there is much to say, or because it is a file; nothing comes of it.
const std::set<std::string>& questions() {
  static const std::set<std::string> all = {
      "/api/v1/organisations/likely", "/api/v1/person-lookups/lines",
      "/api/v1/policy-drafts/{id}/check", "/api/v1/policy-drafts/{id}/cases",
      "/api/v1/policy-drafts/{id}/proof"};
  return all;
}

bool changes(const api::Route& route) {
  return route.method == http::Method::post && !questions().contains(route.path);
}

// People of the small register, in clear or as they are shown.
bool tells_of_people(const Exchange& one) {
  if (one.route->path.starts_with("/api/v1/templates/")) return false;  // empty sheets
  if (one.response.type.starts_with("application/vnd") || one.response.type == "application/pdf")
    return true;
  for (const char* known : {"张小明", "李小红", "陈经办", "000000**********18",
                            "000000**********26", "138******34"})
    if (one.text().find(known) != std::string::npos) return true;
  return false;
}

std::string told(const std::vector<AuditLine>& lines) {
  std::string all;
  for (const auto& line : lines)
    all += fmt::format("\n  {} {} {} {} {}", line.act, line.object, line.outcome, line.address,
                       line.detail);
  return all.empty() ? "\n  no record" : all;
}

std::vector<AuditLine> with_outcome(const std::vector<AuditLine>& lines, bool done) {
  std::vector<AuditLine> found;
  for (const auto& line : lines)
    if ((line.outcome == "done") == done) found.push_back(line);
  return found;
}

// When stands in every row; who, where and what are asked for here.
void expect_whole(const Exchange& one, const AuditLine& line) {
  const bool opens = one.route->effect == api::Effect::opens;
  if (one.who != "signed_out") {
    ASSERT_TRUE(line.account.has_value() || opens) << one.where();
    if (line.account) {
      EXPECT_EQ(std::to_string(*line.account), one.signed_in_as) << one.where();
    }
  }
  EXPECT_EQ(line.address, "10.0.0.1") << one.where();
  EXPECT_FALSE(line.area.empty()) << one.where();
  EXPECT_FALSE(line.object.empty() && line.detail.empty()) << one.where() << " of what?";
}

TEST(Recorded, EveryChangingRouteSaysWhatTheAuditCallsIt) {
  for (const auto& route : WholeRun::only().routes())
    EXPECT_FALSE(changes(route) && route.act.empty()) << route.path;
}

TEST(Recorded, EveryActHasOneRecord) {
  int seen = 0;
  for (const auto& one : WholeRun::only().exchanges()) {
    if (one.route == nullptr || !changes(*one.route) || one.response.status != 200) continue;
    std::vector<AuditLine> acts;
    for (const auto& line : with_outcome(one.audit, true))
      if (line.act == one.route->act && !line.object.starts_with("person:")) acts.push_back(line);
    if (acts.empty())  // of a person
      for (const auto& line : with_outcome(one.audit, true))
        if (line.act == one.route->act) acts.push_back(line);
    EXPECT_EQ(acts.size(), 1U) << one.where() << told(one.audit);
    EXPECT_TRUE(with_outcome(one.audit, false).empty()) << one.where() << told(one.audit);
    if (acts.size() == 1) expect_whole(one, acts.front());
    ++seen;
  }
  EXPECT_GT(seen, 80);
}

TEST(Recorded, EveryRefusalHasOneRecord) {
  int seen = 0;
  for (const auto& one : WholeRun::only().exchanges()) {
    if (one.route == nullptr || one.route->act.empty() || one.response.status < 400) continue;
    ASSERT_EQ(one.audit.size(), 1U) << one.where() << told(one.audit);
    EXPECT_EQ(one.audit.front().act, one.route->act) << one.where();
    EXPECT_NE(one.audit.front().outcome, "done") << one.where();
    expect_whole(one, one.audit.front());
    ++seen;
  }
  EXPECT_GT(seen, 400);
}

TEST(Recorded, EveryLookAtAPersonIsRecordedOnce) {
  int seen = 0;
  for (const auto& one : WholeRun::only().exchanges()) {
    if (one.route == nullptr || changes(*one.route) || one.response.status != 200) continue;
    if (one.route->signed_out || !tells_of_people(one)) continue;
    EXPECT_FALSE(one.route->act.empty()) << one.where() << ": a refusal would leave no record";
    EXPECT_FALSE(one.audit.empty()) << one.where() << told(one.audit);
    std::set<std::string> told_of;
    for (const auto& line : one.audit) {
      EXPECT_TRUE(told_of.insert(line.act + " " + line.object).second)
          << one.where() << " twice" << told(one.audit);
      expect_whole(one, line);
    }
    ++seen;
  }
  EXPECT_GT(seen, 40);
}

TEST(Recorded, NothingIsDoneThatTheAuditDoesNotTake) {
  int seen = 0;
  for (const auto& one : WholeRun::only().exchanges()) {
    if (!one.blind || one.audit.empty()) continue;
    EXPECT_EQ(one.blind->response.status, 503) << one.where() << " " << one.blind->response.body;
    EXPECT_EQ(one.blind->changed, "") << one.where();
    ++seen;
  }
  EXPECT_GT(seen, 120);
}

// seen_elsewhere.txt: routes that no table shows done: what they act on is made by other work.
// A line goes when its route is shown here; none may be added for a new route.
std::set<std::string> seen_elsewhere() {
  std::ifstream in(LEYE_SOURCE_DIR "/tests/access/seen_elsewhere.txt");
  std::set<std::string> routes;
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("/")) routes.insert(line.substr(0, line.find(' ')));
  return routes;
}

// A route of which the tables show no success, or no refusal, says nothing of its records.
TEST(Recorded, EveryChangingRouteIsSeenDoneAndRefused) {
  std::map<std::string, std::set<bool>> seen;
  for (const auto& one : WholeRun::only().exchanges())
    if (one.route != nullptr && changes(*one.route))
      seen[one.route->path].insert(one.response.status == 200);
  const auto elsewhere = seen_elsewhere();
  for (const auto& route : WholeRun::only().routes()) {
    if (!changes(route)) continue;
    EXPECT_TRUE(seen[route.path].contains(false)) << route.path << " is never refused";
    const bool done = seen[route.path].contains(true);
    EXPECT_TRUE(done || elsewhere.contains(route.path)) << route.path << " is never done";
    EXPECT_FALSE(done && elsewhere.contains(route.path)) << route.path << " is done: take it out";
  }
  EXPECT_LE(elsewhere.size(), 80U);
}

}  // namespace
}  // namespace leye::access_tests
