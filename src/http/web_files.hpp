// The web app, kept in memory with its gzip form, and the headers every answer carries.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "http/message.hpp"

namespace leye::http {

class WebFiles {
 public:
  WebFiles() = default;  // none: the page says that the web app is not built

  // Every file below `folder`, at most 64 MB together. Symbolic links are refused.
  static Result<WebFiles> load(const std::filesystem::path& folder);

  // The file at the request's path; for a path without a dot the app itself, which routes in
  // the browser; 404 for a missing file.
  Response answer(const Request& request) const;

  bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string type;
    std::string tag;  // ETag, quoted
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;  // null where it would not be smaller
  };
  std::map<std::string, File> files_;  // by path, "/assets/index.js"
};

// Adds Content-Security-Policy and its companions to a response.
void add_security_headers(Response& response);

}  // namespace leye::http
