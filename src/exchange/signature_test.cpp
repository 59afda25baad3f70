// Both sides sign: what somebody between them makes up, keeps back or swaps is not believed.
#include "exchange/signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "exchange/channel.hpp"
#include "exchange/example_desk.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;
using testing::HasSubstr;

constexpr Faults none{.refused_per_thousand = 0,
                      .late_per_thousand = 0,
                      .twice_per_thousand = 0,
                      .renumbered_per_thousand = 0,
                      .lost_per_thousand = 0,
                      .altered_per_thousand = 0};

// Somebody between the two who answers as he likes.
class Between {
 public:
  explicit Between(std::function<http::Response(const http::Request&)> answer) {
    http::Settings settings;
    settings.listen = "127.0.0.1:0";
    settings.workers = 1;
    settings.body_bytes_max = [](http::Method, const std::string&) {
      return std::uint64_t{1} << 20;
    };
    server_ = must(http::Server::start(settings, std::move(answer)));
  }
  std::string base() const { return fmt::format("http://127.0.0.1:{}/exchange", server_->port()); }

 private:
  std::unique_ptr<http::Server> server_;
};

const Secret& shared() {
  static const Secret secret(Bytes(32, 9));
  return secret;
}

http::Response signed_answer(const Secret& secret, const http::Request& request,
                             const std::string& body) {
  http::Response response;
  response.status = 200;
  response.body = body;
  response.headers.emplace_back(
      signature_header,
      answer_signature(secret, 200, request.header(signature_header), body));
  return response;
}

TEST(Signature, AnAnswerUnderAnotherSecretIsNotBelieved) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  bool asked_for_answers = false;
  const Secret other(Bytes(32, 1));
  const auto answer = [&](const Secret& secret, const http::Request& request) {
    if (!request.path.ends_with("/answers"))
      return signed_answer(secret, request, R"({"outcome":"accepted","serial":"E1"})");
    asked_for_answers = true;
    return signed_answer(secret, request, R"({"items":[]})");
  };
  Between liar([&](const http::Request& request) { return answer(other, request); });
  HttpChannel to_liar(liar.base(), shared(), office.clock);
  Courier misled(office.desk(), office.system(), to_liar);
  EXPECT_FALSE(must(misled.round(office.connection)).reached);
  EXPECT_TRUE(asked_for_answers);
  EXPECT_EQ(office.waiting(), 1);
  // The same answers under the right secret count.
  office.advance(std::chrono::minutes(10));
  Between honest([&](const http::Request& request) { return answer(shared(), request); });
  HttpChannel to_honest(honest.base(), shared(), office.clock);
  Courier courier(office.desk(), office.system(), to_honest);
  EXPECT_TRUE(must(courier.round(office.connection)).reached);
  EXPECT_EQ(office.waiting(), 0);
}

// The good answer to one message, given to another message of the same second.
TEST(Signature, AnAnswerHoldsForItsOwnRequestOnly) {
  Office office(none);
  std::optional<http::Response> first;
  Between swapper([&](const http::Request& request) {
    if (!first)
      first = signed_answer(shared(), request, R"({"outcome":"accepted","serial":"E1"})");
    return *first;
  });
  HttpChannel channel(swapper.base(), shared(), office.clock);
  EXPECT_EQ(must(channel.send(R"({"key":"621000-1"})")).serial, "E1");
  const auto swapped = channel.send(R"({"key":"621000-2"})");
  ASSERT_FALSE(swapped.ok());
  EXPECT_THAT(swapped.error().what, HasSubstr("签名不对"));
}

// While they are away something in front of them answers, unsigned: that is no wrong key.
TEST(Signature, WhoIsAwayIsNotTakenForALiar) {
  Office office(none);
  http::Response nobody;
  nobody.status = 503;
  Between gateway([&](const http::Request&) { return nobody; });
  HttpChannel channel(gateway.base(), shared(), office.clock);
  const auto said = channel.send(R"({"key":"621000-1"})");
  ASSERT_FALSE(said.ok());
  EXPECT_EQ(said.error().code, ErrorCode::unavailable);
  EXPECT_THAT(said.error().what, HasSubstr("暂时没有应答（状态 503）"));
}

// What was heard on the line cannot be sent once more later. A line that is wrong as a whole, here
// a clock, is nobody's refusal: items keep their place.
TEST(Signature, AnOldRequestIsNotTaken) {
  Office office(none);
  office.hire({1}, "2023-09-01", 7);
  SetClock slow(office.clock.now() - std::chrono::seconds(moment_seconds_max + 1));
  HttpChannel late(fmt::format("http://127.0.0.1:{}/exchange", office.server->port()), shared(),
                   slow);
  const auto said = late.answers_after(0);
  ASSERT_FALSE(said.ok());
  EXPECT_EQ(said.error().code, ErrorCode::unavailable);
  EXPECT_THAT(said.error().what, HasSubstr("401"));
  slow.set(office.clock.now() - std::chrono::seconds(moment_seconds_max - 1));
  EXPECT_TRUE(late.answers_after(0).ok());
  slow.set(office.clock.now() + std::chrono::seconds(moment_seconds_max + 1));
  EXPECT_FALSE(late.answers_after(0).ok());
}

// Their numbers may hold anything; a list that does not go on is an error and no endless loop.
TEST(Lists, ArePagedByWhateverNumbersTheyHave) {
  Office office(none);
  std::vector<std::string> asked;
  bool goes_on = true;
  Between lister([&](const http::Request& request) {
    asked.emplace_back(request.asked("after"));
    const bool first = asked.back().empty() || !goes_on;
    const char* more = R"({"items":[{"serial":"E/1 &编","key":"","fields":{}}],"more":true})";
    const char* last = R"({"items":[{"serial":"E2","key":"","fields":{}}],"more":false})";
    return signed_answer(shared(), request, first ? more : last);
  });
  HttpChannel channel(lister.base(), shared(), office.clock);
  EXPECT_EQ(must(channel.records("employment")).size(), 2u);
  EXPECT_EQ(asked.back(), "E/1 &编");
  goes_on = false;
  EXPECT_FALSE(channel.records("employment").ok());
}

TEST(Lists, AMomentThatIsNoneIsNotTaken) {
  Office office(none);
  Between closed([&](const http::Request& request) {
    return signed_answer(shared(), request,
                         R"({"outcome":"closed","until":9223372036854775807})");
  });
  HttpChannel channel(closed.base(), shared(), office.clock);
  EXPECT_EQ(channel.send("{}").error().code, ErrorCode::invalid_input);
}

TEST(Signature, ASecretThatIsNotThereIsNotMadeUp) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("leye-{}", ::getpid());
  std::filesystem::create_directories(folder);
  const auto file = folder / "provnice.secret";  // a slip of the pen
  const auto missing = open_secret(file);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(open_or_make_secret(file).ok());
  EXPECT_EQ(must(open_secret(file)).bytes(), must(open_or_make_secret(file)).bytes());
  std::ofstream(file) << "0123\n";
  EXPECT_EQ(open_secret(file).error().code, ErrorCode::invalid_input);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace leye::exchange
