// The server over real sockets: malformed requests, and overload in small.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "http/server.hpp"

namespace leye::http {
namespace {

using namespace std::chrono_literals;

class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval wait{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~Wire() { ::close(socket_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  // Until the other side closes, or 5 s of silence.
  std::string rest() {
    std::string text;
    char bytes[4096];
    for (;;) {
      const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
      if (count <= 0) return text;
      text.append(bytes, static_cast<std::size_t>(count));
    }
  }

 private:
  int socket_;
  bool connected_ = false;
};

std::unique_ptr<Server> serve(Settings settings, Handler handler) {
  settings.listen = "127.0.0.1:0";
  auto server = Server::start(std::move(settings), std::move(handler));
  EXPECT_TRUE(server.ok());
  return std::move(server).value();
}

Response echo(const Request& request) {
  Response response;
  response.body = request.path + "|" + request.body;
  return response;
}

int status_of(const std::string& answer) {
  return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3));
}

TEST(Server, AnswersTwoRequestsOnOneConnection) {
  const auto server = serve({}, echo);
  Wire wire(server->port());
  wire.send(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
      "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto answer = wire.rest();
  EXPECT_NE(answer.find("/a|abc"), std::string::npos);
  EXPECT_NE(answer.find("/b|"), std::string::npos);
}

TEST(Server, RefusesMalformedRequestsAndCloses) {
  Settings settings;
  settings.body_bytes_max = [](Method, const std::string&) { return std::uint64_t{1000}; };
  std::atomic<int> handled = 0;
  const auto server = serve(settings, [&handled](const Request& request) {
    ++handled;
    return echo(request);
  });
  const std::string host = "Host: x\r\n";
  std::string many = "GET / HTTP/1.1\r\n" + host;
  for (int index = 0; index < 10'000; ++index) many += fmt::format("H{}: v\r\n", index);
  const std::vector<std::pair<std::string, int>> requests = {
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"GET / HTTP/1.1\n" + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + " folded\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "A : b\r\n\r\n", 400},
      {"GET /../x HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /%2e%2e/x HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET http://x/ HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "Upgrade: h2c\r\n\r\n", 400},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"BREW / HTTP/1.1\r\n" + host + "\r\n", 501},
      {"DELETE / HTTP/1.1\r\n" + host + "\r\n", 501},
      {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 501},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {"POST / HTTP/1.1\r\n" + host +
           "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 0x10\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n", 413},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 10737418240\r\n\r\n", 413},
      {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
      {"GET / HTTP/1.1\r\n" + host + "A: " + std::string(65536, 'a') + "\r\n\r\n", 431},
      {many + "\r\n", 431},
      {"hello\r\n\r\n", 400},
      {std::string("\x16\x03\x01\x02\x00\x01\x00", 7), 400},
  };
  for (const auto& [text, status] : requests) {
    Wire wire(server->port());
    wire.send(text);
    EXPECT_EQ(status_of(wire.rest()), status) << text.substr(0, 120);
  }
  EXPECT_EQ(handled, 0);
}

TEST(Server, CutsASlowHead) {
  Settings settings;
  settings.head_time_max = 100ms;
  const auto server = serve(settings, echo);
  Wire wire(server->port());
  wire.send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(wire.rest(), "");
}

TEST(Server, KeepsTheStackWhenAHandlerThrows) {
  const auto server =
      serve({}, [](const Request&) -> Response { throw std::runtime_error("secret"); });
  Wire wire(server->port());
  wire.send("GET / HTTP/1.0\r\n\r\n");
  const auto answer = wire.rest();
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_EQ(answer.find("secret"), std::string::npos);
}

TEST(Server, SaysBusyAtOnceWhenOverloaded) {
  Settings settings;
  settings.workers = 2;
  settings.queue_max = 4;
  std::atomic<bool> open = false;
  const auto server = serve(settings, [&open](const Request& request) {
    while (!open) std::this_thread::sleep_for(1ms);
    return echo(request);
  });
  std::vector<std::unique_ptr<Wire>> wires;
  for (int index = 0; index < 40; ++index) {
    wires.push_back(std::make_unique<Wire>(server->port()));
    wires.back()->send("GET /x HTTP/1.0\r\n\r\n");
  }
  // 2 run and at most 4 wait: the rest are told so while those still run.
  std::vector<std::thread> readers;
  std::atomic<int> refused = 0;
  std::atomic<int> served = 0;
  for (auto& wire : wires) {
    readers.emplace_back([&refused, &served, &wire] {
      const auto answer = wire->rest();
      if (status_of(answer) == 200) ++served;
      if (status_of(answer) != 503) return;
      EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
      ++refused;
    });
  }
  const auto last = std::chrono::steady_clock::now() + 3s;
  while (refused < 34 && std::chrono::steady_clock::now() < last) std::this_thread::sleep_for(1ms);
  EXPECT_GE(refused, 34);
  open = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(refused + served, 40);
  EXPECT_GE(served, 2);
}

TEST(Server, StopFinishesWhatRunsAndClosesTheIdle) {
  std::atomic<bool> started = false;
  auto server = serve({}, [&started](const Request& request) {
    started = true;
    std::this_thread::sleep_for(100ms);
    return echo(request);
  });
  Wire idle(server->port());
  Wire running(server->port());
  running.send("GET /last HTTP/1.1\r\nHost: x\r\n\r\n");
  while (!started) std::this_thread::sleep_for(1ms);
  const auto before = std::chrono::steady_clock::now();
  server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
  EXPECT_NE(running.rest().find("/last|"), std::string::npos);
  EXPECT_EQ(idle.rest(), "");
}

}  // namespace
}  // namespace leye::http
