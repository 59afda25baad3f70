// Recognitions are reviewed each year, and who is recognised or leaves is proposed by one and
// decided by another; what nobody answers goes up and stays until it is answered.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "access/register.hpp"

namespace leye::access_tests {
namespace {

constexpr auto base = "/api/v1/recognitions";

// It is 16 October 2023; person 1 lives where the clerk works.
class Recognition : public testing::Test {
 protected:
  http::Response post(const std::string& who, const std::string& target, const std::string& body) {
    return register_.ask(who, register_.request("POST", target, body, "application/json"));
  }
  std::string get(const std::string& who, const std::string& target) {
    const auto answer = register_.ask(who, register_.request("GET", target, "", ""));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  std::string list(const std::string& who, const std::string& which) {
    return get(who, std::string(base) + "/lines?category=hard_to_employ&list=" + which);
  }
  static std::string field(const std::string& body, const std::string& name) {
    const auto at = body.find("\"" + name + "\":\"");
    if (at == body.npos) return "";
    const auto from = at + name.size() + 4;
    return body.substr(from, body.find('"', from) - from);
  }
  static bool empty(const std::string& page) { return page.find("\"items\":[]") != page.npos; }
  void recognised(const std::string& on) {
    register_.run(
        "insert into register_record (entity, person_id, key, valid, facts, place, "
        "source, known_from) values ('recognition', 1, 'hard_to_employ/" +
        on + "', daterange('" + on +
        "', null), jsonb_build_object('category', "
        "'hard_to_employ', 'recognised_on', '" +
        on +
        "', 'kind', 'older'), 1000, "
        "'测试', '2023-10-01')");
  }
  void hint(const std::string& outcome) {
    register_.run(
        "insert into screening_run (id, pack, pack_digest, screened_on, state, "
        "started_at, started_by) overriding system value values (77, 'p', 'd', "
        "'2023-10-16', 'done', '2023-10-16', 1); insert into screening_result (measure, "
        "subject_kind, subject_id, person_id, place, outcome, amount_fen, low_fen, "
        "distance, failed, unknown, missing, digest, run_id) values ('hard_to_employ', "
        "'person', 1, 1, 1000, '" +
        outcome + "', 0, 0, 0, 0, 0, '{}', 5, 77)");
  }
  std::string stays(const std::string& record) const {
    return R"({"category":"hard_to_employ","record_id":")" + record +
           R"(","able":true,"willing":true,"kind":"disabled","evidence":"入户核对，有残疾证"})";
  }
  static std::string moves(const std::string& move, bool drop) {
    return R"({"category":"hard_to_employ","person_id":"1","move":")" + move +
           R"(","able":true,"willing":true,"kind":"older","because":"employed",)"
           R"("evidence":"入户核对","note":"本人说暂不需要","drop":)" +
           (drop ? "true}" : "false}");
  }
  Register register_;
};

TEST_F(Recognition, IsToldInTimeIsAnsweredAndComesAgainNextYear) {
  recognised("2022-11-10");
  const auto soon = list("window_clerk", "soon");
  EXPECT_NE(soon.find("\"due_on\":\"2023-11-10\""), soon.npos) << soon;
  EXPECT_TRUE(empty(list("other_clerk", "soon")));
  EXPECT_NE(get("window_clerk", "/api/v1/desk-tasks").find("年度复核快到期"), std::string::npos);
  const auto answer =
      post("window_clerk", std::string(base) + "/reviews", stays(field(soon, "record_id")));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(empty(list("window_clerk", "soon")));
  EXPECT_EQ(
      post("window_clerk", std::string(base) + "/reviews", stays(field(soon, "record_id"))).status,
      409);
  const auto file = get("window_clerk", "/api/v1/persons/1");
  EXPECT_NE(file.find("reviewed_on"), file.npos) << file;
  EXPECT_NE(file.find("有残疾证"), file.npos) << file;
}

TEST_F(Recognition, IsNotDueADayTooEarly) {
  recognised("2022-11-16");  // due in 31 days
  EXPECT_TRUE(empty(list("window_clerk", "soon")));
}

TEST_F(Recognition, WhatNobodyAnswersGoesUp) {
  recognised("2022-09-16");  // due 16 September, answered by 16 October
  EXPECT_FALSE(empty(list("window_clerk", "overdue")));
  EXPECT_TRUE(empty(list("director", "escalated")));
  register_.run(
      "update register_record set valid = daterange('2022-09-15', null), facts = facts || "
      "'{\"recognised_on\": \"2022-09-15\"}' where entity = 'recognition' "
      "and facts->>'category' = 'hard_to_employ'");
  EXPECT_TRUE(empty(list("window_clerk", "overdue")));
  const auto up = list("director", "escalated");
  EXPECT_FALSE(empty(up)) << up;
  EXPECT_NE(get("director", "/api/v1/desk-tasks").find("逾期没有答复"), std::string::npos);
  // It is still the community's to answer.
  EXPECT_NE(get("window_clerk", "/api/v1/desk-tasks").find("逾期没有答复"), std::string::npos);
}

