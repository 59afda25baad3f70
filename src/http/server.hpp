// The HTTP/1.1 server: bytes, limits and time; no domain.
//
// Plain HTTP on one address, for nginx or a gateway in front (TLS is theirs). One thread does all
// reading and writing; handlers block, on a bounded pool of workers behind a bounded queue. When
// the queue is full, or a request has waited in it too long, the answer is at once
// 503 + Retry-After and nothing is done. Every limit has a value; none means 'unlimited'.
//
//   auto server = TRY(Server::start({.listen = "127.0.0.1:8080"}, answer));
//   server->stop();   // requests under way are finished, for at most drain_max
#pragma once

#include <chrono>
#include <functional>

#include "base/result.hpp"
#include "http/head.hpp"

namespace leye::http {

struct Settings {
  std::string listen = "127.0.0.1:8080";  // address:port; port 0 takes a free one
  bool behind_proxy = false;              // believe X-Real-IP
  std::size_t workers = 8;
  std::size_t queue_max = 128;
  std::chrono::milliseconds queue_wait_max{1000};
  std::size_t connections_max = 1024;
  HeadLimits head;
  std::chrono::milliseconds head_time_max{10'000};  // also of an idle kept-alive connection
  std::chrono::milliseconds body_time_max{60'000};
  std::chrono::milliseconds write_time_max{60'000};
  std::chrono::milliseconds drain_max{5'000};
  std::uint64_t bodies_bytes_max = std::uint64_t{256} << 20;  // of all requests under way
  // Longest body taken for a path, decided before it is read. 413 beyond.
  std::function<std::uint64_t(Method, const std::string& path)> body_bytes_max;
};

using Handler = std::function<Response(const Request&)>;

class Server {
 public:
  // Listens when it returns. The handler is called from several threads; what it throws
  // becomes a 500 without detail.
  static Result<std::unique_ptr<Server>> start(Settings settings, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  void stop();

  class Loop;

 private:
  explicit Server(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace leye::http
