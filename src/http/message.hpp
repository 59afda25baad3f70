// A request and a response as plain values: all that handlers see of HTTP.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leye::http {

enum class Method { get, head, post };

struct Request {
  Method method = Method::get;
  std::string path;                          // decoded, "/api/v1/persons/7"; never has "." or ".."
  std::map<std::string, std::string> query;  // decoded; a repeated name is refused before
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string peer;  // address the request came from, as far as we trust it

  // The header's value, or empty.
  std::string_view header(std::string_view lower_case_name) const;
  // The cookie's value, or empty.
  std::string_view cookie(std::string_view name) const;
  // The query parameter's value, or empty.
  std::string_view asked(const std::string& name) const;
};

struct Response {
  int status = 200;
  std::string type = "application/json; charset=utf-8";
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of body: a file kept in memory
  std::vector<std::pair<std::string, std::string>> headers;  // further ones
};

const char* name(Method method);

// "Not Found" for 404.
const char* reason(int status);

}  // namespace leye::http
