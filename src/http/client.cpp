#include "http/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cctype>

#include <fmt/format.h>

namespace leye::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view scheme = "http://";

struct Address {
  std::string host, port, path;
};

Result<Address> address_of(const std::string& base) {
  Address address;
  const auto end = base.find('/', scheme.size());
  const auto authority = base.substr(0, end);
  const auto colon = authority.rfind(':');
  const bool ported = colon != std::string::npos && colon > scheme.size();
  if (!base.starts_with(scheme) || authority.size() <= scheme.size() || base.back() == '/')
    return Error{ErrorCode::invalid_input,
                 fmt::format("“{}”不是接口地址", base),
                 {},
                 "写成 http://主机:端口/路径，末尾不带斜杠"};
  address.host = authority.substr(scheme.size(), ported ? colon - scheme.size() : authority.npos);
  address.port = ported ? authority.substr(colon + 1) : "80";
  if (end != std::string::npos) address.path = base.substr(end);
  return address;
}

Error away(const Address& address, const error_code& error) {
  return {ErrorCode::unavailable,
          fmt::format("{}:{} 没有应答（{}）", address.host, address.port,
                      error == beast::error::timeout ? "超时" : error.message()),
          {},
          "核对接口地址和网络；恢复后自动继续"};
}

class Conversation {
 public:
  Conversation(const Asked& asked, const Address& address) : asked_(asked), address_(address) {}

  Result<Answered> hold() {
    Tcp::resolver resolver(loop_);
    error_code error;
    const auto found = resolver.resolve(address_.host, address_.port, error);
    if (error) return away(address_, error);
    stream_.expires_after(asked_.time_max);
    stream_.async_connect(found, [&](error_code got, const Tcp::endpoint&) { error = got; });
    run();
    if (error) return away(address_, error);
    auto request = compose();
    beast::http::async_write(stream_, request, [&](error_code got, std::size_t) { error = got; });
    run();
    if (error) return away(address_, error);
    beast::flat_buffer buffer;
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(asked_.body_bytes_max);
    beast::http::async_read(stream_, buffer, parser,
                            [&](error_code got, std::size_t) { error = got; });
    run();
    if (error) return away(address_, error);
    return answer_from(parser.get());
  }

 private:
  void run() {
    loop_.restart();
    loop_.run();
  }

  beast::http::request<beast::http::string_body> compose() const {
    beast::http::request<beast::http::string_body> request;
    request.version(11);
    request.method(asked_.method == Method::post ? beast::http::verb::post
                                                 : beast::http::verb::get);
    request.target(address_.path + asked_.target);
    request.set(beast::http::field::host, address_.host + ":" + address_.port);
    request.set(beast::http::field::connection, "close");
    for (const auto& [name, value] : asked_.headers) request.set(name, value);
    if (asked_.method == Method::post)
      request.set(beast::http::field::content_type, "application/json");
    request.body() = asked_.body;
    request.prepare_payload();
    return request;
  }

  static Answered answer_from(const beast::http::response<beast::http::string_body>& response) {
    Answered answered;
    answered.status = static_cast<int>(response.result_int());
    answered.body = response.body();
    for (const auto& field : response) {
      std::string name(field.name_string());
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      answered.headers[name] = std::string(field.value());
    }
    return answered;
  }

  const Asked& asked_;
  const Address& address_;
  asio::io_context loop_;
  beast::tcp_stream stream_{loop_};
};

}  // namespace

std::string Answered::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? "" : found->second;
}

Result<Answered> ask(const Asked& asked) {
  const Address address = TRY(address_of(asked.base));
  return Conversation(asked, address).hold();
}

Result<std::string> path_of(const Asked& asked) {
  const Address address = TRY(address_of(asked.base));
  return address.path + asked.target;
}

}  // namespace leye::http
