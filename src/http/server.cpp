// The only file that sees Asio and Beast.
#include "http/server.hpp"

#include <array>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "http/workers.hpp"

namespace leye::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using boost::system::error_code;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

Response refusal(int status) {
  Response response;
  response.status = status;
  response.body = fmt::format(R"({{"error":{{"code":"bad_request","message":"请求不符合规范：{}",)"
                              R"("where":[],"fix":"","clause":""}}}})",
                              reason(status));
  return response;
}

std::string head_of(const Response& response, std::size_t length, bool keep_alive) {
  auto head = fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
                          response.status, reason(response.status), response.type, length);
  for (const auto& [field, value] : response.headers)
    head += fmt::format("{}: {}\r\n", field, value);
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get: return Method::get;
    case beast::http::verb::head: return Method::head;
    case beast::http::verb::post: return Method::post;
    default: return std::nullopt;
  }
}

// The parsed head as plain values; the status of a refusal, or 0.
int read_head(std::string_view bytes, Request& request, int& minor) {
  beast::http::request_parser<beast::http::empty_body> parser;
  parser.skip(true);
  parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));
  error_code error;
  parser.put(asio::buffer(bytes), error);
  if (error || !parser.is_header_done()) return 400;
  const auto& head = parser.get();
  if (head.version() != 10 && head.version() != 11) return 505;
  minor = static_cast<int>(head.version() % 10);
  const auto method = method_of(head.method());
  if (!method) return 501;
  request.method = *method;
  for (const auto& field : head) {
    std::string field_name(field.name_string());
    for (char& c : field_name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    if (!request.headers.emplace(field_name, std::string(field.value())).second) {
      if (field_name == "host" || field_name == "content-length" || field_name == "cookie" ||
          field_name == "transfer-encoding") {
        return 400;
      }
      request.headers[field_name] += ", " + std::string(field.value());
    }
  }
  return read_target(head.target(), request) ? 0 : 400;
}

}  // namespace

class Server::Loop {
 public:
  Loop(Settings settings, Handler handler)
      : settings_(std::move(settings)),
        workers_(settings_.workers, settings_.queue_max, settings_.queue_wait_max,
                 std::move(handler)) {}

  ~Loop() { stop(); }

  Status listen();
  std::uint16_t port() const { return port_; }
  void stop();

 private:
  // One connection, as stop() needs to see it.
  struct Connection {
    beast::tcp_stream stream;
    std::string buffer;
    bool busy = false;
  };

  asio::awaitable<void> accept();
  asio::awaitable<void> converse(Tcp::socket socket);
  asio::awaitable<bool> exchange(Connection& connection);
  asio::awaitable<int> read_body(Connection& connection, Request& request, const Framing& framing);
  asio::awaitable<Response> handle(Request request);
  asio::awaitable<bool> send(Connection& connection, const Response& response, bool keep_alive,
                             bool with_body);
  asio::awaitable<void> drain();
  void close_idle();

  const Settings settings_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  Tcp::acceptor acceptor_{io_};
  std::uint16_t port_ = 0;
  std::set<Connection*> connections_;
  std::uint64_t bodies_bytes_ = 0;
  bool stopping_ = false;
  Workers workers_;
  std::thread thread_;
};

Status Server::Loop::listen() {
  const auto colon = settings_.listen.rfind(':');
  const auto wrong = [this](const std::string& why) {
    return Error{ErrorCode::unavailable,
                 fmt::format("无法在 {} 上监听：{}", settings_.listen, why),
                 {},
                 "请用 --listen 127.0.0.1:8080 的形式指定空闲端口"};
  };
  if (colon == std::string::npos) return wrong("缺少端口");
  error_code error;
  const auto address = asio::ip::make_address(settings_.listen.substr(0, colon), error);
  if (error) return wrong("地址不正确");
  const auto digits = settings_.listen.substr(colon + 1);
  if (digits.empty() || digits.size() > 5 ||
      digits.find_first_not_of("0123456789") != digits.npos || std::stoi(digits) > 65535) {
    return wrong("端口不正确");
  }
  const Tcp::endpoint endpoint(address, static_cast<std::uint16_t>(std::stoi(digits)));
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(1024, error);
  if (error) return wrong(error.message());
  port_ = acceptor_.local_endpoint().port();
  asio::co_spawn(io_, accept(), asio::detached);
  thread_ = std::thread([this] { io_.run(); });
  return Done{};
}

void Server::Loop::stop() {
  if (!thread_.joinable()) return;
  asio::co_spawn(io_, drain(), asio::detached);
  thread_.join();
  workers_.stop();
}

// Requests under way end by themselves; what outlasts the drain is cut.
asio::awaitable<void> Server::Loop::drain() {
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  close_idle();
  asio::steady_timer tick(io_);
  const auto last = std::chrono::steady_clock::now() + settings_.drain_max;
  while (!connections_.empty() && std::chrono::steady_clock::now() < last) {
    tick.expires_after(std::chrono::milliseconds(10));
    co_await tick.async_wait(quietly);
  }
  io_.stop();
}

void Server::Loop::close_idle() {
  for (auto* connection : connections_) {
    if (!connection->busy) connection->stream.cancel();
  }
}