TEST_F(Recognition, ExitIsProposedByOneAndDecidedByAnother) {
  recognised("2022-09-16");
  const auto record = field(list("window_clerk", "overdue"), "record_id");
  ASSERT_EQ(post("window_clerk", std::string(base) + "/moves", moves("exit", false)).status, 200);
  EXPECT_TRUE(empty(list("window_clerk", "overdue"))) << "it waits for another one";
  EXPECT_EQ(post("window_clerk", std::string(base) + "/moves", moves("exit", false)).status, 409);
  EXPECT_EQ(post("window_clerk", std::string(base) + "/reviews", stays(record)).status, 409);
  const auto open = list("first_checker", "open");
  const auto decision = std::string(base) + "/moves/" + field(open, "id") + "/decision";
  EXPECT_EQ(post("first_checker", decision, R"({"confirm":false,"opinion":""})").status, 400);
  const auto decided = post("first_checker", decision, R"({"confirm":true,"opinion":""})");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(post("director", decision, R"({"confirm":true,"opinion":""})").status, 409);
  const auto file = get("window_clerk", "/api/v1/persons/1");
  EXPECT_NE(file.find("\"ended_on\""), file.npos) << file;
  EXPECT_NE(get("citizen", "/api/v1/messages").find("退出认定"), std::string::npos);
  EXPECT_FALSE(empty(list("auditor", "done")));
}

TEST_F(Recognition, EntryFollowsAHintOfTheRulesOrIsDropped) {
  hint("eligible");
  EXPECT_FALSE(empty(list("window_clerk", "entries")));
  ASSERT_EQ(post("window_clerk", std::string(base) + "/moves", moves("entry", true)).status, 200);
  EXPECT_TRUE(empty(list("window_clerk", "entries"))) << "it was dropped";
  register_.run("update screening_result set digest = 6");
  EXPECT_FALSE(empty(list("window_clerk", "entries"))) << "the facts are other ones";
  ASSERT_EQ(post("window_clerk", std::string(base) + "/moves", moves("entry", false)).status, 200);
  const auto id = field(list("director", "open"), "id");
  const auto decided = post("director", std::string(base) + "/moves/" + id + "/decision",
                            R"({"confirm":true,"opinion":"同意"})");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_TRUE(empty(list("window_clerk", "entries")));
  const auto file = get("window_clerk", "/api/v1/persons/1");
  EXPECT_NE(file.find("hard_to_employ"), file.npos) << file;
  EXPECT_EQ(post("window_clerk", std::string(base) + "/moves", moves("entry", false)).status, 409);
}

// A hint to leave is one only for who is recognised.
TEST_F(Recognition, ExitHintsAreOfWhoIsRecognised) {
  hint("should_leave");
  EXPECT_TRUE(empty(list("window_clerk", "exits")));
  recognised("2023-09-16");
  EXPECT_FALSE(empty(list("window_clerk", "exits")));
}

// Two who answer the same review, two who decide the same move: one does.
TEST_F(Recognition, TwoAtOnceAnswerOnce) {
  recognised("2022-09-16");
  const auto record = field(list("window_clerk", "overdue"), "record_id");
  const auto both = [&](const std::string& one, const std::string& other, const std::string& target,
                        const std::string& body) {
    std::atomic<int> done{0}, refused{0};
    std::vector<std::thread> threads;
    for (const auto& who : {one, other}) {
      auto ready = register_.signed_request(
          who, register_.request("POST", target, body, "application/json"));
      threads.emplace_back([this, ready, &done, &refused] {
        const auto answer = register_.ask_bare(ready);
        if (answer.status == 200) ++done;
        if (answer.status == 409) ++refused;
      });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 1) << target;
    EXPECT_EQ(refused, 1) << target;
  };
  both("window_clerk", "window_clerk", std::string(base) + "/reviews", stays(record));
  both("window_clerk", "window_clerk", std::string(base) + "/moves", moves("exit", false));
  const auto id = field(list("director", "open"), "id");
  both("director", "first_checker", std::string(base) + "/moves/" + id + "/decision",
       R"({"confirm":true,"opinion":"同意"})");
}

}  // namespace
}  // namespace leye::access_tests
