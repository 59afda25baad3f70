// Who acts for a colleague has that one's rights and no others, ends at once, and never stands on
// both sides of what takes two people: neither for himself nor for the colleague.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

class ActingForOthers : public testing::Test {
 protected:
  ActingForOthers() {
    // The second checker takes in at the window too.
    post("security_admin", "/api/v1/roles",
         R"({"account":"{second_checker}","role":"window_clerk","place":"1000"})", 200);
  }
  std::string get(const std::string& who, const std::string& target, int status = 200) {
    const auto response = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(response.status, status) << who << " " << target << ": " << response.body;
    return response.body;
  }
  std::string post(const std::string& who, const std::string& target, const std::string& body,
                   int status) {
    const auto response =
        register_.ask(who, register_.request("POST", target, body, "application/json"));
    EXPECT_EQ(response.status, status) << who << " " << target << ": " << response.body;
    return response.body;
  }
  // All of the giver's own roles, to the first checker, from today on.
  void delegate(const std::string& giver = "second_checker") {
    const auto list = get(giver, "/api/v1/delegations");
    const auto today = after(list, "\"today\":\"", 10);
    std::string roles;
    const auto own = list.substr(list.find("\"roles\":[", list.find("\"items\":[]")));
    const auto until = own.find("\"colleagues\"");
    for (auto at = own.find("{\"id\":\""); at < until; at = own.find("{\"id\":\"", at + 1)) {
      const auto from = at + 7;
      roles += fmt::format("{}\"{}\"", roles.empty() ? "" : ",",
                           own.substr(from, own.find('"', from) - from));
    }
    post(giver, "/api/v1/delegations",
         fmt::format(R"({{"to":"{}","roles":[{}],"first_day":"{}","last_day":"{}",)"
                     R"("reason":"年休假"}})",
                     register_.fill("{first_checker}"), roles, today, today),
         200);
  }
  static std::string after(const std::string& text, const std::string& mark, std::size_t size) {
    const auto at = text.find(mark);
    EXPECT_NE(at, text.npos) << mark << " in " << text;
    return at == text.npos ? "" : text.substr(at + mark.size(), size);
  }
  void ask_correction(const std::string& who, int person, const std::string& name) {
    post(who, fmt::format("/api/v1/persons/{}/corrections", person),
         fmt::format(R"({{"kind":"name","value":"{}","evidence":"户口簿","reason":"改名"}})", name),
         200);
  }
  std::string decide(const std::string& who, int ticket, int status) {
    return post(who, fmt::format("/api/v1/corrections/{}/decision", ticket),
                R"({"approve":true,"opinion":"同意"})", status);
  }

  Register register_;
};

TEST_F(ActingForOthers, HaveThatOnesRightsAndNoOthers) {
  ask_correction("window_clerk", 1, "张晓明");
  delegate();
  decide("first_checker", 1, 404);
  const auto me = post("first_checker", "/api/v1/delegations/1/act", "{}", 200);
  EXPECT_NE(me.find("\"second_checker\""), me.npos) << me;
  EXPECT_EQ(me.find("\"first_checker\"", me.find("\"roles\"")), me.npos) << me;
  EXPECT_NE(me.find("\"acting_for\":{\"delegation\":\"1\",\"name\":\"second_checker\""), me.npos)
      << me;
  decide("first_checker", 1, 200);
  const auto audit = get("audit_admin", "/api/v1/audit?actor=first_checker");
  EXPECT_NE(audit.find("\"for_name\":\"second_checker\""), audit.npos) << audit;
  // He passes nothing on while he acts.
  post("first_checker", "/api/v1/delegations/1/end", "{}", 409);
  post("first_checker", "/api/v1/delegations/stop", "{}", 200);
  EXPECT_EQ(get("first_checker", "/api/v1/me").find("\"acting_for\":{"), std::string::npos);
}

