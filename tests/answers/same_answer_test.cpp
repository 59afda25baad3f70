// A server is killed between an act and its answer: the same request, sent again to the next
// server, gets the answer of the act that was done, and the act is not done twice
// (docs/decisions/0021).
//
// This program is its own child: with LEYE_ANSWER_DSN it serves one request and is killed on the
// way.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "access/session.hpp"
#include "api/dispatch.hpp"
#include "api/rulebook.hpp"
#include "flows/case_store.hpp"
#include "flows/office.hpp"
#include "flows/opening.hpp"
#include "http/head.hpp"
#include "workbench/workbench.hpp"

namespace leye::api {
namespace {

constexpr auto password = "Chun-feng-2023";

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "{}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}

Day the_day() { return must(Day::parse("2023-11-06")); }

// One server process on the office's database.
class Server {
 public:
  Server(const std::string& dsn, const char* name)
      : cipher_(Cipher::from_master(Secret(Bytes(32, 7)))),
        business_clock_(the_day()),
        pool_(dsn, 2),
        plan_(flows::three_measures()),
        calendar_(must(WorkingDays::load())),
        audit_(must(audit::Writer::open({dsn, name}, cipher_, machine_clock_))),
        screenings_(dsn, plan_, policy::test_vocabulary()),
        trials_(dsn, machine_clock_),
        backend_{.dsn = dsn,
                 .area_schema = store::TestDatabase::area,
                 .area_place = flows::city,
                 .area_name = "示例市",
                 .machine_clock = machine_clock_,
                 .business_clock = business_clock_,
                 .set_clock = &business_clock_,
                 .cipher = cipher_,
                 .pool = pool_,
                 .audit = *audit_,
                 .web = web_,
                 .vocabulary = policy::test_vocabulary(),
                 .ledgers = ledgers_,
                 .plan = plan_,
                 .texts = texts_,
                 .calendar = calendar_,
                 .arrangements = arrangements_,
                 .sweep = sweep_,
                 .rulebook = rulebook_,
                 .screenings = screenings_,
                 .trials = trials_,
                 .pack = {},
                 .workbench = workbench_,
                 .payments_folder = std::filesystem::temp_directory_path(),
                 .imports_folder = std::filesystem::temp_directory_path()},
        dispatcher_(backend_) {}

  http::Response answer(const http::Request& request) const { return dispatcher_.answer(request); }

 private:
  SystemClock machine_clock_;
  Cipher cipher_;
  SetClock business_clock_;
  store::Pool pool_;
  policy::Plan plan_;
  ledgers::Ledgers ledgers_;  // none
  WorkingDays calendar_;
  std::unique_ptr<audit::Writer> audit_;
  http::WebFiles web_;
  MeasureTexts texts_;
  exchange::Arrangements arrangements_;  // nothing is kept elsewhere
  sweeps::Rules sweep_;
  Rulebook rulebook_;  // rules of no pack
  ScreeningRunner screenings_;
  TrialRunner trials_;
  workbench::Workbench workbench_{policy::test_vocabulary(), "packs",
                                  std::filesystem::temp_directory_path() / "leye_answers"};
  Backend backend_;
  Dispatcher dispatcher_;
};

struct Guest {
  std::string token;
  std::string csrf;
};

http::Request request_of(const Guest& guest, const std::string& method, const std::string& target,
                         const std::string& body = "", const std::string& key = "") {
  http::Request made;
  made.method = method == "POST" ? http::Method::post : http::Method::get;
  CHECK(http::read_target(target, made));
  made.headers["host"] = "leye.test";
  made.headers["cookie"] = "leye_session=" + guest.token;
  made.headers["x-csrf-token"] = guest.csrf;
  if (!key.empty()) made.headers["idempotency-key"] = key;
  made.body = body;
  if (!body.empty()) made.headers["content-type"] = "application/json";
  made.peer = "10.0.0.1";
  return made;
}

constexpr auto take_in_body = R"({"opinion":"材料齐全","rows":[],"fields":{}})";

class SameAnswer : public testing::Test {
 protected:
  SameAnswer() {
    auto connection = must(store::connect(office_.dsn()));
    must(connection.run_script(
        "insert into leye.place (code, name, level, parent) values "
        "(621000000000, '示例市', 2, null), (621002000000, '示例区', 3, 621000000000) "
        "on conflict do nothing;"
        "insert into leye.area (place, schema_name, name) values "
        "(621000000000, 'area_000000', '示例市') on conflict do nothing"));
    auto transaction = must(store::Transaction::begin(connection, {}));
    access::NewAccount account{"window", "窗口", password, access::Standing::business};
    account.holder = Bytes(32, 1);
    const auto now = SystemClock().now();
    const auto id = must(access::make_account(transaction, account, now));
    must(access::give_role(
        transaction, {id, access::Role::window_clerk, store::TestDatabase::area, flows::county},
        now));
    must(transaction.commit());
    const auto entered = must(access::sign_in(connection, office_.bureau().cipher,
                                              {"window", password, "10.0.0.1"}, now));
    guest_ = {entered.token, entered.caller.csrf_token};
  }

