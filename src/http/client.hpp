// Asks another server: one request, one answer, within a time.
//
//   const Answered answered = TRY(ask({.base = "http://127.0.0.1:9090/exchange",
//                                      .target = "/changes", .body = json}));
//   if (answered.status == 200) …
//
// Plain HTTP/1.1, each request on a connection of its own; where TLS is needed a gateway of the
// site stands between, as it does in front of our own server. Nothing here follows a redirect.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/result.hpp"
#include "http/message.hpp"

namespace leye::http {

struct Asked {
  std::string base;  // "http://host:port/path", no slash at the end
  Method method = Method::get;
  std::string target;  // after `base`: "/answers?after=17"
  std::string body = {};
  std::map<std::string, std::string> headers = {};
  std::chrono::milliseconds time_max{10'000};
  std::uint64_t body_bytes_max = std::uint64_t{16} << 20;
};

struct Answered {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  // names in lower case

  // The header's value, or empty.
  std::string header(const std::string& lower_case_name) const;
};

// unavailable: nobody answers there, not in time, or not in HTTP. invalid_input: `base` is no such
// address.
Result<Answered> ask(const Asked& asked);

// The path that `base` and `target` make: "/exchange/answers?after=17".
Result<std::string> path_of(const Asked& asked);

}  // namespace leye::http
