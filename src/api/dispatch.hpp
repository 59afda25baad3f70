// From a request to its answer: the route, the session, the checks, the record, the commit.
//
// What the caller may not know of is 404 with one body, whether it does not exist, lies outside
// the caller's places or belongs to another role.
#pragma once

#include "api/backend.hpp"
#include "api/route.hpp"

namespace leye::api {

class Dispatcher {
 public:
  explicit Dispatcher(const Backend& backend);

  http::Response answer(const http::Request& request) const;

  // Of a path, before its body is read.
  std::uint64_t body_bytes_max(http::Method method, const std::string& path) const;

 private:
  const Route* find(http::Method method, const std::string& path,
                    std::map<std::string, std::string>& parts) const;
  http::Response serve(const http::Request& request) const;

  const Backend& backend_;
  const std::vector<Route> routes_;
};

// The error as status and body.
http::Response refuse(const Error& error);

}  // namespace leye::api
