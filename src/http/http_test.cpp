#include <gtest/gtest.h>

#include "http/head.hpp"
#include "http/web_files.hpp"

namespace leye::http {

int status_of(std::string_view head) { return scan_head(head, {}).status; }

TEST(Head, EndsAtTheEmptyLine) {
  const std::string_view head = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
  EXPECT_EQ(scan_head(head, {}).size, head.size() - 4);
  for (std::size_t part = 0; part < head.size() - 4; ++part) {
    const auto scan = scan_head(head.substr(0, part), {});
    EXPECT_EQ(scan.size + static_cast<std::size_t>(scan.status), 0U) << part;
  }
}

TEST(Head, RefusesWhatServersReadDifferently) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\nHost: a\n\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\rHost: a\r\n"), 400);
  EXPECT_EQ(status_of(std::string("GET /\0 HTTP/1.1\r\n", 17)), 400);
  EXPECT_EQ(status_of("\r\nGET / HTTP/1.1\r\n"), 400);
  EXPECT_EQ(status_of("GET /" + std::string(5000, 'a')), 414);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nA: " + std::string(17000, 'a')), 431);
  std::string many = "GET / HTTP/1.1\r\n";
  for (int index = 0; index < 900; ++index) many += "A: b\r\n";
  EXPECT_EQ(status_of(many), 431);
}

TEST(Target, IsACleanOriginForm) {
  Request request;
  EXPECT_TRUE(read_target("/a%20b/c?x=1&y=%E5%BC%A0+z", request));
  EXPECT_EQ(request.path, "/a b/c");
  EXPECT_EQ(request.query["y"], "张 z");
  for (const auto target :
       {"/../etc/passwd", "/a/%2e%2e/b", "/a/./b", "/a%2fb", "/a%00b", "/a\\b", "/a%5c..%5cb",
        "http://host/a", "*", "a", "", "/a?x=1&x=2", "/a?x=%00", "/%zz", "/a%0d%0ab"}) {
    Request other;
    EXPECT_FALSE(read_target(target, other)) << target;
  }
}

TEST(Framing, HasOneLengthAndOneHost) {
  const auto status = [](std::map<std::string, std::string> headers) {
    Request request;
    request.headers = std::move(headers);
    return check_fields(request, 1).status;
  };
  EXPECT_EQ(status({{"host", "a"}}), 0);
  EXPECT_EQ(status({}), 400);
  EXPECT_EQ(status({{"host", ""}}), 400);
  EXPECT_EQ(status({{"host", "a"}, {"transfer-encoding", "chunked"}}), 411);
  EXPECT_EQ(status({{"host", "a"}, {"transfer-encoding", "chunked"}, {"content-length", "3"}}),
            400);
  EXPECT_EQ(status({{"host", "a"}, {"content-length", "3, 3"}}), 400);
  EXPECT_EQ(status({{"host", "a"}, {"content-length", "-1"}}), 400);
  EXPECT_EQ(status({{"host", "a"}, {"content-length", "99999999999999999999"}}), 400);
  EXPECT_EQ(status({{"host", "a"}, {"expect", "200-ok"}}), 400);
}

TEST(Cookies, AreReadByWholeName) {
  Request request;
  request.headers["cookie"] = "xleye_session=1; leye_session=2; leye_session_b=3";
  EXPECT_EQ(request.cookie("leye_session"), "2");
  EXPECT_EQ(request.cookie("session"), "");
}

TEST(WebFiles, AnswerWithTheAppForItsOwnPaths) {
  const WebFiles none;
  Request request;
  request.path = "/";
  EXPECT_EQ(none.answer(request).status, 404);
  auto response = none.answer(request);
  add_security_headers(response);
  EXPECT_EQ(response.headers.front().first, "Content-Security-Policy");
  EXPECT_EQ(response.headers.back().second, "no-store");
}

}  // namespace leye::http