  // A case that waits to be taken in.
  std::int64_t waiting_case(const char* name) {
    const auto& employer = office_.actor("employer");
    const auto result = must(office_.result_of("hiring_subsidy", name));
    const auto id = must(flows::open_case(office_.connection(), office_.bureau(), employer,
                                          {"hiring_subsidy", {result}}));
    must(flows::act(office_.connection(), office_.bureau(), employer,
                    {.case_id = id, .action = flows::Action::confirm}));
    return id;
  }

  static std::string take_in(std::int64_t id) {
    return fmt::format("/api/v1/cases/{}/actions/take_in", id);
  }

  // A child that serves the request and is killed at the point; its wait status.
  int killed_at(const char* point, std::int64_t id, const std::string& key) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv("LEYE_CRASH_AT", point, 1);
      ::setenv("LEYE_ANSWER_DSN", office_.dsn().c_str(), 1);
      ::setenv("LEYE_ANSWER_TOKEN", guest_.token.c_str(), 1);
      ::setenv("LEYE_ANSWER_CSRF", guest_.csrf.c_str(), 1);
      ::setenv("LEYE_ANSWER_TARGET", take_in(id).c_str(), 1);
      ::setenv("LEYE_ANSWER_KEY", key.c_str(), 1);
      ::execl("/proc/self/exe", "same_answer_test", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
  }

  std::size_t taken_in_events(std::int64_t id) {
    auto transaction = must(store::Transaction::begin(
        office_.connection(), office_.bureau().own_scope(store::Access::read)));
    const auto events = must(flows::events_of(transaction, id));
    return static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(),
                      [](const flows::Event& event) { return event.action == "take_in"; }));
  }

  flows::Office office_;
  Guest guest_;
};

TEST_F(SameAnswer, AfterAKillBetweenTheActAndItsAnswer) {
  const auto id = waiting_case("张一");
  const int status = killed_at("act.committed:1", id, "key-00000001");
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  ASSERT_EQ(taken_in_events(id), 1u) << "killed before the act was done";

  const Server next(office_.dsn(), "answer_next");
  const auto again =
      next.answer(request_of(guest_, "POST", take_in(id), take_in_body, "key-00000001"));
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(taken_in_events(id), 1u) << "done twice";
  // What was answered is the case as the act left it.
  const auto file = next.answer(request_of(guest_, "GET", fmt::format("/api/v1/cases/{}", id)));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(again.body, file.body);
  const auto third =
      next.answer(request_of(guest_, "POST", take_in(id), take_in_body, "key-00000001"));
  EXPECT_EQ(third.body, again.body);
  // The same key for something else stays refused, and a new key finds the case moved on.
  EXPECT_EQ(next.answer(request_of(guest_, "POST", take_in(id),
                                   "{\"opinion\":\"改\",\"rows\":[],"
                                   "\"fields\":{}}",
                                   "key-00000001"))
                .status,
            422);
  EXPECT_EQ(
      next.answer(request_of(guest_, "POST", take_in(id), take_in_body, "key-00000002")).status,
      403);
}

TEST_F(SameAnswer, WithoutAKillTheActAndItsAnswerAreOne) {
  const auto id = waiting_case("张二");
  const Server server(office_.dsn(), "answer_only");
  const auto first =
      server.answer(request_of(guest_, "POST", take_in(id), take_in_body, "key-00000003"));
  EXPECT_EQ(first.status, 200) << first.body;
  const auto again =
      server.answer(request_of(guest_, "POST", take_in(id), take_in_body, "key-00000003"));
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(taken_in_events(id), 1u);
}

int serve_and_die() {
  const Server server(std::getenv("LEYE_ANSWER_DSN"), "answer_killed");
  const Guest guest{std::getenv("LEYE_ANSWER_TOKEN"), std::getenv("LEYE_ANSWER_CSRF")};
  const auto response = server.answer(request_of(guest, "POST", std::getenv("LEYE_ANSWER_TARGET"),
                                                 take_in_body, std::getenv("LEYE_ANSWER_KEY")));
  fmt::print(stderr, "not killed: {} {}\n", response.status, response.body);
  return 1;
}

}  // namespace
}  // namespace leye::api

int main(int argc, char** argv) {
  if (std::getenv("LEYE_ANSWER_DSN") != nullptr) return leye::api::serve_and_die();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