TEST_F(ActingForOthers, AreRefusedWhatTheOneTheyActForAskedFor) {
  ask_correction("second_checker", 1, "张晓明");
  delegate();
  post("first_checker", "/api/v1/delegations/1/act", "{}", 200);
  const auto refused = decide("first_checker", 1, 403);
  EXPECT_NE(refused.find("委托人和代办人"), refused.npos) << refused;
  decide("director", 1, 200);
}

TEST_F(ActingForOthers, AskForThatOneWhoThenDoesNotDecide) {
  delegate();
  post("first_checker", "/api/v1/delegations/1/act", "{}", 200);
  ask_correction("first_checker", 1, "张晓明");
  const auto refused = decide("second_checker", 1, 403);
  EXPECT_NE(refused.find("委托人和代办人"), refused.npos) << refused;
  decide("first_checker", 1, 403);
  decide("director", 1, 200);
}

// The third person has no job and nothing else that stands against it.
TEST_F(ActingForOthers, CountAsOneForErasingWhomeverAsked) {
  constexpr auto asking = R"({"ground":"purpose_over","reason":"重复建档"})";
  constexpr auto agreed = R"({"approve":true,"opinion":"同意"})";
  post("second_checker", "/api/v1/persons/3/erasure", asking, 200);
  delegate();
  post("first_checker", "/api/v1/delegations/1/act", "{}", 200);
  const auto by_colleague = post("first_checker", "/api/v1/erasures/1/decision", agreed, 403);
  EXPECT_NE(by_colleague.find("委托人和代办人"), by_colleague.npos) << by_colleague;
  post("director", "/api/v1/erasures/1/decision", R"({"approve":false,"opinion":"再核对"})", 200);
  post("first_checker", "/api/v1/persons/3/erasure", asking, 200);
  const auto by_giver = post("second_checker", "/api/v1/erasures/2/decision", agreed, 403);
  EXPECT_NE(by_giver.find("委托人和代办人"), by_giver.npos) << by_giver;
  post("director", "/api/v1/erasures/2/decision", agreed, 200);
}

// Lists are of the whole area: three people with posts there.
TEST_F(ActingForOthers, CountAsOneForListsOfWhatIsDue) {
  for (const std::string role : {"first_checker", "second_checker"})
    post("security_admin", "/api/v1/roles",
         fmt::format(R"({{"account":"{{{0}}}","role":"{0}","place":"0"}})", role), 200);
  register_.run(
      "insert into suspect_list (number, issued_by, title, due_on, file_name, digest, row_count, "
      "place, taken_by, taken_at, replied_by, replied_at) values ('1', '省厅', '疑点', "
      "'2012-01-01', 'a.xlsx', 'd', 1, 1000, 7, '2012-01-01', 8, '2012-02-01')");
  register_.run(
      "insert into suspect_row (list_id, row_number, place, content, state) select id, 1, 1000, "
      "'x', 'open' from suspect_list where due_on = '2012-01-01'");
  delegate("director");
  post("first_checker", "/api/v1/delegations/1/act", "{}", 200);
  const auto listed = post("first_checker", "/api/v1/retention/list", "{}", 200);
  EXPECT_NE(listed.find("\"lists\":[{\"id\":\"1\""), listed.npos) << listed;
  constexpr auto agreed = R"({"approve":true,"opinion":""})";
  const auto by_giver = post("director", "/api/v1/retention/1/decision", agreed, 403);
  EXPECT_NE(by_giver.find("委托人和代办人"), by_giver.npos) << by_giver;
  post("second_checker", "/api/v1/retention/1/decision?place=0", agreed, 200);
}

TEST_F(ActingForOthers, StopWithTheNextRequestOnceItIsTakenBack) {
  ask_correction("window_clerk", 1, "张晓明");
  delegate();
  post("first_checker", "/api/v1/delegations/1/act", "{}", 200);
  post("window_clerk", "/api/v1/delegations/1/end", "{}", 404);
  post("security_admin", "/api/v1/delegations/1/end", "{}", 200);
  decide("first_checker", 1, 404);
  post("first_checker", "/api/v1/delegations/1/act", "{}", 404);
}

}  // namespace
}  // namespace leye::access_tests