asio::awaitable<void> Server::Loop::accept() {
  asio::steady_timer pause(io_);
  while (!stopping_) {
    auto [error, socket] = co_await acceptor_.async_accept(quietly);
    if (stopping_) co_return;
    if (error) {
      // Out of file handles, most likely: without a pause this loop would burn a core.
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(quietly);
      continue;
    }
    if (connections_.size() >= settings_.connections_max) {
      const auto response = busy();
      const auto text = head_of(response, response.body.size(), false) + response.body;
      error_code ignored;
      socket.non_blocking(true, ignored);
      socket.write_some(asio::buffer(text), ignored);
      continue;
    }
    asio::co_spawn(io_, converse(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> Server::Loop::converse(Tcp::socket socket) {
  error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  Connection connection{beast::tcp_stream(std::move(socket)), {}, false};
  connections_.insert(&connection);
  try {
    bool more = true;
    while (more && !stopping_) {
      more = co_await exchange(connection);
    }
  } catch (const std::exception& error) {
    spdlog::error("connection ended: {}", error.what());
  }
  connections_.erase(&connection);
  connection.stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
}

// One request and its answer; false when the connection is to be closed.
asio::awaitable<bool> Server::Loop::exchange(Connection& connection) {
  connection.busy = false;
  connection.stream.expires_after(settings_.head_time_max);
  HeadScan scan = scan_head(connection.buffer, settings_.head);
  while (scan.size == 0 && scan.status == 0) {
    std::array<char, 8192> bytes;
    const auto [error, count] =
        co_await connection.stream.async_read_some(asio::buffer(bytes), quietly);
    if (error) co_return false;
    connection.buffer.append(bytes.data(), count);
    scan = scan_head(connection.buffer, settings_.head);
  }
  connection.busy = true;
  Request request;
  int minor = 1;
  int status = scan.status;
  if (status == 0) {
    status = read_head(std::string_view(connection.buffer).substr(0, scan.size), request, minor);
  }
  Framing framing;
  if (status == 0) {
    connection.buffer.erase(0, scan.size);
    framing = check_fields(request, minor);
    status = framing.status;
  }
  if (status == 0) status = co_await read_body(connection, request, framing);
  if (status != 0) {
    // Named, because g++ 12 destroys twice what a conditional makes inside a co_await.
    Response response = refusal(status);
    if (status == 503) response = busy();
    co_await send(connection, response, false, true);
    co_return false;
  }
  error_code ignored;
  request.peer = connection.stream.socket().remote_endpoint(ignored).address().to_string();
  if (settings_.behind_proxy && !request.header("x-real-ip").empty()) {
    request.peer = std::string(request.header("x-real-ip")).substr(0, 64);
  }
  const auto body_bytes = request.body.size();
  const bool with_body = request.method != Method::head;
  const auto response = co_await handle(std::move(request));
  bodies_bytes_ -= body_bytes;
  co_return co_await send(connection, response, framing.keep_alive && !stopping_, with_body);
}

asio::awaitable<int> Server::Loop::read_body(Connection& connection, Request& request,
                                             const Framing& framing) {
  const auto length = framing.content_length;
  if (length == 0) co_return 0;
  const auto allowed = settings_.body_bytes_max
                           ? settings_.body_bytes_max(request.method, request.path)
                           : std::uint64_t{1} << 20;
  if (length > allowed) co_return 413;
  if (bodies_bytes_ + length > settings_.bodies_bytes_max) co_return 503;
  if (framing.expects_continue && connection.buffer.empty()) {
    const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(connection.stream, asio::buffer(go_on), quietly);
  }
  connection.stream.expires_after(settings_.body_time_max);
  bodies_bytes_ += length;
  const auto taken = std::min<std::uint64_t>(length, connection.buffer.size());
  request.body = connection.buffer.substr(0, taken);
  connection.buffer.erase(0, taken);
  // Grown as bytes arrive: a length that lies costs nothing.
  std::vector<char> bytes(std::min<std::uint64_t>(length, 64 * 1024));
  while (request.body.size() < length) {
    const auto want = std::min<std::uint64_t>(bytes.size(), length - request.body.size());
    const auto [error, count] =
        co_await connection.stream.async_read_some(asio::buffer(bytes.data(), want), quietly);
    if (error) {
      bodies_bytes_ -= length;
      co_return 408;
    }
    request.body.append(bytes.data(), count);
  }
  co_return 0;
}

asio::awaitable<Response> Server::Loop::handle(Request request) {
  auto initiate = [this](auto handler, Request taken) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    Job job;
    job.request = std::move(taken);
    job.done = [this, resume](Response response) {
      auto carried = std::make_shared<Response>(std::move(response));
      asio::post(io_, [resume, carried] { (*resume)(std::move(*carried)); });
    };
    if (!workers_.submit(job)) job.done(busy());
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
      std::move(initiate), asio::use_awaitable, std::move(request));
}

asio::awaitable<bool> Server::Loop::send(Connection& connection, const Response& response,
                                         bool keep_alive, bool with_body) {
  const std::string& body = response.shared_body ? *response.shared_body : response.body;
  const std::string head = head_of(response, body.size(), keep_alive);
  std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
  if (!with_body) parts[1] = {};
  connection.stream.expires_after(settings_.write_time_max);
  const auto [error, count] = co_await asio::async_write(connection.stream, parts, quietly);
  co_return !error && keep_alive;
}

Server::Server(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return loop_->port(); }
void Server::stop() { loop_->stop(); }

Result<std::unique_ptr<Server>> Server::start(Settings settings, Handler handler) {
  auto loop = std::make_unique<Loop>(std::move(settings), std::move(handler));
  TRY(loop->listen());
  return std::unique_ptr<Server>(new Server(std::move(loop)));
}

}  // namespace leye::http
